package snippet

import (
	"strings"
	"testing"
)

func TestRefused(t *testing.T) {
	for file, want := range map[string]string{
		"a.go": "", "content/a.b/c.go": "", "a./b": "",
		".env": "hidden", ".git/config": "hidden", "a/.github/x.yml": "hidden", "a/.b": "hidden", "...": "hidden",
		"node_modules/x.js": "node_modules", "a/Node_Modules/x.js": "node_modules",
	} {
		if got := Refused(file); (got == "") != (want == "") || !strings.Contains(got, want) {
			t.Errorf("%s: %q, want %q", file, got, want)
		}
	}
}
