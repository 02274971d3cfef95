package region

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing")

var korean = scene.Language{Korean: true, Words: map[string]string{
	"diagram_region": "상자 %d개에 담긴 항목 %d개, 연결 %d개",
	"diagram_map":    "지도 위의 장소 %d곳",
	"diagram_links":  "연결",
}}

// sources are the diagrams in testdata, by name.
func sources(tb testing.TB) map[string]string {
	tb.Helper()
	names, err := filepath.Glob("testdata/*.region")
	if err != nil || len(names) == 0 {
		tb.Fatal("no sources:", err)
	}
	all := map[string]string{}
	for _, name := range names {
		src, err := os.ReadFile(name)
		if err != nil {
			tb.Fatal(err)
		}
		all[strings.TrimSuffix(name, ".region")] = string(src)
	}
	return all
}

// TestGolden compares each testdata/NAME.region, drawn, with NAME.svg.
func TestGolden(t *testing.T) {
	pictures, err := filepath.Glob("testdata/*.svg")
	if err != nil {
		t.Fatal(err)
	}
	for name, src := range sources(t) {
		golden := name + ".svg"
		pictures = slices.DeleteFunc(pictures, func(s string) bool { return s == golden })
		t.Run(filepath.Base(name), func(t *testing.T) {
			d, problems := Draw(src, korean)
			if d == nil || len(problems) > 0 {
				t.Fatal("not drawn as it is:", problems)
			}
			got := lined(svg.Write(d, "x").Bytes)
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs; -update writes it anew\n%s", golden, got)
			}
		})
	}
	for _, name := range pictures {
		t.Errorf("%s has no source", name)
	}
}

// lined gives each element a line of its own.
func lined(svg []byte) []byte {
	return append(bytes.ReplaceAll(svg, []byte("><"), []byte(">\n<")), '\n')
}

// maxBytes is how large a picture of a usual size may be.
const maxBytes = 7 << 10

func TestBytes(t *testing.T) {
	for name, src := range sources(t) {
		d, _ := Draw(src, korean)
		if n := len(svg.Write(d, "sg-f1").Bytes); n > maxBytes {
			t.Errorf("%s: %d bytes", name, n)
		}
	}
}

func BenchmarkDraw(b *testing.B) {
	for name, src := range sources(b) {
		b.Run(filepath.Base(name), func(b *testing.B) {
			n := 0
			for b.Loop() {
				d, _ := Draw(src, korean)
				n = len(svg.Write(d, "sg-f1").Bytes)
			}
			b.ReportMetric(float64(n), "bytes")
		})
	}
}

// list writes an outline as a list that a person can read.
func list(b *strings.Builder, items []scene.Item, indent string) {
	for _, it := range items {
		b.WriteString(indent + "- " + it.Text)
		if it.Link != nil {
			b.WriteString(" → " + it.Link.Dest)
		}
		b.WriteByte('\n')
		list(b, it.Items, indent+"  ")
	}
}

