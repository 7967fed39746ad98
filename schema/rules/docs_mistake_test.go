package rules

import (
	"os"
	"reflect"
	"strings"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

// TestDocMistake holds that the mistake shown on the pages for rule writers is
// what the program prints.
func TestDocMistake(t *testing.T) {
	_, err := Load("ours.yaml", []byte("extends: default\nrules:\n- id: value.vague\n  severity: eror\n"), nil)
	if err == nil {
		t.Fatal("no error")
	}
	for name, lang := range map[string]schema.Lang{"writing-rules.md": schema.EN, "writing-rules.zh-CN.md": schema.ZH} {
		page, err2 := os.ReadFile("../../docs/" + name)
		if err2 != nil {
			t.Fatal(err2)
		}
		if want := "pbt: " + FormatErrors(err, lang) + "hint: "; !strings.Contains(string(page), want) {
			t.Errorf("%s does not show\n%s", name, want)
		}
	}
}

// TestParamsInChinese holds that every parameter of every kind is described in
// Chinese, too, and that nothing else is.
func TestParamsInChinese(t *testing.T) {
	used := map[string]bool{}
	for _, k := range kinds() {
		for typ, i := reflect.TypeOf(k.params()).Elem(), 0; i < typ.NumField(); i++ {
			doc := typ.Field(i).Tag.Get("doc")
			used[doc] = true
			if !hasHan(paramsInChinese[doc]) {
				t.Errorf("%s.%s: %q is not in Chinese", k.name, typ.Field(i).Name, doc)
			}
		}
	}
	for doc := range paramsInChinese {
		if !used[doc] {
			t.Errorf("%q describes no parameter", doc)
		}
	}
}
