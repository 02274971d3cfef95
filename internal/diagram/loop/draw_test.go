package loop

import (
	"encoding/xml"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
)

func TestWords(t *testing.T) {
	for name, tt := range map[string]struct{ src, want string }{
		"infinity": {
			"title 고리\nsection Dev | 개발\n계획 : 요구 사항, 이슈\n[코드](c.md)\nsection [Ops](o.md)\n배포\n",
			"고리: 무한 고리, 3단계: 계획, 코드, 배포\n- Dev — 개발\n  1. 계획 — 요구 사항, 이슈\n  1. 코드 → c.md\n- Ops → o.md\n  1. 배포\n",
		},
		"ring without a section":           {"title 고리\n가\n나\n다", "고리: 3단계 고리: 가, 나, 다\n- 고리\n  1. 가\n  1. 나\n  1. 다\n"},
		"ring without a section and title": {"가\n나 : \"a, b\"\n다\n", ": 3단계 고리: 가, 나, 다\n- 3단계 고리: 가, 나, 다\n  1. 가\n  1. 나 — a, b\n  1. 다\n"},
	} {
		t.Run(name, func(t *testing.T) {
			d, _ := Draw(tt.src, korean)
			var b strings.Builder
			fmt.Fprintf(&b, "%s: %s\n", d.Title, d.Summary)
			list(&b, d.Outline, "", "-")
			if b.String() != tt.want {
				t.Errorf("got\n%s\nwant\n%s", b.String(), tt.want)
			}
		})
	}
}

func list(b *strings.Builder, items []scene.Item, indent, mark string) {
	for _, it := range items {
		fmt.Fprintf(b, "%s%s %s", indent, mark, it.Text)
		if it.Link != nil {
			b.WriteString(" → " + it.Link.Dest)
		}
		b.WriteByte('\n')
		list(b, it.Items, indent+"  ", map[bool]string{true: "1.", false: "-"}[it.Ordered])
	}
}

func TestColours(t *testing.T) {
	for _, tt := range []struct {
		counts []int
		want   string
	}{
		{[]int{3}, "c1 c3 c6"},
		{[]int{4}, "c1 c3 c5 c7"},
		{[]int{8}, "c1 c2 c3 c4 c5 c6 c7 c8"},
		{[]int{4, 4}, "c1 c2 c3 c4 c5 c6 c7 c8"},
		{[]int{1, 2}, "c1 c5 c7"},
		{[]int{2, 1, 2}, "c1 c1 c3 c6 c6"},
	} {
		var src strings.Builder
		for _, n := range tt.counts {
			src.WriteString("section 이름\n" + strings.Repeat("가\n", n))
		}
		if got := strings.Join(colours(t, src.String()), " "); got != tt.want {
			t.Errorf("%v: %s, want %s", tt.counts, got, tt.want)
		}
	}
	// With all counts, neighbours differ, the last and the first included.
	for n := minSteps; n <= maxSteps; n++ {
		differ(t, colours(t, strings.Repeat("가\n", n)))
	}
	for a := 1; a <= maxHalf; a++ {
		for b := 1; b <= maxHalf; b++ {
			if a+b >= minSteps {
				differ(t, colours(t, "section A\n"+strings.Repeat("가\n", a)+"section B\n"+strings.Repeat("가\n", b)))
			}
		}
	}
}

func colours(t *testing.T, src string) []string {
	var out []string
	d := draw(t, src)
	for _, g := range d.segments {
		out = append(out, strings.TrimPrefix(class("", g.colour), " "))
	}
	return out
}

func differ(t *testing.T, colours []string) {
	t.Helper()
	for i, c := range colours {
		if c == colours[(i+1)%len(colours)] {
			t.Errorf("%v: neighbours of the same colour", colours)
			return
		}
	}
}

// TestUsualLoopsAreCompact: short captions make no picture wider than a column.
func TestUsualLoopsAreCompact(t *testing.T) {
	for _, name := range []string{"devops", "pdca", "ring16", "links", "infinity16"} {
		src, err := os.ReadFile(filepath.Join("testdata", name+".loop"))
		if err != nil {
			t.Fatal(err)
		}
		d := draw(t, string(src))
		if d.View.W > column {
			t.Errorf("%s is %v wide", name, d.View.W)
		}
		if size := len(svg.Write(d.Diagram, "x").Bytes); size > 6<<10 {
			t.Errorf("%s has %d bytes", name, size)
		}
	}
}

