package region

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
)

// dump writes what was read, for comparison.
func dump(d *drawing) string {
	var b strings.Builder
	if d.title != "" {
		fmt.Fprintf(&b, "title %s\n", d.title)
	}
	for _, it := range d.items {
		fmt.Fprintf(&b, "%s%s %q", strings.Repeat("  ", it.depth-1), it.kind.name(), it.id)
		if it.named {
			fmt.Fprintf(&b, " %q", it.title.Text)
		}
		if it.note != "" {
			fmt.Fprintf(&b, " (%s)", it.note)
		}
		if it.direction != "" {
			fmt.Fprintf(&b, " %s", it.direction)
		}
		if it.title.Link != nil {
			fmt.Fprintf(&b, " → %s@%d:%d", it.title.Link.Dest, it.title.Link.Line, it.title.Link.Col)
		}
		if it.kind == pinKind {
			fmt.Fprintf(&b, " %s %.1f %.1f", it.place.Name, it.place.Lat, it.place.Lon)
		}
		b.WriteByte('\n')
	}
	for _, l := range d.links {
		a := arrow{tail: l.tail, head: l.head, dotted: l.dotted}
		fmt.Fprintf(&b, "%s %s %s", l.from.id, a.written(), l.to.id)
		if l.label.Text != "" {
			fmt.Fprintf(&b, " : %s", l.label.Text)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

func TestRead(t *testing.T) {
	tests := []struct{ name, src, want string }{
		{"a title and a node", "title 그림\nvm 서버", `
title 그림
vm "서버"`},
		{"ids, notes and links to pages", "vm app: [앱 서버](../vm.md) (EC2 · 두 대)\ndb db-1: RDS (주)", `
vm "app" "앱 서버" (EC2 · 두 대) → ../vm.md@1:16
db "db-1" "RDS" (주)`},
		{"words in Korean, and in capitals", "제목 그림\n클라우드 구름\n  가용영역 가\n    데이터센터\n  VPC 나\n    방향 LR", `
title 그림
cloud "구름"
  az "가"
    dc ""
  vpc "나" LR`},
		{"any indentation that is one", "group 가\n    vm 나\n    group 다\n\tvm 라\n\t  vm 마\ngroup 바", "error"},
		{"deeper by one or by many", "group 가\n vm 나\n group 다\n      vm 라\n vm 마\nvm 바", `
group "가"
  vm "나"
  group "다"
    vm "라"
  vm "마"
vm "바"`},
		{"tabs", "group 가\n\tgroup 나\n\t\tvm 다\n", `
group "가"
  group "나"
    vm "다"`},
		{"all indented", "  group 가\n    vm 나\n  vm 다", `
group "가"
  vm "나"
vm "다"`},
		{"comments and empty lines", "%% 비고\n\ngroup 가\n%% 비고\n  vm 나\n\n", `
group "가"
  vm "나"`},
		{"quotes keep what is inside", `vm "a: b (c)"` + "\nvm \"x --> y\" (note)\nvm app: \"큰: 서버\"", `
vm "a: b (c)"
vm "x --> y" (note)
vm "app" "큰: 서버"`},
		{"parentheses that are no note", "vm f(x)\nvm (가) 나\nvm 가 (나) 다\nvm [링크](a(b).md)\nvm 가 ((나) 다)", `
vm "f(x)"
vm "(가) 나"
vm "가 (나) 다"
vm "링크" → a(b).md@4:9
vm "가" ((나) 다)`},
		{"colons that make no id", "vm 주 서버: 활성\nvm http://a.b\nvm 10:30", `
vm "주 서버: 활성"
vm "http://a.b"
vm "10:30"`},
		{"colons of all sorts", "vm a： 서버\nvm b：서버\nvm c : 서버\na --> b：요청\na --> c ： 응답", `
vm "a" "서버"
vm "b" "서버"
vm "c" "서버"
a --> b : 요청
a --> c : 응답`},
		{"an arrow in a title", "vm 요청 → 응답\nvm 처리 (a --> b)", `
vm "요청 → 응답"
vm "처리" (a --> b)`},
		{"all arrows", "vm a\nvm b\na --> b\na --- b\na <--> b\na -.-> b\na -.- b\na <-.-> b", `
vm "a"
vm "b"
a --> b
a --- b
a <--> b
a -.-> b
a -.- b
a <-.-> b`},
		{"chains, several ends, labels", "vm a\nvm b\nvm c\nvm d\na & b --> c & d : 요청\na --> b --> c: 다음", `
vm "a"
vm "b"
vm "c"
vm "d"
a --> c : 요청
a --> d : 요청
b --> c : 요청
b --> d : 요청
a --> b : 다음
b --> c : 다음`},
		{"titles as ends, quoted and not", "user 사용자\nlb 로드 밸런서 (ALB)\nvm \"a & b\"\n사용자 --> 로드  밸런서\n\"a & b\" --> 사용자 : 10:30 : \"끝\"", `
user "사용자"
lb "로드 밸런서" (ALB)
vm "a & b"
사용자 --> 로드 밸런서
a & b --> 사용자 : 10:30 : "끝"`},
		{"links before items, and indented", "a --> b\ngroup g\n  vm a\n  a --> c\n  vm b\nvm c", `
group "g"
  vm "a"
  vm "b"
vm "c"
a --> b
a --> c`},
		{"the same title twice, if no link names it", "group 가\n  public 서브넷\n  public 서브넷", `
group "가"
  public "서브넷"
  public "서브넷"`},
		{"an id that is a word of the language", "vm title: 제목\nvm vm: 서버\ntitle --> vm", `
vm "title" "제목"
vm "vm" "서버"
title --> vm`},
		{"an id that is another's title", "vm a: b\nvm b: c\nvm d\nb --> d", `
vm "a" "b"
vm "b" "c"
vm "d"
b --> d`},
		{"links to containers", "group a\n  vm b\ngroup c\na --> c\nb --> c", `
group "a"
  vm "b"
group "c"
a --> c
b --> c`},
		{"a map", "map\n  pin ap-northeast-2\n  pin hq: [본사](hq.md) (37.5, -127)\nregion 서울 (ap-northeast-2)\nap-northeast-2 -.- hq : 회선", `
map ""
  pin "ap-northeast-2" 서울 37.6 127.0
  pin "hq" "본사" → hq.md@3:16 본사 37.5 -127.0
region "서울" (ap-northeast-2)
ap-northeast-2 -.- hq : 회선`},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			d, problems := read(test.src)
			if test.want == "error" {
				if !problems.Bad {
					t.Errorf("read without complaint:\n%s", dump(d))
				}
				return
			}
			if len(problems.List) > 0 {
				t.Fatal(problems.List)
			}
			if got, want := dump(d), strings.TrimPrefix(test.want, "\n")+"\n"; got != want {
				t.Errorf("got:\n%s\nwant:\n%s", got, want)
			}
		})
	}
}

// TestMistakes says of each mistake where it is, what is wrong and what to do.
func TestMistakes(t *testing.T) {
	long := strings.Repeat("가", 201)
	tests := []struct{ src, want string }{
		// kinds and places
		{"servr 서버", `1:1 unknown kind "servr"|a line begins with what it is: a container such as group, region or vpc, or a node such as vm, db or user`},
		{"clod 구름", `1:1 unknown kind "clod"|did you mean "cloud"?`},
		{"데이타베이스 주문", `1:1 unknown kind "데이타베이스"|did you mean "데이터베이스"?`},
		{"가용 영역 2a", `1:1 unknown kind "가용"|write 가용영역 in one word`},
		{"가용 영역: 2a", `1:1 unknown kind "가용"|write 가용영역 in one word`},
		{"로드 밸런서 ALB", `1:1 unknown kind "로드"|write 로드밸런서 in one word`},
		{"vm a\n  vm b\n  vm c\n    vm d", `2:3 a vm is no container: nothing stands inside|indent it like the vm 1 line above, or put both into a container such as group`},
		{"group a\n    vm b\n  vm c", `3:3 this line is indented by 2, which is between two levels|indent it by 4, like the lines it belongs to, or further, to stand inside the item above it`},
		{"clod 구름\n  vm a\n  db b\na --> b", `1:1 unknown kind "clod"|did you mean "cloud"?`},
		// ids, titles and notes
		{"vm", `1:3 a vm needs a title|write it as: vm TITLE (NOTE)`},
		{"vm app:", `1:8 a vm needs a title|write it as: vm TITLE (NOTE)`},
		{"vm (EC2)", `1:4 a vm needs a title|write it as: vm TITLE (NOTE)`},
		{"dc (서울)", `1:4 a dc needs a title|write it as: dc TITLE (NOTE)`},
		{"vm a/b: 서버", `1:4 "a/b" cannot be an id|an id is one word of letters, digits, "-", "_" and "."; a title with a colon stands in double quotes`},
		{"vm : 서버", `1:4 "" cannot be an id|an id is one word of letters, digits, "-", "_" and "."; a title with a colon stands in double quotes`},
		{"vm app:서버 (EC2)", `1:7 it is not clear whether this colon ends an id|write: vm app: 서버 (or the title in double quotes)`},
		{"vm 서버 (EC2", `1:7 a note without its )|close it with ), or put the title into double quotes`},
		{"vm 서버 ([EC2](a.md))", `1:8 a note cannot be a link|make the title the link: [title](address) (note)`},
		{"vm [](a.md)", `1:4 a link needs a name and an address|write it as in Markdown: [name](../page.md)`},
		{"vm " + long, `1:4 a label of 201 characters is too long for a diagram: 200 are allowed|shorten it, and say the rest in the text around the diagram`},
		{"vm a: 하나\ngroup 묶음\n  db a: 둘", `3:3 the id "a" is used twice: the first is 2 lines above|give each an id of its own`},
		// title and direction
		{"title a\ntitle b\nvm c", `2:1 "title" is given twice: the first is 1 line above|keep one of the two`},
		{"title\nvm c", `1:6 "title" has nothing after it|write: title TEXT`},
		{"제목\nvm c", `1:3 "제목" has nothing after it|write: 제목 TEXT`},
		{"title [a](b.md)\nvm c", `1:11 a title leads nowhere|link a name in the diagram, or write the link in the text around it`},
		{"direction TD\nvm c", `1:11 there is no direction "TD"|LR puts what follows side by side, TB one below the other`},
		{"direction LR\ndirection TB\nvm c", `2:1 "direction" is given twice: the first is 1 line above|keep one of the two`},
		{"group a\n  방향\n  vm c", `2:5 "방향" has nothing after it|write: 방향 LR`},
		{"vm c\n  direction TB", `2:3 a vm has no direction: nothing is laid out in it|indent it under a container`},
		// links
		{"vm app\nap --> app", `2:1 there is no item "ap"|did you mean "app"?`},
		{"vm 웹서버\nvm 웹서버둘\n웹써버 --> 웹서버둘", `3:1 there is no item "웹써버"|did you mean "웹서버"?`},
		{"vm a: 서버\nvm b\nb --> 서버", `3:7 there is no item "서버"|use its id: a`},
		{"vm a\nvm b --> a", `2:1 there is no item "vm b"|an item and its links are lines of their own; a title with an arrow stands in double quotes`},
		{"vm a\na --> a", `2:7 "a" is joined to itself|join two different ones, or say it in a note`},
		{"group g\n  vm a\n  vm b\na --> g", `4:7 "a" stands inside of "g": there is no way between them|join it to another item in "g", or to something outside`},
		{"group g\n  vm a\n  vm b\ng --> b", `4:7 "b" stands inside of "g": there is no way between them|join it to another item in "g", or to something outside`},
		{"public 서브넷\npublic 서브넷\nvm a\na --> 서브넷", `4:7 "서브넷" may be what stands 3 lines above or 2 lines above|give one an id and use that: public a1: 서브넷`},
		{"vm a\nvm b\na -->", `3:6 a link needs a name at each end|a --> b`},
		{"vm a\nvm b\n--> a", `3:1 a link needs a name at each end|a --> b`},
		{"vm a\nvm b\na & --> b", `3:5 a link needs a name at each end|a --> b`},
		{"vm a\nvm b\n& a --> b", `3:1 a name is missing before &|a & b --> c`},
		{"vm a\nvm b\na --> b :", `3:9 a label is missing after the colon|a --> b : label`},
		{"vm a\nvm b\na --> b:요청", `3:7 there is no item "b:요청"|a label begins with a colon between spaces: b : 요청`},
		{"vm a\nvm b\na -->|요청| b", `3:6 a label stands at the end of the line, after a colon|a --> b : 요청`},
		{"vm a\nvm b\na -->|첫 요청| b", `3:6 a label stands at the end of the line, after a colon|a --> b : 첫 요청`},
		{"vm a\nvm b\na -- 요청 --> b", `3:3 a label stands at the end of the line, after a colon|a --> b : 요청`},
		{"vm a\nvm b\na -. 복제 .-> b", `3:3 a label stands at the end of the line, after a colon|a -.-> b : 복제`},
		{"vm a\nvm b\na == 요청 ==> b", `3:3 a label stands at the end of the line, after a colon|a --> b : 요청`},
		{"vm a\nvm b\na --> b --> x", `3:13 there is no item "x"|links name an item by its id, or by its title if it has no id`},
		{"vm a\nvm b\na -> b", `3:3 "->" is no arrow|write -->`},
		{"vm a\nvm b\na → b", `3:3 "→" is no arrow|write -->`},
		{"vm a\nvm b\na => b", `3:3 "=>" is no arrow|write -->`},
		{"vm a\nvm b\na ..> b", `3:3 "..>" is no arrow|write -.->`},
		{"vm a\nvm b\na <-> b", `3:3 "<->" is no arrow|write <-->`},
		{"vm a\nvm b\na <-- b", `3:3 "<--" is no arrow|write the ends the other way round: b --> a`},
		{"vm a\nvm b\na -- b", `3:3 "--" is no arrow|write ---`},
		{"vm a\nvm b\na --> b --o a", `3:9 "--o" is no arrow|write -->`},
		{"vm a\nvm b\na-->b", `3:2 "a-->b" reads as one word|put spaces around the arrow: a --> b`},
		{"vm 서버 하나\nvm b\n서버 하나-->b", `3:6 "하나-->b" reads as one word|put spaces around the arrow: a --> b`},
		{"db db: 서버\nvm b\ndb -> b", `3:4 "->" is no arrow|write -->`},
		{"vm a\nvm b\na --> b\na --> b", `4:1 the same link is drawn 1 line above|keep one of them`},
		{"vm a\nvm b\na & a --> b", `3:1 the same link is drawn by this line already|keep one of them`},
		{"vm x\nvm y\nx <-- y", `3:3 "<--" is no arrow|write the ends the other way round: b --> a`},
		// the map
		{"map\n  pin ap-northeast-22", `2:7 unknown region "ap-northeast-22"|did you mean "ap-northeast-2"?`},
		{"map\n  pin 서울", `2:7 unknown region "서울"|did you mean "ap-northeast-2"?`},
		{"지도\n  핀 도쿄", `2:5 unknown region "도쿄"|did you mean "ap-northeast-1"?`},
		{"map\n  pin ap-northeast-2\nap-northeast-2 --- ap-northeast-3", `3:20 there is no item "ap-northeast-3"|add it to the map: pin ap-northeast-3`},
		{"vm ap-northeast-2\nap-northeast-2 --- ap-northeast-3", `2:20 there is no item "ap-northeast-3"|did you mean "ap-northeast-2"?`},
		{"map\n  pin us-east-1\n  pin hq: 본사 (1, 2)\nhq --- 버지니아 북부", `4:8 there is no item "버지니아 북부"|use its id: us-east-1`},
		{"map\n  pin 무릉도원", `2:7 unknown region "무릉도원"|a place that is no region of a cloud is written as: pin TITLE (LATITUDE, LONGITUDE)`},
		{"map\n  pin 서울 (여기)", `2:11 "여기" is no place on a map|write latitude and longitude in degrees: pin 서울 (37.57, 126.98)`},
		{"map\n  pin 서울 (126.98, 37.57)", `2:11 there is no place at 126.98, 37.57|latitudes go from -90 to 90, longitudes from -180 to 180, in this order`},
		{"map\n  pin 서울 (NaN, 0)", `2:11 "NaN, 0" is no place on a map|write latitude and longitude in degrees: pin 서울 (37.57, 126.98)`},
		{"map\n  pin (1, 2)", `2:7 a pin needs a title|write it as: pin TITLE (NOTE)`},
		{"map\n  vm a", "2:3 only pins stand on a map, not a vm|indent it less to put it below the map\n1:1 a map without pins shows nothing|indent pins under it: pin ap-northeast-2"},
		{"map", `1:1 a map without pins shows nothing|indent pins under it: pin ap-northeast-2`},
		{"map 세계\n  pin us-east-1", `1:5 a map has no title of its own|say it in a line: title TEXT`},
		{"map\n  pin us-east-1\nmap\n  pin us-east-2", "3:1 a second map: the first is 2 lines above|put all pins on one map"},
		{"group g\n  map\n    pin us-east-1", "2:3 a map stands for itself, not in a group|do not indent it"},
		{"pin us-east-1", `1:1 a pin stands on a map|indent it under a line that says: map`},
		{"map\n  pin us-east-1\nvm a\na --> us-east-1", `4:7 a link cannot leave the map|join two pins; the region that a pin opens is joined by its own name`},
	}
	for _, test := range tests {
		t.Run(test.src, func(t *testing.T) {
			_, problems := read(test.src)
			if got := report(problems); got != test.want {
				t.Errorf("%s\n got %s\nwant %s", test.src, got, test.want)
			}
		})
	}
}

func report(p *parse.Problems) string {
	var lines []string
	for _, d := range p.List {
		lines = append(lines, fmt.Sprintf("%d:%d %s|%s", d.Pos.Line, d.Pos.Col, d.Msg, d.Hint))
	}
	return strings.Join(lines, "\n")
}

// TestLimits passes each limit by one.
func TestLimits(t *testing.T) {
	many := func(n int, line string) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, line+"\n", i)
		}
		return b.String()
	}
	deep := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "%sgroup g%d\n", strings.Repeat(" ", i), i)
		}
		return b.String()
	}
	wide := func(n int) string {
		return many(n, "vm n%d") + strings.TrimSuffix(strings.ReplaceAll(many(n, "n%d"), "\n", " & "), " & ")
	}
	arcs := func(from, to int) string {
		names := func(n int, name string) string {
			return strings.TrimSuffix(strings.ReplaceAll(many(n, name), "\n", " & "), " & ")
		}
		return "map\n" + many(maxPins/2, " pin p%d (1, 1)") + many(maxPins/2, " pin q%d (1, 1)") + names(from, "p%d") + " --- " + names(to, "q%d")
	}
	tests := []struct{ name, good, bad, want string }{
		{"items", many(maxItems, "vm n%d"), many(maxItems+1, "vm n%d"),
			"151:1 more than 150 items are too many for a diagram|split the diagram"},
		{"levels", deep(maxDepth), deep(maxDepth + 1),
			"17:17 items are nested deeper than 16 levels|show the inner ones in a diagram of their own"},
		{"pins", "map\n" + many(maxPins, " pin p%d (1, 1)"), "map\n" + many(maxPins+1, " pin p%d (1, 1)"),
			"42:2 more than 40 pins are too many for a map|leave some out"},
		{"links", wide(30) + " --> x & y\nvm x\nvm y", wide(51) + " --> x & y\nvm x\nvm y",
			"52:1 more than 100 links are too many for a diagram|leave some out, or split the diagram"},
		{"arcs", arcs(10, 6), arcs(maxPins/2, 4), "42:1 more than 60 links between pins are too many for a map|leave some out"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			if _, problems := read(test.good); len(problems.List) > 0 {
				t.Error(problems.List)
			}
			_, problems := read(test.bad)
			if got := report(problems); got != test.want {
				t.Errorf(" got %s\nwant %s", got, test.want)
			}
			if !problems.Bad || problems.List[0].Code != "DIA004" {
				t.Errorf("%v", problems.List)
			}
		})
	}
}

