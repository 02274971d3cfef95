package markdown

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer/html"
)

// goldmarkDir is the folder of the goldmark module, whose test data is the
// CommonMark specification's and its own cases for GFM.
func goldmarkDir(t *testing.T) string {
	t.Helper()
	out, err := exec.Command("go", "list", "-m", "-f", "{{.Dir}}", "github.com/yuin/goldmark").Output()
	if err != nil {
		t.Fatalf("finding goldmark's test data: %v", err)
	}
	return strings.TrimSpace(string(out))
}

// example is one case of a specification.
type example struct {
	name, markdown, html string
}

// specExamples reads CommonMark's spec.json.
func specExamples(t *testing.T) []example {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(goldmarkDir(t), "_test", "spec.json"))
	if err != nil {
		t.Fatal(err)
	}
	var cases []struct {
		Markdown, HTML, Section string
		Example                 int
	}
	if err := json.Unmarshal(data, &cases); err != nil {
		t.Fatal(err)
	}
	examples := make([]example, len(cases))
	for i, c := range cases {
		examples[i] = example{strconv.Itoa(c.Example), c.Markdown, c.HTML}
	}
	return examples
}

const (
	partLine = "//- - - - - - - - -//\n"
	caseLine = "//= = = = = = = = = = = = = = = = = = = = = = = =//"
)

// goldmarkExamples reads a file of cases in goldmark's own form: a numbered
// heading, the Markdown and the HTML, with lines of dashes between.
func goldmarkExamples(t *testing.T, name string) []example {
	t.Helper()
	data, err := os.ReadFile(filepath.Join(goldmarkDir(t), "extension", "_test", name+".txt"))
	if err != nil {
		t.Fatal(err)
	}
	var examples []example
	for block := range strings.SplitSeq(string(data), caseLine) {
		parts := strings.Split(block, partLine)
		if len(parts) != 3 {
			continue
		}
		head := strings.TrimSpace(parts[0])
		markdown, html := strings.TrimSuffix(parts[1], "\n"), strings.TrimSpace(parts[2])
		if strings.Contains(head, `"enableEscape": true`) {
			markdown, html = unescape(t, markdown), strings.TrimSpace(unescape(t, html))
		}
		number, _, _ := strings.Cut(head, "\n")
		number, _, _ = strings.Cut(number, ":")
		examples = append(examples, example{name + " " + strings.TrimSpace(number), markdown, html})
	}
	if len(examples) == 0 {
		t.Fatalf("no cases in %s.txt", name)
	}
	return examples
}

var escapeSequence = regexp.MustCompile(`\\(n|r|t|f|v|\\|x[0-9A-Fa-f]{2}|u[0-9A-Fa-f]{4})`)

func unescape(t *testing.T, s string) string {
	t.Helper()
	return escapeSequence.ReplaceAllStringFunc(s, func(seq string) string {
		r, err := strconv.Unquote(`"` + seq + `"`)
		if err != nil {
			t.Fatalf("%q: %v", seq, err)
		}
		return r
	})
}

func TestCommonMark(t *testing.T) {
	examples := specExamples(t)
	if len(examples) != 652 {
		t.Errorf("%d examples, want 652", len(examples))
	}
	m := goldmark.New(
		goldmark.WithParserOptions(parser.WithInlineParsers(emphasisParsers()...)),
		goldmark.WithRendererOptions(html.WithXHTML(), html.WithUnsafe()),
	)
	check(t, m, examples, nil)
}

func TestGFM(t *testing.T) {
	attribute := extension.NewTable(extension.WithTableCellAlignMethod(extension.TableCellAlignAttribute))
	for _, c := range []struct {
		name string
		ext  goldmark.Extender
	}{
		{"table", attribute},
		{"strikethrough", nil},
		{"linkify", extension.Linkify},
		{"tasklist", extension.TaskList},
		{"footnote", extension.Footnote},
		{"definition_list", extension.DefinitionList},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := plainMarkdown()
			if c.ext != nil {
				m = plainMarkdown(c.ext)
			}
			check(t, m, goldmarkExamples(t, c.name), nil)
		})
	}
}

// check converts the examples; those in other may differ, for the reason given.
func check(t *testing.T, m goldmark.Markdown, examples []example, other map[string]string) {
	t.Helper()
	for _, e := range examples {
		got := toHTML(t, m, e.markdown)
		same := strings.TrimSpace(got) == strings.TrimSpace(e.html)
		reason, listed := other[e.name]
		switch {
		case !same && !listed:
			t.Errorf("%s\n%s\n got %s\nwant %s", e.name, e.markdown, got, e.html)
		case same && listed:
			t.Errorf("%s passes; take it off the list (%s)", e.name, reason)
		}
	}
}
