package markdown

import (
	"strings"
	"testing"

	"sitegen/internal/maths"
)

// What a $ means is settled as on GitHub, and where Korean needs more: a particle
// may follow a formula, and prices stay prices.
func TestDollars(t *testing.T) {
	tests := []struct {
		in   string
		want string // the formulas, in the order of the text
	}{
		{"$x$", "x"},
		{"$x$는 $y$.", "x|y"},
		{"값$x$는", "x"},
		{"($x$), \"$y$\"", "x|y"},
		{"$x^2$와 $\\alpha$", "x²|α"},
		{"$a$-축", "a"},
		{"$`a`$와 $`b c`$", "a|bc"},
		{"$$x + 1$$", "x + 1"},
		{"글 $$x$$ 글", "x"},
		{"$a\n+b$", "a + b"},
		{"> $a\n> =b$", "a = b"},
		{"$a \\$ b$", "a$b"},
		{"$2x + 1$", "2x + 1"},
		{"$2 \\sin x$", "2 sin x"},
		{"$3 \\text{개 이상}$", "3개 이상"},
		{"$속도 = 거리$", "속도 = 거리"},
		{"`$x$` $y$", "y"},
		{"*$a*b$*", "a ∗ b"},
		{"[$x$](y.md)", "x"},

		{"$5와 $10", ""},
		{"$5와 10$ 사이", ""},
		{"값은 $100 이고 $200 이다. 5$ 와 10$", ""},
		{"$20,000 and $30,000", ""},
		{"$100 bills and 20$ bills", ""},
		{"US$5$", ""},
		{"x$y$", ""},
		{"$x$y", ""},
		{"$x$1", ""},
		{"$ x$", ""},
		{"$x $", ""},
		{"$ ls $HOME", ""},
		{"$HOME/bin:$PATH", ""},
		{"$HOME와 $PATH", ""},
		{"\\$x\\$", ""},
		{"\\$x$", ""},
		{"$$$x$$$", ""},
		{"$$$$", ""},
		{"$``$", ""},
		{"$connection 이름과 다른$ 것", ""},
		{"`$x` 와 `$y`", ""},
	}
	for _, tt := range tests {
		out, x := withExtras(t, HTMLSafe, tt.in)
		var got []string
		for part := range strings.SplitSeq(out, `<span class="vh" aria-hidden="true">`) {
			if said, _, ok := strings.Cut(part, "</span>"); ok && strings.HasPrefix(out, "<") && !strings.Contains(said, "<") {
				got = append(got, said)
			}
		}
		if s := strings.Join(got, "|"); s != tt.want || len(x.findings) > 0 {
			t.Errorf("%q: formulas %q, want %q; %v in\n%s", tt.in, s, tt.want, x.findings, out)
		}
	}
}

// Whatever stands between dollars, a page is made, its problems have places in
// it, and each formula is either MathML or its source.
func FuzzDollars(f *testing.F) {
	for _, s := range []string{"$x$", "$$\nx\n$$", "- $$\n  \\frac{a\n  $$", "> $$\n> a\n\n$$", "$`x`$", "|$a|\n|-|\n|b$|", "$$x$$ $a\nb$", "*$a*b$*", "# $x$ {#a$}", "\\$x$ $\\$$", "$5와 $x$"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, src string) {
		out, x := withExtras(t, HTMLNone, src)
		for _, found := range x.findings {
			if found.offset < 0 || found.offset > len(src) {
				t.Errorf("%q: %v", src, found)
			}
		}
		if strings.Count(out, "<math") != strings.Count(out, "</math>") || strings.Count(out, "<math") != strings.Count(out, maths.Said) {
			t.Errorf("%q became %s", src, out)
		}
	})
}
