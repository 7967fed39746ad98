package cmd

import (
	"io"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/yml"
)

// answerFlags answer what the columns of tables are.
type answerFlags struct {
	column  []string
	profile string
}

func (f *answerFlags) register(c *cobra.Command) {
	c.Flags().StringArrayVar(&f.column, "column", nil, "say what a column is, as `HEAD=ROLE`, where the head is in no vocabulary; repeatable")
	c.Flags().StringVar(&f.profile, "save-profile", "", "keep the answers of --column as a profile in `FILE`, for --profile")
}

// columns are the answers by head. Its errors are usage errors.
func (f *answerFlags) columns(a *App) (map[string]string, error) {
	out := make(map[string]string, len(f.column))
	for _, s := range f.column {
		head, role, ok := form.ParseAnswer(s)
		if !ok {
			return nil, a.misuse(a.say("--column %q 不是“表头=角色”", "--column %q is no HEAD=ROLE", s),
				a.say("例如 --column 目标要求=value；角色有 %s", "give one such as --column 目标要求=value; the roles are %s", strings.Join(form.Roles(), ", ")))
		}
		out[head] = role
	}
	return out, nil
}

// checkSave refuses to keep answers where there are none.
func (f *answerFlags) checkSave(a *App, columns map[string]string) error {
	if f.profile != "" && len(columns) == 0 {
		return a.misuse(a.say("--save-profile 没有可保存的回答", "--save-profile has no answers to keep"), a.say("同时给出 --column 表头=角色", "give --column HEAD=ROLE with it"))
	}
	return nil
}

// settle keeps the answers as a profile, once some document that was read has each
// of their heads. One that none has is a mistake.
func (f *answerFlags) settle(a *App, docs []*schema.Document, columns map[string]string) error {
	missing := map[string]int{}
	for _, doc := range docs {
		for i := range doc.Problems {
			p := &doc.Problems[i]
			if p.Rule != schema.FormColumnUnknown.Rule {
				continue
			}
			if missing[p.Found]++; missing[p.Found] == len(docs) {
				return a.misuse(p.Text.In(a.language()), p.Hint.In(a.language()))
			}
		}
	}
	if f.profile == "" || len(docs) == 0 {
		return nil
	}
	id := strings.TrimSuffix(filepath.Base(f.profile), filepath.Ext(f.profile))
	err := a.writeOut(f.profile, func(w io.Writer) error { return yml.Encode(w, form.Answers(id, columns)) })
	if err != nil {
		return outputError(err)
	}
	return nil
}
