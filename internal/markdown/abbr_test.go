package markdown

import (
	"reflect"
	"testing"

	"sitegen/internal/site"
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
	want := []site.Def{{Term: "AZ", Text: "Availability & Zone"}, {Term: "B C", Text: "b"}}
	if !reflect.DeepEqual(x.defs, want) {
		t.Errorf("%+v", x.defs)
	}
	if want := "<p>글\n계속</p>\n<ul>\n<li></li>\n</ul>\n<pre><code>*[D]: code\n</code></pre>\n<p>*[F] x</p>\n"; out != want {
		t.Errorf("got\n%s\nwant\n%s", out, want)
	}
}
