package markdown

import (
	"reflect"
	"strings"
	"testing"
)

func TestAbbrWords(t *testing.T) {
	const defs = "\n\n*[AZ]: Zone\n*[AZ ID]: Id\n*[영역]: 묶음\n"
	az, id, area := `<abbr title="Zone">AZ</abbr>`, `<abbr title="Id">AZ ID</abbr>`, `<abbr title="묶음">영역</abbr>`
	for src, want := range map[string]string{
		"AZ":         az,
		"AZ는":        az + "는",
		"AZ에서의 AZ.":  az + "에서의 " + az + ".",
		"각AZ":        "각" + az,
		"AZs aAZ A":  "AZs aAZ A",
		"AZ1 AZ_1":   "AZ1 AZ_1",
		"AZ-1":       az + "-1",
		"az":         "az",
		"AZ IDs":     az + " IDs",
		"AZ ID":      id,
		"AZ ID를":     id + "를",
		"*AZ*":       "<em>" + az + "</em>",
		"`AZ`":       "<code>AZ</code>",
		"영역은 영역별":    area + "은 영역별",
		"이 영역, 그영역":  "이 " + area + ", 그영역",
		"AZ\nAZ":     az + "\n" + az,
		"AZ  \nx":    az + "<br>\nx",
		"A\\Z":       "A\\Z",
		"![AZ](x)":   `<img src="x" alt="AZ">`,
		"[x](AZ.md)": `<a href="AZ.md">x</a>`,
	} {
		got, _ := withExtras(t, HTMLSafe, src+defs)
		if got != "<p>"+want+"</p>\n" {
			t.Errorf("%q:\ngot  %swant <p>%s</p>", src, got, want)
		}
	}
}

func TestAbbrDefinitions(t *testing.T) {
	src := "글\n*[AZ]: Availability &amp; Zone\n  *[B C]: b\n계속\n\n- *[AZ]: twice\n\n```\n*[D]: code\n```\n\n*[E]:\n*[F] x\n"
	out, x := withExtras(t, HTMLSafe, src)
	want := []abbreviation{{Term: "AZ", Text: "Availability & Zone"}, {Term: "B C", Text: "b"}}
	if !reflect.DeepEqual(x.defs, want) {
		t.Errorf("%+v", x.defs)
	}
	if want := "<p>글\n계속</p>\n<ul>\n<li></li>\n</ul>\n<pre><code>*[D]: code\n</code></pre>\n<p>*[F] x</p>\n"; out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}

func TestAbbrRefused(t *testing.T) {
	for _, c := range []struct{ src, html, codes string }{
		{"*[주의]: 시험에 나옵니다*", "<p><em>[주의]: 시험에 나옵니다</em></p>\n", ""},
		{"*[주의]: **꼭** 나옵니다*", "<p><em>[주의]: <strong>꼭</strong> 나옵니다</em></p>\n", ""},
		{"*[AZ]: **굵게**", "", ""},
		{"*[AZ]: a * b", "", ""},
		{"*[AZ]: 별 \\*", "", ""},
		{"*[AZ]:", "", "1:STR015"},
		{"*[ ]: x", "", "1:STR015"},
		{"*[" + strings.Repeat("가", 40) + "]: x", "", "1:STR015"},
		{"*[AZ]: x\n*[AZ]: x", "", ""},
		{"글\n\n*[AZ]: x\n*[AZ]: y", "<p>글</p>\n", "4:STR015"},
	} {
		out, x := withExtras(t, HTMLSafe, c.src)
		if got := codesOf(c.src, x.findings); out != c.html || got != c.codes {
			t.Errorf("%s: %q %q, want %q %q", c.src, out, got, c.html, c.codes)
		}
	}
}
