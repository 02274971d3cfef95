package markdown

import (
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/util"
	"golang.org/x/net/html"

	"sitegen/internal/address"
	"sitegen/internal/memo"
)

// unsafeURLs are the ways to write an executable or local address.
func unsafeURLs(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("../address/testdata/unsafe.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(data)) {
		dest, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, dest)
	}
	return all
}

// Every spelling, in every place an address can stand.
func TestRawHTMLAddresses(t *testing.T) {
	for _, dest := range unsafeURLs(t) {
		value := strings.NewReplacer(`"`, "&quot;", "<", "&lt;").Replace(dest)
		for _, src := range []string{
			`<a href="` + value + `">x</a>`,
			`<img src="` + value + `">`,
			`<video poster="` + value + `" src="` + value + `"></video>`,
			`<picture><source srcset="` + strings.ReplaceAll(value, " ", "") + ` 2x"></picture>`,
		} {
			if strings.Contains(src, "srcset") && (strings.ContainsAny(dest, ",\n") || strings.Contains(dest, "&Tab") || strings.Contains(dest, "&NewLine")) {
				continue // commas and spaces separate addresses there
			}
			out, x := withExtras(t, HTMLSafe, "글 "+src)
			if bad := runnable(t, out); bad != "" {
				t.Errorf("%s: %s in %s", src, bad, out)
			}
			if strings.Contains(out, "{page") || strings.Contains(out, "{image") {
				t.Errorf("%s became a link into the project: %s", src, out)
			}
			if !strings.Contains(codesOf(src, offsetZero(x.findings)), "1:SEC001") {
				t.Errorf("%s: %+v", src, x.findings)
			}
		}
	}
}

func offsetZero(found []finding) []finding {
	for i := range found {
		found[i].offset = 0
	}
	return found
}

func TestRawHTML(t *testing.T) {
	for _, c := range []struct{ src, html, codes string }{
		{"# 가\n\n<script>alert(1)</script>\n\n본문", "<h1>가</h1>\n\n<p>본문</p>\n", "3:SEC002"},
		{"<style>body{}</style>", "", "1:SEC002"},
		{"<iframe src=https://evil.example></iframe>\n<object data=x></object><embed src=x>", "\n", "1:SEC002 2:SEC002 2:SEC002"},
		{"<scr<script>ipt>alert(1)</script>", "<p>&lt;scr</p>\n", "1:SEC002"},
		{"<SCRIPT>x</SCRIPT >y", "y", "1:SEC002"},
		{"<img src=x.png onerror=alert(1)>", `<img src="{image x.png}" alt="" loading="lazy">`, "1:SEC002 1:STR017"},
		{"<img src=x.png alt='a\" onload=\"x' loading=eager>", `<img src="{image x.png}" alt="a&quot; onload=&quot;x" loading="eager">`, ""},
		{"<a href='a.md' href='javascript:1'>x</a>", `<p><a href="{page a.md}">x</a></p>` + "\n", ""},
		{"<a href=https://a.kr target=_blank rel='noreferrer x'>x</a>", `<p><a href="https://a.kr" target="_blank" rel="noopener noreferrer">x</a></p>` + "\n", ""},
		{"<a href=a.md target=_top>x</a>", `<p><a href="{page a.md}">x</a></p>` + "\n", "1:SEC002"},
		{"<details name=quiz><summary>가</summary>나</details>", `<details name="quiz"><summary>가</summary>나</details>`, ""},
		{"<p id='a b'>x</p>", "<p>x</p>", "1:SEC002"},
		{"<p aria-label=x aria-x1=y role=note hidden>x</p>", `<p aria-label="x" role="note">x</p>`, "1:SEC002 1:SEC002"},
		{"<td style='text-align:center'>x", "<td>x</td>", "1:SEC002"},
		{"<svg><script>alert(1)</script><style>x</style></svg>가", "<p>가</p>\n", "1:SEC002"},
		{"<svg>\n\n글\n\n</svg>\n\n끝", "\n<p>끝</p>\n", "1:SEC002"},
		{"<svg>\n\n글", "<p>글</p>\n", "1:SEC002"},
		{"<math><mi>x</mi></math> <textarea>a</textarea> <button>나</button>", "<p> a 나</p>\n", "1:SEC002 1:SEC002 1:SEC002"},
		{"글<br/>글</br>글", "<p>글<br>글<br>글</p>\n", ""},
		{"<div/>\n\n글", "<div></div>\n<p>글</p>\n", ""},
		{"<b><i>x</b></i>", "<p><b><i>x</i></b></p>\n", "1:HTM003"},
		{"글 <!-- 주석 --> 글<!---->", "<p>글  글</p>\n", ""},
		{"<!DOCTYPE html>", "", "1:SEC002"},
		{"<![CDATA[x]]>", "", "1:SEC002"},
		{"<div class=\"a", "&lt;div class=&quot;a", ""},
		{"&lt;script&gt; <b>&lt;</b>", "<p>&lt;script&gt; <b>&lt;</b></p>\n", ""},
		{"<pre>\n&lt;b&gt; \"x\"\n</pre>", "<pre>\n&lt;b&gt; \"x\"\n</pre>", ""},
		{"| a |\n|---|\n| <b>x |", "", "3:HTM003"},
	} {
		out, x := withExtras(t, HTMLSafe, c.src)
		if c.html != "" && out != c.html {
			t.Errorf("%s\ngot  %q\nwant %q", c.src, out, c.html)
		}
		if got := codesOf(c.src, x.findings); got != c.codes {
			t.Errorf("%s: got %q, want %q\n%s", c.src, got, c.codes, reportOf(c.src, x.findings))
		}
		if bad := runnable(t, out); bad != "" {
			t.Errorf("%s: %s", c.src, bad)
		}
	}
}

