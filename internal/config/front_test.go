package config

import (
	"reflect"
	"strings"
	"testing"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// front decodes s as if it followed a --- on line 1.
func front(s string) (site.Meta, []diag.Diag) { return FrontMatter("content/a.md", []byte(s), 2) }

// A tab is a mistake of the line it stands in.
func TestTabInFrontMatter(t *testing.T) {
	_, ds := FrontMatter("a.md", []byte("title: x\n\tlang: ko\n"), 2)
	if len(ds) != 1 || ds[0].Pos.Line != 3 || ds[0].Hint != "indent with spaces, not with tabs" {
		t.Errorf("%+v", ds)
	}
}

func TestFrontMatter(t *testing.T) {
	m, ds := front(`title: 2024
description: >
  여러 줄에
  걸친 설명
weight: 3
slug: az
permalink: /guide/%EA%B0%80/
nav_exclude: yes
draft: true
date: 2026-01-31 09:30
tags: [aws, "가용 영역", aws]
redirect_from:
  - /old/
  - older.html
search: false
toc: off
lang: en-US
layout: post
`)
	if len(ds) > 0 {
		t.Fatalf("diags: %v", ds)
	}
	n, s := 3, "az"
	want := site.Meta{
		Title: "2024", Description: "여러 줄에 걸친 설명", Order: &n, Slug: &s, URL: "/guide/가/",
		Hidden: true, Draft: true, Date: time.Date(2026, 1, 31, 9, 30, 0, 0, time.UTC),
		Tags: []string{"aws", "가용 영역"}, Aliases: []string{"/old/", "older.html"},
		NoSearch: true, NoTOC: true, Lang: "en-US",
	}
	pos := m.Pos
	m.Pos = nil
	if !reflect.DeepEqual(m, want) {
		t.Errorf("got  %+v\nwant %+v", m, want)
	}
	for key, line := range map[string]int{"title": 2, "order": 6, "url": 8, "aliases.0": 14, "aliases.1": 15} {
		if pos[key].Line != line || pos[key].File != "content/a.md" {
			t.Errorf("%s stands at %v, want line %d", key, pos[key], line)
		}
	}
}

func TestFrontMatterTitleIsSourceText(t *testing.T) {
	for in, want := range map[string]string{
		"2024": "2024", "true": "true", "2026-01-02": "2026-01-02", "0x1F": "0x1F", "1e3": "1e3", "no": "no",
		"'Go: 언어'": "Go: 언어", `"a\tb\e[31m"`: "a b[31m", "~x": "~x", `"\u1100\u1161"`: "가", "  가  나  ": "가 나",
	} {
		m, ds := front("title: " + in + "\n")
		if m.Title != want || len(ds) > 0 {
			t.Errorf("title: %s → %q %v, want %q", in, m.Title, ds, want)
		}
	}
}

func TestFrontMatterDate(t *testing.T) {
	for in, want := range map[string]string{
		"2026-01-31":                "2026-01-31T00:00:00Z",
		"2026-01-31T09:30:00+09:00": "2026-01-31T09:30:00+09:00",
		"2026-01-31 09:30":          "2026-01-31T09:30:00Z",
		"2026-01-31T09:30:00Z":      "2026-01-31T09:30:00Z",
	} {
		m, ds := front("date: " + in + "\n")
		if got := m.Date.Format(time.RFC3339); got != want || len(ds) > 0 {
			t.Errorf("date: %s → %s %v", in, got, ds)
		}
	}
}

func TestFrontMatterTags(t *testing.T) {
	for in, want := range map[string][]string{
		"aws": {"aws"}, "가, 나": {"가", "나"}, "[가, 나]": {"가", "나"}, "": nil, "['a, b', '#c']": {"a, b", "c"}, "[2024, true]": {"2024", "true"},
	} {
		m, ds := front("tags: " + in + "\n")
		if !reflect.DeepEqual(m.Tags, want) || len(ds) > 0 {
			t.Errorf("tags: %s → %q %v", in, m.Tags, ds)
		}
	}
}

func TestFrontMatterEmpty(t *testing.T) {
	for _, in := range []string{"", "\n\n", "# only a comment\n", "~\n"} {
		m, ds := front(in)
		if len(ds) > 0 || !reflect.DeepEqual(m, site.Meta{}) {
			t.Errorf("%q → %+v %v", in, m, ds)
		}
	}
}

func TestFrontMatterDiags(t *testing.T) {
	tests := []struct {
		name, in, at, code, hint string
	}{
		{"colon in title", "title: Go: 언어\n", "2:10", "FM003", "title: 'Go: 언어'"},
		{"backtick", "title: `code`\n", "2:8", "FM003", "title: '`code`'"},
		{"percent", "title: %가\n", "2:8", "FM003", "title: '%가'"},
		{"apostrophe doubled", "title: @it's\n", "2:8", "FM003", "title: '@it''s'"},
		{"quoted too early", "title: \"가\" 나: 다\n", "2", "FM003", "title:"},
		{"tab", "a:\n\tb: 1\n", "3:1", "FM003", "spaces"},
		{"escape", "title: \"a\\qb\"\n", "2", "FM003", "title: 'a\\qb'"},
		{"bracket open", "tags: [a, b\ntitle: 가\n", "2:7", "FM003", "with ]"},
		{"no colon", "title: 가\n나\nlang: ko\n", "3", "FM003", ""},
		{"broken UTF-8", "0: [:!00 \xef\n", "2", "FM003", ""},
		{"two documents", "title: 가\n---\nb: 2\n", "3:1", "FM003", ""},
		{"twice", "title: 가\ntitle: 나\n", "3:1", "FM004", "line 2"},
		{"twice in other words", "order: 1\nweight: 2\n", "3:1", "FM004", "line 2"},
		{"billion laughs", "a: &a [x,x]\nb: &b [*a,*a]\nc: [*b,*b]\n", "3:8", "FM005", ""},
		{"alias cycle", "a: &a [*a]\n", "2:8", "FM005", ""},
		{"deep", "a: " + strings.Repeat("[", 20000) + strings.Repeat("]", 20000) + "\n", "2", "FM005", ""},
		{"deep block", "a:\n" + deepBlock(500), "", "FM005", ""},
		{"large", "a: " + strings.Repeat("x", 65<<10) + "\n", "2", "FM005", ""},
		{"list", "- 가\n- 나\n", "2:1", "FM006", ""},
		{"scalar", "가나다\n", "2:1", "FM006", ""},
		{"title empty", "title:\n", "2", "FM007", "remove"},
		{"slug empty", "title: 가\nslug: ''\n", "3:7", "FM007", "remove"},
		{"title list", "title: [가, 나]\n", "2:8", "FM008", ""},
		{"title mapping", "title: {a: b}\n", "2:8", "FM008", ""},
		{"weight word", "title: 가\nweight: 열\n", "3:9", "FM008", ""},
		{"weight huge", "title: 가\nweight: 99999999999999999999\n", "3:9", "FM008", ""},
		{"weight nan", "title: 가\nweight: .nan\n", "3:9", "FM008", ""},
		{"weight fraction", "title: 가\nweight: 1.5\n", "3:9", "FM008", ""},
		{"python tag", "title: !!python/object/apply:os.system [id]\n", "2:8", "FM008", ""},
		{"binary tag", "title: !!binary gIGC\n", "2:8", "FM008", ""},
		{"custom tag", "title: !x 가\n", "2:8", "FM008", ""},
		{"draft word", "draft: maybe\n", "2:8", "FM008", ""},
		{"tags mapping", "tags: {a: b}\n", "2:7", "FM008", ""},
		{"tag list in list", "tags: [[a]]\n", "2:8", "FM008", ""},
		{"key is a list", "? [a]\n: b\n", "2:3", "FM008", ""},
		{"lang breaks out", "lang: 'ko\" onload=\"x'\n", "2:7", "FM008", ""},
		{"no such day", "title: 가\ndate: 2026-02-30\n", "3:7", "FM009", "2026-01-31"},
		{"Korean date", "title: 가\ndate: 2026년 1월 2일\n", "3:7", "FM009", ""},
		{"typo", "titel: 가\n", "2:1", "FM010", "title"},
		{"case", "Title: 가\n", "2:1", "FM010", "title"},
		{"merge key", "<<: {title: 가}\n", "2:1", "FM010", ""},
		{"url up", "title: 가\nurl: /../../etc/x\n", "3:6", "URL001", "/guide/start/"},
		{"url up encoded", "url: /%2e%2e/%2e%2e/x/\n", "2:6", "URL001", ""},
		{"url up encoded twice", "url: /%252e%252e/x/\n", "2:6", "URL001", ""},
		{"url encoded for ever", "url: /%2525252525252541/\n", "2:6", "URL001", ""},
		{"url backslash", "url: '\\..\\x'\n", "2:6", "URL001", ""},
		{"url encoded backslash", "url: /a%5c..%5cx\n", "2:6", "URL001", ""},
		{"url NUL", "url: /a%00b\n", "2:6", "URL001", ""},
		{"url elsewhere", "url: https://evil.example/\n", "2:6", "URL001", ""},
		{"url other host", "url: //evil.example/\n", "2:6", "URL001", ""},
		{"url query", "url: /a?b\n", "2:6", "URL001", ""},
		{"url long", "url: /" + strings.Repeat("가", 100) + "/\n", "2:6", "URL001", ""},
		{"slug up", "slug: ..\n", "2:7", "URL001", ""},
		{"slug slash", "slug: a/b\n", "2:7", "URL001", "url"},
		{"slug encoded slash", "slug: a%2Fb\n", "2:7", "URL001", ""},
		{"alias script", "title: 가\naliases: ['javascript:alert(1)']\n", "3:11", "URL001", ""},
		{"alias up", "aliases: ../../x\n", "2:10", "URL001", ""},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			_, ds := front(tt.in)
			if len(ds) != 1 {
				t.Fatalf("want one diag, got %v", ds)
			}
			d := ds[0]
			if d.Code != tt.code || !strings.Contains(d.Hint, tt.hint) {
				t.Errorf("got %+v", d)
			}
			if at := strings.TrimPrefix(d.Pos.String(), "content/a.md:"); at != tt.at && !strings.HasPrefix(at, tt.at+":") && tt.at != "" {
				t.Errorf("at %s, want %s", at, tt.at)
			}
			if wantWarning := tt.code == "FM007" || tt.code == "FM010"; (d.Severity == diag.Warning) != wantWarning {
				t.Errorf("severity %v", d.Severity)
			}
		})
	}
}

