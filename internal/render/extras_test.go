package render

import (
	"bytes"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

const hostile = "<제목> & \"]]>\" \x00\x0b\x1f \uFFFE 끝"

// course is a small site: home, a section with two notes, a hidden note.
func course(t *testing.T) *site.Site {
	t.Helper()
	day := func(d int) time.Time { return time.Date(2026, 11, d, 9, 0, 0, 0, seoul) }
	home := &site.Page{Kind: site.KindHome, Title: "처음", Out: "index.html", Facts: &site.Facts{Rel: "README.md", Lead: "머리말"}}
	aws := &site.Page{Kind: site.KindSection, Title: "AWS", URL: "aws/", Out: "aws/index.html", Up: []*site.Page{home}}
	az := &site.Page{
		Title: hostile, URL: "aws/리전 a+b/", Out: "aws/리전 a+b/index.html", Up: []*site.Page{home, aws}, Changed: day(20),
		Facts: &site.Facts{Rel: "aws/01-리전 a+b.md", Lead: "한 줄\n두 줄 [가]"},
	}
	vpc := &site.Page{
		Title: "VPC [기초]", URL: "aws/vpc/", Out: "aws/vpc/index.html", Up: []*site.Page{home, aws},
		Facts: &site.Facts{Rel: "aws/02-vpc.md", Meta: site.Meta{Date: day(21), Description: "망"}},
	}
	hidden := &site.Page{Title: "숨김", URL: "hidden/", Hidden: true, Up: []*site.Page{home}, Changed: day(22), Facts: &site.Facts{Rel: "hidden.md"}}
	missing := &site.Page{Kind: site.KindMissing, Title: "없음", URL: "404.html"}
	home.Kids, aws.Kids = []*site.Page{aws}, []*site.Page{az, vpc}
	return &site.Site{
		Info: site.Info{
			Title: "노트 & 노트", Description: "설명 <b>", Lang: "ko", BaseURL: "https://example.kr/docs/", Author: "김 & 이",
		},
		Strings: words(t, "ko"),
		Home:    home,
		Pages:   []*site.Page{home, aws, az, vpc, hidden, missing},
		Aliases: []site.Redirect{{Out: "old/az.html", To: az, From: diag.Pos{File: "content/aws/01.md", Line: 3}}},
	}
}

func byPath(t *testing.T, s *site.Site) map[string]string {
	t.Helper()
	m := map[string]string{}
	for _, x := range Extras(defaultTheme(t), s) {
		data, ds := x.Make()
		for _, d := range ds {
			t.Fatal(d.Pos, d.Msg)
		}
		m[x.Path] = string(data)
		if strings.HasSuffix(x.Path, ".xml") {
			wellFormed(t, x.Path, data)
		}
	}
	return m
}

func wellFormed(t *testing.T, path string, data []byte) {
	t.Helper()
	d := xml.NewDecoder(bytes.NewReader(data))
	for {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return
		} else if err != nil {
			t.Fatalf("%s: %v\n%s", path, err, data)
		}
	}
}

const azURL = "https://example.kr/docs/aws/%EB%A6%AC%EC%A0%84%20a%2Bb/"

func TestSitemap(t *testing.T) {
	got := byPath(t, course(t))["sitemap.xml"]
	for _, want := range []string{
		"<loc>https://example.kr/docs/</loc>", "<loc>" + azURL + "</loc>", "<lastmod>2026-11-20T00:00:00Z</lastmod>",
		`<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the sitemap lacks %s\n%s", want, got)
		}
	}
	for _, bad := range []string{"hidden", "404"} {
		if strings.Contains(got, bad) {
			t.Errorf("the sitemap has %s", bad)
		}
	}
}

func TestLargeSitemap(t *testing.T) {
	s := course(t)
	for i := range maxURLs {
		s.Pages = append(s.Pages, &site.Page{Title: "쪽", URL: fmt.Sprintf("p%d/", i)})
	}
	parts := sitemap(s)
	if len(parts) != 3 || parts[2].Path != "sitemap.xml" {
		t.Fatalf("%d files, the last %s", len(parts), parts[len(parts)-1].Path)
	}
	if index, _ := parts[2].Make(); !bytes.Contains(index, []byte("<loc>https://example.kr/docs/sitemap-2.xml</loc>")) {
		t.Errorf("the index lacks its second part:\n%s", index)
	}
}

func TestFeed(t *testing.T) {
	got := byPath(t, course(t))["feed.xml"]
	for _, want := range []string{
		`<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="ko">`, "<title>노트 &amp; 노트</title>", "<name>김 &amp; 이</name>",
		"<updated>2026-11-21T00:00:00Z</updated>", "<id>" + azURL + "</id>", "&lt;제목&gt; &amp; &#34;]]&gt;&#34;   끝",
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the feed lacks %s\n%s", want, got)
		}
	}
	if vpc, az := strings.Index(got, "vpc/"), strings.Index(got, azURL); vpc > az {
		t.Error("the newest page is not first")
	}
	if strings.Contains(got, "숨김") {
		t.Error("the feed tells of a hidden page")
	}

	s := course(t)
	s.Pages = s.Pages[:1]
	if got := byPath(t, s)["feed.xml"]; !strings.Contains(got, "<updated>1970-01-01T00:00:00Z</updated>") {
		t.Errorf("a feed without dates:\n%s", got)
	}
}

func TestLLMs(t *testing.T) {
	want := `# 노트 & 노트

> 설명 &lt;b>

## 전체 목차

- [처음](https://example.kr/docs/README.md): 머리말

## AWS

- [&lt;제목> & "\]\]>" 끝](https://example.kr/docs/aws/01-%EB%A6%AC%EC%A0%84%20a%2Bb.md): 한 줄 두 줄 [가]
- [VPC \[기초\]](https://example.kr/docs/aws/02-vpc.md): 망
`
	got := byPath(t, course(t))["llms.txt"]
	if got != want {
		t.Errorf("got\n%q\nwant\n%q", got, want)
	}
}

func TestRedirect(t *testing.T) {
	got := byPath(t, course(t))["old/az.html"]
	for _, want := range []string{
		`<meta http-equiv="refresh" content="0; url=../aws/%EB%A6%AC%EC%A0%84%20a%2Bb/">`,
		`<link rel="canonical" href="` + azURL + `">`,
		`<a href="../aws/%EB%A6%AC%EC%A0%84%20a%2Bb/">&lt;제목&gt;`,
		`<meta name="robots" content="noindex">`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the redirect lacks %s\n%s", want, got)
		}
	}
}

func TestWithoutBaseURL(t *testing.T) {
	s := course(t)
	s.Info.BaseURL = ""
	got := byPath(t, s)
	for _, p := range []string{"sitemap.xml", "feed.xml"} {
		if _, ok := got[p]; ok {
			t.Errorf("there is a %s without a base URL", p)
		}
	}
	if got["robots.txt"] != "User-agent: *\nAllow: /\n" {
		t.Errorf("robots.txt: %q", got["robots.txt"])
	}
	if !strings.Contains(got["llms.txt"], "(aws/02-vpc.md)") {
		t.Errorf("llms.txt: %s", got["llms.txt"])
	}
	if strings.Contains(got["old/az.html"], "canonical") {
		t.Error("a redirect has a canonical address")
	}
	if _, ok := got[".nojekyll"]; !ok {
		t.Error("no .nojekyll")
	}
}
