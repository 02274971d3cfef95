package markdown

import (
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"sitegen/internal/memo"
	"sitegen/internal/site"
)

var update = flag.Bool("update", false, "write golden files anew")

// files answers a step's questions from memory.
type files map[string][]byte

func (f files) ReadFile(name string) ([]byte, error) {
	if data, ok := f[name]; ok {
		return data, nil
	}
	return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
}

// plainFences draws a fence as what it is, so that these tests are not about
// code.
var plainFences = Fences{
	Info: func(info string) (string, map[string]string, string) {
		lang, rest, _ := strings.Cut(info, " ")
		attrs := map[string]string{}
		if rest != "" {
			attrs["title"] = strings.Trim(rest, "[]")
		}
		return lang, attrs, ""
	},
	Draw: func(f site.Fence, _ *memo.Reader) site.Drawn {
		return site.HTML(fmt.Appendf(nil, "<pre data-at=%q title=%q>%s</pre>\n", f.Pos, f.Attrs["title"], escape(f.Text)))
	},
}

// dump writes a Doc so that a person can read it. Holes stand as {0}, {1}, …,
// word joiners as &NoBreak;.
func dump(d *site.Doc) string {
	var b strings.Builder
	fmt.Fprintf(&b, "title %s\n", d.Title)
	if d.H1.HTML != "" {
		fmt.Fprintf(&b, "h1 #%s %s\n", d.H1.ID, d.H1.HTML)
	}
	if d.Lead != "" {
		fmt.Fprintf(&b, "lead %s\n", d.Lead)
	}
	for _, h := range d.Heads {
		fmt.Fprintf(&b, "h%d #%s %s (%s)\n", h.Level, h.ID, h.Text, h.Pos)
	}
	for i, l := range d.Body.Links {
		kind := "page"
		if l.Kind == site.LinkImage {
			kind = "image"
		}
		fmt.Fprintf(&b, "link {%d} %s %q rest %q frag %q (%s)\n", i, kind, l.Path, l.Rest, l.Frag, l.Pos)
	}
	for _, g := range d.Diags {
		fmt.Fprintf(&b, "%s %s %s: %s", g.Severity, g.Code, g.Pos, g.Msg)
		if g.Hint != "" {
			fmt.Fprintf(&b, " (%s)", g.Hint)
		}
		b.WriteByte('\n')
	}
	b.WriteByte('\n')
	for _, p := range d.Body.Pieces {
		b.Write(p.HTML)
		if p.Link >= 0 {
			fmt.Fprintf(&b, "{%d}", p.Link)
		}
	}
	return strings.ReplaceAll(b.String(), joiner, "&NoBreak;")
}

