package internal_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// code is what a diagnostic code looks like, alone in a string literal.
var code = regexp.MustCompile(`^[A-Z]{2,3}\d{3}$`)

// documented is the row of a code in docs/errors.md.
var documented = regexp.MustCompile("(?m)^\\| `([A-Z]{2,3}\\d{3})` \\|")

func TestErrorsAreDocumented(t *testing.T) {
	data, err := os.ReadFile("../docs/errors.md")
	if err != nil {
		t.Fatal(err)
	}
	docs := map[string]int{}
	for _, m := range documented.FindAllStringSubmatch(string(data), -1) {
		docs[m[1]]++
	}
	used := map[string]string{}
	for _, folder := range []string{".", "../cmd"} {
		if err := collectCodes(folder, used); err != nil {
			t.Fatal(err)
		}
	}
	if len(used) < 50 {
		t.Fatalf("found only %d codes", len(used))
	}
	for _, c := range slices.Sorted(maps.Keys(used)) {
		if docs[c] != 1 {
			t.Errorf("%s of %s has %d rows in docs/errors.md, want 1", c, used[c], docs[c])
		}
	}
	for _, c := range slices.Sorted(maps.Keys(docs)) {
		if used[c] == "" {
			t.Errorf("docs/errors.md explains %s, which nothing reports", c)
		}
	}
}

func TestCodesAreFound(t *testing.T) {
	used := map[string]string{}
	if err := collectCodes("testdata/codes", used); err != nil {
		t.Fatal(err)
	}
	if got := slices.Sorted(maps.Keys(used)); !slices.Equal(got, []string{"AB001", "ABC002"}) {
		t.Errorf("got %v", got)
	}
}

// collectCodes notes the codes in the Go files below folder that are not tests,
// each with a file that has it.
func collectCodes(folder string, used map[string]string) error {
	return filepath.WalkDir(folder, func(file string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && e.Name() == "testdata":
			return fs.SkipDir
		case e.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
			return nil
		}
		f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.SkipObjectResolution)
		if err != nil {
			return err
		}
		ast.Inspect(f, func(n ast.Node) bool {
			if lit, ok := n.(*ast.BasicLit); ok && lit.Kind == token.STRING {
				if s, err := strconv.Unquote(lit.Value); err == nil && code.MatchString(s) {
					used[s] = file
				}
			}
			return true
		})
		return nil
	})
}
