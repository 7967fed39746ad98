package desk

import (
	"bytes"
	"encoding/base64"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/cmd/internal/review"
)

// TestStranger does what the README says to do with a form of two pages, by the keyboard
// alone: lamps.pdf has a level 2 label that may speak for a row or not, a column of
// targets that may be another one, and a comparator that was lost (2 98%). Each is
// settled where it shows, and the workbook is exported.
func TestStranger(t *testing.T) {
	b := chromium(t)
	data, err := os.ReadFile("../../../testdata/readme/lamps.pdf")
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "lamps.pdf")
	if err := os.WriteFile(file, data, 0o644); err != nil {
		t.Fatal(err)
	}
	began := time.Now()
	b.open(serve(t, newDesk(t, file)))
	b.until("the first doubt", `document.querySelector('.card')`)
	b.shot("trial-start")
	card := func() string { return eval[string](b, `document.querySelector('.card')?.innerText ?? ''`) }
	settled := map[string]bool{}
	keys := 0
	for range 10 {
		now := card()
		if now == "" {
			break
		}
		switch {
		case strings.Contains(now, "归在哪个二级指标") && strings.Contains(now, "改造台账完整情况"):
			settled["level"] = true
			b.pressed(map[bool]string{true: "1", false: "2"}[strings.Contains(now, "现归在 数量指标")])
			keys++
		case strings.Contains(now, "哪个是指标值") && strings.Contains(now, "拟达水平"):
			settled["column"] = true
			b.pressed("1")
			keys++
		case strings.Contains(now, "value.unparsed"):
			settled["comparator"] = true
			b.pressed("e")
			b.until("an editor", `document.activeElement?.matches('.editor .field')`)
			b.pressed("\b", "≥", "9", "8", "%") // the driver types the e, too, which a keyboard does not
			b.until("the typed reading", `document.querySelector('.typedline')?.innerText.includes('≥98 %')`)
			b.shot("trial-edit")
			b.pressed("\r")
			keys += 6
		default:
			t.Fatalf("the page asks something that was not planted:\n%s", now)
		}
		b.until("the next one", `(document.querySelector('.card')?.innerText ?? '') !== `+quoted(now))
		b.shot("trial-next")
	}
	if len(settled) != 3 || card() != "" {
		t.Fatalf("settled %v, and the page still asks: %s", settled, card())
	}
	// The export is kept from the disk of the machine, and looked at.
	b.do(act(`const make = URL.createObjectURL; URL.createObjectURL = (blob) => { blob.arrayBuffer().then((a) => { window.exported = new Uint8Array(a).toBase64() }); return make.call(URL, blob) }`))
	b.pressed("x")
	b.until("the menu", `document.activeElement?.closest('.menu')`)
	b.shot("trial-export")
	b.pressed("\r")
	b.until("the workbook", `window.exported`)
	t.Logf("%d keys and the export after %s", keys+2, time.Since(began).Round(time.Millisecond))
	book, err := base64.StdEncoding.DecodeString(eval[string](b, `window.exported`))
	if err != nil {
		t.Fatal(err)
	}
	x, err := excelize.OpenReader(bytes.NewReader(book))
	if err != nil {
		t.Fatal(err)
	}
	defer x.Close()
	rows, err := x.GetRows("指标")
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, r := range rows {
		all.WriteString(strings.Join(r, "|") + "\n")
	}
	for _, want := range []string{"数量指标|改造台账完整情况|齐全", "质量指标|亮灯率|≥98%", "数量指标|改造路灯|≥3200盏"} {
		if !strings.Contains(all.String(), want) {
			t.Errorf("the workbook has no %s:\n%s", want, all.String())
		}
	}
	if saved, _, err := review.Load(review.Beside(file)); err != nil || len(saved.Corrections) != 2 || saved.Columns["拟达水平"] != "value" {
		t.Errorf("saved: %+v %v", saved, err)
	}
}

// quoted is a text as a script writes it.
func quoted(s string) string {
	return "`" + strings.NewReplacer("\\", "\\\\", "`", "\\`", "$", "\\$").Replace(s) + "`"
}