func TestRawHTMLModes(t *testing.T) {
	const src = "<div onclick=\"x\">\n\n글 <b>x</b> <!-- c -->\n\n</div>\n"
	if out, x := withExtras(t, HTMLRaw, src); out != "<div onclick=\"x\">\n<p>글 <b>x</b> <!-- c --></p>\n</div>\n" || len(x.findings) > 0 {
		t.Errorf("raw: %q %v", out, x.findings)
	}
	out, x := withExtras(t, HTMLNone, src)
	if want := "<p>&lt;div onclick=&quot;x&quot;&gt;</p>\n<p>글 &lt;b&gt;x&lt;/b&gt; </p>\n<p>&lt;/div&gt;</p>\n"; out != want {
		t.Errorf("none: %q", out)
	}
	if got := codesOf(src, x.findings); got != "1:SEC002 3:SEC002" {
		t.Error(got)
	}
}

func TestRawHTMLBalance(t *testing.T) {
	for src, want := range map[string]string{
		"# 가\n\n<details>\n<summary>더</summary>\n\n본문\n": "3:HTM003",
		"# 가\n\n" + strings.Repeat("<div>\n", 20_000):    "3:HTM003 203:HTM003",
		"</div>\n":                         "1:HTM003",
		"<div>\n\n- a\n\n  </div>\n":       "",
		"<details>\n\n> 글\n\n</details>\n": "",
		"> <div>\n\n글\n":                   "1:HTM003",
		"- <div>\n- 글\n":                   "1:HTM003",
		"<center>\n\n글</center>\n":         "",
		"글 <span>**<b>x**</span>":          "1:HTM003",
		"<ul><li>a<li>b</ul>":              "",
		"<p>글\n\n글":                        "",
		"<table><tr><td>x</table>":         "",
	} {
		out, x := withExtras(t, HTMLSafe, src)
		if got := codesOf(src, x.findings); got != want {
			t.Errorf("%.40q: got %q, want %q", src, got, want)
		}
		if bad := leaks(t, out); bad != "" {
			t.Errorf("%.40q: %s", src, bad)
		}
	}
}

// runnable parses HTML as a browser does and names what could run.
func runnable(t testing.TB, out string) string {
	root, err := html.Parse(strings.NewReader("<!doctype html><main>" + out))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type != html.ElementNode {
			continue
		}
		if dropsContent(n.Data) || isOneOf(n.Data, "embed", "base", "meta", "link", "form") {
			return "<" + n.Data + ">"
		}
		for _, a := range n.Attr {
			image := n.Data == "img" && a.Key == "src"
			switch {
			case strings.HasPrefix(a.Key, "on"), isOneOf(a.Key, "style", "srcdoc", "formaction", "ping", "background"):
				return a.Key + "="
			}
			if ok, _ := address.Check(a.Val, image); !ok && isOneOf(a.Key, "href", "src", "poster", "srcset") {
				return a.Key + "=" + a.Val
			}
		}
	}
	return ""
}

