package loop

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"sitegen/internal/diagram/parse"
)

// TestRead compares sources with what is understood: a step a line, its
// section's name in front, links and captions after it.
func TestRead(t *testing.T) {
	for name, tt := range map[string]struct{ src, want string }{
		"steps": {"계획\n  코드\n\t빌드\n", "ring\n계획\n코드\n빌드\n"},
		"captions at commas": {
			"계획 : 요구 사항, 이슈 · 백로그,\n코드: Git\n빌드 :\tgo build\n",
			"ring\n계획 | 요구 사항 | 이슈 · 백로그,\n코드 | Git\n빌드 | go build\n",
		},
		"colons that are none": {"10:30 회의\nhttp://a.kr\n비율 1:2 : 세 번째\n", "ring\n10:30 회의\nhttp://a.kr\n비율 1:2 | 세 번째\n"},
		"lists": {
			"- title 목록\n* section 가\n+\t[코드](c.md)\n1. 계획: 목표\n2) 실행\n10.  점검\n",
			"목록\nring\n가/: 코드 → c.md @3:8\n가/: 계획 | 목표\n가/: 실행\n가/: 점검\n",
		},
		"lists that are none":       {"-5도\n*굵게*\n2024. 계획\n\"1. 계획\"\n1.5배\n-\n", "ring\n-5도\n*굵게*\n2024. 계획\n1. 계획\n1.5배\n-\n"},
		"arrows that join no steps": {"\"가 -> 나\"\n계획 : 가 → 나\n[가->나](a->b.md)\n가 - 나\n", "ring\n가 -> 나\n계획 | 가 → 나\n가->나 → a->b.md @3:8\n가 - 나\n"},
		"full-width colons":         {"계획：목표, 범위\n실행 ： 시도\n\"08：00\"：점검\n", "ring\n계획 | 목표 | 범위\n실행 | 시도\n08：00 | 점검\n"},
		"tight colons in names":     {"계획:목표 : 설명\n\"점검:지표\"\n[가:나](a.md)\n점검 : 지표:값\n", "ring\n계획:목표 | 설명\n점검:지표\n가:나 → a.md @3:7\n점검 | 지표:값\n"},
		"quotes": {
			"\"title\"\n\"비율 1 : 2\" : 설명\n\"a\": \"b, c\"\n\"인용\" 뒤\n",
			"ring\ntitle\n비율 1 : 2 | 설명\na | b, c\n\"인용\" 뒤\n",
		},
		"links": {
			"[코드](../dev/code.md) : Git\n[a](<b c.md>)\n[위키](https://ko.wikipedia.org/wiki/A_(B)) : 괄호\n[대괄호] : 이름\n",
			"ring\n코드 → ../dev/code.md @1:6 | Git\na → b c.md @2:5\n위키 → https://ko.wikipedia.org/wiki/A_(B) @3:6 | 괄호\n[대괄호] | 이름\n",
		},
		"comments and order": {
			"%% 첫 줄\ndirection ccw\na\n%% b\nc\nd\ntitle 뒤에 오는 제목\n",
			"뒤에 오는 제목\nring ccw\na\nc\nd\n",
		},
		"korean words": {
			"제목 데브옵스\n모양 ring\n방향 ccw\n구역 가 | 나\n1\n2\n구역 다\n\"구역\"\n제목표\n",
			"데브옵스\nring ccw\n가/나: 1\n가/나: 2\n다/: 구역\n다/: 제목표\n",
		},
		"words that begin like settings": {"titles\nsectional\nshapely : x\n", "ring\ntitles\nsectional\nshapely | x\n"},
		"one section":                    {"section PDCA | 지속적 개선\nP\nD\nC\n", "ring\nPDCA/지속적 개선: P\nPDCA/지속적 개선: D\nPDCA/지속적 개선: C\n"},
		"two sections":                   {"section Dev\na\nb\nsection [Ops](o.md) | 운영\nc\n", "infinity\nDev/: a\nDev/: b\nOps/운영: c\n"},
		"two sections in a ring":         {"shape ring\ndirection cw\nsection A\na\nb\nsection B\nc\n", "ring\nA/: a\nA/: b\nB/: c\n"},
		"three sections":                 {"section A\na\nsection \"B | b\" | 부제\nb\nsection C|c\nc\n", "ring\nA/: a\nB | b/부제: b\nC/c: c\n"},
		"infinity in so many words":      {"shape infinity\nsection A\na\nsection B\nb\nc\n", "infinity\nA/: a\nB/: b\nB/: c\n"},
	} {
		t.Run(name, func(t *testing.T) {
			var problems parse.Problems
			p := read(tt.src, &problems)
			if len(problems.List) > 0 {
				t.Errorf("problems: %v", problems.List)
			}
			if got := p.String(); got != tt.want {
				t.Errorf("got\n%s\nwant\n%s", got, tt.want)
			}
		})
	}
}

