package fence

import (
	"fmt"
	"math"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"sitegen/internal/diag"
	"sitegen/internal/diagram"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
	"sitegen/internal/markdown"
	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// result draws links, each as an area of the picture and an item of the outline.
func result(links ...string) *diagram.Result {
	d := &scene.Diagram{Title: "제목 <1>", Summary: "요약 & 끝", View: scene.Box{W: 300, H: 100}}
	steps := scene.Item{Text: "개발", Ordered: true}
	for i, dest := range links {
		l := scene.Link{Dest: dest, Line: i + 2, Col: 5}
		box := scene.Box{X: float64(i) * 10, W: 9, H: 9}
		d.Hits = append(d.Hits, scene.Hit{Area: scene.Rect{Box: box}, Label: "이름 \"" + dest + "\"", Link: l})
		steps.Items = append(steps.Items, scene.Item{Text: "단계 <b>", Link: &l})
	}
	d.Outline = []scene.Item{steps, {Text: "끝"}}
	return &diagram.Result{Picture: svg.Write(d, "f1"), Caption: d.Title, Name: d.Title, Outline: d.Outline, Width: d.View.W, Height: d.View.H}
}

func TestFigure(t *testing.T) {
	d := figure(result("../b.md?x=1#절", "https://a.kr/?b&c", "mailto:a@b.kr", "javascript:alert(1)", "//a.kr"), "글로 읽기")
	got := body(t, d)
	svgAt, end := strings.Index(got, `<svg role="img"`), strings.Index(got, "</svg>")
	got = got[:svgAt] + got[end+len("</svg>"):]
	want := `<figure class="fig dg"><figcaption>제목 &lt;1&gt;</figcaption><div class="pic">` +
		`<svg class="hits" viewBox="0 0 300 100" width="300" height="100">` +
		`<a href="{../b.md?x=1#절 2:5}" aria-label="이름 &#34;../b.md?x=1#절&#34;"><rect x="0" y="0" width="9" height="9"/></a>` +
		`<a href="https://a.kr/?b&amp;c" rel="noopener" aria-label="이름 &#34;https://a.kr/?b&amp;c&#34;"><rect x="10" y="0" width="9" height="9"/></a>` +
		`<a href="mailto:a@b.kr" aria-label="이름 &#34;mailto:a@b.kr&#34;"><rect x="20" y="0" width="9" height="9"/></a>` +
		`<a aria-label="이름 &#34;javascript:alert(1)&#34;"><rect x="30" y="0" width="9" height="9"/></a>` +
		`<a href="//a.kr" rel="noopener" aria-label="이름 &#34;//a.kr&#34;"><rect x="40" y="0" width="9" height="9"/></a>` +
		`</svg></div><details><summary>글로 읽기</summary><ul><li>개발<ol>` +
		`<li><a href="{../b.md?x=1#절 2:5}">단계 &lt;b&gt;</a></li>` +
		`<li><a href="https://a.kr/?b&amp;c" rel="noopener">단계 &lt;b&gt;</a></li>` +
		`<li><a href="mailto:a@b.kr">단계 &lt;b&gt;</a></li>` +
		`<li><a>단계 &lt;b&gt;</a></li>` +
		`<li><a href="//a.kr" rel="noopener">단계 &lt;b&gt;</a></li>` +
		`</ol></li><li>끝</li></ul></details></figure>`
	if got != want {
		t.Errorf("got\n%s\nwant\n%s", got, want)
	}
	if want := "제목 <1>\n개발\n" + strings.Repeat("단계 <b>\n", 5) + "끝\n"; d.Text != want {
		t.Errorf("text %q, want %q", d.Text, want)
	}
	said := map[string]int{}
	for _, g := range diag.Sort(d.Diags) {
		said[line(g)]++
	}
	for _, want := range []string{
		`:5:5: error SEC001 the address "javascript:alert(1)" could run code or read local files [use http, https, mailto, tel or a path inside the project]` + "\n",
		`:6:5: warning LNK007 "//a.kr" leaves out the scheme [write https: before it]` + "\n",
	} {
		if said[want] != 1 {
			t.Errorf("lacks %s in %v", want, said)
		}
	}
	if len(said) != 2 {
		t.Errorf("diagnostics %v", said)
	}
}

// Without a title there is no caption, and a wide picture is named by its summary.
func TestFigureWithoutCaption(t *testing.T) {
	r := result()
	r.Caption, r.Name, r.Width = "", "요약 & 끝", 680
	got := body(t, figure(r, "글로 읽기"))
	if want := `<figure class="fig dg"><div class="pic w36" tabindex="0" role="region" aria-label="요약 &amp; 끝"><svg role="img"`; !strings.HasPrefix(got, want) {
		t.Errorf("%s\nhas not\n%s", got, want)
	}
}

// A picture is never shown wider than it is, nor much smaller than is legible,
// and scrolls only where it has to.
func TestWidthClass(t *testing.T) {
	sheet, err := os.ReadFile("../../static/assets/class/dg.css")
	if err != nil {
		t.Fatal(err)
	}
	if unit := fmt.Sprintf("calc(var(--w, 0) * %dpx)", widthStep); !strings.Contains(string(sheet), unit) {
		t.Errorf("the stylesheet has no %s", unit)
	}
	least := map[string]float64{"": 0, " wx": math.Inf(1)}
	for _, m := range regexp.MustCompile(`\.(w(\d+)) \{ --w: (\d+); \}`).FindAllStringSubmatch(string(sheet), -1) {
		n, err := strconv.Atoi(m[3])
		if err != nil || m[2] != m[3] {
			t.Errorf("%s is %s, %v", m[1], m[3], err)
		}
		least[" "+m[1]] = float64(n * widthStep)
	}
	for w := 1.0; w < 3000; w += .5 {
		class := widthClass(w)
		min, ok := least[class]
		switch {
		case !ok:
			t.Fatalf("%v: there is no class %q", w, class)
		case class == "" && w > narrowest:
			t.Errorf("%v: no least width", w)
		case class == "":
		case class == " wx":
			if w*leastScale <= lastStep*widthStep {
				t.Errorf("%v: natural width, though a class would do", w)
			}
		case min > w, min < w*(leastScale-.02), min > w*leastScale+widthStep:
			t.Errorf("%v: at least %v", w, min)
		}
	}
}

// What is wrong in a fence has its place in the Markdown file, however the fence
// is indented there.
func TestProblemsHaveTheirPlace(t *testing.T) {
	files := archive{
		"content/tree.txt": []byte("a\n  b\n      c\n"),
		"content/part.txt": []byte("위\n// #region x\na\n  b\n      c\n// #endregion\n"),
	}
	for _, c := range []struct{ name, md, want string }{
		{"plain", "# 글\n\n```tree\na\n  b\n      c\n```\n", "content/a.md:6:7"},
		{"in a list", "# 글\n\n1. 하나\n\n   ```tree\n   a\n     b\n         c\n   ```\n", "content/a.md:8:10"},
		{"in a nested list", "# 글\n\n- 하나\n  - 둘\n    ```tree\n    a\n      b\n          c\n    ```\n", "content/a.md:8:11"},
		{"in a quote", "# 글\n\n> ```tree\n> a\n>   b\n>       c\n> ```\n", "content/a.md:6:9"},
		{"in a quote in a list", "# 글\n\n- > ```tree\n  > a\n  >   b\n  >       c\n  > ```\n", "content/a.md:6:11"},
		{"indented fence", "# 글\n\n  ```tree\n  a\n    b\n        c\n  ```\n", "content/a.md:6:9"},
		{"the whole block", "# 글\n\n> ```tree\n> ```\n", "content/a.md:3:3"},
		{"in a file", "# 글\n\n> ```tree file=\"tree.txt\"\n> ```\n", "content/tree.txt:3:7"},
		{"in a part of a file", "# 글\n\n> ```tree file=\"part.txt\" region=x\n> ```\n", "content/a.md:3:3"},
		{"the whole of a file that is not there", "# 글\n\n> ```tree file=\"없음.txt\"\n> a\n>   b\n>       c\n> ```\n", "content/a.md:6:9"},
	} {
		files["content/a.md"] = []byte(c.md)
		doc := markdown.Parse(markdown.In{File: "content/a.md", Rel: "a.md"}, markdown.Fences{Info: ParseInfo, Draw: Draw}, memo.NewReader(files))
		found := ""
		for _, g := range doc.Diags {
			if strings.HasPrefix(g.Code, "DIA") {
				found += g.Pos.String()
			}
		}
		if found != c.want {
			t.Errorf("%s: at %q, want %s", c.name, found, c.want)
		}
	}
}

func TestLinksHaveTheirPlace(t *testing.T) {
	block := diag.Pos{File: "content/a.md", Line: 10, Col: 3}
	for _, c := range []struct {
		from origin
		pos  diag.Pos
		want string
	}{
		{origin{}, diag.Pos{Line: 2, Col: 5}, "content/a.md:12:7"},
		{origin{}, diag.Pos{Line: 2}, "content/a.md:12"},
		{origin{}, diag.Pos{}, "content/a.md:10:3"},
		{origin{}, diag.Pos{File: "x", Line: 1}, "x:1"},
		{origin{file: "b"}, diag.Pos{Line: 2, Col: 5}, "b:2:5"},
		{origin{file: "b"}, diag.Pos{}, "content/a.md:10:3"},
		{origin{file: "b", part: true}, diag.Pos{Line: 2, Col: 5}, "content/a.md:10:3"},
	} {
		d := site.Drawn{Diags: []diag.Diag{{Pos: c.pos}}, Body: site.Body{Links: []site.Link{{Pos: c.pos}}}}
		c.from.place(&d, block)
		if got, link := d.Diags[0].Pos.String(), d.Body.Links[0].Pos.String(); got != c.want || link != c.want {
			t.Errorf("%v of %v: %s and %s, want %s", c.pos, c.from, got, link, c.want)
		}
	}
}

// inPicture are the tags that pictures and trees are made of.
var inPicture = regexp.MustCompile(`^<(figure class="(fig dg|tree)"( tabindex="0")?|figcaption|details|summary|[uo]l|li( class="[do]")?|mark|span( class="c")?` +
	`|div class="pic( w\d+| wx)?"( tabindex="0" role="region" aria-label="[^"<>]*")?|a( href="[^"<>]*")?( rel="noopener")?( aria-label="[^"<>]*")?` +
	`|svg( (role|class|viewBox|width|height|aria-[a-z]+)="[^"<>]*")+|(title|desc) id="f1-[td]"|defs|g id="f1-[a-z]+"|g class="[a-z0-9 ]+" transform="[a-z0-9 .()-]+"|tspan( (x|dy)="[0-9.-]+")*` +
	`|(text|rect|circle|ellipse|path|use)( (class|transform|d|x|y|cx|cy|r|rx|ry|width|height|href)="[^"<>:]*")*/?|/[a-z]+)>$`)

// FuzzPicture holds that no author's text gets out of its place in a picture or
// a tree, and that every mistake has a place and a hint.
func FuzzPicture(f *testing.F) {
	f.Add("loop", "title 제목\nsection a | b\n  [코드](../b.md) : c, d\n  나\n  다\n")
	f.Add("region", "user u: 사용자\ncloud 구름\n  vm v: [서버](https://a.kr) (메모)\nu --> v : HTTPS\n")
	f.Add("tree {2}", "a/ # b\n├── c\n└── d\n")
	f.Add("loop", "[x](javascript:1)\n<b>\n\"&\n")
	f.Add("region title=\"<i>\"", "map\n  pin ap-northeast-2\n  pin x: <b> (1, 2)\n")
	f.Fuzz(func(t *testing.T, info, text string) {
		fe := fence(info, text)
		delete(fe.Attrs, "file")
		fe.ID, fe.Strings = "f1", words
		d := Draw(fe, nil)
		out := body(t, d)
		if strings.HasPrefix(out, `<figure class="code`) {
			return // see FuzzDraw
		}
		for _, tg := range tag.FindAllString(out, -1) {
			if !inPicture.MatchString(tg) {
				t.Errorf("a tag that no drawer writes: %s", tg)
			}
		}
		if strings.Count(out, "<li") != strings.Count(out, "</li>") || strings.Count(out, "<svg") != strings.Count(out, "</svg>") {
			t.Errorf("not balanced: %s", out)
		}
		for _, g := range d.Diags {
			if g.Pos.Line < 1 || g.Hint == "" && g.Code != "COD002" {
				t.Errorf("%+v", g)
			}
		}
	})
}
