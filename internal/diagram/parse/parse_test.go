package parse

import (
	"fmt"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/scene"
)

func TestLines(t *testing.T) {
	src := "title 고리\n\n  %% 말\n  가 : 나 \r\n\t다\n  \t라\n%%\n끝"
	want := []Line{
		{No: 1, Col: 1, Indent: 0, Text: "title 고리"},
		{No: 4, Col: 3, Indent: 2, Text: "가 : 나"},
		{No: 5, Col: 2, Indent: 4, Text: "다"},
		{No: 6, Col: 4, Indent: 4, Text: "라"},
		{No: 8, Col: 1, Indent: 0, Text: "끝"},
	}
	if got := Lines(src); !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v", got)
	}
}

func TestColAt(t *testing.T) {
	l := Line{No: 3, Col: 5, Text: "가나 : 다"}
	if got := l.ColAt(strings.Index(l.Text, ":")); got != 8 {
		t.Errorf("got %d", got)
	}
}

func TestAway(t *testing.T) {
	for _, test := range []struct {
		from, to int
		want     string
	}{{3, 2, "1 line above"}, {9, 2, "7 lines above"}, {2, 3, "1 line below"}, {2, 4, "2 lines below"}} {
		if got := Away(test.from, test.to); got != test.want {
			t.Errorf("from %d to %d: %s", test.from, test.to, got)
		}
	}
}

// TestColons marks in each line the colon that separates, or else that which
// was probably meant to.
func TestColons(t *testing.T) {
	for _, test := range []struct{ in, separates, tight string }{
		{"계획 : 목표", "계획 | 목표", ""},
		{"계획: 목표", "계획| 목표", ""},
		{"계획 :목표", "계획 |목표", ""},
		{"계획:", "계획|", ""},
		{"계획：목표", "계획|목표", ""},
		{"계획 ： 목표", "계획 | 목표", ""},
		{"08：00", "08|00", ""},
		{"계획:목표", "", "계획|목표"},
		{"08:00 계획:목표", "", "08:00 계획|목표"},
		{"Plan:goals", "", "Plan|goals"},
		{"점검:3회", "", "점검|3회"},
		{"단계2:검증", "", "단계2|검증"},
		{"개발(Dev):구현", "", "개발(Dev)|구현"},
		{"a:b : c", "a:b | c", "a|b : c"},
		{"08:00", "", ""},
		{"비율 1:2", "", ""},
		{"localhost:8080", "", ""},
		{`C:\노트`, "", ""},
		{"https://ko.wikipedia.org/wiki/분류:한국", "", ""},
		{"보기 https://a.kr/분류:한국 참고", "", ""},
		{":로켓", "", ""},
		{"std::vector", "", ""},
		{"", "", ""},
	} {
		separates, tight := "", ""
		for i := range len(test.in) {
			if n := Colon(test.in, i); n > 0 {
				separates = test.in[:i] + "|" + test.in[i+n:]
				break
			}
		}
		if i := TightColon(test.in); i >= 0 {
			tight = test.in[:i] + "|" + test.in[i+1:]
		}
		if separates != test.separates || tight != test.tight {
			t.Errorf("%q: %q, %q", test.in, separates, tight)
		}
	}
}

