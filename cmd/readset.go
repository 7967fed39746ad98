package cmd

import (
	"context"
	"strings"

	"github.com/pbt-cli/pbt/cmd/internal/input"
	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
)

// readDocument is a document of a set, with its path below what was named.
type readDocument struct {
	rel string
	doc *schema.Document
}

// readSet reads what a command line names: files, directories, archives and
// globs, in order. unreadable reports that some of it could not be read, which
// has been said.
func (a *App) readSet(ctx context.Context, paths []string, opt parser.Options) (set []readDocument, unreadable bool, err error) {
	unreadable, err = a.eachDocument(ctx, paths, opt, func(rel string, doc *schema.Document) error {
		set = append(set, readDocument{rel: rel, doc: doc})
		return nil
	})
	return set, unreadable, err
}

// eachDocument hands every document that a command line names to yield, one at a
// time and in order.
func (a *App) eachDocument(ctx context.Context, paths []string, opt parser.Options, yield func(rel string, doc *schema.Document) error) (unreadable bool, err error) {
	met := false
	err = input.Walk(ctx, input.Options{Paths: paths, Exclude: []string{".*"}}, func(it *input.Item) error {
		if it.Skip != "" {
			return nil
		}
		met = true
		for i := range it.Problems {
			a.sayFinding(it.Name, &it.Problems[i])
		}
		if it.Unreadable() {
			unreadable = true
			return nil
		}
		data, err := it.Read(ctx)
		if err != nil {
			if ctx.Err() != nil {
				return ctx.Err()
			}
			a.sayError(it.Name, err)
			unreadable = true
			return nil
		}
		for _, doc := range parser.Read(ctx, parser.Source{Name: it.Name, Data: data}, opt).Documents {
			for i := range doc.Problems {
				if doc.Problems[i].Severity == schema.SeverityError || doc.Problems[i].Rule == schema.FormNone.Rule {
					a.sayFinding(doc.Source.File, &doc.Problems[i])
				}
			}
			unreadable = unreadable || doc.Unreadable()
			if err := yield(it.Rel, doc); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && !met {
		return unreadable, a.failure(a.say("%s：没有可以读的文件", "%s: there is no document to read", strings.Join(paths, " ")), "")
	}
	return unreadable, err
}
