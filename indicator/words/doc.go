// Package words is what the project knows of the domain's words, in one place for
// the grammar of values, the rules and the readers: units.tsv (what a unit
// measures and how units convert), comparators.tsv (不低于, 以上 and the neighbours
// that forbid them), names.tsv (which way an indicator's name points), and
// furniture.tsv (what a page prints around its content).
//
// A word is added in a table, and go test ./indicator/words -run TestWrittenWords
// -update-words writes it into the program (written.go), which reads no table when it
// starts. Patterns of names.tsv and of rule files are written alike, see [Builder.Add].
package words
