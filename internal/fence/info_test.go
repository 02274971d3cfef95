package fence

import (
	"maps"
	"strings"
	"testing"
	"time"
)

func TestParseInfo(t *testing.T) {
	type attrs = map[string]string
	tests := []struct {
		info, lang string
		attrs      attrs
		marks      string
	}{
		{"", "", attrs{}, ""},
		{"Go", "go", attrs{}, ""},
		{`go {1,3-5} title="main.go" showLineNumbers`, "go", attrs{"title": "main.go", "linenos": ""}, "1,3-5"},
		{"go{1,3-5}", "go", attrs{}, "1,3-5"},
		{"{1}", "", attrs{}, "1"},
		{`py hl_lines="1 3-5" linenums="10"`, "py", attrs{"linenos": "", "linenostart": "10"}, "1,3-5"},
		{`go {hl_lines=[1,"3-5"] linenos=table linenostart=5}`, "go", attrs{"linenos": "", "linenostart": "5"}, "1,3-5"},
		{`go {hl_lines=[1,"3-5"],linenos=false}`, "go", attrs{"linenos": "off"}, "1,3-5"},
		{"js showLineNumbers=5", "js", attrs{"linenos": "", "linenostart": "5"}, ""},
		{"js showLineNumbers{5} {2}", "js", attrs{"linenos": "", "linenostart": "5"}, "2"},
		{"js showLineNumbers=false", "js", attrs{"linenos": "off"}, ""},
		{"js {startLine=5}", "js", attrs{"linenos": "", "linenostart": "5"}, ""},
		{"js {1, numberLines: true}", "js", attrs{"linenos": ""}, "1"},
		{"js {1,3} [config.js]", "js", attrs{"title": "config.js"}, "1,3"},
		{"[Don't]", "", attrs{"title": "Don't"}, ""},
		{`js filename='a "b".js'`, "js", attrs{"title": `a "b".js`}, ""},
		{`js title="한글 제목" title=둘째`, "js", attrs{"title": "한글 제목"}, ""},
		{`js title="끝이 없다`, "js", attrs{"title": "끝이 없다"}, ""},
		{`go file="src/main.go" lines="10-24"`, "go", attrs{"file": "src/main.go", "lines": "10-24"}, ""},
		{`file=src/main.go lines=3,7-9`, "", attrs{"file": "src/main.go", "lines": "3,7-9"}, ""},
		{`diff lang="go" tab="둘"`, "diff", attrs{"lang": "go", "tab": "둘"}, ""},
		{"{.go}", "go", attrs{}, ""},
		{`{.haskell #id .numberLines startFrom="100"}`, "haskell", attrs{"id": "id", "linenos": "", "linenostart": "100"}, ""},
		{"{python}", "python", attrs{}, ""},
		{"{r, echo=FALSE}", "r", attrs{"echo": "FALSE"}, ""},
		{"ts:line-numbers {1}", "ts", attrs{"linenos": ""}, "1"},
		{"ts:line-numbers=2", "ts", attrs{"linenos": "", "linenostart": "2"}, ""},
		{"ts:no-line-numbers", "ts", attrs{"linenos": "off"}, ""},
		{"js:src/main.js", "js", attrs{"title": "src/main.js"}, ""},
		{"rust,ignore", "rust", attrs{"ignore": ""}, ""},
		{"c++", "c++", attrs{}, ""},
		{`go"><script>alert(1)</script>`, `go"><script>alert(1)</script>`, attrs{}, ""},
		{"' onmouseover='alert(1)", "'", attrs{"onmouseover": "alert(1)"}, ""},
		{"=", "", attrs{}, ""},
		{"{{}}", "", attrs{"}": ""}, ""},
	}
	for _, tt := range tests {
		lang, attrs, marks := ParseInfo(tt.info)
		if lang != tt.lang || !maps.Equal(attrs, tt.attrs) || marks != tt.marks {
			t.Errorf("ParseInfo(%q) = %q, %q, %q; want %q, %q, %q", tt.info, lang, attrs, marks, tt.lang, tt.attrs, tt.marks)
		}
	}
}

// An info string is one line of a file and may be as long as the file.
func TestParseInfoIsLinear(t *testing.T) {
	start := time.Now()
	for _, atom := range []string{"{", "[", "{[", "a={", `a="`, "{}", "a{", "linenos{", "=", ",", ".", "{.", "1,", `'`, "{a:", "한"} {
		ParseInfo("go " + strings.Repeat(atom, 1<<18))
		ParseInfo(strings.Repeat(atom, 1<<18))
	}
	if d := time.Since(start); d > 10*time.Second {
		t.Errorf("took %v", d)
	}
}

func FuzzParseInfo(f *testing.F) {
	for _, s := range []string{"go {1,3-5} title=\"a\"", "{.go #a b=[1,\"2\"]}", "' a='", "ts:line-numbers", "[x] {x: y}", "{{["} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, info string) {
		lang, attrs, marks := ParseInfo(info)
		lang2, attrs2, marks2 := ParseInfo(info)
		if lang != lang2 || !maps.Equal(attrs, attrs2) || marks != marks2 {
			t.Error("not the same twice")
		}
		if len(lang)+len(marks) > 3*len(info) { // lower case and replaced bytes may take more room
			t.Error("longer than what was read")
		}
	})
}
