// Package value reads target values (指标值) into typed readings and compares
// what was done with what was wanted.
//
// [Parse] is total: any text gives a [schema.Value], and a text that no rule of
// the grammar covers is [schema.KindUnparsed] with what was printed, never a
// guess. [ParseParts] says in addition which runes of the text became which part
// of the reading, and [Tree] draws that. [Format] prints a reading in one
// canonical spelling that parses back to the same reading.
//
// The grammar in short:
//
//	value    = clause { ("；" | "且" | "或" | …) clause }
//	clause   = deadline | interval | quantity | reference | scale | text
//	quantity = [date] [每月] [subject] [op] number [unit] [suffix op] [note]
package value
