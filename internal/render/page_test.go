package render

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"flag"
	"html/template"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
	"sitegen/static"
	"sitegen/templates"
)

var update = flag.Bool("update", false, "write the golden pages anew")

// digests hides what every change of a stylesheet would change in the golden pages.
var digests = regexp.MustCompile(`\.[0-9a-f]{8}\.(css|js)\b`)

func TestGolden(t *testing.T) {
	th := defaultTheme(t)
	owned := map[string]bool{}
	for name, v := range views(t) {
		file := filepath.Join("testdata", name+".html")
		owned[file] = true
		got := digests.ReplaceAllString(mustPage(t, th, v), ".$1")
		if *update {
			if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
				t.Fatal(err)
			}
			continue
		}
		want, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		if got != string(want) {
			t.Errorf("%s differs; look at it and run with -update\n%s", file, got)
		}
	}
	files, _ := filepath.Glob("testdata/*.html")
	for _, f := range files {
		if !owned[f] {
			t.Errorf("%s belongs to no view", f)
		}
	}
}

func TestEscaping(t *testing.T) {
	v := note(t)
	v.Title = `</title><script>alert(1)</script>`
	v.TitleHTML = ""
	v.Description = `"><img src=x onerror=alert(1)> & '`
	v.Tags = []site.Ref{{Title: `<b>`, Href: `javascript:alert(1)`}}
	got := mustPage(t, defaultTheme(t), v)
	for _, bad := range []string{"<script>alert", "<img src=x", "<b>", "javascript:", "<script>\n"} {
		if strings.Contains(got, bad) {
			t.Errorf("the page has %q", bad)
		}
	}
	for _, want := range []string{
		"<title>&lt;/title&gt;&lt;script&gt;",
		"<h1 id=\"리전과-가용-영역\">&lt;/title&gt;",
		`content="&#34;&gt;&lt;img src=x onerror=alert(1)&gt; &amp; &#39;"`,
		`rel="tag" href="#"`,
	} {
		if !strings.Contains(got, want) {
			t.Errorf("the page lacks %s", want)
		}
	}
}

// An address is the same bytes wherever it stands.
func TestHrefsAreNotTouched(t *testing.T) {
	hrefs := []string{
		"../%EB%A6%AC%EC%A0%84/", "../a+b%20(c)/", "./", "../x,y!z/@~$=/", "../100%25/#한글-제목", "https://example.kr/a:b",
	}
	for _, h := range hrefs {
		v := note(t)
		v.Next = &site.Ref{Title: "다음", Href: h}
		v.Twin, v.Canonical = h, h
		got := mustPage(t, defaultTheme(t), v)
		for _, want := range []string{
			`<a rel="next" href="` + h + `">`,
			`<link rel="canonical" href="` + h + `">`,
			`type="text/markdown" href="` + h + `">`,
		} {
			if !strings.Contains(got, want) {
				t.Errorf("the page lacks %s", want)
			}
		}
	}
	for _, h := range []string{"javascript:alert(1)", "JAVASCRIPT:x", "data:text/html,x", "vbscript:x"} {
		if got := href(h); got != `href="#"` {
			t.Errorf("href(%q) = %s", h, got)
		}
	}
	if got := href(`a"b&c`); got != `href="a&#34;b&amp;c"` {
		t.Errorf("href does not escape: %s", got)
	}
}

// Nothing runs that is not a file of the site; rules of speculation are no
// script, but browsers want a digest of them in the policy.
func TestNothingInline(t *testing.T) {
	inline := regexp.MustCompile(`(?i)<script>|<style|\son[a-z]+=|\sstyle=`)
	rules := regexp.MustCompile(`<script type="speculationrules">(.*)</script>`)
	th := defaultTheme(t)
	for name, v := range views(t) {
		got := mustPage(t, th, v)
		if m := inline.FindString(got); m != "" {
			t.Errorf("%s has %q", name, m)
		}
		policy, script := strings.Index(got, "Content-Security-Policy"), strings.Index(got, "<script")
		if policy < 0 || policy > script {
			t.Errorf("%s: the policy does not come before the first script", name)
		}
		m := rules.FindStringSubmatch(got)
		if m == nil {
			t.Fatalf("%s has no rules of speculation", name)
		}
		sum := sha256.Sum256([]byte(m[1]))
		if digest := "script-src 'self' 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "';"; !strings.Contains(got, digest) {
			t.Errorf("%s: the policy lacks %s", name, digest)
		}
		if !json.Valid([]byte(m[1])) {
			t.Errorf("%s: not JSON: %s", name, m[1])
		}
	}
}