func TestLabel(t *testing.T) {
	tests := []struct {
		in   string
		want Label
		bad  string // position of the problem
	}{
		{"앱 서버", Label{Text: "앱 서버"}, ""},
		{"  앱 서버  ", Label{Text: "앱 서버"}, ""},
		{`"비용: 최소화"`, Label{Text: "비용: 최소화"}, ""},
		{`"`, Label{Text: `"`}, ""},
		{"[앱 서버](../app.md)", Label{Text: "앱 서버", Link: &scene.Link{Dest: "../app.md", Line: 7, Col: 14}}, ""},
		{" [앱 서버](../app.md)", Label{Text: "앱 서버", Link: &scene.Link{Dest: "../app.md", Line: 7, Col: 15}}, ""},
		{"[앱](<빈 칸.md>)", Label{Text: "앱", Link: &scene.Link{Dest: "빈 칸.md", Line: 7, Col: 11}}, ""},
		{"[앱](a_(b).md)", Label{Text: "앱", Link: &scene.Link{Dest: "a_(b).md", Line: 7, Col: 11}}, ""},
		{"[목록] (참고)", Label{Text: "[목록] (참고)"}, ""},
		{"[앱]()", Label{Text: "앱"}, "7:7"},
		{"[](a.md)", Label{Text: ""}, "7:7"},
		{strings.Repeat("가", MaxLabel), Label{Text: strings.Repeat("가", MaxLabel)}, ""},
		{strings.Repeat("가", MaxLabel+1), Label{}, "7:7"},
	}
	for _, test := range tests {
		var p Problems
		l := Line{No: 7, Col: 5, Text: "- " + test.in}
		if got := p.Label(l, 2, test.in); !reflect.DeepEqual(got, test.want) {
			t.Errorf("%q: got %+v with link %+v", test.in, got, got.Link)
		}
		at := ""
		if len(p.List) > 0 {
			at = strings.TrimPrefix(p.List[0].Pos.String(), ":")
		}
		if at != test.bad || p.Bad != (test.bad != "") {
			t.Errorf("%q: problem at %q, want %q", test.in, at, test.bad)
		}
	}
}

func TestProblems(t *testing.T) {
	var p Problems
	p.Ignored(1, 2, "leave it out", "nobody needs %q", "x")
	if p.Bad {
		t.Error("what is left out does not spoil a diagram")
	}
	for range 50 {
		p.Syntax(3, 4, "", "wrong")
	}
	if !p.Bad || len(p.List) != maxProblems {
		t.Errorf("bad=%v with %d problems", p.Bad, len(p.List))
	}
	want := diag.Warnf(diag.Pos{Line: 1, Col: 2}, "DIA003", `nobody needs "x"`).WithHint("leave it out")
	if p.List[0] != want {
		t.Errorf("got %+v", p.List[0])
	}
	if got := p.List[1]; got.Code != "DIA001" || !got.Strict {
		t.Errorf("got %+v", got)
	}
}

func TestSharedWords(t *testing.T) {
	l := Line{No: 5, Col: 3, Text: "제목 [가](a.md)"}
	for _, test := range []struct {
		note func(*Problems)
		want string
	}{
		{func(p *Problems) { p.Twice(l, "제목", 3) }, `:5:3 "제목" is given twice: the first is 2 lines above | keep one of the two`},
		{func(p *Problems) { p.Valueless(l, "제목", len("제목"), "제목 TEXT") }, `:5:5 "제목" has nothing after it | write: 제목 TEXT`},
		{func(p *Problems) { p.NoTitleLink(p.Label(l, len("제목"), " [가](a.md)")) }, `:5:10 a title leads nowhere | link a name in the diagram, or write the link in the text around it`},
		{func(p *Problems) { p.NoTitleLink(p.Label(l, len("제목"), "가")) }, ""},
	} {
		var p Problems
		test.note(&p)
		got := ""
		for _, d := range p.List {
			got += fmt.Sprintf("%s %s | %s", d.Pos, d.Msg, d.Hint)
		}
		if got != test.want {
			t.Errorf("got  %s\nwant %s", got, test.want)
		}
	}
}

func FuzzLabel(f *testing.F) {
	for _, s := range []string{"", "a", "[a](b)", "[a](<b c>)", `""`, "[](", "[a]()", "](", "[[a](b)](c)", "\x00\xff"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, l := range Lines(s) {
			var p Problems
			got := p.Label(l, 0, l.Text)
			if utf8.RuneCountInString(got.Text) > MaxLabel {
				t.Errorf("%q: a label of %d bytes", s, len(got.Text))
			}
			if got.Link != nil && (got.Link.Dest == "" || got.Link.Line != l.No) {
				t.Errorf("%q: link %+v", s, got.Link)
			}
		}
	})
}
