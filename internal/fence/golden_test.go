package fence

import (
	"bytes"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
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
	f := site.Fence{Info: info, Text: text, Dir: "content", Pos: diag.Pos{File: "content/a.md", Line: 1}, ID: "f1", Strings: words}
	f.Lang, f.Attrs, f.Marks = ParseInfo(info)
	return f
}

// words are the words of the interface that blocks of code and pictures need.
var words = site.Strings{
	"locale":       "ko_KR",
	"code_note":    "코드의 설명 %d",
	"diagram_loop": "무한 고리, %d단계: %s", "diagram_ring": "%d단계 고리: %s", "diagram_region": "상자 %d개에 담긴 항목 %d개, 연결 %d개",
	"diagram_map": "지도 위의 장소 %d곳", "diagram_links": "연결", "diagram_text": "글로 읽기",
}

// body is the HTML of a block; a hole for a link shows what the author wrote.
func body(t *testing.T, d site.Drawn) string {
	t.Helper()
	var b strings.Builder
	for i, piece := range d.Body.Pieces {
		b.Write(piece.HTML)
		if last := i == len(d.Body.Pieces)-1; last != (piece.Link < 0) || last && len(d.Body.Links) != i {
			t.Fatalf("piece %d of %d leads to link %d of %d", i, len(d.Body.Pieces), piece.Link, len(d.Body.Links))
		}
		if piece.Link >= 0 {
			l := d.Body.Links[piece.Link]
			fmt.Fprintf(&b, "{%s%s %d:%d}", l.Path, l.Rest, l.Pos.Line, l.Pos.Col)
		}
	}
	return b.String()
}

// drawn are the shapes of pictures, which are held where they are drawn.
var drawn = regexp.MustCompile(`(?s)(<svg role="img")[^>]*>.*?</svg>|(<svg class="hits")[^>]*>|(<(?:rect|path))[^>]*/>`)

// withoutShapes is what a block adds to a picture.
func withoutShapes(out string) string {
	return drawn.ReplaceAllStringFunc(out, func(s string) string {
		m := drawn.FindStringSubmatch(s)
		if m[2] != "" {
			return m[2] + ">"
		}
		return m[1] + m[3] + "/>"
	})
}

// TestGolden draws the fence in.md of each archive among its other files, above
// the items of list. The wanted HTML is out.html, the wanted diagnostics are diags.
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
			notes := 0
			var in []string
			var kept []txtar.File
			for _, f := range ar.Files {
				switch {
				case f.Name == "out.html" || f.Name == "diags":
					continue
				case f.Name == "list":
					notes = countLines(string(f.Data))
				case strings.HasPrefix(f.Name, "in"):
					in = append(in, string(f.Data))
				default:
					files[f.Name] = f.Data
				}
				kept = append(kept, f)
			}
			var out, diags strings.Builder
			for _, md := range in {
				fence := read(md)
				fence.Notes = notes
				d := Draw(fence, memo.NewReader(files))
				out.WriteString(withoutShapes(body(t, d)) + "\n")
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
