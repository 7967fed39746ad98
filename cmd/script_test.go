package cmd

import (
	"context"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/testscript"
)

var update = flag.Bool("update", false, "rewrite the expected output in the scripts")

// TestMain lets the test program be pbt: for the scripts, and where a command that
// a test runs in process starts itself to convert or to unpack. Without that such a
// process would run the tests again, and so on without end.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && (os.Args[1] == workerCommand || os.Args[1] == unpackCommand) {
		app := App{In: os.Stdin, Out: os.Stdout, Err: os.Stderr, Getenv: os.Getenv}
		os.Exit(app.Main(context.Background(), os.Args[1:]))
	}
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
		Cmds: map[string]func(ts *testscript.TestScript, neg bool, args []string){
			"samefindings": func(ts *testscript.TestScript, _ bool, args []string) { same(ts, args, findingOf) },
			"sameprints":   func(ts *testscript.TestScript, _ bool, args []string) { same(ts, args, fingerprintOf) },
		},
	})
}

// fingerprints in any format; findings of JSON Lines without the file and place
// they stand in.
var (
	fingerprintOf = regexp.MustCompile(`"?fingerprint"?: ?"?[0-9a-f]{32}"?`)
	findingOf     = regexp.MustCompile(`"rule":"[^"]*","severity":"[^"]*"|"declaration":\d+|"path":"[^"]*"|"fingerprint":"[^"]*"`)
)

// same compares what a pattern matches in two files: the same, in any order, and
// something at all.
func same(ts *testscript.TestScript, files []string, what *regexp.Regexp) {
	var sets [2][]string
	for i, file := range files {
		for _, line := range strings.Split(ts.ReadFile(file), "\n") {
			if m := what.FindAllString(line, -1); m != nil {
				sets[i] = append(sets[i], strings.NewReplacer(`"`, "", " ", "").Replace(strings.Join(m, ",")))
			}
		}
		slices.Sort(sets[i])
	}
	if len(sets[0]) == 0 {
		ts.Fatalf("%s says nothing", files[0])
	}
	if diff := cmp.Diff(sets[0], sets[1]); diff != "" {
		ts.Fatalf("%s and %s differ: %s", files[0], files[1], diff)
	}
}
