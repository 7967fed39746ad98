package desk

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"time"

	"github.com/pbt-cli/pbt/cmd/internal/review"
	"github.com/pbt-cli/pbt/parser/form"
	"github.com/pbt-cli/pbt/schema"
)

// change is what a person says in the page.
type change struct {
	// Set are texts set right, or confirmed.
	Set []settled `json:"set,omitempty"`
	// Undo are corrections to be taken back: indexes into those saved.
	Undo []int `json:"undo,omitempty"`
	// Accept lets findings stand, each for a reason; an empty reason takes that back.
	Accept []review.Accepted `json:"accept,omitempty"`
	// Columns say what columns are; an empty role takes the answer back.
	Columns map[string]string `json:"columns,omitempty"`
	// Try asks what would come of it, and saves nothing.
	Try bool `json:"try,omitempty"`
	// Pile names the columns for the documents behind this one too.
	Pile bool `json:"pile,omitempty"`
}

// settled is one text set right.
type settled struct {
	Declaration int    `json:"declaration"`
	Path        string `json:"path"`
	Question    string `json:"question,omitempty"`
	To          string `json:"to"`
	// Chosen is what a doubt chose, where it is confirmed as it was read.
	Chosen *string `json:"chosen,omitempty"`
	Why    string  `json:"why,omitempty"`
}

// errRefused is what a person said that cannot be.
type errRefused struct{ schema.Text }

func (e *errRefused) Error() string { return e.EN }

func refuse(zh, en string) error { return &errRefused{schema.Text{ZH: zh, EN: en}} }

// change applies what a person says to a document, saves it, and gives the new
// reading. The caller holds the item's lock.
func (d *Desk) change(ctx context.Context, x *item, c *change) (*shown, error) {
	old, err := d.open(ctx, x)
	if err != nil {
		return nil, err
	}
	if len(old.data) == 0 {
		return nil, refuse("这份文档读不出，没有可以更正的", "the document cannot be read, and there is nothing to correct")
	}
	if old.Saved == "" && !c.Try {
		return nil, refuse("压缩包里的这个名字不能作文件名，请先解压", "the member's name cannot be that of a file: unpack the archive first")
	}
	if old.spoilt != nil && !c.Try {
		return nil, &errRefused{old.spoilt.Text}
	}
	file, err := d.merge(old, c)
	if err != nil {
		return nil, err
	}
	fresh, err := d.read(ctx, x, file)
	if err != nil {
		return nil, err
	}
	if refused := newlyUnfit(old, fresh); refused != nil {
		return nil, refused
	}
	if follow(file, old, fresh) {
		if fresh, err = d.read(ctx, x, file); err != nil {
			return nil, err
		}
	}
	if c.Try {
		return fresh, nil
	}
	if old.stale != "" {
		if err := os.Rename(old.Saved, strings.TrimSuffix(old.Saved, review.Ending)+"."+old.stale[:8]+review.Ending); err != nil {
			return nil, err
		}
	}
	if err := file.Save(old.Saved); err != nil {
		return nil, fmt.Errorf("%s: %w", old.Saved, err)
	}
	if c.Pile {
		d.answerPile(c.Columns)
	}
	d.keep(x, fresh)
	return fresh, nil
}

// merge is what is saved about a document, with a change in it.
func (d *Desk) merge(old *shown, c *change) (*review.File, error) {
	file := &review.File{Schema: review.Version, Document: review.Digest(old.data)}
	if old.Review != nil {
		file.Columns = copyOf(old.Review.Columns)
		file.Corrections = slices.Clone(old.Review.Corrections)
		file.Accepted = slices.Clone(old.Review.Accepted)
	}
	undo := slices.Clone(c.Undo)
	slices.Sort(undo)
	for _, i := range slices.Backward(slices.Compact(undo)) {
		if i < 0 || i >= len(file.Corrections) {
			return nil, refuse("没有这条更正", "there is no such correction")
		}
		file.Corrections = slices.Delete(file.Corrections, i, i+1)
	}
	now := time.Now().Format(time.RFC3339)
	for _, s := range c.Set {
		if err := d.set(file, old, s, now); err != nil {
			return nil, err
		}
	}
	for _, a := range c.Accept {
		a.Reason, a.By, a.At = strings.TrimSpace(a.Reason), d.opt.By, now
		file.Accepted = slices.DeleteFunc(file.Accepted, func(b review.Accepted) bool { return b.Rule == a.Rule && b.Fingerprint == a.Fingerprint })
		if a.Reason != "" {
			file.Accepted = append(file.Accepted, a)
		}
	}
	for head, role := range c.Columns {
		if file.Columns == nil {
			file.Columns = map[string]string{}
		}
		if role == "" {
			delete(file.Columns, head)
			continue
		}
		if _, _, ok := form.ParseAnswer(head + "=" + role); !ok {
			return nil, refuse("没有这种列："+head+"="+role, "there is no such column: "+head+"="+role)
		}
		file.Columns[head] = role
	}
	return file, nil
}

