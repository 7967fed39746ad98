// Package rules holds the rules that a reviewer applies to a declaration: the
// rule sets (YAML, embedded and the user's), the closed list of check kinds, and
// the engine that runs them.
//
// A rule is data: an id, a title and messages in Chinese and English, a
// severity, the forms it applies to, its grounds, a kind of check with its
// parameters, and examples that fail and pass. The engine knows kinds, not
// rules; word lists, units and the vocabulary of each form are data, too.
//
//	set, err := rules.Default()
//	findings := set.Check(doc, rules.CheckOptions{})
//
// A user's rule file extends the built-in set: it changes severities and
// parameters, switches rules off and adds new ones. Load reports every mistake
// in it with its file, line and column and with what was expected
// (FormatErrors prints them as a compiler does).
//
// One fault gives one finding: a rule names those that it silences on the same
// row. An error is softened to a warning where the reading of the document may
// be at fault: a repair or a doubt on the path, or something missing from a text
// dump or picture.
package rules
