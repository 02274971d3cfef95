package svg

import (
	"encoding/xml"
	"io"
	"strings"
	"testing"

	"sitegen/internal/diagram/scene"
)

// wellFormed reports what an XML parser says of s.
func wellFormed(s string) error {
	d := xml.NewDecoder(strings.NewReader(s))
	for {
		if _, err := d.Token(); err == io.EOF {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func example() *scene.Diagram {
	var line scene.Data
	line.M(scene.Point{X: 1, Y: 2}).L(scene.Point{X: 30, Y: 2})
	link := scene.Link{Dest: "a.md", Line: 2, Col: 9}
	area := scene.Rect{Box: scene.Box{X: 8, Y: 8, W: 96, H: 44}, Round: 8}
	return &scene.Diagram{
		Title:   "앱 & <서버>",
		Summary: "항목 2개",
		View:    scene.Box{X: 0, Y: -4, W: 200, H: 60.5},
		Shapes: []scene.Shape{
			scene.Rect{Box: area.Box, Round: 8, Class: "n"},
			scene.Circle{Centre: scene.Point{X: 3, Y: 4}, R: 5.5, Class: "pin"},
			scene.Path{D: line, Class: "w"},
			scene.Icon{Name: "db", At: scene.Point{X: 10, Y: 12}, Class: "k5"},
			scene.Icon{Name: "vm", At: scene.Point{X: 10, Y: 12}, Class: "k3"},
			scene.Icon{Name: "vm", At: scene.Point{X: 50, Y: 12}, Class: "k3"},
			scene.Text{At: scene.Point{X: 40, Y: 30}, Style: scene.Label, Lines: []string{`"앱" 'a' <b>`}},
			scene.Text{At: scene.Point{X: 40, Y: 30}, Style: scene.Note, Anchor: scene.Middle, Class: "k1", Lines: []string{"첫 줄", "둘째"}, Angle: -30},
			scene.Text{At: scene.Point{X: 40, Y: 30}, Style: scene.Note, Anchor: scene.End, Lines: []string{"끝"}},
		},
		Hits: []scene.Hit{{Area: area, Label: "앱", Link: link}},
	}
}

func TestWrite(t *testing.T) {
	m := Write(example(), "f1")
	got := strings.ReplaceAll(string(m.Bytes), "><", ">\n<")
	want := `<svg role="img" aria-labelledby="f1-t" aria-describedby="f1-d" viewBox="0 -4 200 60.5" width="200" height="60.5">
<title id="f1-t">앱 &amp; &lt;서버&gt;</title>
<desc id="f1-d">항목 2개</desc>
<defs>
<g id="f1-vm">` + strings.ReplaceAll(Icons["vm"], "><", ">\n<") + `</g>
</defs>
<rect class="n" x="8" y="8" width="96" height="44" rx="8"/>
<circle class="pin" cx="3" cy="4" r="5.5"/>
<path class="w" d="M1 2H30"/>
<g class="i k5" transform="translate(10 12)">
` + strings.ReplaceAll(Icons["db"], "><", ">\n<") + `</g>
<use class="i k3" x="10" y="12" href="#f1-vm"/>
<use class="i k3" x="50" y="12" href="#f1-vm"/>
<text class="b" x="40" y="35">&#34;앱&#34; 'a' &lt;b&gt;</text>
<text class="m k1 c" x="40" y="26.2" transform="rotate(-30 40 30)">첫 줄<tspan x="40"> </tspan>
<tspan x="40" dy="17">둘째</tspan>
</text>
<text class="m e" x="40" y="34.7">끝</text>
</svg>
<svg class="hits" viewBox="0 -4 200 60.5" width="200" height="60.5">
<a aria-label="앱">
<rect x="8" y="8" width="96" height="44" rx="8"/>
</a>
</svg>`
	squash := func(s string) string { return strings.ReplaceAll(s, "\n", "") }
	if squash(got) != squash(want) {
		t.Errorf("got\n%s", got)
	}
	if err := wellFormed(string(m.Bytes)); err != nil {
		t.Error(err)
	}
	if len(m.Gaps) != 1 || !strings.HasSuffix(string(m.Bytes[:m.Gaps[0].At]), "<a") || m.Gaps[0].Link.Dest != "a.md" {
		t.Errorf("gaps %+v", m.Gaps)
	}
}

func TestWriteWithoutTitle(t *testing.T) {
	d := example()
	d.Title, d.Hits = "", nil
	got := string(Write(d, "x").Bytes)
	if !strings.Contains(got, `<title id="x-t">항목 2개</title>`) || strings.Contains(got, "hits") {
		t.Error(got)
	}
}

func TestAppendText(t *testing.T) {
	got := string(AppendText(nil, "a\x00b\x1b\xffc\uFFFE\t<&>\""))
	if want := "a\uFFFDb\uFFFD\uFFFDc\uFFFD\t&lt;&amp;&gt;&#34;"; got != want {
		t.Errorf("got %q", got)
	}
	if err := wellFormed("<a>" + got + "</a>"); err != nil {
		t.Error(err)
	}
}
