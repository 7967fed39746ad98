//go:build unix

package parser_test

import (
	"bytes"
	"context"
	"fmt"
	"syscall"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"

	"github.com/pbt-cli/pbt/parser"
)

// workbookOf is a form of n rows, as a workbook: labels of two levels merged down.
func workbookOf(b *testing.B, n int) []byte {
	b.Helper()
	f := excelize.NewFile()
	set := func(row int, cells ...any) {
		if err := f.SetSheetRow("Sheet1", fmt.Sprintf("A%d", row), &cells); err != nil {
			b.Fatal(err)
		}
	}
	merge := func(col string, from, to int) {
		if err := f.MergeCell("Sheet1", fmt.Sprintf("%s%d", col, from), fmt.Sprintf("%s%d", col, to)); err != nil {
			b.Fatal(err)
		}
	}
	set(1, "项目支出绩效目标表")
	set(2, "项目名称", "道路养护", "", "年度", "2025")
	set(3, "一级指标", "二级指标", "三级指标", "指标值", "分值")
	for i := range n {
		set(4+i, "产出指标", "数量指标", fmt.Sprintf("养护道路%d里程", i), fmt.Sprintf("≥%d公里", i+1), "1")
	}
	for i := 0; i+10 <= n; i += 10 {
		merge("B", 4+i, 13+i)
	}
	merge("A", 4, 3+n)
	var out bytes.Buffer
	if err := f.Write(&out); err != nil {
		b.Fatal(err)
	}
	return out.Bytes()
}

// spent is the processor time that a function takes, of all threads.
func spent(b *testing.B, f func()) time.Duration {
	now := func() time.Duration {
		var u syscall.Rusage
		if err := syscall.Getrusage(syscall.RUSAGE_SELF, &u); err != nil {
			b.Fatal(err)
		}
		return time.Duration(u.Utime.Nano() + u.Stime.Nano())
	}
	begin := now()
	f()
	return now() - begin
}

// BenchmarkBesideExcelize reads a workbook from its bytes to typed declarations, and
// beside it does what is the least that a program on excelize must: open it, list its
// merges and walk its rows. It reports the least processor time of each, and the ratio.
func BenchmarkBesideExcelize(b *testing.B) {
	for _, n := range []int{100, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			data := workbookOf(b, n)
			ours, theirs := time.Hour, time.Hour
			for b.Loop() {
				ours = min(ours, spent(b, func() {
					doc := parser.Read(context.Background(), parser.Source{Name: "form.xlsx", Data: data}, parser.Options{}).Documents[0]
					if len(doc.Declarations) != 1 {
						b.Fatalf("%d forms", len(doc.Declarations))
					}
				}))
				theirs = min(theirs, spent(b, func() { bareLoop(b, data) }))
			}
			b.ReportMetric(ours.Seconds(), "s-pbt")
			b.ReportMetric(theirs.Seconds(), "s-excelize")
			b.ReportMetric(ours.Seconds()/theirs.Seconds(), "ratio")
		})
	}
}

func bareLoop(b *testing.B, data []byte) {
	f, err := excelize.OpenReader(bytes.NewReader(data))
	if err != nil {
		b.Fatal(err)
	}
	defer f.Close()
	if _, err := f.GetMergeCells("Sheet1"); err != nil {
		b.Fatal(err)
	}
	rows, err := f.Rows("Sheet1")
	if err != nil {
		b.Fatal(err)
	}
	for rows.Next() {
		if _, err := rows.Columns(); err != nil {
			b.Fatal(err)
		}
	}
	if err := rows.Close(); err != nil {
		b.Fatal(err)
	}
}
