package serve

import (
	"bytes"
	_ "embed"
	"fmt"
	"html/template"
	"net/http"
	"slices"
	"strings"

	"sitegen/internal/diag"
)

//go:embed problems.html
var problemsText string

var problemsPage = template.Must(template.New("problems").Parse(problemsText))

// serveProblems answers where nothing can be shown: with what is in the way, which
// is st. The live script is on that page too, so it makes room by itself.
func (s *Server) serveProblems(w http.ResponseWriter, r *http.Request, now *shown, st state) {
	if !fromHere(r) {
		st = st.elsewhere()
	}
	list := listOf(st, now.Site != nil, wordsFor(r.Header.Get("Accept-Language")))
	var b bytes.Buffer
	if err := problemsPage.Execute(&b, list); err != nil {
		panic(err) // the template is part of the program
	}
	sendHTML(w, http.StatusInternalServerError, decorate(b.Bytes(), scriptTag(s.run, now)))
}

// problemList is what the page shows.
type problemList struct {
	Lang, Title, Lead, HintWord, More string
	Problems                          []listed
}

// words are what the page says in a language.
type words struct {
	lang, noSite, noPage, more, hint string
	title                            func(errors, warnings int) string
}

var english = words{
	lang:   "en",
	noSite: "There is no site to show yet. As soon as the errors are mended, it will be here.",
	noPage: "This page cannot be made. As soon as the errors are mended, it will be here.",
	more:   "%d more in the terminal.",
	hint:   "hint",
	title: func(errors, warnings int) string {
		return list(counted(errors, "%d error", "%d errors"), counted(warnings, "%d warning", "%d warnings"))
	},
}

var korean = words{
	lang:   "ko",
	noSite: "아직 보여 줄 사이트가 없습니다. 오류를 고치면 이 자리에 바로 나타납니다.",
	noPage: "이 쪽을 만들 수 없습니다. 오류를 고치면 이 자리에 바로 나타납니다.",
	more:   "%d개가 더 있습니다. 터미널에서 볼 수 있습니다.",
	hint:   "도움말",
	title: func(errors, warnings int) string {
		return list(counted(errors, "오류 %d개", "오류 %d개"), counted(warnings, "경고 %d개", "경고 %d개"))
	},
}

// listed is a problem with its line taken apart at the place in question.
type listed struct {
	problem
	Place             string
	Editor            template.URL
	Before, At, After string
}

// listOf makes the list of st, which concerns one page only or the whole site.
func listOf(st state, onePage bool, say words) problemList {
	list := problemList{Lang: say.lang, Title: say.title(st.Errors, st.Warnings), Lead: say.noSite, HintWord: say.hint}
	if onePage {
		list.Lead = say.noPage
	}
	if hidden := st.Errors + st.Warnings - len(st.Problems); hidden > 0 {
		list.More = fmt.Sprintf(say.more, hidden)
	}
	for _, p := range st.Problems {
		list.Problems = append(list.Problems, listedOf(p))
	}
	return list
}

func listedOf(p problem) listed {
	l := listed{
		problem: p,
		Place:   diag.Pos{File: p.File, Line: p.Line, Col: p.Col}.String(),
		Editor:  template.URL(p.Editor), // made of the editor's address, which came from the command line, and an encoded path
		Before:  p.Source,
	}
	if line := []rune(p.Source); p.Col > 0 && p.Col <= len(line) {
		l.Before, l.At, l.After = lastOf(line[:p.Col-1]), string(line[p.Col-1:p.Col]), string(line[p.Col:])
	}
	return l
}

// wordsFor are those of the language that a browser prefers.
func wordsFor(acceptLanguage string) words {
	for tag := range strings.SplitSeq(strings.ToLower(acceptLanguage), ",") {
		tag, _, _ = strings.Cut(strings.TrimSpace(tag), ";")
		switch lang, _, _ := strings.Cut(tag, "-"); lang {
		case korean.lang:
			return korean
		case english.lang:
			return english
		}
	}
	return english
}

// counted is a number of things, "" for none.
func counted(n int, one, many string) string {
	switch n {
	case 0:
		return ""
	case 1:
		return fmt.Sprintf(one, n)
	}
	return fmt.Sprintf(many, n)
}

// list names what there is.
func list(parts ...string) string {
	return strings.Join(slices.DeleteFunc(parts, func(p string) bool { return p == "" }), ", ")
}

// lastOf is the end of what stands before a place: in a line of any length, the
// place is seen at once.
func lastOf(before []rune) string {
	const most = 60
	if len(before) <= most {
		return string(before)
	}
	return "…" + string(before[len(before)-most:])
}