func TestOverride(t *testing.T) {
	th, ds := theme(t, map[string]string{
		"page.html":            "<h1>{{ .Title }}</h1>",
		"partials/mine.html":   "<b>mine</b>",
		"section.html":         `{{ template "base.html" . }}{{ define "main" }}{{ template "partials/mine.html" }}{{ end }}`,
		"tag.html":             "",
		"partials/footer.html": "",
	})
	if len(ds) > 0 {
		t.Fatal(ds)
	}
	vs := views(t)
	if got := mustPage(t, th, vs["page"]); got != "<h1>리전과 가용 영역</h1>" {
		t.Errorf("page: %s", got)
	}
	if got := mustPage(t, th, vs["section"]); !strings.Contains(got, "<b>mine</b>") || !strings.Contains(got, "<!doctype html>") {
		t.Errorf("section: %s", got)
	}
	if got := mustPage(t, th, vs["tag"]); got != "" {
		t.Errorf("tag: %s", got)
	}
	if got := mustPage(t, th, vs["home"]); !strings.Contains(got, `class="hero"`) || strings.Contains(got, `class="foot"`) {
		t.Errorf("home: %s", got)
	}
}

func TestPreformattedTextKeepsItsSpace(t *testing.T) {
	th, _ := theme(t, map[string]string{"page.html": "<pre>\n  a\n\n    b\n</pre>", "tag.html": "<p>\n\n   a\n   b"})
	vs := views(t)
	if got := mustPage(t, th, vs["page"]); got != "<pre>\n  a\n\n    b\n</pre>" {
		t.Errorf("got %q", got)
	}
	if got := mustPage(t, th, vs["tag"]); got != "<p>\na\nb" {
		t.Errorf("got %q", got)
	}
}

func TestMistakes(t *testing.T) {
	tests := []struct {
		name, page string
		pos, code  string
		msg, hint  string
		early      bool // found when the theme is parsed
	}{
		{name: "syntax", page: "<p>\n{{ .Title", pos: "templates/page.html:2", code: "TPL001", msg: "unclosed action", early: true},
		{name: "unknown function", page: "{{ nope }}", pos: "templates/page.html:1", code: "TPL001", msg: `"nope" not defined`, early: true},
		{name: "missing part", page: `<b>{{ template "없음" . }}</b>`, pos: "templates/page.html:1:16", code: "TPL001", msg: `"없음"`, early: true},
		{name: "open attribute", page: `<a href="`, pos: "templates/page.html", code: "TPL001", msg: "ends in the midst", early: true},
		{name: "unknown field", page: "<p>\n한글 {{ .Titel }}", pos: "templates/page.html:2:7", code: "TPL002", msg: "can't evaluate field Titel", hint: "did you mean .Title?"},
		{name: "deep field", page: "{{ .Nope.Deep }}", pos: "templates/page.html:1:9", code: "TPL002", msg: "can't evaluate field Nope"},
		{name: "index", page: "<html>{{ index .Tags 99 }}</html>", pos: "templates/page.html:1:10", code: "TPL002", msg: "out of range"},
		{name: "unknown word", page: "{{ .T.nope }}", pos: "templates/page.html:1:6", code: "TPL002", msg: "nope"},
		{name: "unknown asset", page: `{{ asset "stile.css" }}`, pos: "templates/page.html:1:4", code: "TPL002", msg: `did you mean "style.css"?`},
		{name: "endless", page: "{{ range 1000000000 }}x{{ end }}", pos: "templates/page.html", code: "TPL002", msg: "grew far beyond its content"},
		{name: "recursion", page: `{{ define "a" }}x{{ template "a" . }}{{ end }}{{ template "a" . }}`, pos: "templates/page.html:1:30", code: "TPL002", msg: "exceeded maximum template depth"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			th, ds := theme(t, map[string]string{"page.html": tt.page})
			if tt.early != (len(ds) > 0) {
				t.Fatalf("when parsed: %v", ds)
			}
			out, more := Page(th, note(t))
			ds = append(ds, more...)
			if len(out) > 0 || len(ds) != 1 {
				t.Fatalf("page of %d bytes, diagnostics %v", len(out), ds)
			}
			d := ds[0]
			if d.Pos.String() != tt.pos || d.Code != tt.code || d.Severity != diag.Error || !strings.Contains(d.Msg, tt.msg) || tt.hint != "" && d.Hint != tt.hint {
				t.Errorf("got %v %s %q %q", d.Pos, d.Code, d.Msg, d.Hint)
			}
		})
	}
}

func TestBrokenPart(t *testing.T) {
	th, ds := theme(t, map[string]string{"partials/toc.html": "{{ if }}"})
	if len(ds) != 1 || ds[0].Pos.String() != "templates/partials/toc.html:1" {
		t.Errorf("got %v", ds)
	}
	if out, ds := Page(th, note(t)); len(out)+len(ds) > 0 {
		t.Errorf("a theme without pages made %q, %v", out, ds)
	}
}