// TestRepeatedLinksLeaveRoom asks that what keeps a diagram from being drawn is
// among the problems that are shown, however many others there are.
func TestRepeatedLinksLeaveRoom(t *testing.T) {
	src := "vm a\nvm b\n" + strings.Repeat("a --> b\n", maxLinks+1)
	d, ds := Draw(src, scene.Language{})
	if d != nil || ds[len(ds)-1].Code != "DIA004" {
		t.Errorf("%v", ds)
	}
}

func TestNothingToDraw(t *testing.T) {
	d, ds := Draw("title 그림\n%% 비고\n", scene.Language{})
	if d != nil || len(ds) != 1 || ds[0].Code != "DIA002" {
		t.Errorf("%v %v", d, ds)
	}
}

// TestKinds asks that no word names two kinds, and that every node but the box
// has an icon.
func TestKinds(t *testing.T) {
	words := map[string]bool{}
	for _, w := range allWords() {
		if words[w] {
			t.Errorf("%q twice", w)
		}
		words[w] = true
		if w != strings.ToLower(w) {
			t.Errorf("%q is never found: words are compared in lower case", w)
		}
	}
	for _, k := range kinds {
		if _, ok := svg.Icons[k.icon]; !ok && k.icon != "" || k.icon == "" && !k.holds && k.name() != "box" && k != pinKind {
			t.Errorf("%s has no icon", k.name())
		}
	}
}