// TestParse reads testdata/parse/*.txtar: the files of a project, the page
// content/a.md among them, and as "want" what the page must become.
func TestParse(t *testing.T) {
	names, err := filepath.Glob("testdata/parse/*.txtar")
	if err != nil || len(names) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	for _, name := range names {
		t.Run(strings.TrimSuffix(filepath.Base(name), ".txtar"), func(t *testing.T) {
			a, err := txtar.ParseFile(name)
			if err != nil {
				t.Fatal(err)
			}
			project := files{}
			want := ""
			for _, f := range a.Files {
				if f.Name == "want" {
					want = string(f.Data)
				} else {
					project[f.Name] = f.Data
				}
			}
			in := In{File: "content/a.md", Rel: "a.md", Options: Options{HTML: HTMLSafe, Lang: "ko", Words: memo.Seal(site.Strings{
				"footnote": "각주", "footnotes": "각주", "footnote_back": "각주 %d로", "table": "표", "task_open": "할 일", "task_done": "끝난 일", "note": "참고",
			})}}
			got := dump(Parse(in, plainFences, memo.NewReader(project)))
			if *update {
				kept := a.Files[:0]
				for _, f := range a.Files {
					if f.Name != "want" {
						kept = append(kept, f)
					}
				}
				a.Files = append(kept, txtar.File{Name: "want", Data: []byte(got)})
				if err := os.WriteFile(name, txtar.Format(a), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if strings.TrimSpace(got) != strings.TrimSpace(want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

// What a page is must not depend on what was converted before it.
func TestParseTwice(t *testing.T) {
	project := files{"content/a.md": []byte("# 제목\n\n## 가\n\n## 가\n\n[x](b.md) 글[^1]\n\n```go\nx\n```\n\n[^1]: 주\n")}
	in := In{File: "content/a.md", Rel: "a.md"}
	first := dump(Parse(in, plainFences, memo.NewReader(project)))
	for range 3 {
		if again := dump(Parse(in, plainFences, memo.NewReader(project))); again != first {
			t.Fatalf("second conversion differs:\n%s\n%s", first, again)
		}
	}
}

// A file that cannot be read is not an empty one.
func TestParseUnreadable(t *testing.T) {
	d := Parse(In{File: "content/a.md", Rel: "a.md"}, plainFences, memo.NewReader(files{}))
	if len(d.Diags) != 1 || d.Diags[0].Code != "FS006" || d.Title != "a" {
		t.Errorf("%q %v", d.Title, d.Diags)
	}
}

// A missing include that appears, an image that changes its size: whatever a
// page read makes it new.
func TestParseIsRemembered(t *testing.T) {
	project := files{"content/a.md": []byte("# 가\n\n<!-- include: b.txt -->\n")}
	steps := memo.InMemory()
	parse := func() string {
		in := In{File: "content/a.md", Rel: "a.md"}
		return dump(memo.Do(steps, project, "parse", in, func(in In, r *memo.Reader) *site.Doc { return Parse(in, plainFences, r) }))
	}
	first := parse()
	if parse(); !strings.Contains(first, "INC001") {
		t.Errorf("no word of the missing include:\n%s", first)
	}
	if hits, runs := steps.Counts(); hits != 1 || runs != 1 {
		t.Errorf("hits %d, runs %d; want 1, 1", hits, runs)
	}
	project["content/b.txt"] = []byte("나타났다\n")
	if got := parse(); !strings.Contains(got, "나타났다") || strings.Contains(got, "INC001") {
		t.Errorf("the include did not appear:\n%s", got)
	}
}

func FuzzParse(f *testing.F) {
	f.Add("---\ntitle: 가\n---\n# 나 {#x}\n\n[a](b.md#c) ![d](e.png \"f\")\n\n<!-- include: a.md -->\n\n- [ ] x[^1]\n\n[^1]: y\n")
	f.Add("::: tabs\n== a\n```go\n```\n:::\n\n> [!NOTE]-\n> x\n\n<details>\n\n*[AZ]: zone\n")
	f.Fuzz(func(t *testing.T, text string) {
		d := Parse(In{File: "content/a.md", Rel: "a.md"}, plainFences, memo.NewReader(files{"content/a.md": []byte(text)}))
		if d.Title == "" {
			t.Error("a page without a title")
		}
		for _, p := range d.Body.Pieces {
			if p.Link >= len(d.Body.Links) {
				t.Errorf("a hole for link %d of %d", p.Link, len(d.Body.Links))
			}
		}
	})
}

func BenchmarkParse(b *testing.B) {
	text := []byte("# 리전과 가용 영역\n\n" + strings.Repeat("**가용 영역(AZ)**은 [리전](../b.md#리전) 안에서 전원과 네트워크를 따로 씁니다. `ap-northeast-2` 같은 이름을 봅니다.\n\n## 나누어 두기\n\n- 하나\n- 둘\n\n| 가 | 나 |\n|---|---|\n| 1 | 2 |\n\n", 40))
	project := files{"content/a.md": text}
	b.SetBytes(int64(len(text)))
	b.ReportAllocs()
	for b.Loop() {
		Parse(In{File: "content/a.md", Rel: "a.md"}, plainFences, memo.NewReader(project))
	}
}
