package serve

import (
	"strings"
	"testing"
)

func TestEditors(t *testing.T) {
	cases := []struct{ asked, file, want string }{
		{"", "/n/가 b.md", "vscode://file/n/%EA%B0%80%20b.md:3:7"},
		{"vscode", "C:/n/a.md", "vscode://file/C:/n/a.md:3:7"},
		{"cursor", "/n/a.md", "cursor://file/n/a.md:3:7"},
		{"zed", "/n/a.md", "zed://file/n/a.md:3:7"},
		{"idea", "/n/a&b=c+d.md", "idea://open?file=/n/a%26b%3Dc%2Bd.md&line=3&column=7"},
		{"idea", "C:/n/a.md", "idea://open?file=C:/n/a.md&line=3&column=7"},
		{"sublime", "/n/a.md", "subl://open?url=file:///n/a.md&line=3&column=7"},
		{"none", "/n/a.md", ""},
		{"x-mine://{line}/{file}#{column}{file}", "/n/a:b.md", "x-mine://3/n/a%3Ab.md#7n/a%3Ab.md"},
		{"http://localhost:63342/api/file{file}", "/n/\"><.md", "http://localhost:63342/api/file/n/%22%3E%3C.md"},
	}
	for _, c := range cases {
		ed, err := newEditor(c.asked)
		if got := ed.link(c.file, 3, 7); err != nil || got != c.want {
			t.Errorf("%s: %s, %v", c.asked, got, err)
		}
	}
	if got := editors[0].address.link("/a.md", 0, 0); got != "vscode://file/a.md:1:1" {
		t.Error(got)
	}
	for _, asked := range []string{"vi", "VSCode://", "vscode://file", "{file}", "javascript:alert('{file}')", "JavaScript:{file}", "data:text/html,{file}"} {
		if _, err := newEditor(asked); err == nil {
			t.Errorf("%q is an editor", asked)
		}
	}
	if _, err := Listen(Options{Addr: "127.0.0.1:0", Editor: "emacs"}); err == nil || !strings.Contains(err.Error(), "vscode, cursor, zed, idea, sublime, none") {
		t.Errorf("%v", err)
	}
}
