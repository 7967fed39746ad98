package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"github.com/pbt-cli/pbt/schema"
)

// workOptions say how a worker works.
type workOptions struct {
	Pbt                  string
	Flags                []string // of pbt convert
	Slots                int
	Timeout, RescueAfter time.Duration
	Once                 bool
}

// tries is how often a document that kills what reads it is tried alone.
const tries = 3

// work converts until the context ends; then jobs in hand are finished.
func (q *queue) work(ctx context.Context, o workOptions) error {
	if o.RescueAfter == 0 {
		o.RescueAfter = max(time.Hour, 2*o.Timeout)
	}
	host, _ := os.Hostname()
	workers := river.NewWorkers()
	w := &worker{q: q, o: o, name: fmt.Sprintf("%s/%d", host, os.Getpid())}
	river.AddWorker(workers, w)
	client, err := river.NewClient(riverpgxv5.New(q.pool), &river.Config{
		Schema: tableSchema, Workers: workers, ID: w.name,
		Queues:               map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: o.Slots}},
		JobTimeout:           o.Timeout,
		RescueStuckJobsAfter: o.RescueAfter,
	})
	if err != nil {
		return err
	}
	w.client = client
	if err := client.Start(context.WithoutCancel(ctx)); err != nil {
		return err
	}
	stop := func() error { return client.Stop(context.WithoutCancel(ctx)) }
	if !o.Once {
		<-ctx.Done()
		return stop()
	}
	for {
		select {
		case <-ctx.Done():
			return stop()
		case <-time.After(500 * time.Millisecond):
		}
		var left bool
		err := q.pool.QueryRow(ctx, "SELECT EXISTS (SELECT FROM pbt_river.documents WHERE outcome IS NULL)").Scan(&left)
		if err != nil || !left {
			return errors.Join(err, stop())
		}
	}
}

// worker converts the documents of a job.
type worker struct {
	river.WorkerDefaults[convertArgs]
	q      *queue
	o      workOptions
	name   string
	client *river.Client[pgx.Tx]
}

// NextRetry comes soon: what was lost is done alone at the next try.
func (w *worker) NextRetry(job *river.Job[convertArgs]) time.Time {
	return time.Now().Add(time.Duration(job.Attempt) * time.Second)
}

// Work converts a job's documents and commits what became of them together with the
// job. A job that was lost before is parted into one for each document.
func (w *worker) Work(ctx context.Context, job *river.Job[convertArgs]) error {
	docs := job.Args.Documents
	if job.Attempt > 1 && len(docs) > 1 {
		return w.part(ctx, job)
	}
	done, err := w.convert(ctx, docs)
	if err != nil {
		if len(docs) > 1 || job.Attempt < tries || ctx.Err() != nil {
			return err
		}
		done = [][]result{{crashed(docs[0], err)}}
	}
	return pgx.BeginFunc(ctx, w.q.pool, func(tx pgx.Tx) error {
		for i, d := range docs {
			if err := w.keep(ctx, tx, job.JobRow, d, done[i]); err != nil {
				return err
			}
		}
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job)
		return err
	})
}

// part makes a job of each document that is not done.
func (w *worker) part(ctx context.Context, job *river.Job[convertArgs]) error {
	return pgx.BeginFunc(ctx, w.q.pool, func(tx pgx.Tx) error {
		for _, d := range job.Args.Documents {
			if _, err := w.client.InsertTx(ctx, tx, convertArgs{[]document{d}}, nil); err != nil {
				return err
			}
		}
		_, err := river.JobCompleteTx[*riverpgxv5.Driver](ctx, tx, job)
		return err
	})
}