func TestOutline(t *testing.T) {
	tests := []struct{ name, src, summary, want string }{
		{"what stands in what, and what is joined", `
user 사용자
vpc VPC (10.0.0.0/16)
  lb alb: [로드 밸런서](lb.md) (ALB)
  az 2a
    vm a1: 앱 서버
    dc
  az 2c
    vm a2: 앱 서버
사용자 --> alb : HTTPS
alb --> a1 & a2 : [전달](x.md)
a1 <-.-> a2
2a --- 2c`, "상자 3개에 담긴 항목 5개, 연결 5개", `
- 사용자
- VPC (10.0.0.0/16)
  - 로드 밸런서 (ALB) → lb.md
  - 2a
    - 앱 서버
    - 데이터 센터
  - 2c
    - 앱 서버
- 연결
  - 사용자 → 로드 밸런서: HTTPS
  - 로드 밸런서 → 앱 서버 (2a): 전달 → x.md
  - 로드 밸런서 → 앱 서버 (2c): 전달 → x.md
  - 앱 서버 (2a) ↔ 앱 서버 (2c)
  - 2a — 2c`},
		{"a map", `
map
  pin ap-northeast-2
  pin [본사](hq.md) (37.5, 127)
region 서울 리전 (ap-northeast-2)
  az 2a
ap-northeast-2 -.- 본사`, "지도 위의 장소 2곳, 상자 2개에 담긴 항목 0개, 연결 1개", `
- 서울
- 본사 → hq.md
- 서울 리전 (ap-northeast-2)
  - 2a
- 연결
  - 서울 — 본사`},
		{"a map alone", "map\n  pin us-east-1", "지도 위의 장소 1곳", `
- 버지니아 북부`},
		{"no links", "vm 서버", "상자 0개에 담긴 항목 1개, 연결 0개", `
- 서버`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, problems := Draw(test.src, korean)
			if d == nil {
				t.Fatal(problems)
			}
			var b strings.Builder
			list(&b, d.Outline, "")
			if want := strings.TrimPrefix(test.want, "\n") + "\n"; b.String() != want {
				t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
			}
			if d.Summary != test.summary {
				t.Errorf("summary %q, want %q", d.Summary, test.summary)
			}
		})
	}
}

func TestEnglish(t *testing.T) {
	d, _ := Draw("az 2a\n  dc\n  dc x: Annex\nmap\n  pin ap-northeast-2", scene.Language{})
	var b strings.Builder
	list(&b, d.Outline, "")
	if want := "- 2a\n  - Data center\n  - Annex\n- Seoul\n"; b.String() != want {
		t.Errorf("got:\n%s\nwant:\n%s", b.String(), want)
	}
}

// TestHits asks that each title and label that is a link can be pressed where it
// is drawn, under its own name, and that it is marked as a link.
func TestHits(t *testing.T) {
	d, problems := Draw(`
group [묶음](g.md)
  vm a: [앱](a.md) (EC2)
  vm b: 다른 앱
a --> b : [호출](call.md)
map
  pin [ap-northeast-2](seoul.md)`, korean)
	if d == nil {
		t.Fatal(problems)
	}
	var got []string
	for _, h := range d.Hits {
		got = append(got, h.Label+" "+h.Link.Dest)
		// The areas of pins are the map's own affair.
		if area, ok := h.Area.(scene.Rect); ok && !over(d, area.Box, h.Label) {
			t.Errorf("%s: %+v does not cover its text", h.Label, h.Area)
		}
	}
	slices.Sort(got)
	want := []string{"묶음 g.md", "서울 seoul.md", "앱 a.md", "호출 call.md"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// over tells whether a text that is marked as a link stands in b.
func over(d *scene.Diagram, b scene.Box, label string) bool {
	for _, s := range d.Shapes {
		if t, ok := s.(scene.Text); ok && strings.Join(t.Lines, " ") == label {
			return strings.Contains(t.Class, "ln") && b.Holds(t.Bounds())
		}
	}
	return false
}

// TestWedge asks that a pin opens to the region whose note is its code.
func TestWedge(t *testing.T) {
	for _, test := range []struct {
		name, src string
		want      int
	}{
		{"its own", "map\n pin ap-northeast-2\n pin us-east-1\ncloud a\n region 서울 (ap-northeast-2)\n  vm b", 1},
		{"another", "map\n pin us-east-1\nregion 서울 (ap-northeast-2)\n vm b", 0},
		{"no region", "map\n pin us-east-1\ngroup 서울 (us-east-1)\n vm b", 0},
		{"two", "map\n pin us-east-1\n pin ap-northeast-2\nregion 서울 (ap-northeast-2)\nregion 버지니아 (us-east-1)", 2},
	} {
		d, problems := Draw(test.src, korean)
		if d == nil {
			t.Fatal(problems)
		}
		n := 0
		for _, s := range d.Shapes {
			if p, ok := s.(scene.Path); ok && p.Class == "z" {
				n++
			}
		}
		if n != test.want {
			t.Errorf("%s: %d wedges, want %d", test.name, n, test.want)
		}
	}
}
