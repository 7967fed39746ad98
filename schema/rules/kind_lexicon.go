package rules

func lexiconKind() kind {
	return typed("lexicon", say("用词：文字中不得（或必须）出现词表里的词", "a text must not hold, or must hold, a word of a lexicon"), compileLexicon)
}

// lexiconParams: words of lexicons in fields or a column.
type lexiconParams struct {
	Fields  []string `yaml:"fields" doc:"the fields"`
	Of      string   `yaml:"of" enum:"name|value|actual|weight|score|deviation|code|explanation|standard|remark" doc:"the column of each indicator"`
	Any     []string `yaml:"any" doc:"the fault is a word of one of these lexicons"`
	None    []string `yaml:"none" doc:"the fault is that no word of these lexicons is there"`
	Whole   bool     `yaml:"whole" doc:"report the whole text instead of the word"`
	Missing bool     `yaml:"missing" doc:"an empty text is a fault of none, too"`
}

func compileLexicon(c *compiler, p *lexiconParams, sel *selector) func(*form, func(hit)) {
	c.need(len(p.Fields) > 0 || p.Of != "", "fields", "fields or of")
	c.need(len(p.Any) > 0 || len(p.None) > 0, "any", "the name of a lexicon under any or none")
	list := c.fieldList("fields", p.Fields)
	anyOf, none := c.lexSet(c.at("any"), p.Any), c.lexSet(c.at("none"), p.None)
	if len(list) > 0 {
		c.set.lex.ask(inFields, anyOf.Or(none))
	}
	if p.Of == "value" {
		c.set.lex.ask(inValues, anyOf.Or(none))
	}
	try := func(folded string, lex bits, printed string) (string, bool) {
		if folded == "" {
			return "", p.Missing && !none.Zero()
		}
		if lex.Any(anyOf) {
			word := ""
			if !p.Whole {
				word = c.set.lex.term(folded, anyOf)
			}
			if word == "" {
				word = printed
			}
			return word, true
		}
		return printed, !none.Zero() && !lex.Any(none)
	}
	return func(f *form, emit func(hit)) {
		for _, fl := range list {
			if fl.get(f.decl) == "" && !p.Missing {
				continue
			}
			if found, bad := try(f.text(fl), f.bitsOf(fl), fl.get(f.decl)); bad {
				emit(hit{path: pathOf(fl), field: fl, found: found})
			}
		}
		if p.Of == "" {
			return
		}
		eachRow(sel, f, func(r *row) {
			folded, lex := r.name, r.names
			switch p.Of {
			case "name":
			case "value":
				folded, lex = r.text, r.words
			default:
				folded = fold(f.part(r, p.Of))
				lex = f.set.lex.match(folded)
			}
			if found, bad := try(folded, lex, f.part(r, p.Of)); bad {
				emit(hit{path: f.rowPath(r) + "." + p.Of, row: r, found: found})
			}
		})
	}
}
