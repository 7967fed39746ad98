package report

import (
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

func TestGitHub(t *testing.T) {
	golden(t, "golden.github.txt", render(t, "github", options(schema.ZH), results()))
}

func TestGitHubEscapes(t *testing.T) {
	if got := escapeProperty("a:b,c%\r\n"); got != "a%3Ab%2Cc%25%0D%0A" {
		t.Errorf("property %q", got)
	}
	if got := escapeData("a:b,c%\r\n"); got != "a:b,c%25%0D%0A" {
		t.Errorf("data %q", got)
	}
}