func TestActionsInScripts(t *testing.T) {
	tests := []struct {
		page string
		warn bool
	}{
		{"<script>var t = `{{ .Title }}`; if(1){/{{ .Title }}/.test(1)}</script>", true},
		{"<script>\nlet t = {{ .Title }}</script>", true},
		{"<style>b { color: {{ .Title }} }</style>", true},
		{`<b onclick="f({{ .Title }})">x</b>`, true},
		{`<script src="{{ asset "app.js" }}"></script><b data-x="{{ .Title }}">{{ .Title }}</b>`, false},
		{`<script>let a = 1</script>`, false},
	}
	for _, tt := range tests {
		_, ds := theme(t, map[string]string{"page.html": tt.page})
		if tt.warn != (len(ds) > 0) {
			t.Errorf("%s: %v", tt.page, ds)
		}
		for _, d := range ds {
			if d.Code != "TPL003" || d.Severity != diag.Warning || d.Pos.File != "templates/page.html" || d.Pos.Line == 0 {
				t.Errorf("%s: %v %s", tt.page, d.Pos, d.Code)
			}
		}
	}
}

func TestDirection(t *testing.T) {
	for lang, want := range map[string]bool{
		"ko": false, "en-US": false, "": false, "uz-Cyrl": false, "ar-Latn-EG": false, "zh-Hant": false, "de-1996": false,
		"ar": true, "he-IL": true, "fa": true, "ur": true, "az-Arab": true, "qaa-ARAB-x": true, "AR-eg": true,
	} {
		v := note(t)
		v.Lang = lang
		got := mustPage(t, defaultTheme(t), v)
		if strings.Contains(got, `" dir="rtl">`) != want || !strings.Contains(got, `<html lang="`+lang+`"`) {
			t.Errorf("%q: %.60s", lang, got)
		}
	}
}

func TestWords(t *testing.T) {
	ko, en := words(t, "ko"), words(t, "en")
	if k, e := slices.Sorted(maps.Keys(ko)), slices.Sorted(maps.Keys(en)); !slices.Equal(k, e) {
		t.Errorf("the languages have different words:\nko %v\nen %v", k, e)
	}
	for key := range ko {
		if strings.Count(ko[key], "%d") != strings.Count(en[key], "%d") || strings.Count(ko[key], "%s") != strings.Count(en[key], "%s") {
			t.Errorf("%s: %q and %q take different values", key, ko[key], en[key])
		}
	}
	used := regexp.MustCompile(`\.T\.(\w+)`)
	for name, src := range read(t, templates.FS) {
		for _, m := range used.FindAllSubmatch(src, -1) {
			if _, ok := ko[string(m[1])]; !ok {
				t.Errorf("%s uses a word that is in no language: %s", name, m[1])
			}
		}
	}
}

func TestSum(t *testing.T) {
	files, assets := read(t, templates.FS), read(t, static.FS)
	sum := func() memo.Sum {
		th, _ := ParseTheme(files, assets)
		return memo.Hash(th)
	}
	first := sum()
	if sum() != first {
		t.Error("the same sources have two digests")
	}
	files["page.html"] = append(slices.Clone(files["page.html"]), ' ')
	if sum() == first {
		t.Error("a changed template has the same digest")
	}
	files = read(t, templates.FS)
	assets["assets/css/99-mine.css"] = []byte("b{color:red}")
	if sum() == first {
		t.Error("a changed asset has the same digest")
	}
}

func TestInOrder(t *testing.T) {
	page := func(href string) site.Card { return site.Card{Href: href} }
	cards := []site.Card{
		page("a"),
		{Href: "list", Kids: []site.Card{page("b"), page("c")}},
		{Title: "name only"},
		{Href: "read", Minutes: 1, Kids: []site.Card{page("d")}},
	}
	var got []string
	for _, c := range inOrder(4, cards) {
		got = append(got, c.Href)
	}
	if !slices.Equal(got, []string{"a", "b", "c", "read"}) {
		t.Errorf("got %v", got)
	}
	if n := len(inOrder(9, cards)); n != 5 {
		t.Errorf("%d pages of 5", n)
	}
}

func TestGlue(t *testing.T) {
	v := note(t)
	v.Lead = "가용 영역(AZ)은"
	if got := mustPage(t, defaultTheme(t), v); !strings.Contains(got, `<p class="lead">가용 영역(AZ)`+"\u2060은</p>") {
		t.Error("a lead may break before its particle")
	}
}

func BenchmarkPage(b *testing.B) {
	th := defaultTheme(b)
	v := note(b)
	for range 40 {
		v.Nav = append(v.Nav, site.NavItem{Title: "이웃한 노트", Href: "../%EB%85%B8%ED%8A%B8/"})
		v.TOC = append(v.TOC, site.TOCEntry{Text: "소제목", Href: "#소제목"})
	}
	v.Content = template.HTML(strings.Repeat("<p>본문은 이만큼 깁니다.</p>\n", 500))
	b.ReportAllocs()
	for b.Loop() {
		Page(th, v)
	}
}
