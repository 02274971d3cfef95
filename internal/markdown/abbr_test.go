package markdown

import (
	"reflect"
	"regexp"
	"strings"
	"testing"
)

// shown is the text of a page before its list of abbreviations, with terms in
// braces.
func shown(html string) string {
	html, _, _ = strings.Cut(html, `<section class="notes"`)
	html = regexp.MustCompile(`<a class="term" href="#sg-ab-\d+" interestfor="sg-t-\d+">([^<]*)</a>`).ReplaceAllString(html, "{$1}")
	return html
}

func TestAbbrWords(t *testing.T) {
	const defs = "\n\n*[AZ]: Zone\n*[AZ ID]: Id\n*[영역]: 묶음\n"
	for src, want := range map[string]string{
		"AZ":         "{AZ}",
		"AZ는":        "{AZ}는",
		"AZ에서의 AZ.":  "{AZ}에서의 AZ.",
		"각AZ":        "각{AZ}",
		"AZs aAZ A":  "AZs aAZ A",
		"AZ1 AZ_1":   "AZ1 AZ_1",
		"AZ-1":       "{AZ}-1",
		"az":         "az",
		"AZ IDs":     "{AZ} IDs",
		"AZ ID":      "{AZ ID}",
		"AZ ID를 AZ":  "{AZ ID}를 {AZ}",
		"*AZ*":       "<em>{AZ}</em>",
		"`AZ`":       "<code>AZ</code>",
		"영역은 영역별":    "{영역}은 영역별",
		"이 영역, 그영역":  "이 {영역}, 그영역",
		"AZ\nAZ":     "{AZ}\nAZ",
		"AZ  \nx":    "{AZ}<br>\nx",
		"A\\Z":       "A\\Z",
		"![AZ](x)":   `<img src="x" alt="AZ">`,
		"[x](AZ.md)": `<a href="AZ.md">x</a>`,
		"[AZ](x) AZ": `<a href="x">AZ</a> {AZ}`,
	} {
		got, _ := withExtras(t, HTMLSafe, src+defs)
		if shown(got) != "<p>"+want+"</p>\n" {
			t.Errorf("%q:\ngot  %swant <p>%s</p>", src, got, want)
		}
	}
}

// A term is marked once in a section, whatever blocks it has.
func TestAbbrSections(t *testing.T) {
	src := "AZ\n\nAZ\n\n- AZ\n\n### AZ\n\nAZ\n\n## AZ\n\n> AZ AZ\n\n# x\n\nAZ\n\n*[AZ]: Zone\n"
	got, _ := withExtras(t, HTMLSafe, src)
	want := "<p>{AZ}</p>\n<p>AZ</p>\n<ul>\n<li>AZ</li>\n</ul>\n<h3>AZ</h3>\n<p>AZ</p>\n<h2>AZ</h2>\n<blockquote>\n<p>{AZ} AZ</p>\n</blockquote>\n<h1>x</h1>\n<p>{AZ}</p>\n"
	if shown(got) != want {
		t.Errorf("got\n%s\nwant\n%s", shown(got), want)
	}
	if n := strings.Count(got, "popover="); n != 1 {
		t.Errorf("%d hints", n)
	}
}

func TestAbbrDefinitions(t *testing.T) {
	src := "글\n*[AZ]: Availability &amp; Zone\n  *[B C]: b\n계속\n\n- *[AZ]: twice\n\n```\n*[D]: code\n```\n\n*[E]:\n*[F] x\n"
	out, x := withExtras(t, HTMLSafe, src)
	want := []abbreviation{{Term: "AZ", Text: "Availability & Zone"}, {Term: "B C", Text: "b"}}
	if !reflect.DeepEqual(x.defs, want) {
		t.Errorf("%+v", x.defs)
	}
	if want := "<p>글\n계속</p>\n<ul>\n<li></li>\n</ul>\n<pre><code>*[D]: code\n</code></pre>\n<p>*[F] x</p>\n"; out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

func TestAbbrRefused(t *testing.T) {
	for _, c := range []struct{ src, html, codes string }{
		{"*[주의]: 시험에 나옵니다*", "<p><em>[주의]: 시험에 나옵니다</em></p>\n", ""},
		{"*[주의]: **꼭** 나옵니다*", "<p><em>[주의]: <strong>꼭</strong> 나옵니다</em></p>\n", ""},
		{"*[AZ]: **굵게**", "", ""},
		{"*[AZ]: a * b", "", ""},
		{"*[AZ]: 별 \\*", "", ""},
		{"*[AZ]:", "", "1:STR015"},
		{"*[ ]: x", "", "1:STR015"},
		{"*[" + strings.Repeat("가", 40) + "]: x", "", "1:STR015"},
		{"*[AZ]: x\n*[AZ]: x", "", ""},
		{"글\n\n*[AZ]: x\n*[AZ]: y", "<p>글</p>\n", "4:STR015"},
	} {
		out, x := withExtras(t, HTMLSafe, c.src)
		if got := codesOf(c.src, x.findings); out != c.html || got != c.codes {
			t.Errorf("%s: %q %q, want %q %q", c.src, out, got, c.html, c.codes)
		}
	}
}