func copyOf(m map[string]string) map[string]string {
	out := make(map[string]string, len(m))
	for k, v := range m {
		out[k] = v
	}
	return out
}

// set adds one text to what is saved.
func (d *Desk) set(file *review.File, old *shown, s settled, now string) error {
	if s.Declaration < 0 || s.Declaration >= len(old.Document.Declarations) {
		return refuse("没有这张表", "there is no such form")
	}
	c := review.Correction{
		Declaration: s.Declaration, Path: old.origins.Of(s.Declaration, s.Path), Question: s.Question,
		To: s.To, Why: strings.TrimSpace(s.Why), By: d.opt.By, At: now,
	}
	for i := range file.Corrections {
		if b := &file.Corrections[i]; b.Declaration == c.Declaration && b.Path == c.Path && b.Question == c.Question {
			c.From = b.From
			*b = c
			return nil
		}
	}
	from, ok := review.Text(old.Document.Declarations[s.Declaration], s.Path, s.Question)
	switch {
	case ok:
		c.From = from
	case s.Chosen != nil:
		c.From, c.To = *s.Chosen, *s.Chosen
	default:
		return refuse("这一项不能更正", "this entry cannot be corrected")
	}
	if s.Chosen != nil {
		c.To = c.From
	}
	file.Corrections = append(file.Corrections, c)
	return nil
}

// newlyUnfit is why a correction that was just made does not fit.
func newlyUnfit(old, fresh *shown) error {
	had := map[string]bool{}
	for _, p := range old.Document.Problems {
		had[p.Rule+p.Path+p.Expected] = true
	}
	for _, p := range fresh.Document.Problems {
		if p.Rule == schema.ReviewUnfit.Rule && !had[p.Rule+p.Path+p.Expected] {
			return &errRefused{p.Text}
		}
	}
	return nil
}

// follow lets acceptances go with findings whose fingerprint a correction changed:
// it is made of the names of the form. It reports whether there were any.
func follow(file *review.File, old, fresh *shown) bool {
	changed := false
	for i := range file.Accepted {
		a := &file.Accepted[i]
		was := find(old, a.Rule, a.Fingerprint)
		if was == nil || find(fresh, a.Rule, a.Fingerprint) != nil {
			continue
		}
		for _, f := range fresh.Findings {
			if f.Rule == was.Rule && f.Path == was.Path && sameForm(f.Declaration, was.Declaration) && f.Accepted == "" {
				a.Fingerprint, changed = f.Fingerprint, true
			}
		}
	}
	return changed
}

func find(r *shown, rule, fingerprint string) *remark {
	for i := range r.Findings {
		if f := &r.Findings[i]; f.Rule == rule && f.Fingerprint == fingerprint {
			return f
		}
	}
	return nil
}

func sameForm(a, b *int) bool { return a == b || a != nil && b != nil && *a == *b }

// retyped is what a text reads as where it is to go.
type retyped struct {
	Text  string        `json:"text"`
	Value *schema.Value `json:"value,omitempty"`
	Fault *schema.Text  `json:"fault,omitempty"`
}

// retype reads a text in the place of another, and changes nothing.
func (r *shown) retype(s settled) (*retyped, error) {
	if s.Declaration < 0 || s.Declaration >= len(r.Document.Declarations) {
		return nil, refuse("没有这张表", "there is no such form")
	}
	text, v, err := review.Try(r.Document.Declarations[s.Declaration], s.Path, s.To)
	out := &retyped{Text: text, Value: v}
	var refused *review.RefusedError
	switch {
	case errors.As(err, &refused):
		out.Fault = &refused.Text
	case err != nil:
		return nil, err
	}
	return out, nil
}
