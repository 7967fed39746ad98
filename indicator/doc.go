// Package indicator knows what an indicator says: it reads target values (指标值)
// into typed readings, folds damaged print into a copy that can be matched, and
// rebuilds the hierarchy of levels (一级指标, 二级指标) from the labels of a table.
//
// # Values
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
//
// # Copies
//
// The printed text and the copy it is matched by are separate strings: [Fold]
// makes the copy (half width, one spelling of each comparator, no radicals in
// the place of ideographs), [CleanText] removes what the layout put into a text
// (line breaks, wrap spaces, HTML residue). Fold maps rune to rune, so a rune's
// index is the same in the printed text and in its copy.
package indicator
