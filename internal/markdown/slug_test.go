package markdown

import (
	"strconv"
	"strings"
	"testing"
)

func TestSlug(t *testing.T) {
	tests := []struct{ text, want string }{
		{"Getting Started", "getting-started"},
		{"가용 영역", "가용-영역"},
		{"1.3 DevOps & AWS/Cloud 소개", "13-devops--awscloud-소개"},
		{"Region과 AZ", "region과-az"},
		{"무엇인가? (What is it?)", "무엇인가-what-is-it"},
		{"C++", "c"},
		{"C#과 F#", "c과-f"},
		{"a.b", "ab"},
		{"snake_case_이름", "snake_case_이름"},
		{"npm run build --prod", "npm-run-build---prod"},
		{"kubectl get pods -n dev", "kubectl-get-pods--n-dev"},
		{"가 — 나", "가--나"},
		{"가 - 나", "가---나"},
		{"가·나", "가나"},
		{"ＡＷＳ　소개", "ａｗｓ소개"},
		{"（전각）괄호", "전각괄호"},
		{"「인용」", "인용"},
		{"🎉 축하", "-축하"},
		{"축하 🎉", "축하-"},
		{"❤️ 사랑", "\uFE0F-사랑"},
		{"Ⅳ장 ① 절", "ⅳ장--절"},
		{"x² + ½", "x--"},
		{"ÄÖÜ Straße", "äöü-straße"},
		{"Привет", "привет"},
		{"日本語の見出し", "日本語の見出し"},
		{"\u1112\u1161\u11AB\u1100\u1173\u11AF", "한글"}, // NFD
		{"cafe\u0301", "café"},                         // NFD
		{"tab\there", "tabhere"},
		{"???", "heading"},
		{"🎉", "heading"},
		{"❤️", "heading"},
		{"", "heading"},
		{"search", "search"},
		{"sg-toc", "heading-sg-toc"},
		{"SG toc", "heading-sg-toc"},
	}
	for _, tt := range tests {
		if got := newSlugger().slug(tt.text); got != tt.want {
			t.Errorf("slug(%q) = %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestSlugDuplicates(t *testing.T) {
	tests := []struct{ claimed, texts, want string }{
		{"", "a a a", "a a-1 a-2"},
		{"", "a a a-1", "a a-1 a-1-1"},
		{"", "a a-1 a", "a a-1 a-2"},
		{"", "개요 개요 개요-1 개요", "개요 개요-1 개요-1-1 개요-2"},
		{"", "? ! heading", "heading heading-1 heading-2"},
		{"a", "a a", "a-1 a-2"},
		{"a-1", "a a", "a a-2"},
	}
	for _, tt := range tests {
		s := newSlugger()
		for _, id := range strings.Fields(tt.claimed) {
			s.claim(id)
		}
		var got []string
		for _, text := range strings.Fields(tt.texts) {
			got = append(got, s.slug(text))
		}
		if ids := strings.Join(got, " "); ids != tt.want {
			t.Errorf("claimed %q, slugs of %q: %q, want %q", tt.claimed, tt.texts, ids, tt.want)
		}
	}
}

func TestSlugClaim(t *testing.T) {
	s := newSlugger()
	for _, c := range []struct {
		id   string
		want bool
	}{{"x", true}, {"x", false}, {"한", true}, {"\u1112\u1161\u11AB", false}, {"sg-main", false}, {"", false}} {
		if got := s.claim(c.id); got != c.want {
			t.Errorf("claim(%q) = %v, want %v", c.id, got, c.want)
		}
	}
}

func TestSlugIsLinear(t *testing.T) {
	equal := func(n int) {
		s := newSlugger()
		for range n {
			s.slug("개요")
		}
	}
	alike := func(n int) {
		s := newSlugger()
		for i := range n {
			s.slug("a-" + strconv.Itoa(i))
		}
		for range n {
			s.slug("a")
		}
	}
	checkLinear(t, "equal headings", 20_000, equal)
	checkLinear(t, "headings that look numbered", 20_000, alike)
}
