package markdown

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/site"
)

// extrasWords are the words of the tests.
func extrasWords() site.Strings {
	return site.Strings{"note": "참고", "tip": "팁", "important": "중요", "warning": "주의", "caution": "위험", "details": "더 보기", "tabs": "탭"}
}

// testInfo reads an info string well enough for tests: lang, key="value", [title].
func testInfo(info string) (lang string, attrs map[string]string, marks string) {
	attrs = map[string]string{}
	for i, word := range strings.Fields(info) {
		key, value, ok := strings.Cut(word, "=")
		switch {
		case ok:
			attrs[key] = strings.Trim(value, `"`)
		case strings.HasPrefix(word, "["):
			attrs["title"] = strings.Trim(word, "[]")
		case i == 0:
			lang = word
		}
	}
	return lang, attrs, ""
}

// withExtras renders src with goldmark's own renderers and ours. A hole is shown
// as {page dest} or {image dest}.
func withExtras(t testing.TB, mode HTML, src string) (string, *extras) {
	return render(t, mode, src, goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList))
}

func render(t testing.TB, mode HTML, src string, options ...goldmark.Option) (string, *extras) {
	t.Helper()
	x := &extras{words: extrasWords(), html: mode, ids: newSlugger(), info: testInfo}
	x.hole = func(w util.BufWriter, l rawLink) {
		kind := "page"
		if l.Kind == site.LinkImage {
			kind = "image"
		}
		fmt.Fprintf(w, "{%s %s}", kind, escape(l.Dest))
	}
	md := goldmark.New(append(options, goldmark.WithExtensions(x))...)
	root := md.Parser().Parse(text.NewReader([]byte(src)))
	x.findings = append(x.findings, checkStructure(root, []byte(src))...)
	var b bytes.Buffer
	if err := md.Renderer().Render(&b, []byte(src), root); err != nil {
		t.Fatal(err)
	}
	return b.String(), x
}

// report lists findings as line:column: code message (hint).
func reportOf(src string, found []finding) string {
	slices.SortStableFunc(found, func(a, b finding) int { return a.offset - b.offset })
	var b strings.Builder
	for _, f := range found {
		before := src[:f.offset]
		line := strings.Count(before, "\n") + 1
		col := len([]rune(before[strings.LastIndexByte(before, '\n')+1:])) + 1
		fmt.Fprintf(&b, "%d:%d: %s %s %s", line, col, f.severity, f.code, f.msg)
		if f.hint != "" {
			fmt.Fprintf(&b, " (%s)", f.hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// codesOf lists findings as line:code.
func codesOf(src string, found []finding) string {
	var codes []string
	for _, line := range strings.Split(strings.TrimSpace(reportOf(src, found)), "\n") {
		if fields := strings.Fields(line); len(fields) > 2 {
			n, _, _ := strings.Cut(fields[0], ":")
			codes = append(codes, n+":"+fields[2])
		}
	}
	return strings.Join(codes, " ")
}

// Each file of testdata/extras is Markdown, then what it becomes, then what is
// said about it. UPDATE=1 writes the last two anew.
func TestExtrasGolden(t *testing.T) {
	files, err := filepath.Glob("testdata/extras/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no golden files", err)
	}
	for _, file := range files {
		t.Run(strings.TrimSuffix(filepath.Base(file), ".txt"), func(t *testing.T) {
			data, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			const mark = "-- html --\n"
			src, _, _ := strings.Cut(string(data), mark)
			out, x := withExtras(t, HTMLSafe, src)
			got := src + mark + out + "-- findings --\n" + reportOf(src, x.findings)
			if os.Getenv("UPDATE") != "" {
				if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			if got != string(data) && os.Getenv("UPDATE") == "" {
				t.Errorf("got\n%s\nwant\n%s", got, data)
			}
		})
	}
}

// Nothing an author writes may take more than linear time. The inputs are large
// enough for anything else to be noticed by the test's time limit.
func TestExtrasLinear(t *testing.T) {
	const n = 100_000
	for name, src := range map[string]string{
		"divs on one line":   strings.Repeat("<div>", n),
		"divs on lines":      strings.Repeat("<div>\n", n),
		"inline elements":    "a " + strings.Repeat("<b>", n),
		"stray ends":         "a " + strings.Repeat("</b>", n),
		"unclosed svg":       "a " + strings.Repeat("<svg>", n),
		"opened then others": "<div>" + strings.Repeat("<b>", n) + strings.Repeat("</i>", n),
		"ends of an outer":   strings.Repeat("<b>", n) + "*가" + strings.Repeat("</b>", n) + "나*",
		"ends within others": strings.Repeat("<b>", n/10) + strings.Repeat("*가 **나 ", n/100) + strings.Repeat("</b>", n/10) + strings.Repeat("**다 *", n/100),
		"containers":         strings.Repeat("::: tip\n", 2000) + strings.Repeat(":::\n", 2000),
		"stray closers":      strings.Repeat(":::\n", n/10),
		"callouts":           strings.Repeat("> [!NOTE] a\n\n", n/10),
		"unknown callouts":   strings.Repeat("> [!FOO] a\n\n", n/100),
		"abbreviations":      strings.Repeat("*[AZ]: b\n", n/10) + "\n" + strings.Repeat("AZ ", n/10),
		"almost terms":       "*[" + strings.Repeat("a ", 45) + "b]: c\n\n" + strings.Repeat("a ", n),
		"wiki links":         strings.Repeat("[[a]] ", n/10),
		"colons":             strings.Repeat(":", n),
		"tab fences":         strings.Repeat("```go tab=\"a\"\n```\n", 1000),
		"dollars":            strings.Repeat("$a ", n) + strings.Repeat("$$a ", n) + strings.Repeat("$`a ", n),
		"open formulas":      strings.Repeat("$$a\n", n/10) + "\n" + strings.Repeat("$$\na\n\n", n/10),
		"formulas":           strings.Repeat("$a_1$ ", n/10),
		"comments":           strings.Repeat("<!-- tabs:start -->\n\n", 1000),
	} {
		t.Run(name, func(t *testing.T) { withExtras(t, HTMLSafe, src) })
	}
}