// TestHits: what is a link can be hit where it stands.
func TestHits(t *testing.T) {
	d := draw(t, "section [Dev](d.md)\n[가](a.md)\n[나](b.md)\n다\nsection Ops\n["+strings.Repeat("긴 이름 ", 9)+"](c.md)\n라\n")
	var got []string
	for _, h := range d.Hits {
		got = append(got, h.Link.Dest)
	}
	if want := []string{"d.md", "a.md", "b.md", "c.md"}; !reflect.DeepEqual(got, want) {
		t.Fatalf("hits %v", got)
	}
	if path := d.Hits[3].Area.(scene.Path).D.String(); strings.Count(path, "M") != 2 {
		t.Errorf("the name outside cannot be hit: %s", path)
	}
	underlined := 0
	for _, s := range d.Shapes {
		if text, ok := s.(scene.Text); ok && text.Class == "ln" {
			underlined++
		}
	}
	if underlined != 4 {
		t.Errorf("%d texts look like links", underlined)
	}
}

func TestHostile(t *testing.T) {
	long := strings.Repeat("가", 200)
	for name, src := range map[string]string{
		"100,000 lines":      strings.Repeat("a\n", 100_000),
		"100,000 sections":   strings.Repeat("section a\n", 100_000),
		"100,000 settings":   strings.Repeat("title a\n", 100_000),
		"100,000 mistakes":   strings.Repeat(":\n", 100_000),
		"endless label":      strings.Repeat("가나다 ", 100_000) + "\nb\nc",
		"long labels":        "title " + long + "\nsection " + long + " | " + long + strings.Repeat("\n"+long+" : "+long, 8) + "\nsection " + long + " | " + long + strings.Repeat("\n"+long+" : "+long, 8),
		"markup":             "title </title><script>alert(1)</script>\n<b>a</b> : <i>x</i>, &lt;\n\"><svg onload=x\n&amp; : ]]>\n--> : %%",
		"what XML can't say": "a\x00\x01\n\xff\xfe\nb\uFFFF : \x1b[0m\nc",
		"brackets":           strings.Repeat("[", 10_000) + "\n[](" + strings.Repeat("(", 10_000) + "\nc",
		"spaces":             "\u00a0\n\u3000 : \u200b\n\u202e : \u2028\n \t x",
	} {
		t.Run(name, func(t *testing.T) {
			d, list := Draw(src, korean)
			bounded(t, d, list)
		})
	}
}

func FuzzDraw(f *testing.F) {
	names, err := filepath.Glob("testdata/*.loop")
	if err != nil || len(names) == 0 {
		f.Fatal("no sources:", err)
	}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		f.Add(string(src))
	}
	f.Add("title: a\nshape :\n\"a\" : b\n[a](<b>) : c\n[a](b(c) d\nsection a | b\nsection \"a|b\"")
	f.Fuzz(func(t *testing.T, src string) {
		d, list := Draw(src, korean)
		bounded(t, d, list)
		if d != nil && len(list) == 0 {
			again, _ := Draw(src, korean)
			if !reflect.DeepEqual(d, again) {
				t.Error("drawn twice, it differs")
			}
		}
	})
}

// bounded looks at what every drawing promises, whatever it is of.
func bounded(t *testing.T, d *scene.Diagram, list []diag.Diag) {
	t.Helper()
	broken := false
	for _, p := range list {
		broken = broken || p.Strict
		if p.Pos.Line < 1 || p.Pos.Col < 1 || p.Hint == "" {
			t.Errorf("%v has no place or no hint", p)
		}
	}
	if len(list) > 10 {
		t.Errorf("%d problems", len(list))
	}
	if broken != (d == nil) {
		t.Fatalf("drawn: %v, with %v", d != nil, list)
	}
	if d == nil {
		return
	}
	for _, s := range d.Shapes {
		if text, ok := s.(scene.Text); ok && !d.View.Holds(text.Bounds()) {
			t.Errorf("%q leaves the view", text.Lines)
		}
	}
	if d.View.W > 1000 || d.View.H > 1500 || math.IsNaN(d.View.W) {
		t.Errorf("the picture is %v by %v", d.View.W, d.View.H)
	}
	out := svg.Write(d, "x").Bytes
	if len(out) > 100_000 {
		t.Errorf("the picture has %d bytes", len(out))
	}
	// One document: a picture and, perhaps, its hits.
	x := xml.NewDecoder(strings.NewReader("<x>" + string(out) + "</x>"))
	for {
		if _, err := x.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("%v in\n%s", err, out)
		}
	}
}