func deepBlock(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i+1) + "a:\n")
	}
	return b.String()
}

func TestFrontMatterKeepsGoodValuesBesideBadOnes(t *testing.T) {
	m, ds := front("title: 가\nweight: 열\naliases: [/a/, ../b, /c/]\n")
	if m.Title != "가" || m.Order != nil || !reflect.DeepEqual(m.Aliases, []string{"/a/", "/c/"}) {
		t.Errorf("%+v", m)
	}
	if len(ds) != 2 {
		t.Errorf("%v", ds)
	}
}

func TestStrings(t *testing.T) {
	got, err := Strings([]byte("# 한국어\nnext: 다음\nminutes: \"%d분\"\n"))
	if err != nil || !reflect.DeepEqual(got, site.Strings{"next": "다음", "minutes": "%d분"}) {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := Strings([]byte("a: b\nnext: [x]\n")); err == nil || !strings.Contains(err.Error(), "line 2") {
		t.Errorf("error %v", err)
	}
}

func FuzzFrontMatter(f *testing.F) {
	for _, s := range []string{"title: 가\n", "a: &a [*a]\n", "0: [:!00 \xef\n", "aliases: ['//x']\n", "- x\n", "? [\n", "<<: *x\n", "title: |\n  a\n"} {
		f.Add([]byte(s))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		m, ds := FrontMatter("a.md", data, 2)
		lines := strings.Count(string(data), "\n") + 2
		for _, d := range ds {
			if d.Pos.Line < 2 || d.Pos.Line > lines+1 {
				t.Errorf("%v stands outside of %q", d, data)
			}
			if strings.Contains(d.Msg, "\n") {
				t.Errorf("message of two lines: %q", d.Msg)
			}
		}
		for _, p := range append([]string{m.URL}, m.Aliases...) {
			if checkPath(p) != nil {
				t.Errorf("unsafe path %q of %q", p, data)
			}
		}
	})
}
