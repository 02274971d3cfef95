package serve

import (
	"strings"
	"testing"

	"sitegen/internal/diag"
)

// mistakes are shown, as text, and the page goes when they are mended.
func TestProblemsPage(t *testing.T) {
	s := open(t, Options{})
	mistake := diag.Errorf(diag.Pos{File: "templates/page.html", Line: 3, Col: 4}, "TPL001", "<script>alert(1)</script> is not defined").WithHint("write <b>it</b> \"so\"")
	s.Show(View{
		Diags: []diag.Diag{diag.Warnf(diag.Pos{}, "CFG001", "a word"), mistake},
		Line:  func(string, int) string { return "가나<다>&라" },
		Root:  "/home/me/my notes",
	})
	for _, target := range []string{"/", "/aws/", "/style.css", "/index.html?x"} {
		a := s.get(target)
		if a.StatusCode != 500 || a.Header.Get("Content-Type") != htmlType {
			t.Errorf("%s: %d", target, a.StatusCode)
		}
		for _, want := range []string{
			"&lt;script&gt;alert(1)&lt;/script&gt; is not defined", "write &lt;b&gt;it&lt;/b&gt; &#34;so&#34;",
			`<a href="vscode://file/home/me/my%20notes/templates/page.html:3:4">templates/page.html:3:4</a>`,
			"가나&lt;<mark>다</mark>&gt;&amp;라", "1 error, 1 warning", `<html lang="en"`, string(scriptTag(s.run, s.shown.Load())) + "</body>",
		} {
			if !strings.Contains(a.body, want) {
				t.Errorf("%s lacks %s:\n%s", target, want, a.body)
			}
		}
		if strings.Contains(a.body, "<script>") {
			t.Errorf("%s: a message is a part of the page", target)
		}
	}
	if a := s.get("/", "Accept-Language: fr, ko-KR;q=0.9, en;q=0.8"); !strings.Contains(a.body, "오류 1개, 경고 1개") || !strings.Contains(a.body, `<html lang="ko"`) {
		t.Errorf("not in Korean:\n%s", a.body)
	}
	if a := s.get("/.sitegen/live.js"); a.StatusCode != 200 {
		t.Errorf("no script: %d", a.StatusCode)
	}
	s.Show(View{Site: notes()})
	if a := s.get("/"); a.StatusCode != 200 || !strings.Contains(a.body, "홈") {
		t.Errorf("mended: %d", a.StatusCode)
	}
}

// A page that cannot be made says why, in its own place.
func TestPageThatCannotBeMade(t *testing.T) {
	s := show(t, failed{notes()})
	if a := s.get("/aws/"); a.StatusCode != 500 || !strings.Contains(a.body, "TPL002") || !strings.Contains(a.body, "This page cannot be made.") || !strings.Contains(a.body, "live.js") {
		t.Errorf("%d %s", a.StatusCode, a.body)
	}
	if a := s.get("/"); a.StatusCode != 200 {
		t.Errorf("%d", a.StatusCode)
	}
}

type failed struct{ *published }

func (f failed) File(name string) (File, bool) {
	if name == "aws/index.html" {
		return File{Diags: []diag.Diag{diag.Errorf(diag.Pos{File: "templates/page.html", Line: 1}, "TPL002", "fails")}}, true
	}
	return f.published.File(name)
}

func TestListOf(t *testing.T) {
	long := problem{Severity: "error", Source: strings.Repeat("가", 500) + "나" + strings.Repeat("다", 500), Col: 501}
	beyond := problem{Severity: "error", Source: "짧은 줄", Col: 9}
	st := state{Errors: 3, Problems: []problem{long, beyond}}
	got := listOf(st, false, english)
	if got.Title != "3 errors" || got.More != "1 more in the terminal." {
		t.Errorf("%+v", got)
	}
	if p := got.Problems[0]; p.Before != "…"+strings.Repeat("가", 60) || p.At != "나" || p.After != strings.Repeat("다", 500) {
		t.Errorf("%q %q %q", p.Before, p.At, p.After)
	}
	if p := got.Problems[1]; p.Before != "짧은 줄" || p.At != "" {
		t.Errorf("%q %q %q", p.Before, p.At, p.After)
	}
	if got := listOf(state{Warnings: 1}, true, korean); got.Title != "경고 1개" || got.Lead != korean.noPage {
		t.Errorf("%+v", got)
	}
}

func TestKoreanFirst(t *testing.T) {
	for header, want := range map[string]bool{"": false, "ko": true, "ko-KR,en": true, "en-US,ko": false, "fr, ko;q=0.5": true, "kok, en": false, "*": false, "KO;q=1": true} {
		if (wordsFor(header).lang == "ko") != want {
			t.Errorf("%q", header)
		}
	}
}
