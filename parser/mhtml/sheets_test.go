package mhtml

import "testing"

func TestBase(t *testing.T) {
	for location, want := range map[string]string{
		"file:///C:/a/sheet001.htm": "sheet001.htm", `a\sheet001.htm`: "sheet001.htm", "a/%E8%A1%A8%201.htm": "表 1.htm", "100%.htm": "100%.htm", "a%2": "a%2", "%41": "A",
	} {
		if got := base(location); got != want {
			t.Errorf("%s: %q, want %q", location, got, want)
		}
	}
}
