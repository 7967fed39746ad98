// Package fold makes copies of printed text that can be matched, and reads the
// numerals in them.
//
// The printed text and the copy it is matched by are separate strings: [Text]
// makes the copy (half width, one spelling of each comparator, no radicals in
// the place of ideographs), [Clean] removes what the layout put into a text
// (line breaks, wrap spaces, HTML residue). Text maps rune to rune, so a rune's
// index is the same in the printed text and in its copy.
package fold
