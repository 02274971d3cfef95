package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"sitegen": main})
}

// Each script is the story of a site. Beside testscript's own commands there are
//
//	snapshot FILE DIR      write name, size, time and contents of all files of DIR to FILE
//	json FILE KEY VALUE    the JSON document FILE has VALUE at its top-level KEY
func TestScripts(t *testing.T) {
	testscript.Run(t, testscript.Params{
		Dir:                 "testdata/script",
		RequireExplicitExec: true,
		RequireUniqueNames:  true,
		Setup: func(env *testscript.Env) error {
			// Neither the machine's settings nor the CI it runs in may be seen.
			for _, name := range []string{"CI", "GITHUB_ACTIONS", "GITHUB_REPOSITORY", "NO_COLOR"} {
				env.Setenv(name, "")
			}
			env.Setenv("GIT_CEILING_DIRECTORIES", env.WorkDir)
			return nil
		},
		Cmds: map[string]func(*testscript.TestScript, bool, []string){
			"snapshot": snapshot,
			"json":     checkJSON,
		},
	})
}

func snapshot(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 2 {
		ts.Fatalf("usage: snapshot FILE DIR")
	}
	var b bytes.Buffer
	dir := ts.MkAbs(args[1])
	ts.Check(filepath.WalkDir(dir, func(p string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() {
			return err
		}
		info, err := e.Info()
		if err != nil {
			return err
		}
		data, err := os.ReadFile(p)
		rel, _ := filepath.Rel(dir, p)
		fmt.Fprintf(&b, "%s %v %d %q\n", filepath.ToSlash(rel), info.Mode(), info.ModTime().UnixNano(), data)
		return err
	}))
	ts.Check(os.WriteFile(ts.MkAbs(args[0]), b.Bytes(), 0o644))
}

func checkJSON(ts *testscript.TestScript, neg bool, args []string) {
	if neg || len(args) != 3 {
		ts.Fatalf("usage: json FILE KEY VALUE")
	}
	doc := map[string]any{}
	if err := json.Unmarshal([]byte(ts.ReadFile(args[0])), &doc); err != nil {
		ts.Fatalf("%s is not JSON: %v", args[0], err)
	}
	got, ok := doc[args[1]]
	if !ok || fmt.Sprint(got) != args[2] {
		ts.Fatalf("%s is %v, want %s", args[1], got, args[2])
	}
}
