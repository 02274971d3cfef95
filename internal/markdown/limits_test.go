package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"

	"sitegen/internal/diag"
)

func limitedMarkdown() goldmark.Markdown {
	m := plainMarkdown(extension.Table, extension.Footnote, extension.Linkify, extension.TaskList, extension.DefinitionList)
	m.Parser().AddOptions(limitOptions()...)
	return m
}

// limitsMet parses and renders source; it returns "code:line" for each limit.
func limitsMet(t testing.TB, source string) string {
	t.Helper()
	m, pc := limitedMarkdown(), parser.NewContext()
	root := m.Parser().Parse(text.NewReader([]byte(source)), parser.WithContext(pc))
	var html strings.Builder
	if err := m.Renderer().Render(&html, []byte(source), root); err != nil {
		t.Fatal(err)
	}
	var met []string
	for _, d := range limitDiags(pc, func(offset int) diag.Pos {
		return diag.Pos{Line: strings.Count(source[:offset], "\n") + 1}
	}) {
		if d.Severity != diag.Error {
			t.Errorf("%s is no error", d.Code)
		}
		met = append(met, fmt.Sprintf("%s:%d", d.Code, d.Pos.Line))
	}
	return strings.Join(met, " ")
}

func nestedList(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat("  ", i) + "- a\n")
	}
	return b.String()
}

func numbered(format string, n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.ReplaceAll(format, "%d", fmt.Sprint(i)))
	}
	return b.String()
}

func growingBackticks(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString("e" + strings.Repeat("`", i+1))
	}
	return b.String()
}

func table(columns, rows int, row string) string {
	return strings.Repeat("|a", columns) + "|\n" + strings.Repeat("|-", columns) + "|\n" + strings.Repeat(row+"\n", rows)
}

func TestLimits(t *testing.T) {
	tests := []struct{ name, source, want string }{
		{"quotes", strings.Repeat("> ", 10_000) + "a", "LIM001:1"},
		{"quotes without spaces", strings.Repeat(">", 10_000) + "a", "LIM001:1"},
		{"list markers", strings.Repeat("- ", 25_000) + "a", "LIM001:1"},
		{"ordered markers", strings.Repeat("1. ", 25_000) + "a", "LIM001:1"},
		{"markers of both kinds", "가\n\n" + strings.Repeat("> - ", 60) + "a", "LIM001:3"},
		{"nearly a rule", "가\n\n" + strings.Repeat("* ", 25_000) + "a", "LIM001:3"},
		{"a rule", strings.Repeat("* ", 25_000), ""},
		{"indented list", nestedList(300), "LIM001:101"},
		{"100 deep", nestedList(100), ""},
		{"footnotes in footnotes", strings.Repeat("[^1]: ", 5000) + "a", "LIM001:1"},
		{"many lists", strings.Repeat("- a\n\n가\n\n", 1000), ""},
		{"in a fence", "```\n" + strings.Repeat("- ", 500) + "\n" + table(600, 1, "|b|") + "```\n", ""},
		{"emphasis that matches nothing", "a**b" + strings.Repeat("c* ", 33_000), "LIM002:1"},
		{"openers of one kind, closers of another", strings.Repeat("*a_ ", 25_000), "LIM002:1"},
		{"emphasis that matches", strings.Repeat("**가(나)**다 ", 20_000), ""},
		{"links without an end", "가\n\n" + strings.Repeat("[a](", 50_000), "LIM002:3"},
		{"images without an end", strings.Repeat("![a](", 50_000), "LIM002:1"},
		{"links in angle brackets", strings.Repeat("[a](<b ", 50_000), "LIM002:1"},
		{"brackets on many lines", strings.Repeat("[a]\n", 50_000), "LIM002:1"},
		{"links in many paragraphs", strings.Repeat("[a](b)\n\n", 20_000), ""},
		{"links in one line", strings.Repeat("[a](b)", 50_000), ""},
		{"links in code", strings.Repeat("`[a](`", 50_000), ""},
		{"open brackets", strings.Repeat("[", 100_000), ""},
		{"nested brackets", strings.Repeat("[", 25_000) + "a" + strings.Repeat("]", 25_000), ""},
		{"growing backticks", growingBackticks(2000), ""},
		{"table of short rows", table(3750, 3750, "|b|"), "LIM003:1"},
		{"wide table", table(5000, 0, ""), "LIM003:1"},
		{"table after text", "가\n" + table(501, 1, "|b|"), "LIM003:2"},
		{"short rows", "가\n\n" + table(500, 402, "|b|"), "LIM003:3"},
		{"full rows", table(500, 500, strings.Repeat("|b", 500)+"|"), ""},
		{"long table", table(2, 100_000, "|다|라|"), ""},
		{"no table", strings.Repeat("|a", 600) + "\n|-|-|\n", ""},
		{"headings", numbered("## 제목 %d\n\n본문\n\n", 20_000), ""},
		{"equal headings", strings.Repeat("## 개요\n\n", 20_000), ""},
		{"footnotes", numbered("[^%d] ", 5000) + "\n\n" + numbered("[^%d]: 주\n", 5000), ""},
		{"references", numbered("[r%d]: /x%d\n", 5000) + "\n" + numbered("[r%d] ", 5000), ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got := limitsMet(t, tt.source); got != tt.want {
				t.Errorf("met %q, want %q", got, tt.want)
			}
		})
	}
}

// What is refused stays on the page as text.
func TestLimitsKeepText(t *testing.T) {
	got := toHTML(t, limitedMarkdown(), strings.Repeat("> ", 102)+"끝")
	if want := "<p>&gt; &gt; 끝</p>"; !strings.Contains(got, want) {
		t.Errorf("no %s in %s", want, got)
	}
	got = toHTML(t, limitedMarkdown(), "처음\n"+table(501, 1, "|끝|"))
	for _, want := range []string{"<p>처음\n|a|a", "|끝|</p>"} {
		if !strings.Contains(got, want) {
			t.Errorf("no %s in %.200s", want, got)
		}
	}
}

func TestHostileInputIsLinear(t *testing.T) {
	recipes := map[string]func(n int) string{
		"quotes":        func(n int) string { return strings.Repeat("> ", n) + "a" },
		"markers":       func(n int) string { return strings.Repeat("- ", n) + "a" },
		"stars":         func(n int) string { return strings.Repeat("* ", n) + "a" },
		"numbers":       func(n int) string { return strings.Repeat("1. ", n) + "a" },
		"brackets":      func(n int) string { return strings.Repeat("[", n) },
		"nested":        func(n int) string { return strings.Repeat("[", n) + "a" + strings.Repeat("]", n) },
		"titles":        func(n int) string { return strings.Repeat(`[a](b "`, n) },
		"table":         func(n int) string { return table(n, n, "|b|") },
		"headings":      func(n int) string { return numbered("## 제목 %d\n\n", n) },
		"inline html":   func(n int) string { return strings.Repeat("a<?", n) },
		"open comments": func(n int) string { return strings.Repeat("a<!-- ", n) },
	}
	for name, recipe := range recipes {
		t.Run(name, func(t *testing.T) {
			checkLinear(t, name, 4000, func(n int) { limitsMet(t, recipe(n)) })
		})
	}
}
