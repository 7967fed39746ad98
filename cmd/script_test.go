package cmd

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){
		"pbt": func() {
			app := App{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv}
			os.Exit(app.Main(context.Background(), os.Args[1:]))
		},
	})
}

// The scripts run pbt as a user does, one topic a file. $FORMS holds the
// project's real and drawn forms.
func TestScripts(t *testing.T) {
	forms, err := filepath.Abs("../testdata/forms")
	if err != nil {
		t.Fatal(err)
	}
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		UpdateScripts:       *update,
		RequireExplicitExec: true,
		Setup: func(e *testscript.Env) error {
			e.Setenv("FORMS", forms)
			e.Setenv("LANG", "zh_CN.UTF-8")
			return nil
		},
	})
}
