// Package internal_test holds the shape of the program: which package may
// import which, and through which door outside modules come in.
package internal_test

import (
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"maps"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// room is one package and what of the program it may import. A package may only
// import what stands above it in the house.
type room struct {
	name    string
	imports []string
}

var house = []room{
	// Floor 0: knows nothing of sites.
	{"internal/diag", nil},
	{"internal/filelock", nil},
	{"internal/memo", []string{"internal/filelock"}},
	{"internal/hangul", nil},
	{"internal/par", nil},
	{"internal/snippet", nil},
	{"internal/maths", []string{"internal/diag"}},
	{"templates", nil},
	{"static", nil},

	// Pictures: from text to SVG, without a site. They know floor 0 and each other.
	{"internal/diagram/text", nil},
	{"internal/diagram/scene", []string{"internal/diagram/text"}},
	{"internal/diagram/worldmap", []string{"internal/diagram/scene", "internal/diagram/text"}},
	{"internal/diagram/svg", []string{"internal/diagram/scene"}},
	{"internal/diagram/parse", []string{"internal/diag", "internal/diagram/scene"}},
	{"internal/diagram/route", []string{"internal/diagram/scene", "internal/diagram/text"}},
	{"internal/diagram/tree", []string{"internal/diag", "internal/diagram/parse"}},
	{"internal/diagram/loop", []string{"internal/diag", "internal/diagram/parse", "internal/diagram/scene", "internal/diagram/text"}},
	{"internal/diagram/region", []string{"internal/diag", "internal/diagram/parse", "internal/diagram/route", "internal/diagram/scene", "internal/diagram/text", "internal/diagram/worldmap"}},
	{"internal/diagram", []string{"internal/diag", "internal/diagram/loop", "internal/diagram/parse", "internal/diagram/region", "internal/diagram/scene", "internal/diagram/svg"}},

	// Floor 1: the vocabulary, then what brings files and settings into it.
	{"internal/site", []string{"internal/diag", "internal/memo", "internal/hangul"}},
	{"internal/address", []string{"internal/diag", "internal/hangul", "internal/site"}},
	{"internal/source", []string{"internal/diag", "internal/memo", "internal/hangul", "internal/site"}},
	{"internal/config", []string{"internal/diag", "internal/memo", "internal/hangul", "internal/site"}},
	{"internal/watch", []string{"internal/hangul"}},
	{"internal/serve", []string{"internal/diag", "internal/hangul"}},
	{"internal/eject", []string{"templates", "static"}},

	// Floor 2: the steps. They meet in the types of site and never import each other.
	{"internal/markdown", []string{"internal/diag", "internal/memo", "internal/hangul", "internal/snippet", "internal/maths", "internal/site", "internal/address", "internal/source", "internal/config"}},
	{"internal/fence", []string{"internal/diag", "internal/memo", "internal/hangul", "internal/snippet", "internal/maths", "internal/site", "internal/address", "internal/source",
		"internal/diagram", "internal/diagram/scene", "internal/diagram/svg", "internal/diagram/tree"}},
	{"internal/link", []string{"internal/diag", "internal/hangul", "internal/site"}},
	{"internal/render", []string{"internal/diag", "internal/memo", "internal/hangul", "internal/site", "templates", "static"}},
	{"internal/search", []string{"internal/memo", "internal/par", "internal/site"}},
	{"internal/publish", []string{"internal/diag", "internal/filelock", "internal/site"}},

	// Floor 3: the flow, which knows every step.
	{"internal/build", []string{
		"internal/diag", "internal/memo", "internal/hangul", "internal/par", "templates", "static",
		"internal/site", "internal/source", "internal/config", "internal/watch",
		"internal/markdown", "internal/fence", "internal/link", "internal/render", "internal/search", "internal/publish",
	}},

	// Floor 5: the command.
	{"cmd/sitegen", []string{"internal/diag", "internal/build", "internal/eject", "internal/serve", "internal/watch"}},
}

// doors tells which packages may import an outside package and what is under
// it. What is not here has no door; "*" is a door for all.
var doors = map[string][]string{
	"github.com/alecthomas/chroma":   {"internal/fence"},
	"github.com/fsnotify/fsnotify":   {"internal/watch"},
	"github.com/spf13":               {"cmd/sitegen"},
	"github.com/tdewolff":            {"internal/render"},
	"github.com/yuin/goldmark":       {"internal/markdown"},
	"github.com/yuin/goldmark-emoji": {"internal/markdown"},
	"go.yaml.in/yaml":                {"internal/config"},
	"golang.org/x/image":             {"internal/markdown"},
	"golang.org/x/net/html":          {"internal/markdown"},
	"golang.org/x/sys":               {"internal/publish", "internal/filelock"},
	"golang.org/x/term":              {"cmd/sitegen"},
	"golang.org/x/text/encoding":     {"internal/source"},
	"golang.org/x/text/unicode/norm": {"*"},
	"golang.org/x/text/width":        {"*"},
	"html/template":                  {"internal/render", "internal/serve", "internal/site", "internal/link"}, // site and link only name the type HTML
}

const module = "sitegen/"

// pkg is what this test looks at in a package.
type pkg struct {
	name    string   // folder in the module
	imports []string // of its files that are not tests
	doc     bool     // it has a package comment
	inits   []string // files with an init function
}

func TestFloors(t *testing.T) {
	pkgs, err := load("..", "cmd", "internal", "templates", "static")
	if err != nil {
		t.Fatal(err)
	}
	if len(pkgs) < 5 {
		t.Fatalf("found only %d packages", len(pkgs))
	}
	for _, v := range violations(pkgs, house, doors) {
		t.Error(v)
	}
}

func TestTheHouseStandsOnItsFloors(t *testing.T) {
	above := map[string]bool{}
	for _, r := range house {
		for _, name := range r.imports {
			if !above[name] {
				t.Errorf("%s may import %s, which does not stand above it", r.name, name)
			}
		}
		above[r.name] = true
	}
}

func TestViolationsAreSeen(t *testing.T) {
	rooms := []room{{"internal/low", nil}, {"internal/high", []string{"internal/low"}}}
	gates := map[string][]string{"example.org/parser": {"internal/high"}, "example.org/free": {"*"}, "html/template": {"internal/high"}}
	cases := []struct {
		p    pkg
		want string
	}{
		{pkg{name: "internal/high", doc: true, imports: []string{"fmt", "sitegen/internal/low", "example.org/parser/v2", "example.org/free", "html/template"}}, ""},
		{pkg{name: "internal/low", doc: true, imports: []string{"sitegen/internal/high"}}, "internal/low may not import internal/high"},
		{pkg{name: "internal/low", doc: true, imports: []string{"example.org/parser"}}, "internal/low may not import example.org/parser: its door is internal/high"},
		{pkg{name: "internal/low", doc: true, imports: []string{"html/template"}}, "internal/low may not import html/template: its door is internal/high"},
		{pkg{name: "internal/low", doc: true, imports: []string{"example.org/parsers"}}, "internal/low imports example.org/parsers, which has no door"},
		{pkg{name: "internal/new", doc: true}, "internal/new has no floor"},
		{pkg{name: "internal/low"}, "internal/low has no package comment"},
		{pkg{name: "internal/low", doc: true, inits: []string{"a.go"}}, "internal/low has an init function in a.go"},
	}
	for _, c := range cases {
		if got := strings.Join(violations([]pkg{c.p}, rooms, gates), "\n"); got != c.want {
			t.Errorf("%+v:\ngot  %q\nwant %q", c.p, got, c.want)
		}
	}
}

func TestLoadReadsWhatMatters(t *testing.T) {
	pkgs, err := load(".", "testdata/floors")
	if err != nil {
		t.Fatal(err)
	}
	want := []pkg{{name: "testdata/floors/bad", imports: []string{"html/template", "sitegen/internal/build"}, inits: []string{"bad.go"}}}
	if len(pkgs) != 1 || fmt.Sprint(pkgs) != fmt.Sprint(want) {
		t.Errorf("got %+v, want %+v", pkgs, want)
	}
}

// violations lists what in pkgs breaks the rules, in order.
func violations(pkgs []pkg, rooms []room, gates map[string][]string) []string {
	var found []string
	say := func(format string, args ...any) { found = append(found, fmt.Sprintf(format, args...)) }
	for _, p := range pkgs {
		i := slices.IndexFunc(rooms, func(r room) bool { return r.name == p.name })
		if i < 0 {
			say("%s has no floor", p.name)
			continue
		}
		if !p.doc {
			say("%s has no package comment", p.name)
		}
		for _, file := range p.inits {
			say("%s has an init function in %s", p.name, file)
		}
		for _, imp := range p.imports {
			if inner, ok := strings.CutPrefix(imp, module); ok {
				if !slices.Contains(rooms[i].imports, inner) {
					say("%s may not import %s", p.name, inner)
				}
				continue
			}
			through, ok := doorOf(imp, gates)
			switch {
			case !ok && isStandard(imp):
			case !ok:
				say("%s imports %s, which has no door", p.name, imp)
			case !slices.Contains(through, p.name) && !slices.Contains(through, "*"):
				say("%s may not import %s: its door is %s", p.name, imp, strings.Join(through, ", "))
			}
		}
	}
	return found
}

func doorOf(imp string, gates map[string][]string) ([]string, bool) {
	for at := imp; at != "."; at = path.Dir(at) {
		if through, ok := gates[at]; ok {
			return through, true
		}
	}
	return nil, false
}

func isStandard(imp string) bool {
	first, _, _ := strings.Cut(imp, "/")
	return !strings.Contains(first, ".")
}

// load parses the packages below the named folders of root.
func load(root string, folders ...string) ([]pkg, error) {
	found := map[string]*pkg{}
	for _, folder := range folders {
		top := filepath.Join(root, filepath.FromSlash(folder))
		err := filepath.WalkDir(top, func(file string, e fs.DirEntry, err error) error {
			switch {
			case err != nil:
				return err
			case e.IsDir() && e.Name() == "testdata":
				return fs.SkipDir
			case e.IsDir() || !strings.HasSuffix(file, ".go") || strings.HasSuffix(file, "_test.go"):
				return nil
			}
			return loadFile(root, file, found)
		})
		if err != nil {
			return nil, err
		}
	}
	var pkgs []pkg
	for _, name := range slices.Sorted(maps.Keys(found)) {
		p := found[name]
		slices.Sort(p.imports)
		p.imports = slices.Compact(p.imports)
		pkgs = append(pkgs, *p)
	}
	return pkgs, nil
}

func loadFile(root, file string, found map[string]*pkg) error {
	f, err := parser.ParseFile(token.NewFileSet(), file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil {
		return err
	}
	rel, err := filepath.Rel(root, filepath.Dir(file))
	if err != nil {
		return err
	}
	name := filepath.ToSlash(rel)
	p := found[name]
	if p == nil {
		p = &pkg{name: name}
		found[name] = p
	}
	p.doc = p.doc || f.Doc != nil
	for _, spec := range f.Imports {
		imp, err := strconv.Unquote(spec.Path.Value)
		if err != nil {
			return err
		}
		p.imports = append(p.imports, imp)
	}
	for _, decl := range f.Decls {
		if fn, ok := decl.(*ast.FuncDecl); ok && fn.Recv == nil && fn.Name.Name == "init" {
			p.inits = append(p.inits, filepath.Base(file))
		}
	}
	return nil
}