// leaks reports whether an element opened in out is still open after it.
func leaks(t testing.TB, out string) string {
	root, err := html.Parse(strings.NewReader("<!doctype html><body><main>" + out + "</main><footer>끝</footer>"))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Type == html.ElementNode && n.Data == "footer" {
			if n.Parent.Data != "body" {
				return "the footer is in <" + n.Parent.Data + ">"
			}
			if n.FirstChild == nil || n.FirstChild.Type != html.TextNode {
				return "the footer's text is in something"
			}
			return ""
		}
	}
	return "the footer is gone"
}

func FuzzRawHTML(f *testing.F) {
	for _, s := range []string{
		"<details><summary>a</summary>\n\nb\n\n</details>", "글 <b>*x</b>*", "<svg><style><img src=x onerror=alert(1)></style></svg>",
		"<a href=javascript&colon;x>", "<table><tr><td><table>", "<p><ul><li></p>", "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">",
		"<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>", "<!--><img src=x onerror=alert(1)>-->", "<div/><b", "> <div>\n\n- </div>",
		"<xmp><p title=\"</xmp><script>alert(1)</script>\">", "<plaintext>", "<select><style></select><script>", "<img srcset='a 1x, javascript:x'>", "::: tabs\n== <b>\n<i>\n:::",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		if len(src) > 2000 || strings.Count(src, "`")+strings.Count(src, "~") > 200 {
			return
		}
		// Markdown's own links are for the page's renderer to judge.
		out, x := render(t, HTMLSafe, src, goldmark.WithParser(parser.NewParser(
			parser.WithBlockParsers(parser.DefaultBlockParsers()...),
			parser.WithInlineParsers(
				util.Prioritized(parser.NewCodeSpanParser(), 100),
				util.Prioritized(parser.NewRawHTMLParser(), 400),
				util.Prioritized(parser.NewEmphasisParser(), 500),
			),
		)), goldmark.WithExtensions(extension.Table))
		if strings.Contains(out, "<!-- raw HTML omitted -->") {
			t.Fatal("a fragment was not cleaned")
		}
		for _, found := range x.findings {
			if found.offset < 0 || found.offset > len(src) {
				t.Fatalf("%+v is outside of the text", found)
			}
		}
		if bad := leaks(t, out); bad != "" {
			t.Fatalf("%s\n%s", bad, out)
		}
		if bad := runnable(t, out); bad != "" {
			t.Fatalf("%s\n%s", bad, out)
		}
	})
}

// No two elements of a page have one id; what the author wrote in HTML comes first.
func TestRawHTMLIDs(t *testing.T) {
	for _, mode := range []HTML{HTMLSafe, HTMLRaw} {
		in := In{File: "a.md", Rel: "a.md", Options: Options{HTML: mode}}
		d := Parse(in, plainFences, memo.NewReader(files{"a.md": []byte("# 가\n\n<a id=\"x\"></a>\n\n## x\n\n## x\n")}))
		if d.Heads[0].ID != "x-1" || d.Heads[1].ID != "x-2" {
			t.Errorf("%s: %+v", mode, d.Heads)
		}
	}
	for _, c := range []struct{ src, html, codes string }{
		{"<p id=x>a</p><p id=x>b</p>", `<p id="x">a</p><p>b</p>`, "1:ID002"},
		{"<p id=sg-main>a</p>", "<p>a</p>", "1:ID002"},
		{"<a name=x id=x></a> <a name=sg-a></a>", `<p><a id="x"></a> <a></a></p>` + "\n", "1:ID002"},
		{"<p id=''>a</p>", "<p>a</p>", "1:SEC002"},
	} {
		out, x := withExtras(t, HTMLSafe, c.src)
		if got := codesOf(c.src, x.findings); out != c.html || got != c.codes {
			t.Errorf("%s: %q %q", c.src, out, got)
		}
	}
}

func TestAnchors(t *testing.T) {
	text := "# <a id=\"e\"></a>가\n\n## 제목 {#a&b}\n\n<a name=\"q&amp;a\"></a> <b>글 id=\"no\" 글</b> [x](b.md) <a href=\"c.md\" id=\"d\">y</a>\n"
	d := Parse(In{File: "a.md", Rel: "a.md"}, plainFences, memo.NewReader(files{"a.md": []byte(text)}))
	if want := []string{"가", "e", "a&b", "q&a", "d"}; !slices.Equal(d.Anchors, want) {
		t.Errorf("%q, want %q", d.Anchors, want)
	}
}
