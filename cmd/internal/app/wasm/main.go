//go:build js && wasm

// Wasm is what the page of pbt app runs in a worker: one document in, what was read
// and found out. It is built with the tag pbt_light and reaches neither a network nor
// a disk.
package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"sync"
	"syscall/js"
	"time"

	"github.com/pbt-cli/pbt/parser"
	"github.com/pbt-cli/pbt/schema"
	"github.com/pbt-cli/pbt/schema/rules"
)

// defaultRules is the rule set, compiled when the first document is checked.
var defaultRules = sync.OnceValues(rules.Default)

func main() {
	js.Global().Set("pbtRead", js.FuncOf(func(_ js.Value, args []js.Value) any { return promise(func() (any, error) { return read(args) }) }))
	js.Global().Get("pbtReady").Invoke()
	select {}
}

// promise runs work, which may wait for the page, beside the page's own events.
func promise(work func() (any, error)) js.Value {
	return js.Global().Get("Promise").New(js.FuncOf(func(_ js.Value, then []js.Value) any {
		go func() {
			defer func() {
				if r := recover(); r != nil {
					then[1].Invoke(fmt.Sprint(r))
				}
			}()
			if v, err := work(); err != nil {
				then[1].Invoke(err.Error())
			} else {
				then[0].Invoke(v)
			}
		}()
		return nil
	}))
}

// answer is what goes back to the page, as JSON.
type answer struct {
	Documents []*schema.Document `json:"documents"`
	// Findings are those of the rules and of the reading, document by document.
	Findings [][]remark `json:"findings"`
	YAML     string     `json:"yaml"`
	JSON     string     `json:"json"`
	CSV      string     `json:"csv"`
	// Doubts and Repairs are worded, declaration by declaration.
	Doubts  [][][]remark `json:"doubts"`
	Repairs [][][]remark `json:"repairs"`
	Rows    [][]string   `json:"rows"`
	Columns []string     `json:"columns"`
}

// remark is a doubt, a repair or a finding in words, with its place in words.
type remark struct {
	Where string `json:"where"`
	What  string `json:"what"`
	// Severity is that of a finding.
	Severity schema.Severity `json:"severity,omitempty"`
}

// patience bounds the reading of one document: a scan of many pages takes long in one
// thread, and who waits for it sees the page that is recognised and can close it.
const patience = time.Hour

// read takes a name, the bytes, a language and a password, and gives an answer.
func read(args []js.Value) (any, error) {
	if len(args) != 4 {
		return nil, errors.New("pbtRead takes a name, bytes, a language and a password")
	}
	data := make([]byte, args[1].Get("length").Int())
	js.CopyBytesToGo(data, args[1])
	lang := schema.Lang(args[2].String())
	opt := parser.Options{Lang: lang, Password: args[3].String(), Timeout: patience}
	opt.OCR.Weights = weights
	opt.OCR.Progress = func(page int) { js.Global().Get("pbtProgress").Invoke(page) }
	file := parser.Read(context.Background(), parser.Source{Name: args[0].String(), Data: data}, opt)
	set, err := defaultRules()
	if err != nil {
		return nil, err
	}
	out := answer{Documents: file.Documents, Columns: schema.RowColumns}
	for _, doc := range file.Documents {
		found := append(set.Check(doc, rules.CheckOptions{}), doc.Problems...)
		schema.Fingerprint(doc, found)
		out.Findings = append(out.Findings, said(found, lang))
		out.word(doc, lang)
	}
	for _, r := range schema.Rows(file.Documents...) {
		out.Rows = append(out.Rows, r)
	}
	if err := out.export(file.Documents); err != nil {
		return nil, err
	}
	b, err := json.Marshal(&out)
	return string(b), err
}

// said are findings in words, the worst first.
func said(found []schema.Finding, lang schema.Lang) []remark {
	slices.SortStableFunc(found, func(a, b schema.Finding) int { return cmp.Compare(b.Severity.Rank(), a.Severity.Rank()) })
	out := make([]remark, len(found))
	for i := range found {
		f := &found[i]
		f.Localize(lang)
		out[i] = remark{What: f.Message + " [" + f.Rule + "]", Severity: f.Severity}
		if f.At != nil {
			out[i].Where = f.At.In(lang)
		}
	}
	return out
}

// word says places, doubts and repairs of a document in words.
func (a *answer) word(doc *schema.Document, lang schema.Lang) {
	var doubts, repairs [][]remark
	for _, d := range doc.Declarations {
		var open, mended []remark
		for _, u := range d.Uncertain {
			p := d.Place(u.Path)
			if u.At != nil {
				p = *u.At
			}
			open = append(open, remark{Where: p.In(lang), What: u.In(lang)})
		}
		for _, r := range d.Repairs {
			mended = append(mended, remark{Where: d.Place(r.Path).In(lang), What: r.In(lang)})
		}
		doubts, repairs = append(doubts, open), append(repairs, mended)
	}
	a.Doubts, a.Repairs = append(a.Doubts, doubts), append(a.Repairs, repairs)
}

// export writes the documents in the formats that the page saves.
func (a *answer) export(docs []*schema.Document) error {
	var y, j, c bytes.Buffer
	if err := schema.EncodeYAML(&y, docs...); err != nil {
		return err
	}
	var v any = docs
	if len(docs) == 1 {
		v = docs[0]
	}
	if err := schema.EncodeJSON(&j, v); err != nil {
		return err
	}
	if err := schema.EncodeCSV(&c, false, docs...); err != nil {
		return err
	}
	a.YAML, a.JSON, a.CSV = y.String(), j.String(), c.String()
	return nil
}

// weights asks the page for the net that reads pictures, and waits for it.
func weights() ([]byte, error) {
	type result struct {
		data []byte
		err  error
	}
	done := make(chan result, 1)
	ok := js.FuncOf(func(_ js.Value, args []js.Value) any {
		data := make([]byte, args[0].Get("length").Int())
		js.CopyBytesToGo(data, args[0])
		done <- result{data: data}
		return nil
	})
	bad := js.FuncOf(func(_ js.Value, args []js.Value) any {
		done <- result{err: errors.New(args[0].Call("toString").String())}
		return nil
	})
	defer ok.Release()
	defer bad.Release()
	js.Global().Get("pbtWeights").Invoke().Call("then", ok, bad)
	r := <-done
	return r.data, r.err
}
