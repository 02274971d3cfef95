package markdown

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/renderer/html"
	"github.com/yuin/goldmark/util"
)

// plainMarkdown is goldmark with our emphasis and nothing else of ours.
func plainMarkdown(extensions ...goldmark.Extender) goldmark.Markdown {
	return goldmark.New(
		goldmark.WithExtensions(extensions...),
		goldmark.WithParserOptions(parser.WithInlineParsers(emphasisParsers()...)),
		goldmark.WithRendererOptions(
			html.WithUnsafe(),
			renderer.WithNodeRenderers(util.Prioritized(extension.NewStrikethroughHTMLRenderer(), 500)),
		),
	)
}

func toHTML(t testing.TB, m goldmark.Markdown, source string) string {
	t.Helper()
	var b bytes.Buffer
	if err := m.Convert([]byte(source), &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// The published examples of the CJK-friendly amendment
// (github.com/tats-u/markdown-cjk-friendly) and Korean ones made after them.
func TestEmphasisCJK(t *testing.T) {
	data, err := os.ReadFile("testdata/emphasis/cjk.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct{ Group, Markdown, HTML string }
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	if len(cases) != 320 {
		t.Errorf("%d examples, want 320", len(cases))
	}
	m := plainMarkdown(extension.Table)
	for i, c := range cases {
		if got := toHTML(t, m, c.Markdown); got != c.HTML {
			t.Errorf("example %d (%s)\n%s got %s want %s", i+1, c.Group, c.Markdown, got, c.HTML)
		}
	}
}

// Random strings of delimiters, letters, punctuation and variation selectors, as
// the amendment's reference implementation (markdown-it-cjk-friendly 2.0.2)
// renders them. It and we agreed on all of 200,000; these are a sample.
func TestEmphasisRandom(t *testing.T) {
	data, err := os.ReadFile("testdata/emphasis/random.json")
	if err != nil {
		t.Fatal(err)
	}
	var cases [][2]string
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	m := plainMarkdown()
	for _, c := range cases {
		if got, want := toHTML(t, m, c[0]), "<p>"+c[1]+"</p>\n"; got != want {
			t.Errorf("%+q\n got %+q\nwant %+q", c[0], got, want)
		}
	}
}

func TestEmphasis(t *testing.T) {
	tests := []struct{ name, markdown, want string }{
		{"particle after parenthesis", "**마크다운(Markdown)**을", "<strong>마크다운(Markdown)</strong>을"},
		{"particle after quote", `**"인용"**이라고`, "<strong>&quot;인용&quot;</strong>이라고"},
		{"strikethrough", "~~취소(선)~~를", "<del>취소(선)</del>를"},
		{"one tilde", "~취소(선)~를", "<del>취소(선)</del>를"},
		{"tildes of unequal length", "~~가~나", "~~가~나"},
		{"unequal tildes within equal ones", "~~가~나~~", "<del>가~나</del>"},
		{"three tildes", "가 ~~~나~~~", "가 ~~~나~~~"},
		{"range of numbers", "3~5일, 7~9일", "3<del>5일, 7</del>9일"},
		{"snake case", "AWS_REGION_ID 와 _이것_", "AWS_REGION_ID 와 <em>이것</em>"},
		{"double underscore in a word", "가__나__다", "가__나__다"},
		{"escaped", `\*가\* *나\**`, "*가* <em>나*</em>"},
		{"in a link", "[*가*](x) *나*", `<a href="x"><em>가</em></a> <em>나</em>`},
		{"around a link", "**[가](x)**나", `<strong><a href="x">가</a></strong>나`},
		{"not across a link's border", "*가 [나* 다](x)", `*가 <a href="x">나* 다</a>`},
		{"link in image in link", "[a *b ![c *d*](x) e*](y)", `<a href="y">a <em>b <img src="x" alt="c d"> e</em></a>`},
		{"brackets that are no link", "*[가*", "<em>[가</em>"},
		{"strong in emphasis", "***가** 나*", "<em><strong>가</strong> 나</em>"},
		{"rule of three", "**가*나**", "<strong>가*나</strong>"},
		{"two lines", "**가\n나(b)**다", "<strong>가\n나(b)</strong>다"},
		{"strike in strong", "**~~취소(x)~~**는", "<strong><del>취소(x)</del></strong>는"},
		{"emphasis and strike overlap", "*가 ~~나* 다~~", "<em>가 ~~나</em> 다~~"},
	}
	m := plainMarkdown()
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got := strings.TrimSuffix(strings.TrimPrefix(toHTML(t, m, tt.markdown), "<p>"), "</p>\n")
			if got != tt.want {
				t.Errorf("%s\n got %s\nwant %s", tt.markdown, got, tt.want)
			}
		})
	}
}

// The marker of a quote is not part of the line that a delimiter stands in.
func TestEmphasisAtLineStartInQuote(t *testing.T) {
	got := toHTML(t, plainMarkdown(), ">가\n>*\"나\"*\n")
	if want := "<blockquote>\n<p>가\n<em>&quot;나&quot;</em></p>\n</blockquote>\n"; got != want {
		t.Errorf("got %s want %s", got, want)
	}
}

func TestEmphasisIsLinear(t *testing.T) {
	m := plainMarkdown()
	for _, pattern := range []string{
		"*a_ ", "c* ", "**가(나)**다 ", "a*", "*a ", "_a", "~~a", "~", "~a~~ ", "[*a](x) ", "*a **b ", "***a** ",
	} {
		checkLinear(t, pattern, 10_000, func(n int) {
			toHTML(t, m, "a**b"+strings.Repeat(pattern, n))
		})
	}
}

// checkLinear fails when f takes much more than four times as long for 4n as
// for n; a quadratic f takes sixteen times. The machine has other work, so the
// best of some runs counts, and a bad ratio is measured again.
func checkLinear(t *testing.T, name string, n int, f func(n int)) {
	t.Helper()
	best := func(n int) time.Duration {
		least := time.Duration(1<<63 - 1)
		for range 3 {
			start := time.Now()
			f(n)
			least = min(least, time.Since(start))
		}
		return max(least, time.Millisecond)
	}
	var ratio float64
	for range 12 {
		ratio = float64(best(4*n)) / float64(best(n))
		if ratio < 10 {
			return
		}
	}
	t.Errorf("%q: four times as much takes %.1f times as long", name, ratio)
}

func FuzzEmphasis(f *testing.F) {
	for _, seed := range []string{"**가(나)**다", "*a _b*_ ~~c~~", "[*a](b)*", "***a** b*", "`*`*", "\\**", "> *a\n*b*", "가\uFE01**“”\uFE01**", "\xff*\xfe*"} {
		f.Add(seed)
	}
	m := plainMarkdown()
	f.Fuzz(func(t *testing.T, source string) {
		got := toHTML(t, m, source)
		if utf8.ValidString(source) && !utf8.ValidString(got) {
			t.Errorf("%q became invalid UTF-8: %q", source, got)
		}
		for _, tag := range []string{"em>", "strong>", "del>"} {
			if strings.Contains(source, "<") {
				continue
			}
			if open, shut := strings.Count(got, "<"+tag), strings.Count(got, "</"+tag); open != shut {
				t.Errorf("%q: %d <%s but %d </%s in %q", source, open, tag, shut, tag, got)
			}
		}
	})
}
