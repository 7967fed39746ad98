package value

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

func TestParseDate(t *testing.T) {
	for in, want := range map[string]string{
		"2020-01-01": "2020-01-01", "2026/1/1": "2026-01-01", "2026.1.1": "2026-01-01", "2026年1月1日": "2026-01-01", "20260101": "2026-01-01", "２０２６年１月１日": "2026-01-01", "2026 年 1 月 1 日": "2026-01-01", "2020-12-31 00:00:00": "2020-12-31", "2020-12-31T00:00:00Z": "2020-12-31",
		"2020年2月29日": "2020-02-29", "二〇二〇年十二月三十一日": "2020-12-31", "2026年1月1号": "2026-01-01",
		"2019-02-29": "", "2020-13-01": "", "2020-00-10": "", "20200230": "", "2020-12": "", "2020年12月": "", "12月31日": "", "": "", "2020-1-1-1": "", "1234567": "", "2020年12月31日前": "", "3020-01-01": "",
	} {
		got, ok := ParseDate(in)
		if got != want || ok != (want != "") {
			t.Errorf("ParseDate(%q) = %q %v, want %q", in, got, ok, want)
		}
	}
}

// TestParseDateFormats prints days of the calendar in every spelling.
func TestParseDateFormats(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		day := time.Date(1950, 1, 1, 0, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 50000).Draw(t, "day"))
		for _, layout := range []string{"2006-01-02", "2006/1/2", "2006.1.2", "2006年1月2日", "20060102"} {
			if got, ok := ParseDate(day.Format(layout)); !ok || got != day.Format("2006-01-02") {
				t.Fatalf("ParseDate(%q) = %q %v", day.Format(layout), got, ok)
			}
		}
	})
}

func TestParseYear(t *testing.T) {
	for in, want := range map[string]int{
		"2020年度": 2020, "(2020年度)": 2020, "（ 2020 年度）": 2020, "2020": 2020, "2 020年": 2020, "二〇二〇年": 2020, "( 年度)": 0, "": 0, "12345": 0, "2020年-2022年": 0, "2020年预算2020": 2020, "1800": 0,
	} {
		if got := ParseYear(in); got != want {
			t.Errorf("ParseYear(%q) = %d, want %d", in, got, want)
		}
	}
}
