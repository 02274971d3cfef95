package snippet

import (
	"io/fs"
	"strings"
	"testing"
)

func TestRefused(t *testing.T) {
	read := func(name string) ([]byte, error) {
		if name == "old/site/.sitegen-manifest.json" {
			return []byte("{}"), nil
		}
		return nil, fs.ErrNotExist
	}
	for file, want := range map[string]string{
		"a.go": "", "content/a.b/c.go": "", "old/a.txt": "", "a./b": "",
		".env": "hidden", ".git/config": "hidden", "a/.github/x.yml": "hidden", "a/.b": "hidden", "...": "hidden",
		"node_modules/x.js": "node_modules", "a/Node_Modules/x.js": "node_modules",
		"old/site/index.html": "earlier build", "old/site/a/b.md": "earlier build",
	} {
		if got := Refused(file, read); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
}
