package render

import (
	"bytes"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"sitegen/static"
)

// A colour of the stylesheet: two schemes, lightness, chroma and a hue that may be "var(--h)" or "var(--c)".
var (
	token  = regexp.MustCompile(`--([a-z0-9]+): light-dark\(oklch\(([^)]*(?:\(--\w\))?)\), oklch\(([^)]*(?:\(--\w\))?)\)\);`)
	tinted = regexp.MustCompile(`(background|color): light-dark\(oklch\(([^)]*(?:\(--\w\))?)\), oklch\(([^)]*(?:\(--\w\))?)\)\);`)
	kind   = regexp.MustCompile(`--c: (\d+);`)
)

type scheme [2]string // light, dark

func sheetFile(t *testing.T, name string) string {
	t.Helper()
	data, err := static.FS.ReadFile("assets/" + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(data)
}

// luminance is WCAG's, of a colour written "lightness chroma hue"; hue is that of the accent or callout.
func luminance(t *testing.T, colour string, hue int) float64 {
	t.Helper()
	parts := strings.Fields(colour)
	if len(parts) != 3 {
		t.Fatalf("cannot read the colour %q", colour)
	}
	var n [3]float64
	for i, p := range parts {
		if strings.HasPrefix(p, "var(") {
			p = strconv.Itoa(hue)
		}
		v, err := strconv.ParseFloat(p, 64)
		if err != nil {
			t.Fatalf("cannot read the colour %q", colour)
		}
		n[i] = v
	}
	rgb := oklch(n[0], n[1], n[2])
	for i := range rgb {
		rgb[i] = min(max(rgb[i], 0), 1)
	}
	return .2126*rgb[0] + .7152*rgb[1] + .0722*rgb[2]
}

func contrast(a, b float64) float64 { return (max(a, b) + .05) / (min(a, b) + .05) }

func TestContrast(t *testing.T) {
	tokens := map[string]scheme{}
	for _, m := range token.FindAllStringSubmatch(sheetFile(t, "css/00-tokens.css")+sheetFile(t, "class/code.css"), -1) {
		tokens[m[1]] = scheme{m[2], m[3]}
	}
	if len(tokens) != 22 {
		t.Fatalf("found %d tokens: %v", len(tokens), slices.Sorted(maps.Keys(tokens)))
	}

	pages := []string{"bg", "bg2", "bg3"}
	lines := []string{"bg2", "bg", "hl", "add", "del", "caution"}
	pairs := []struct {
		text    []string
		grounds []string
		least   float64
	}{
		{[]string{"fg", "fg2"}, pages, 7},
		{[]string{"fg3"}, pages, 4.5},
		{[]string{"fg"}, []string{"mark"}, 7},
		{[]string{"ac"}, []string{"bg", "bg2", "acbg"}, 4.5},
		{[]string{"onac"}, []string{"ac"}, 4.5},
		{[]string{"line2"}, []string{"bg"}, 3},
		{[]string{"k", "s", "f", "n", "t", "v", "fg", "fg2", "fg3"}, lines, 4.5},
	}
	for hue := range 361 {
		own := map[string]scheme{"ac": {
			fmt.Sprintf(".44 %.3f %d", chroma(.44, hue), hue),
			fmt.Sprintf(".82 %.3f %d", chroma(.82, hue), hue),
		}}
		if hue == 360 { // the default, without Accent
			hue, own = 195, nil
		}
		look := func(name string, dark int) float64 {
			s, ok := own[name]
			if !ok {
				s = tokens[name]
			}
			return luminance(t, s[dark], hue)
		}
		for _, p := range pairs {
			for _, text := range p.text {
				for _, ground := range p.grounds {
					for dark := range 2 {
						if c := contrast(look(text, dark), look(ground, dark)); c < p.least {
							t.Errorf("hue %d, %s: --%s on --%s has %.2f, wants %.1f", hue, [2]string{"light", "dark"}[dark], text, ground, c, p.least)
						}
					}
				}
			}
		}
	}

	callout := sheetFile(t, "block.css")
	colours := map[string]scheme{}
	for _, m := range tinted.FindAllStringSubmatch(callout, -1) {
		colours[m[1]] = scheme{m[2], m[3]}
	}
	hues := kind.FindAllStringSubmatch(callout, -1)
	if len(hues) != 5 || len(colours) != 2 {
		t.Fatalf("found callouts %v with %v", hues, colours)
	}
	for _, h := range hues {
		hue, _ := strconv.Atoi(h[1])
		for dark := range 2 {
			ground := luminance(t, colours["background"][dark], hue)
			title := luminance(t, colours["color"][dark], hue)
			if c := contrast(title, ground); c < 4.5 {
				t.Errorf("callout %d, scheme %d: title has %.2f", hue, dark, c)
			}
			if c := contrast(luminance(t, tokens["fg"][dark], 195), ground); c < 7 {
				t.Errorf("callout %d, scheme %d: text has %.2f", hue, dark, c)
			}
		}
	}
}

func TestAccent(t *testing.T) {
	for hue := range 360 {
		for _, l := range []float64{.44, .82} {
			if c := chroma(l, hue); c < .05 || c > .13 {
				t.Errorf("chroma(%v, %d) = %v", l, hue, c)
			}
		}
	}
	assets := read(t, static.FS)
	if own := fmt.Appendf(nil, "--h: %d;", ownHue); Accent(ownHue) != nil || !bytes.Contains(assets["assets/css/00-tokens.css"], own) {
		t.Errorf("%s is not the hue that needs no stylesheet", own)
	}
	assets[AccentFile] = Accent(25)
	_, _, ds := bundle(assets)
	if len(ds) > 0 {
		t.Error(ds)
	}
}
