package markdown

import (
	"strings"
	"testing"
)

// The cases of the corpus of bad inputs that one file shows, and their
// neighbours that must stay silent.
func TestStructure(t *testing.T) {
	for src, want := range map[string]string{
		"# 가\n\n```go\nfunc main() {}\n\n## 나\n\n본문\n": "3:STR002",
		"3~5일, 7~9일\n":                 "1:STR016",
		"**약 3~5일**, 7~9일 3~5일 7~9일\n": "1:STR016",
		"3~5일\n":                       "",
		"~3~ ~~3일, 9일~~ 4~~5, 6~~7\n":  "",
		"3\\~5일, 7\\~9일\n":             "",
		"`3~5일, 7~9일`\n":               "",
		"글 ~지운 글~ 글 ~a~b\n":            "",
		"```\n":                        "1:STR002",
		"```":                          "1:STR002",
		"```\n```":                     "",
		"```\nx\n````  \n":             "",
		"> ```\n> x\n\n글":              "1:STR002",
		"- ```\n  x\n  ```\n":          "",
		"::: tip\n```\nx\n```\n:::":    "",
		"# 가\n\n<!-- 주석\n\n## 나\n":     "3:STR003",
		"<!-- 주석\n여러 줄 -->\n":          "",
		"#제목\n\n본문\n":                  "1:STR004",
		"#\u00a0제목\n":                  "1:STR004",
		"####### 일곱\n":                 "1:STR004",
		"＃ 제목\n":                       "1:STR004",
		"#1 이슈\n":                      "",
		"#aws #리전\n":                   "",
		"\\#제목\n":                      "",
		"`#제목`\n":                      "",
		"글\n#include\n":                "",
		"# 가\n\n# 나\n\n# 다\n":          "3:STR006",
		"# 가\n\n#### 나\n":              "3:STR007",
		"### 가\n\n## 나\n\n### 다\n":     "",
		"# 가\n\n##\n":                  "3:STR008",
		"<<<<<<< HEAD\n가\n":            "1:STR014",
		"제목\n---\n":                    "",
		"글이다.\n---\n":                  "1:STR013",
		"두 줄\n글\n---\n":                "1:STR013",
		"[x](내 문서.md)\n":               "1:LNK006",
		"[x](<내 문서.md>)\n":             "",
		"[x](a.md \"제목\")\n":           "",
		"[참고](자세한 글은 다음에)\n":           "",
		"`[x](내 문서.md)`\n":             "",
		"\\[x](내 문서.md)\n":             "",
		"(링크)[https://a.kr]\n":         "1:LNK006",
		"(링크)[b.md]\n":                 "1:LNK006",
		"f(x)[0]\n":                    "",
		"글[^없음]\n":                     "1:LNK008",
		"글[^1]\n\n[^1]: 하나\n[^1]: 둘\n[^2]: 안 씀\n": "4:LNK008 5:LNK008",
		"글[^1]\n\n[^1]: 하나\n":                     "",
		"[^0-9]+ [^a-z]\n":                        "",
		"`[^x]`\n":                                "",
		"[[없는 문서]] ![[그림.png]]\n":                 "1:LNK009 1:LNK009",
		"[[1, 2], [3]] [[1]]\n":                   "",
		"if [[ -f x ]]; then\n":                   "",
		"- [[가]]\n":                               "1:LNK009",
		"# [[가]]\n":                               "1:LNK009",
		"**[[가]]**\n":                             "1:LNK009",
		"[\n[가]]\n":                               "",
		"    [[가]] #제목\n":                         "",
	} {
		_, x := withExtras(t, HTMLSafe, src)
		if got := codesOf(src, x.findings); got != want {
			t.Errorf("%q: got %q, want %q\n%s", src, got, want, reportOf(src, x.findings))
		}
	}
}

func TestWikiHint(t *testing.T) {
	for src, want := range map[string]string{
		"[[없는 문서]]":   "write [없는 문서](<없는 문서.md>)",
		"[[a#절|이름]]":  "write [이름](a.md#절)",
		"![[그림.png]]": "write ![그림.png](그림.png)",
		"[[#절]]":      "write [#절](#절)",
	} {
		_, x := withExtras(t, HTMLSafe, src)
		if len(x.findings) != 1 || x.findings[0].hint != want {
			t.Errorf("%s: %+v", src, x.findings)
		}
	}
}

func TestStructureLarge(t *testing.T) {
	src := "# 가\n\n" + strings.Repeat("## 나\n\n글 [[x]] [^y]\n\n", 5000)
	_, x := withExtras(t, HTMLSafe, src)
	if len(x.findings) != 10_000 {
		t.Error(len(x.findings))
	}
}
