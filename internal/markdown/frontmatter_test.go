package markdown

import (
	"strings"
	"testing"

	"sitegen/internal/site"
)

func TestIsFrontMatter(t *testing.T) {
	for block, want := range map[string]bool{
		"":                         true,
		"title: 가\n":               true,
		"제목: 가\n":                  true,
		"- 가\n- 나\n":               true,
		"0: [:!00\n":               true,
		"\"a b\": c\n":             true,
		"tags: [\na,\nb\n]\n":      true,
		"# 주석\n\ntitle: 가\n":       true,
		"desc: |\n  글이다.\n\n  또\n": true,
		"tags:\n- 가\n- 나\n":        true,
		"draft: true\n제목 가\n":      true, // a slip; the draft stays one
		"\n# 제목\n\n":               false,
		"\ntitle: 가\n":             false,
		"# 제목\n":                   false,
		"# 제목\n\n본문이다.\n":          false,
		"본문이다.\n":                  false,
		"참고: 이것은\n본문이다.\n":         false,
		"[가](나.md)\n":              false,
	} {
		if got := isFrontMatter(block); got != want {
			t.Errorf("%q: %v", block, got)
		}
	}
}

func TestSplitFrontMatter(t *testing.T) {
	for _, c := range []struct {
		text, body string
		found      bool
		codes      string
	}{
		{"---\ntitle: 가\n---\n글\n", "글\n", true, ""},
		{"---\n---\n글\n", "글\n", true, ""},
		{"---\n\n# 제목\n\n---\n\n뒤의 글\n", "---\n\n# 제목\n\n---\n\n뒤의 글\n", false, ""},
		{"---\n\n# 제목\n\n본문이다.\n\n---\n", "---\n\n# 제목\n\n본문이다.\n\n---\n", false, ""},
		{"---\n\ntitle: 가\n---\n", "---\n\ntitle: 가\n---\n", false, "FM002"},
		{"---\n본문\n---\n", "---\n본문\n---\n", false, ""},
		{"---\ntitle: 가\n글\n", "---\ntitle: 가\n글\n", false, "FM001"},
	} {
		doc := &site.Doc{}
		front, body := splitFrontMatter("a.md", c.text, doc)
		var codes []string
		for _, d := range doc.Diags {
			codes = append(codes, d.Code)
		}
		if front.found != c.found || body != c.body || strings.Join(codes, " ") != c.codes {
			t.Errorf("%q: %v %q %v", c.text, front.found, body, codes)
		}
	}
}
