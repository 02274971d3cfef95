package maths

import "strings"

// font is an alphabet of mathematics. Unicode has the letters of each as
// characters of their own, so no font of a page is needed.
type font uint8

const (
	fontNone font = iota
	fontUpright
	fontItalic
	fontBold
	fontBoldItalic
	fontDouble
	fontScript
	fontFraktur
	fontSans
	fontMono
)

// alphabet is where the letters of a font begin in Unicode; 0 for those it has not.
type alphabet struct {
	upper, lower, digit, greekUpper, greekLower rune
}

var alphabets = map[font]alphabet{
	fontItalic:     {0x1D434, 0x1D44E, 0, 0x1D6E2, 0x1D6FC},
	fontBold:       {0x1D400, 0x1D41A, 0x1D7CE, 0x1D6A8, 0x1D6C2},
	fontBoldItalic: {0x1D468, 0x1D482, 0x1D7CE, 0x1D71C, 0x1D736},
	fontDouble:     {0x1D538, 0x1D552, 0x1D7D8, 0, 0},
	fontScript:     {0x1D49C, 0x1D4B6, 0, 0, 0},
	fontFraktur:    {0x1D504, 0x1D51E, 0, 0, 0},
	fontSans:       {0x1D5A0, 0x1D5BA, 0x1D7E2, 0, 0},
	fontMono:       {0x1D670, 0x1D68A, 0x1D7F6, 0, 0},
}

// elsewhere are letters that Unicode had before it had the alphabets.
var elsewhere = map[font]string{
	fontItalic:  "hℎ",
	fontDouble:  "CℂHℍNℕPℙQℚRℝZℤ",
	fontScript:  "BℬEℰFℱHℋIℐLℒMℳRℛeℯgℊoℴ",
	fontFraktur: "CℭHℌIℑRℜZℨ",
}

// set returns text in a font; what the font lacks stays as it is.
func (f font) set(text string) string {
	a, ok := alphabets[f]
	if !ok {
		return text
	}
	return strings.Map(func(r rune) rune {
		if i := strings.IndexRune(elsewhere[f], r); i >= 0 && r < 0x80 {
			return []rune(elsewhere[f][i+1:])[0]
		}
		from := func(base, first rune) rune {
			if base == 0 {
				return r
			}
			return base + r - first
		}
		switch {
		case r >= 'A' && r <= 'Z':
			return from(a.upper, 'A')
		case r >= 'a' && r <= 'z':
			return from(a.lower, 'a')
		case r >= '0' && r <= '9':
			return from(a.digit, '0')
		case r >= 'Α' && r <= 'Ω' && r != 0x3A2:
			return from(a.greekUpper, 'Α')
		case r >= 'α' && r <= 'ω':
			return from(a.greekLower, 'α')
		}
		return r
	}, text)
}

// plainLetters undoes set: letters as they are typed.
func plainLetters(s string) string {
	return strings.Map(func(r rune) rune {
		if r < 0x2100 || r > 0x214F && (r < 0x1D400 || r > 0x1D7FF) {
			return r
		}
		for f, a := range alphabets {
			for _, run := range []struct{ base, first, n rune }{
				{a.upper, 'A', 26}, {a.lower, 'a', 26}, {a.digit, '0', 10}, {a.greekUpper, 'Α', 25}, {a.greekLower, 'α', 25},
			} {
				if run.base != 0 && r >= run.base && r < run.base+run.n {
					return run.first + r - run.base
				}
			}
			if i := strings.IndexRune(elsewhere[f], r); i > 0 {
				return rune(elsewhere[f][i-1])
			}
		}
		return r
	}, s)
}