// String is the plan as TestRead compares it.
func (p *plan) String() string {
	var b strings.Builder
	if p.title != "" {
		b.WriteString(p.title + "\n")
	}
	b.WriteString(map[bool]string{true: "infinity", false: "ring"}[p.infinity])
	if p.ccw {
		b.WriteString(" ccw")
	}
	b.WriteByte('\n')
	for _, s := range p.steps {
		if len(p.sections) > 0 {
			in := p.sections[s.section]
			fmt.Fprintf(&b, "%s/%s: ", in.name.Text, in.sub.Text)
		}
		b.WriteString(s.name.Text)
		if l := s.name.Link; l != nil {
			fmt.Fprintf(&b, " → %s @%d:%d", l.Dest, l.Line, l.Col)
		}
		for _, c := range s.caption {
			b.WriteString(" | " + c)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestProblems(t *testing.T) {
	steps := func(n int) string { return strings.Repeat("단계\n", n) }
	const noArrow = ` DIA001 no arrow leads from step to step: their order is that of the lines | write each step on a line of its own, in order (or the name in quotes if it has an arrow)`
	for name, tt := range map[string]struct {
		src  string
		want []string // line:col code message | hint
	}{
		"unknown shape": {"  shape  rnig\n" + steps(3), []string{
			`1:10 DIA001 there is no shape "rnig" | did you mean: shape ring`}},
		"nothing like a shape": {"shape 원\n" + steps(3), []string{
			`1:7 DIA001 there is no shape "원" | write: shape ring, or: shape infinity (or the line in quotes if it is a step)`}},
		"korean words": {"방향 설정\n모양\n제목:가\n제목 나\ntitle 다\n" + steps(3), []string{
			`1:4 DIA001 there is no 방향 "설정" | write: 방향 cw, or: 방향 ccw (or the line in quotes if it is a step)`,
			`2:3 DIA001 "모양" has nothing after it | write: 모양 ring (or "모양" in quotes if it is a step)`,
			`3:3 DIA001 no colon belongs after "제목" | write: 제목 가 (or "제목" in quotes if it is a step)`,
			`5:1 DIA001 "title" is given twice: the first is 1 line above | keep one of the two`}},
		"unknown direction": {steps(3) + "direction left\n", []string{
			`4:11 DIA001 there is no direction "left" | write: direction cw, or: direction ccw (or the line in quotes if it is a step)`}},
		"setting without value": {steps(3) + "\ttitle\n", []string{
			`4:7 DIA001 "title" has nothing after it | write: title TEXT (or "title" in quotes if it is a step)`}},
		"setting with a colon": {"title : 데브옵스\nshape: ring\nsection:\n" + steps(3), []string{
			`1:7 DIA001 no colon belongs after "title" | write: title 데브옵스 (or "title" in quotes if it is a step)`,
			`2:6 DIA001 no colon belongs after "shape" | write: shape ring (or "shape" in quotes if it is a step)`,
			`3:8 DIA001 no colon belongs after "section" | a step of that name is written in quotes: "section"`}},
		"setting with another colon": {"title：데브옵스\nshape ：ring\nsection:Dev\n" + steps(3), []string{
			`1:6 DIA001 no colon belongs after "title" | write: title 데브옵스 (or "title" in quotes if it is a step)`,
			`2:7 DIA001 no colon belongs after "shape" | write: shape ring (or "shape" in quotes if it is a step)`,
			`3:8 DIA001 no colon belongs after "section" | write: section Dev (or "section" in quotes if it is a step)`}},
		"colon without a space": {"계획\n  점검:지표\n실행\n", []string{
			`2:5 DIA001 it is not clear whether this colon begins a caption | write: 점검 : 지표 (or the whole name in quotes)`}},
		"arrows": {"계획 -> 실행 -> 점검\n - 계획-->실행\n계획→실행 : 설명\n[계획](a.md) -.-> [실행](b.md)\n=> \"실행\"\n" + steps(3), []string{
			"1:4" + noArrow, "2:6" + noArrow, "3:3" + noArrow, "4:12" + noArrow, "5:1" + noArrow}},
		"given twice": {"title 하나\n title 둘\nshape ring\nshape ring\n" + steps(3), []string{
			`2:2 DIA001 "title" is given twice: the first is 1 line above | keep one of the two`,
			`4:1 DIA001 "shape" is given twice: the first is 1 line above | keep one of the two`}},
		"no name": {"  : 설명\n\"\" : x\n\" \"\n" + steps(3), []string{
			`1:3 DIA001 this step has no name | write for example: 계획 : 요구 사항, 이슈`,
			`2:1 DIA001 this step has no name | write for example: 계획 : 요구 사항, 이슈`,
			`3:1 DIA001 this step has no name | write for example: 계획 : 요구 사항, 이슈`}},
		"no caption": {"계획 :\n코드 : \"\"\n" + steps(3), []string{
			`1:5 DIA001 there is no caption after the colon | write one, or remove the colon`,
			`2:5 DIA001 there is no caption after the colon | write one, or remove the colon`}},
		"section without a name": {"section | 개발\n" + steps(3), []string{
			`1:9 DIA001 this section has no name | write for example: section Dev | 개발`}},
		"section without a subtitle": {"section 개발 |\n" + steps(3), []string{
			`1:13 DIA001 there is no subtitle after the bar | write one, or remove the bar`}},
		"section without steps": {"section A\n" + steps(3) + "  section B\nsection C\nx\n", []string{
			`5:3 DIA001 this section has no steps | write its steps under it, a line each`}},
		"step before the sections": {"%%\n 하나\nsection A\n" + steps(3), []string{
			`2:2 DIA001 this step belongs to no section | move it under a section, or write a section above it; the first is 1 line below`}},
		"open quote": {"가 : \"x\n\"나 : y\n" + steps(3), []string{
			`2:1 DIA001 this quote is not closed | close it, or leave both quotes out`}},
		"open link": {"[코드](../a.md : Git\n" + steps(3), []string{
			`1:5 DIA001 the address of this link does not end | close it with a parenthesis: [name](../page.md)`}},
		"text after a link": {"[코드](a.md) 쓰기 : Git\n" + steps(3), []string{
			`1:12 DIA001 there is text between the link and the end of the name | put it inside of the brackets: the whole name is the link`}},
		"half a link": {"[](a.md)\n[a]()\n" + steps(3), []string{
			`1:1 DIA001 a link needs a name and an address | write it as in Markdown: [name](../page.md)`,
			`2:1 DIA001 a link needs a name and an address | write it as in Markdown: [name](../page.md)`}},
		"links that lead nowhere": {"title [제목](a.md)\nsection A | [부제](b.md)\n가 : [설명](c.md)\n나\n다", []string{
			`1:12 DIA003 a title leads nowhere | link a name in the diagram, or write the link in the text around it`,
			`2:18 DIA003 a subtitle leads nowhere | make the name of the section the link`,
			`3:10 DIA003 a caption leads nowhere | make the name of the step the link`}},
		"too few": {"title 짧다\n 가\n  나\n", []string{
			`3:3 DIA001 a loop needs 3 steps at least, and this one has 2 | write each step on a line of its own`}},
		"none": {"%% 주석\n", []string{
			`1:1 DIA001 a loop needs 3 steps at least, and this one has 0 | write each step on a line of its own`}},
		"too few in two halves": {"section A\n가\nsection B\n나\n", []string{
			`4:1 DIA001 a loop needs 3 steps at least, and this one has 2 | write each step on a line of its own`}},
		"too many": {"section A\n" + steps(16) + " 열일곱\n열여덟\n", []string{
			`18:2 DIA004 this loop has too many steps: 16 are allowed | draw two loops, or gather several steps in one`}},
		"too many in a half": {"section A\n" + steps(3) + "section B\n" + steps(8) + "  아홉\n", []string{
			`14:3 DIA004 this half has too many steps: 8 are allowed | gather several steps in one, or write: shape ring`}},
		"too many sections": {strings.Repeat("section A\n가\n", 9), []string{
			`17:1 DIA004 this loop has too many sections: 8 are allowed | gather several sections in one, or leave the sections out`}},
		"infinity of three": {" shape infinity\nsection A\n가\nsection B\n나\nsection C\n다\n", []string{
			`1:2 DIA001 an infinity loop has two sections, and this one has 3 | write two sections, or: shape ring`}},
		"infinity of none": {steps(3) + "shape infinity\n", []string{
			`4:1 DIA001 an infinity loop has two sections, and this one has 0 | write two sections, or: shape ring`}},
		"infinity with a direction": {"section A\n가\n나\nsection B\n다\ndirection cw", []string{
			`6:1 DIA001 an infinity loop has no direction to choose: it runs both ways round | remove it, or add: shape ring`}},
		"long label": {"가 : " + strings.Repeat("가", 201) + "\n나\n다\n라", []string{
			`1:5 DIA004 a label of 201 characters is too long for a diagram: 200 are allowed | shorten it, and say the rest in the text around the diagram`}},
		"caption without room": {"가\n나 : " + strings.Repeat("긴 말 ", 40) + "\n다", []string{
			`2:5 DIA003 there is no room for the whole caption of this step | shorten it, and say the rest in the text around the diagram`}},
		"name without room": {"가\n" + strings.Repeat("긴이름", 40) + "\n다", []string{
			`2:1 DIA003 there is no room for the whole name of this step | shorten it`}},
		"section without room": {"section 가 | " + strings.Repeat("긴부제", 60) + "\n" + steps(3), []string{
			`1:1 DIA003 there is no room for all of this section's name and subtitle | shorten them`}},
		"legend without room": {"section " + strings.Repeat("긴 이름 ", 20) + "\n가\nsection B\n나\nsection C\n다\n", []string{
			`1:1 DIA003 there is no room for all of this section's name and subtitle | shorten those of all sections`}},
	} {
		t.Run(name, func(t *testing.T) {
			d, list := Draw(tt.src, korean)
			var got []string
			drawn := true
			for _, p := range list {
				got = append(got, fmt.Sprintf("%d:%d %s %s | %s", p.Pos.Line, p.Pos.Col, p.Code, p.Msg, p.Hint))
				drawn = drawn && p.Code == "DIA003"
			}
			if !reflect.DeepEqual(got, tt.want) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(tt.want, "\n"))
			}
			if (d != nil) != drawn {
				t.Errorf("drawn: %v", d != nil)
			}
		})
	}
}
