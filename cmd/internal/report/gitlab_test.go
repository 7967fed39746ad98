package report

import (
	"encoding/json"
	"testing"

	"github.com/pbt-cli/pbt/schema"
)

func TestGitLab(t *testing.T) {
	got := render(t, "gitlab", options(schema.ZH), results())
	golden(t, "golden.gitlab.json", got)
	var issues []gitlabIssue
	if err := json.Unmarshal(got, &issues); err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, i := range issues {
		if seen[i.Fingerprint] || i.Fingerprint == "" || i.Location.Path == "" || i.Location.Lines.Begin < 1 {
			t.Errorf("an issue that GitLab would drop: %+v", i)
		}
		seen[i.Fingerprint] = true
	}
	if len(seen) != 7 {
		t.Errorf("%d issues", len(seen))
	}
	// The same finding in two files of one name: two issues.
	twice := []*Result{results()[0], results()[0]}
	twice[1].File = "copy/2020 表.pdf"
	if err := json.Unmarshal(render(t, "gitlab", options(schema.ZH), twice), &issues); err != nil {
		t.Fatal(err)
	}
	if len(issues) != 6 || issues[0].Fingerprint == issues[3].Fingerprint {
		t.Error("issues of two files share a fingerprint")
	}
	if empty := string(render(t, "gitlab", options(schema.ZH), nil)); empty != "[]\n" {
		t.Errorf("without findings: %q", empty)
	}
}
