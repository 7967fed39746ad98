package cmd

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"github.com/pbt-cli/pbt/cmd/internal/batch"
	"github.com/pbt-cli/pbt/cmd/internal/batch/tables"
	"github.com/pbt-cli/pbt/cmd/internal/batch/tables/postgres"
	"github.com/pbt-cli/pbt/cmd/internal/batch/tables/sqlite"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// tableUsage says what --table takes.
const tableUsage = "`FILE` such as indicators.csv, declarations.parquet, workbook.xlsx or all.sqlite, or postgres://…"

func (a *App) newMerge() *cobra.Command {
	var (
		names  []string
		rules  string
		target string
		failOn string
		quiet  bool
		csvRaw bool
	)
	c := &cobra.Command{
		Use:   "merge DIR",
		Short: "make one manifest, and tables, of the shards of a conversion",
		Long: `Merge makes DIR/manifest.jsonl of the manifests of all shards that
pbt convert --shard I/N wrote into DIR, the same that one run would have written,
and collects tables on request. It refuses while a shard is missing or at work.
A folder that was converted by one run has its manifest already; merge then makes
the tables only.

Exit codes are those of pbt convert.`,
		Example: `  pbt merge out --table indicators.csv --table all.sqlite`,
		Args:    a.takes(1, 1),
		RunE: func(c *cobra.Command, args []string) error {
			if err := a.checkFailOn(failOn); err != nil {
				return err
			}
			specs, err := a.tableSpecs(names)
			if err != nil {
				return err
			}
			set := &convertSettings{Rules: rules, Target: target, Lang: schema.ZH}
			if a.lang != "" {
				set.Lang = schema.Lang(a.lang)
			}
			return a.merge(c.Context(), tables.Options{Dir: args[0], Specs: specs, CSVRaw: csvRaw}, set, failOn, quiet)
		},
	}
	fl := c.Flags()
	fl.StringArrayVar(&names, "table", nil, "collect a table in DIR: "+tableUsage+" (repeatable)")
	fl.StringVar(&rules, "rules", "", "rule set for the table of findings: a YAML `FILE`, or default")
	fl.StringVar(&target, "target", "", "the `SYSTEM` that the forms are meant for, such as system-export")
	fl.StringVar(&failOn, "fail-on", "error", "least severity that gives exit code 1: error, warning, info or never")
	fl.BoolVar(&csvRaw, "csv-raw", false, csvRawUsage)
	fl.BoolVarP(&quiet, "quiet", "q", false, "no summary")
	return c
}

// merge makes the manifest of the shards, then the tables.
func (a *App) merge(ctx context.Context, opt tables.Options, set *convertSettings, failOn string, quiet bool) error {
	dir := opt.Dir
	sum, err := batch.Merge(dir)
	var parts *batch.PartsError
	switch {
	case errors.As(err, &parts):
		return a.failure(a.say("%s 无法合并：%s", "%s cannot be merged: %s", dir, parts.Text.In(a.language())), parts.Hint.In(a.language()))
	case err != nil:
		return outputError(err)
	}
	if len(opt.Specs) > 0 {
		if err := a.buildTables(ctx, opt, set); err != nil {
			return err
		}
	}
	if !quiet {
		a.summarise(sum, dir)
	}
	return a.outcome(sum, dir, failOn)
}

// tableSpecs reads the values of --table.
func (a *App) tableSpecs(names []string) ([]tables.Spec, error) {
	var out []tables.Spec
	for _, n := range names {
		s, err := tables.ParseSpec(n)
		if err != nil {
			return nil, a.misuse(a.textOf(err), a.say(
				"--table 的值如 indicators.csv、findings.xlsx、declarations.parquet、workbook.xlsx、all.sqlite 或 postgres://主机/数据库",
				"--table takes a file such as indicators.csv, findings.xlsx, declarations.parquet, workbook.xlsx or all.sqlite, or postgres://host/database"))
		}
		out = append(out, s)
	}
	return out, nil
}

// buildTables collects the tables of a converted folder.
func (a *App) buildTables(ctx context.Context, opt tables.Options, set *convertSettings) error {
	checks, err := a.ruleSet(set.Rules)
	if err != nil {
		return err
	}
	opt.Load = func(rec *batch.Record, output []byte) (*schema.Document, []schema.Finding, error) {
		doc, err := decodeOutput(rec.Output, output)
		if err != nil {
			return nil, nil, err
		}
		batch.Restore(doc, rec.Places)
		found := checks.Check(doc, rules.CheckOptions{Target: set.Target})
		for i := range found {
			found[i].Localize(set.Lang)
		}
		return doc, found, nil
	}
	opt.Database = func(ctx context.Context, f tables.Format, to string) (tables.Writer, error) {
		if f == tables.Postgres {
			return postgres.New(ctx, to)
		}
		return sqlite.New(to)
	}
	if err := tables.Build(ctx, opt); err != nil {
		return a.failure(a.say("%s 的汇总表无法写入：%v", "the tables of %s could not be written: %v", opt.Dir, a.textOf(err)), "")
	}
	return nil
}
