package markdown

import (
	"testing"

	"github.com/yuin/goldmark/util"

	"sitegen/internal/address"
)

// Addresses are escaped the same in raw HTML, in diagrams and in what goldmark
// renders by itself.
func TestAddressesAreEscapedAsGoldmarkDoes(t *testing.T) {
	agree := func(dest string) {
		want := string(util.EscapeHTML(util.URLEscape([]byte(dest), false)))
		if got := address.Escape(dest); got != want {
			t.Errorf("%q is escaped as %q, goldmark has %q", dest, got, want)
		}
	}
	for r := rune(0); r < 0x250; r++ {
		agree("a" + string(r) + "2")
	}
	for _, dest := range []string{"", "%", "%2", "%2G", "%20", "%%20", "가나%EA%B0%80", "🎉?q=a b#다", "\u2028\uFFFD"} {
		agree(dest)
	}
}
