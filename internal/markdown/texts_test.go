package markdown

import (
	"fmt"
	"strings"
	"testing"

	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// saying draws fences as a drawer of pictures ("loop") and one of code do.
var saying = Fences{
	Info: plainFences.Info,
	Draw: func(f site.Fence, _ *memo.Reader) site.Drawn {
		d := site.HTML([]byte("<pre></pre>"))
		d.Title = f.Attrs["title"]
		if d.Text = f.Text; f.Lang == "loop" {
			d.Text, d.Prose = "계획 → 개발\n", true
		}
		return d
	},
}

func textsOf(t *testing.T, mode HTML, source string) string {
	t.Helper()
	in := In{File: "content/a.md", Rel: "a.md", Options: Options{HTML: mode, Words: memo.Seal(site.Strings{"footnotes": "각주", "note": "참고"})}}
	d := Parse(in, saying, memo.NewReader(files{"content/a.md": []byte(source)}))
	var b strings.Builder
	for _, s := range d.Texts {
		fmt.Fprintf(&b, "%d #%s %s\n", s.Level, s.ID, s.Title)
		for _, line := range strings.Split(s.Text, "\n") {
			if line != "" {
				fmt.Fprintf(&b, "  %s\n", line)
			}
		}
		for _, line := range strings.Split(s.Code, "\n") {
			if line != "" {
				fmt.Fprintf(&b, "  > %s\n", line)
			}
		}
	}
	return b.String()
}

func TestTexts(t *testing.T) {
	for name, c := range map[string]struct{ source, want string }{
		"sections": {"---\ntitle: 이름\n---\n# *제목*\n\n앞 글\n\n## 첫째 {#one}\n\n*기운* 글\n둘째 줄\n\n- 목록 `code`\n- 항목\n\n### 빈 제목\n", `
1 # 제목
  앞 글
2 #one 첫째
  기운 글 둘째 줄
  목록 code
  항목
3 #빈-제목 빈 제목
`},
		"code apart, words of pictures with the text": {"글\n\n```go\nx := 1\n```\n\n```loop\na\n```\n\n    indented\n", `
1 # 
  글
  계획 → 개발
  > x := 1
  > indented
`},
		"tables": {"| 이름 | 값 |\n| --- | --- |\n| 리전 | `ap-northeast-2` |\n| 빈 칸 | |\n", `
1 # 
  이름 | 값
  리전 | ap-northeast-2
  빈 칸
`},
		"a term is a section, what follows the list is not": {"## 낱말\n\n가용성 (Availability)\n: 뜻 하나\n\n리전\n: 뜻 둘\n: 뜻 셋\n\n뒤의 글\n", `
2 #낱말 낱말
  뒤의 글
7 #가용성-availability 가용성 (Availability)
  뜻 하나
7 #리전 리전
  뜻 둘
  뜻 셋
`},
		"callouts, images, footnotes, emoji": {"> [!NOTE]\n> 상자[^1]\n\n![그림](a.png) :tada:\n\n[^1]: 아래 글\n", `
1 # 
  상자
  그림 🎉
0 #sg-fn-title 
  아래 글
`},
		"what stands above code, tabs and pictures": {"```go [main.go]\nx := 1\n```\n\n::: tabs\n== 하나\n\n글\n\n== 둘\n\n다른 글\n:::\n\n![그림](a.png \"그 설명\")\n", `
1 # 
  main.go
  하나
  글
  둘
  다른 글
  그림
  그 설명
  > x := 1
`},
		"abbreviations that the page uses": {"AZ와 ACL\n\n*[AZ]: Availability Zone\n*[NAT]: Network Address Translation\n", `
1 # 
  AZ와 ACL
0 #sg-ab-title 
  AZ: Availability Zone
`},
		"a list of abbreviations that a comment hides": {"AZ\n\n*[AZ]: Availability Zone\n\n<!-- search: off -->\n", `
1 # 
  AZ
`},
		"raw HTML": {"<table><tr><td>칸 &amp; 하나</td><td><a href=\"b.md\">둘</a></td></tr></table>\n\n<b>굵은</b> 글<!-- 주석 -->\n", `
1 # 
  칸 & 하나 둘
  굵은 글
`},
		"hidden blocks": {"앞\n\n<!-- search: off -->\n\n숨김\n\n```\ncode\n```\n\n| a |\n| - |\n| b |\n\n<!-- Search:on -->\n\n뒤\n", `
1 # 
  앞
  뒤
`},
		"hidden words": {"앞 <!-- search: off --> 숨김 <!-- search: on --> 뒤\n", `
1 # 
  앞 뒤
`},
		"a hidden heading, shown text": {"<!-- search: off -->\n\n## 숨은 제목\n\n숨은 글\n\n<!-- search: on -->\n\n보이는 글\n\n## 다음\n\n<!-- search: off -->\n\n끝까지\n\n## 또\n", `
2 #숨은-제목 
  보이는 글
2 #다음 다음
`},
		"nothing":                           {"", ""},
		"a page that is not to be searched": {"---\nsearch: false\n---\n\n글\n", ""},
	} {
		if got, want := textsOf(t, HTMLSafe, c.source), strings.TrimPrefix(c.want, "\n"); got != want {
			t.Errorf("%s:\ngot\n%s\nwant\n%s", name, got, want)
		}
	}
}

// Comments hide text from the search whatever becomes of raw HTML.
func TestHiddenTextsInAllModes(t *testing.T) {
	for _, mode := range []HTML{HTMLSafe, HTMLRaw, HTMLNone} {
		got := textsOf(t, mode, "앞\n\n<!-- search: off -->\n\n숨김\n\n<!-- search: on -->\n\n뒤\n\n<p>HTML</p><script>var x</script>\n")
		if strings.Contains(got, "숨김") || !strings.Contains(got, "앞") || !strings.Contains(got, "뒤") {
			t.Errorf("%s: %s", mode, got)
		}
		if mode == HTMLRaw && strings.Contains(got, "var x") {
			t.Errorf("a script is found: %s", got)
		}
	}
}
