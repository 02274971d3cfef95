package render

import (
	"io/fs"
	"strings"
	"testing"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/site"
	"sitegen/static"
	"sitegen/templates"
)

// read returns the files of a tree by path.
func read(tb testing.TB, tree fs.FS) map[string][]byte {
	tb.Helper()
	out := map[string][]byte{}
	err := fs.WalkDir(tree, ".", func(p string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		data, err := fs.ReadFile(tree, p)
		out[p] = data
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	return out
}

// theme parses the default theme with some templates replaced.
func theme(tb testing.TB, own map[string]string) (*Theme, []diag.Diag) {
	tb.Helper()
	files := read(tb, templates.FS)
	for name, text := range own {
		files[name] = []byte(text)
	}
	return ParseTheme(files, read(tb, static.FS))
}

func defaultTheme(tb testing.TB) *Theme {
	tb.Helper()
	t, ds := theme(tb, nil)
	if len(ds) > 0 {
		tb.Fatalf("the default theme has %d diagnostics, first %v %s", len(ds), ds[0].Pos, ds[0].Msg)
	}
	return t
}

// words reads the flat "key: text" files of the interface.
func words(tb testing.TB, lang string) site.Strings {
	tb.Helper()
	data, err := templates.FS.ReadFile("i18n/" + lang + ".yaml")
	if err != nil {
		tb.Fatal(err)
	}
	out := site.Strings{}
	for line := range strings.Lines(string(data)) {
		if key, text, ok := strings.Cut(strings.TrimSpace(line), ": "); ok && !strings.HasPrefix(key, "#") {
			out[key] = strings.Trim(text, `"`)
		}
	}
	return out
}

var seoul = time.FixedZone("", 9*60*60)

// note is a view of an ordinary page.
func note(tb testing.TB) *site.View {
	tb.Helper()
	return &site.View{
		Kind: site.KindPage,
		Site: site.Info{
			Title: "클라우드 노트", Lang: "ko", BaseURL: "https://example.kr/docs/", BasePath: "/docs/",
			Author: "김노트", License: "CC BY 4.0",
		},
		T:           words(tb, "ko"),
		Title:       "리전과 가용 영역",
		TitleHTML:   "리전과 <em>가용 영역</em>",
		TitleID:     "리전과-가용-영역",
		Description: "한 곳이 무너져도 버티는 배치",
		Lead:        "한 곳이 무너져도 버티는 배치",
		Lang:        "ko",
		Root:        "../../",
		Canonical:   "https://example.kr/docs/aws/%EB%A6%AC%EC%A0%84/",
		Content:     "<p>본문</p>",
		TOC: []site.TOCEntry{
			{Text: "리전", Href: "#리전", Sub: []site.TOCEntry{{Text: "고르는 기준", Href: "#고르는-기준"}}},
			{Text: "가용 영역", Href: "#가용-영역"},
		},
		Up:   []site.Ref{{Title: "처음", Href: "../../"}, {Title: "AWS", Href: "../"}},
		Prev: &site.Ref{Title: "AWS 소개", Href: "../"},
		Back: []site.Ref{{Title: "요금(월)은", Href: "../cost/"}},
		Next: &site.Ref{Title: "VPC", Href: "../vpc/"},
		Top:  []site.NavItem{{Title: "AWS", Href: "../", Open: true}, {Title: "리눅스", Href: "../../linux/"}},
		Nav: []site.NavItem{
			{Title: "AWS", Href: "../", Open: true, Branch: true, Kids: []site.NavItem{
				{Title: "리전과 가용 영역", Href: "./", Current: true, Open: true},
				{Title: "VPC", Href: "../vpc/"},
				{Title: "더 보기", Href: "../", More: true},
			}},
			{Title: "리눅스", Href: "../../linux/", Branch: true},
			{Title: "부록", Kids: []site.NavItem{{Title: "참고 문헌", Href: "../../refs/"}}},
			{Title: "준비 중"},
		},
		Tags:    []site.Ref{{Title: "AWS", Href: "../../tags/aws/"}},
		Changed: time.Date(2026, 11, 20, 8, 0, 0, 0, seoul),
		Minutes: 8,
		EditURL: "https://github.com/a/b/edit/main/content/aws/01-%EB%A6%AC%EC%A0%84.md",
		Twin:    "../01-%EB%A6%AC%EC%A0%84.md",
		HasTags: true,
	}
}

// views is one view of each kind.
func views(tb testing.TB) map[string]*site.View {
	page := note(tb)
	like := func(kind site.Kind, title string, change func(*site.View)) *site.View {
		v := *page
		v.Kind, v.Title, v.TitleID = kind, title, ""
		v.TitleHTML, v.Lead, v.Content = "", "", ""
		v.TOC, v.Prev, v.Next, v.Tags, v.Minutes, v.Changed = nil, nil, nil, nil, 0, time.Time{}
		v.EditURL, v.Twin = "", ""
		change(&v)
		return &v
	}
	cards := []site.Card{
		{Title: "리전과 가용 영역", Href: "az/", Description: "한 곳이 무너져도 버티는 배치", Minutes: 8, Changed: page.Changed},
		{Title: "VPC", Href: "vpc/", Count: 3},
	}
	return map[string]*site.View{
		"page": page,
		"home": like(site.KindHome, "클라우드 노트", func(v *site.View) {
			v.Root, v.Canonical, v.Content = "./", v.Site.BaseURL, "<p>머리말</p>"
			v.Top, v.Up = []site.NavItem{{Title: "AWS", Href: "aws/"}}, nil
			v.Nav = v.Top
			v.Site.Description = "배포와 인프라를 함께 배웁니다."
			v.Next = &site.Ref{Title: "AWS", Href: "aws/"}
			v.Kids = []site.Card{{Title: "AWS", Href: "aws/", Count: 2, Kids: cards}, {Title: "부록", Count: 1}}
			v.Recent = cards[:1]
		}),
		"section": like(site.KindSection, "AWS", func(v *site.View) { v.Kids = cards }),
		"tag":     like(site.KindTag, "네트워크", func(v *site.View) { v.Kids = cards[:1] }),
		"tags":    like(site.KindTags, "태그", func(v *site.View) { v.Kids = []site.Card{{Title: "AWS", Href: "aws/", Count: 2}} }),
		"contents": like(site.KindContents, "전체 목차", func(v *site.View) {
			v.Groups = []site.Group{
				{Title: "처음", Href: "../", Items: []site.Card{{Title: "소개", Href: "../intro/"}}},
				{Title: "AWS", Href: "../aws/", Depth: 1, Items: cards},
				{Title: "심화", Href: "../aws/deep/", Depth: 2, Items: cards[:1]},
			}
		}),
		"404": like(site.KindMissing, "이 주소에는 노트가 없습니다", func(v *site.View) {
			v.Root, v.NoIndex, v.Canonical = "/docs/", true, ""
		}),
	}
}

// mustPage renders a view and fails on any diagnostic.
func mustPage(tb testing.TB, t *Theme, v *site.View) string {
	tb.Helper()
	out, ds := Page(t, v)
	for _, d := range ds {
		tb.Fatalf("%v: %s", d.Pos, d.Msg)
	}
	return string(out)
}