// keep stores what became of a document, unless another job has done so: one that
// was taken for lost and was not.
func (w *worker) keep(ctx context.Context, tx pgx.Tx, job *rivertype.JobRow, d document, results []result) error {
	outcome := best(results)
	if x := results[0]; x.Member == "" && x.SHA256 != "" && x.SHA256 != d.SHA256 {
		outcome = "changed" // add queues it again by its new content
	}
	tag, err := tx.Exec(ctx, `UPDATE pbt_river.documents SET outcome = $3, done = now(), job = $4, attempt = $5, worker = $6
		WHERE sha256 = $1 AND ext = $2 AND outcome IS NULL`, d.SHA256, d.Ext, outcome, job.ID, job.Attempt, w.name)
	if err != nil || tag.RowsAffected() == 0 || outcome == "changed" {
		return err
	}
	for _, r := range results {
		var output *string
		if r.Output != "" {
			output = &r.Output
		}
		if _, err := tx.Exec(ctx, `INSERT INTO pbt_river.results (sha256, ext, member, outcome, declarations, record, output) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			d.SHA256, d.Ext, r.Member, r.Outcome, r.Declarations, string(r.Record), output); err != nil {
			return err
		}
	}
	return nil
}

// outcomes are those of a manifest, the worse first.
var outcomes = []string{"skipped", "no-form", "unreadable", "converted"}

// best is what became of an archive: the best of its members.
func best(results []result) string {
	at := 0
	for _, r := range results {
		at = max(at, slices.Index(outcomes, r.Outcome))
	}
	return outcomes[at]
}

// result is a line of pbt's manifest, with the file that it names.
type result struct {
	Member       string
	Outcome      string
	SHA256       string
	Declarations int
	Record       json.RawMessage
	Output       string
}

// crashed is the result of a document that ended pbt at each try.
func crashed(d document, err error) result {
	f := schema.ExtractCrash.Told().Finding()
	record, _ := json.Marshal(map[string]any{ // strings and numbers always encode
		"input": d.Path, "outcome": "unreadable", "declarations": 0, "sha256": d.SHA256,
		"problems": []map[string]any{{"rule": f.Rule, "severity": f.Severity, "message": f.Message, "found": err.Error()}},
	})
	return result{Outcome: "unreadable", SHA256: d.SHA256, Record: record}
}

// convert runs pbt convert over documents and gives the results of each.
func (w *worker) convert(ctx context.Context, docs []document) ([][]result, error) {
	dir, err := os.MkdirTemp("", "pbt-river-")
	if err != nil {
		return nil, err
	}
	defer os.RemoveAll(dir)
	var list bytes.Buffer
	for _, d := range docs {
		list.WriteString(d.Path + "\x00")
	}
	out := filepath.Join(dir, "out")
	args := append([]string{"convert", "--files-from", "-", "--out", out, "--jobs", "1", "--shard", "0/1", "--exit-zero", "--quiet"}, w.o.Flags...)
	cmd := exec.CommandContext(ctx, w.o.Pbt, args...)
	cmd.Stdin = &list
	var said bytes.Buffer
	cmd.Stderr = &said
	if err := cmd.Run(); err != nil {
		return nil, fmt.Errorf("pbt convert: %w: %s", err, strings.TrimSpace(said.String()))
	}
	return readResults(out, docs)
}

// readResults reads a manifest and the files that it names.
func readResults(out string, docs []document) ([][]result, error) {
	f, err := os.Open(filepath.Join(out, "manifest.jsonl"))
	if err != nil {
		return nil, err
	}
	defer f.Close()
	at := map[string]int{}
	for i, d := range docs {
		at[d.Path] = i
	}
	results := make([][]result, len(docs))
	lines := bufio.NewReader(f)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) == 0 {
			break
		}
		if err != nil {
			return nil, err
		}
		var r struct {
			Input, Outcome, Output, SHA256 string
			Declarations                   int
		}
		if err := json.Unmarshal(line, &r); err != nil {
			return nil, err
		}
		i, member, ok := whose(r.Input, at)
		if !ok {
			return nil, fmt.Errorf("the manifest names %s, which was not asked for", r.Input)
		}
		x := result{Member: member, Outcome: r.Outcome, SHA256: r.SHA256, Declarations: r.Declarations, Record: withoutNUL(bytes.TrimSpace(line))}
		if r.Output != "" {
			data, err := os.ReadFile(filepath.Join(out, filepath.FromSlash(r.Output)))
			if err != nil {
				return nil, err
			}
			x.Output = string(data)
		}
		results[i] = append(results[i], x)
	}
	for i, r := range results {
		if len(r) == 0 {
			return nil, fmt.Errorf("the manifest has no line of %s", docs[i].Path)
		}
	}
	return results, nil
}

// withoutNUL drops the characters of JSON that jsonb does not take. A backslash before
// the u may be escaped itself: then it is text.
func withoutNUL(line []byte) []byte {
	const nul = `\u0000`
	out := line[:0:0]
	for len(line) > 0 {
		switch {
		case bytes.HasPrefix(line, []byte(nul)):
			line = line[len(nul):]
			continue
		case line[0] == '\\' && len(line) > 1:
			out = append(out, line[0])
			line = line[1:]
		}
		out = append(out, line[0])
		line = line[1:]
	}
	return out
}

// whose finds the document that an input of the manifest is, or lies in: a path may
// hold a ! itself.
func whose(input string, at map[string]int) (i int, member string, ok bool) {
	if i, ok := at[input]; ok {
		return i, "", true
	}
	for k, c := range input {
		if c == '!' {
			if i, ok := at[input[:k]]; ok {
				return i, input[k+1:], true
			}
		}
	}
	return 0, "", false
}
