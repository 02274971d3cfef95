package address

import (
	"os"
	"strconv"
	"strings"
	"testing"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

func TestJudge(t *testing.T) {
	for _, dest := range []string{
		"a.md", "../a b.md#절", "#절", "?q=a:b", "/b/", "//evil.example/a", "", "가:나.md", "가: 나.md", "a/b:c", "./a:b.md", "%EA%B0%80.md", "100%:x",
		"http://a.kr", "https://a.kr:8080/?x=javascript:1", "HTTPS://A.KR", "mailto:a@b.kr", "tel:+82-2-1", "a?javascript:alert(1)",
		"C:없음.md", "C:\\a.md", "co%3Alon.md", "1a:b.md", ":b.md",
	} {
		if got := judge(dest, false); got != published {
			t.Errorf("%q is refused: %d", dest, got)
		}
	}
	for _, dest := range []string{"ftp://a.kr", "localhost:8080", "obsidian://open?vault=x", "irc://a.kr/b", "pypug:x", "a+b-c.d:e", "FTPS://a.kr", "sms:1"} {
		if judge(dest, false) != unknown || judge(dest, true) != unknown {
			t.Errorf("%q is not unknown", dest)
		}
	}
	for _, dest := range unsafeURLs(t) {
		if judge(dest, false) != dangerous || judge(dest, true) != dangerous {
			t.Errorf("%q passes", dest)
		}
	}
	for _, kind := range []string{"png", "gif", "jpeg", "webp"} {
		if dest := "data:image/" + kind + ";base64,AAAA"; judge(dest, true) != published || judge(dest, false) != dangerous {
			t.Errorf("%q belongs into images only", dest)
		}
	}
}

func TestOutside(t *testing.T) {
	for dest, want := range map[string]bool{
		"http://a.kr": true, "//a.kr": true, "mailto:a": true, "MAILTO:a": true,
		"가: 나.md": false, "C:없음.md": false, "co%3Alon.md": false, "a/b:c": false, "a.md#b:c": false, "": false, ":": false,
	} {
		if got := Outside(dest); got != want {
			t.Errorf("%q: %v", dest, got)
		}
	}
}

// unsafeURLs are the ways to write an executable or local address.
func unsafeURLs(t *testing.T) []string {
	t.Helper()
	data, err := os.ReadFile("testdata/unsafe.txt")
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for line := range strings.Lines(string(data)) {
		dest, err := strconv.Unquote(strings.TrimSpace(line))
		if err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, dest)
	}
	return all
}

func TestCheck(t *testing.T) {
	long := "ftp://a.kr/" + strings.Repeat("가", 100)
	for _, c := range []struct {
		dest    string
		picture bool
		ok      bool
		code    string
		msg     string
	}{
		{"../a.md", false, true, "", ""},
		{"https://a.kr", false, true, "", ""},
		{"//a.kr/b", false, true, "LNK007", `"//a.kr/b" leaves out the scheme`},
		{"javascript:alert(1)", false, false, "SEC001", `the address "javascript:alert(1)" could run code or read local files`},
		{"data:image/png,A", false, false, "SEC001", `the address "data:image/png,A" could run code or read local files`},
		{"data:image/png,A", true, true, "", ""},
		{long, false, false, "LNK010", `"ftp://a.kr/` + strings.Repeat("가", 49) + `…" is shown without a link: only http, https, mailto and tel are published`},
	} {
		ok, problems := Check(c.dest, c.picture)
		code, msg := "", ""
		for _, d := range problems {
			code, msg = code+d.Code, msg+d.Msg
			if d.Pos != (diag.Pos{}) || d.Hint == "" {
				t.Errorf("%q: %+v", c.dest, d)
			}
		}
		if ok != c.ok || code != c.code || msg != c.msg {
			t.Errorf("%q: %v %s %s", c.dest, ok, code, msg)
		}
	}
}

func TestRel(t *testing.T) {
	for dest, want := range map[string]string{
		"https://a.kr": "noopener", "//a.kr": "noopener", "mailto:a@b.kr": "", "TEL:1": "", "a.md": "", "#절": "",
	} {
		if got := Rel(dest); got != want {
			t.Errorf("Rel(%q) = %q, want %q", dest, got, want)
		}
	}
}

func TestLink(t *testing.T) {
	pos := diag.Pos{File: "a.md", Line: 3, Col: 7}
	for dest, want := range map[string]site.Link{
		"../a b.md":           {Path: "../a b.md"},
		"a%20b.md?q=1 2#절 %":  {Path: "a b.md", Rest: "?q=1%202#절%20%25", Frag: "절 %"},
		"#%EA%B0%80":          {Rest: "#가", Frag: "가"},
		"C%23.md#a\"b":        {Path: "C#.md", Rest: "#a&quot;b", Frag: "a\"b"},
		"\u1100\u1161.md":     {Path: "가.md"},
		"100%.md":             {Path: "100%.md"},
		"?a=<b>&c#":           {Rest: "?a=%3Cb%3E&amp;c"},
		"a.md#\u1100\u1161?b": {Path: "a.md", Rest: "#가?b", Frag: "가?b"},
	} {
		want.Kind, want.Pos = site.LinkImage, pos
		if got := Link(site.LinkImage, dest, pos); got != want {
			t.Errorf("%q: %+v, want %+v", dest, got, want)
		}
	}
}

func TestEscape(t *testing.T) {
	for dest, want := range map[string]string{
		"https://a.kr/가 나?b=1&c=\"<x>\"": "https://a.kr/%EA%B0%80%20%EB%82%98?b=1&amp;c=%22%3Cx%3E%22",
		"a%20b%zz%":                      "a%20b%25zz%25",
		"[a]^`{|}\\":                     "%5Ba%5D%5E%60%7B%7C%7D%5C",
		"\x00\n\t":                       "%00%0A%09",
	} {
		if got := Escape(dest); got != want {
			t.Errorf("%q: %q, want %q", dest, got, want)
		}
	}
}
