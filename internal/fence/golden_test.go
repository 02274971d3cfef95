package fence

import (
	"bytes"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
)

var update = flag.Bool("update", false, "record what Draw gives as what is wanted")

// archive answers from the files of a txtar.
type archive map[string][]byte

func (a archive) ReadFile(path string) ([]byte, error) {
	if data, ok := a[path]; ok {
		return data, nil
	}
	return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
}

// read makes a fence of Markdown source that consists of it, at line 1.
func read(md string) site.Fence {
	info, text, _ := strings.Cut(strings.TrimLeft(md, "`"), "\n")
	text = text[:strings.LastIndex("\n"+text, "\n```")]
	f := site.Fence{Info: info, Text: text, Dir: "content", Pos: diag.Pos{File: "content/a.md", Line: 1}, ID: "f1"}
	f.Lang, f.Attrs, f.Marks = ParseInfo(info)
	return f
}

// body is the HTML of a block without links.
func body(t *testing.T, d site.Drawn) string {
	t.Helper()
	if len(d.Body.Pieces) != 1 || len(d.Body.Links) != 0 {
		t.Fatalf("drawn in %d pieces with %d links", len(d.Body.Pieces), len(d.Body.Links))
	}
	return string(d.Body.Pieces[0].HTML)
}

// TestGolden draws the fence in.md of each archive among its other files. The
// wanted HTML is out.html, the wanted diagnostics are diags.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no archives: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			ar, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			files := archive{}
			var in []string
			var kept []txtar.File
			for _, f := range ar.Files {
				switch {
				case f.Name == "out.html" || f.Name == "diags":
					continue
				case strings.HasPrefix(f.Name, "in"):
					in = append(in, string(f.Data))
				default:
					files[f.Name] = f.Data
				}
				kept = append(kept, f)
			}
			var out, diags strings.Builder
			for _, md := range in {
				d := Draw(read(md), memo.NewReader(files))
				out.WriteString(body(t, d) + "\n")
				for _, g := range d.Diags {
					diags.WriteString(line(g))
				}
			}
			kept = append(kept, txtar.File{Name: "out.html", Data: []byte(out.String())})
			if diags.Len() > 0 {
				kept = append(kept, txtar.File{Name: "diags", Data: []byte(diags.String())})
			}
			got := txtar.Format(&txtar.Archive{Comment: ar.Comment, Files: kept})
			if *update {
				if err := os.WriteFile(name, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want, _ := os.ReadFile(name); !bytes.Equal(got, want) {
				t.Errorf("%s differs; got\n%s", name, got)
			}
		})
	}
}

func line(g diag.Diag) string {
	s := g.Pos.String() + ": " + g.Severity.String()
	if g.Strict {
		s += " (strict)"
	}
	s += " " + g.Code + " " + g.Msg
	if g.Hint != "" {
		s += " [" + g.Hint + "]"
	}
	return s + "\n"
}
