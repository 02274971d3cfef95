package config

import (
	"reflect"
	"strings"
	"testing"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

func TestParse(t *testing.T) {
	c, ds := Parse(File, []byte(`title: 클라우드 노트
description: 강의 정리
lang: en
baseURL: HTTPS://User.github.io/노트
content: ./docs/
output: dist
html: none
author: 김
license: CC BY 4.0
repo: user/repo
edit_url: https://git.example/edit
hue: 250
ignore: [drafts, "*.bak.md"]
nav:
  - index.md
  - 안내: guide/a.md
  - 묶음:
      - 하나: b%20c.md
      - 둘:
          - d.md
`))
	if len(ds) > 0 {
		t.Fatalf("diags: %v", ds)
	}
	at := func(line, col int) diag.Pos { return diag.Pos{File: File, Line: line, Col: col} }
	want := Config{
		Title: "클라우드 노트", Description: "강의 정리", Lang: "en", BaseURL: "https://user.github.io/%EB%85%B8%ED%8A%B8/",
		Content: "docs", Output: "dist", HTML: "none", Author: "김", License: "CC BY 4.0",
		Repo: "https://github.com/user/repo", EditURL: "https://git.example/edit/", Hue: 250,
		Ignore: []string{"drafts", "*.bak.md"},
		Nav: []site.Entry{
			{Path: "index.md", Pos: at(15, 5)},
			{Label: "안내", Path: "guide/a.md", Pos: at(16, 5)},
			{Label: "묶음", Pos: at(17, 5), Kids: []site.Entry{
				{Label: "하나", Path: "b c.md", Pos: at(18, 9)},
				{Label: "둘", Pos: at(19, 9), Kids: []site.Entry{{Path: "d.md", Pos: at(20, 13)}}},
			}},
		},
	}
	if c.Pos["base_url"] != at(4, 10) || c.Pos["output"] != at(6, 9) {
		t.Errorf("positions %v", c.Pos)
	}
	c.Pos = nil
	if !reflect.DeepEqual(c, want) {
		t.Errorf("got  %+v\nwant %+v", c, want)
	}
}

func TestParseEmptyIsDefault(t *testing.T) {
	c, ds := Parse(File, nil)
	c.Pos = nil
	if len(ds) > 0 || !reflect.DeepEqual(c, Default()) {
		t.Errorf("%+v %v", c, ds)
	}
}

func TestParseDiags(t *testing.T) {
	tests := []struct {
		name, in, at, code, hint string
	}{
		{"bracket open", "title: 시험\nnav:\n  - a: [b\nx: y\n", "3:8", "CFG002", ""},
		{"duplicate", "title: a\ntitle: b\n", "2:1", "CFG002", ""},
		{"both spellings", "base_url: https://a.kr/\nbaseURL: https://b.kr/\n", "2:1", "CFG002", ""},
		{"alias", "title: &a x\nauthor: *a\n", "2:9", "CFG002", ""},
		{"deep", strings.Repeat("[", 20000), "1", "CFG002", ""},
		{"list", "- a\n", "1:1", "CFG001", ""},
		{"unknown", "title: 시험\nbaseUrl: https://a.kr/\n", "2:1", "CFG003", "baseURL"},
		{"unknown, nothing near", "plugins_of_another_tool: 1\n", "1:1", "CFG003", "the keys are"},
		{"no scheme", "title: 시험\nbaseURL: example.kr/docs\n", "2:10", "CFG004", "https://"},
		{"script", "title: 시험\nbaseURL: 'javascript:alert(1)'\n", "2:10", "CFG004", ""},
		{"query", "base_url: https://a.kr/?x\n", "1:11", "CFG004", ""},
		{"fragment", "base_url: https://a.kr/#x\n", "1:11", "CFG004", ""},
		{"no host", "base_url: https:///x\n", "1:11", "CFG004", ""},
		{"password", "base_url: https://u:p@a.kr/\n", "1:11", "CFG004", ""},
		{"title list", "title: [a]\n", "1:8", "CFG001", ""},
		{"hue range", "hue: 360\n", "1:6", "CFG001", ""},
		{"hue word", "hue: blue\n", "1:6", "CFG001", ""},
		{"html mode", "html: row\n", "1:7", "CFG001", "raw"},
		{"lang", "lang: 한국어\n", "1:7", "CFG001", ""},
		{"content outside", "content: ../x\n", "1:10", "CFG001", ""},
		{"content absolute", "content: /etc\n", "1:10", "CFG001", ""},
		{"nav mapping", "nav: {a: b}\n", "1:6", "CFG001", ""},
		{"nav two labels", "nav:\n  - a: b.md\n    c: d.md\n", "2:5", "CFG001", "dash"},
		{"nav deep value", "nav:\n  - a: {b: c}\n", "2:8", "CFG001", ""},
		{"pattern", "ignore: ['[']\n", "1:10", "CFG001", ""},
		{"repo", "repo: nonsense\n", "1:7", "CFG001", "user/repo"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, ds := Parse(File, []byte(tt.in))
			if len(ds) != 1 {
				t.Fatalf("want one diag, got %v", ds)
			}
			d := ds[0]
			at := strings.TrimPrefix(d.Pos.String(), File+":")
			if d.Code != tt.code || d.Severity != diag.Error || !strings.Contains(d.Hint, tt.hint) || at != tt.at && !strings.HasPrefix(at, tt.at+":") {
				t.Errorf("got %+v", d)
			}
		})
	}
}

func TestParseLeavesOutputToThePublisher(t *testing.T) {
	for _, out := range []string{"/", ".", "../elsewhere", "content"} {
		c, ds := Parse(File, []byte("title: t\noutput: "+out+"\n"))
		if c.Output != out || len(ds) > 0 || c.Pos["output"].Line != 2 {
			t.Errorf("output %q: %q %v", out, c.Output, ds)
		}
	}
}

func TestParseLongNav(t *testing.T) {
	c, ds := Parse(File, []byte("nav:\n"+strings.Repeat("  - 가용 영역: aws/az.md\n", 10_000)))
	if len(c.Nav) != 10_000 || len(ds) > 0 {
		t.Errorf("%d entries, %v", len(c.Nav), ds)
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"title: 가\n", "nav:\n - a: [b\n", "nav: [{a: [b, {c: d}]}]\n", "baseURL: http://%\n", "ignore: [[]\n", "output: {}\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, ds := Parse(File, data)
		if again, err := BaseURL(c.BaseURL); err != nil || again != c.BaseURL {
			t.Errorf("base URL %q is not stable: %q, %v", c.BaseURL, again, err)
		}
		for _, d := range ds {
			if d.Pos.Line < 1 || strings.Contains(d.Msg, "\n") {
				t.Errorf("%+v", d)
			}
		}
	})
}
