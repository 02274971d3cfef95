package render

import (
	"fmt"
	"math"
	"regexp"
	"strconv"
	"strings"
	"testing"
)

// What the stylesheet of diagrams says of colours: the hue of a kind, the chroma
// and hue of a step, the lightness of all steps, how strong a tint is.
var (
	kindColour = regexp.MustCompile(`\.dg ([^{]*) \{ --d: light-dark\(oklch\(([^)]*)\), oklch\(([^)]*)\)\); \}`)
	stepColour = regexp.MustCompile(`\.dg \.c(\d) \{ --c: ([^;]*); \}`)
	stepLight  = regexp.MustCompile(`oklch\(([\d.]+) var\(--c\)\)`)
	tint       = regexp.MustCompile(`\.dg \.(\w+) \{ fill: color-mix\(in oklab, var\(--d\) (\d+)%, (var\(--bg\)|transparent)\)`)
)

// mix is CSS's color-mix in oklab, of two colours written "lightness chroma hue",
// the first with the given part. The result is written so, too.
func mix(t *testing.T, a, b string, part float64, hue int) string {
	t.Helper()
	lab := func(colour string) [3]float64 {
		var n [3]float64
		for i, p := range strings.Fields(strings.ReplaceAll(colour, "var(--h)", strconv.Itoa(hue))) {
			v, err := strconv.ParseFloat(p, 64)
			if err != nil {
				t.Fatalf("cannot read the colour %q", colour)
			}
			n[i] = v
		}
		sin, cos := math.Sincos(n[2] * math.Pi / 180)
		return [3]float64{n[0], n[1] * cos, n[1] * sin}
	}
	x, y := lab(a), lab(b)
	for i := range x {
		x[i] = x[i]*part + y[i]*(1-part)
	}
	return fmt.Sprintf("%.5f %.5f %.3f", x[0], math.Hypot(x[1], x[2]), math.Atan2(x[2], x[1])*180/math.Pi)
}

func TestMix(t *testing.T) {
	for _, c := range []struct {
		a, b string
		part float64
		want string
	}{
		{".5 .1 90", ".9 0 0", .25, "0.80000 0.02500 90.000"},
		{".5 .1 0", ".5 .1 90", .5, "0.50000 0.07071 45.000"},
		{".4 .2 var(--h)", ".4 .2 60", .3, "0.40000 0.20000 60.000"},
	} {
		if got := mix(t, c.a, c.b, c.part, 60); got != c.want {
			t.Errorf("%v of %s in %s: %s, want %s", c.part, c.a, c.b, got, c.want)
		}
	}
}

// Texts and lines of diagrams stand out from every ground they can stand on,
// with every accent and in both schemes.
func TestDiagramContrast(t *testing.T) {
	tokens := map[string]scheme{}
	for _, m := range token.FindAllStringSubmatch(sheetFile(t, "css/00-tokens.css"), -1) {
		tokens[m[1]] = scheme{m[2], m[3]}
	}
	css := sheetFile(t, "class/dg.css")
	kinds := map[string]scheme{"k0": tokens["fg3"]}
	for _, m := range kindColour.FindAllStringSubmatch(css, -1) {
		kinds[regexp.MustCompile(`k\d`).FindString(m[1])] = scheme{m[2], m[3]}
	}
	tints := map[string]float64{"bare": 0}
	for _, m := range tint.FindAllStringSubmatch(css, -1) {
		percent, _ := strconv.Atoi(m[2])
		tints[m[1]] = float64(percent) / 100
	}
	steps := stepColour.FindAllStringSubmatch(css, -1)
	light := stepLight.FindStringSubmatch(css)
	if len(kinds) != 7 || len(tints) != 4 || len(steps) != 8 || light == nil {
		t.Fatalf("found kinds %v, tints %v, steps %v", kinds, tints, steps)
	}
	atLeast := func(least, got float64, format string, args ...any) {
		t.Helper()
		if got < least {
			t.Errorf("%s has %.2f, wants %.1f", fmt.Sprintf(format, args...), got, least)
		}
	}

	for _, m := range steps {
		colour := light[1] + " " + m[2]
		inGamut(t, colour)
		atLeast(4.5, contrast(1, luminance(t, colour, 0)), "white on step %s", m[1])
	}
	for hue := range 360 {
		for dark := range 2 {
			where := fmt.Sprintf("hue %d, %s", hue, [2]string{"light", "dark"}[dark])
			page := tokens["bg"][dark]
			for _, m := range steps {
				atLeast(3, contrast(luminance(t, light[1]+" "+m[2], 0), luminance(t, page, hue)), "%s: the ribbon of step %s on the page", where, m[1])
			}
			fg, fg3 := luminance(t, tokens["fg"][dark], hue), luminance(t, tokens["fg3"][dark], hue)
			for of, tinted := range kinds {
				for shape, part := range tints {
					ground := luminance(t, mix(t, tinted[dark], page, part, hue), hue)
					atLeast(7, contrast(fg, ground), "%s: a label in .%s.%s", where, shape, of)
					atLeast(4.5, contrast(fg3, ground), "%s: a note or a wire in .%s.%s", where, shape, of)
					for name, kind := range kinds {
						atLeast(4.5, contrast(luminance(t, kind[dark], hue), ground), "%s: a title .%s in .%s.%s", where, name, shape, of)
					}
				}
			}
		}
	}
	for name, kind := range kinds {
		for _, colour := range kind {
			if name != "k0" { // which is a token
				inGamut(t, colour)
			}
		}
	}
}

// inGamut holds that a screen can show a colour as it is written: browsers
// differ in what they make of others.
func inGamut(t *testing.T, colour string) {
	t.Helper()
	var n [3]float64
	if _, err := fmt.Sscan(colour, &n[0], &n[1], &n[2]); err != nil {
		t.Fatalf("cannot read the colour %q", colour)
	}
	for _, v := range oklch(n[0], n[1], n[2]) {
		if v < -.0005 || v > 1.0005 {
			t.Errorf("%s is outside of sRGB: %.4f", colour, oklch(n[0], n[1], n[2]))
			return
		}
	}
}