func FuzzRead(f *testing.F) {
	f.Add("title 그림\ncloud 구름\n  region 서울 (ap-northeast-2)\n    vm app: [앱](a.md) (EC2)\nuser 사용자\n사용자 --> app & 서울 : HTTPS")
	f.Add("map\n  pin us-east-1\n  pin p: 곳 (1, 2)\np -.- us-east-1")
	f.Add("vm a\n\tvm b\na -->|x| b")
	f.Add("vm \"a\"\n\"a\" & b --> : c")
	f.Fuzz(func(t *testing.T, src string) {
		d, ds := Draw(src, scene.Language{})
		if d == nil && len(ds) == 0 {
			t.Error("not drawn without a reason")
		}
		lines := strings.Split(src, "\n")
		for _, diag := range ds {
			if diag.Pos.Line > len(lines) {
				t.Errorf("line %d of %d", diag.Pos.Line, len(lines))
			} else if diag.Pos.Line > 0 && diag.Pos.Col > utf8.RuneCountInString(lines[diag.Pos.Line-1])+1 {
				t.Errorf("%d:%d is past the end of the line", diag.Pos.Line, diag.Pos.Col)
			}
			if strings.ContainsAny(diag.Msg+diag.Hint, "\n") || !strings.HasPrefix(diag.Code, "DIA") {
				t.Errorf("%+v", diag)
			}
		}
	})
}
