package markdown

import (
	"unicode"

	"golang.org/x/text/width"
)

// charClass is what flanking asks about a character.
type charClass struct {
	space bool // Unicode whitespace
	punct bool // Unicode punctuation or symbol
	cjk   bool
}

func classOf(r rune) charClass {
	if r < 0x80 {
		return asciiClass(byte(r))
	}
	return charClass{
		space: unicode.Is(unicode.Zs, r),
		punct: unicode.IsPunct(r) || unicode.IsSymbol(r),
		cjk:   isCJK(r),
	}
}

func asciiClass(b byte) charClass {
	switch {
	case b == ' ' || b >= '\t' && b <= '\r' && b != '\v':
		return charClass{space: true}
	case b >= '0' && b <= '9', b >= 'A' && b <= 'Z', b >= 'a' && b <= 'z', b <= ' ', b == 0x7f:
		return charClass{}
	}
	return charClass{punct: true}
}

// isCJK is the amendment's "CJK character": Hangul, or East Asian Width wide,
// fullwidth or halfwidth and not an emoji by default.
func isCJK(r rune) bool {
	if r < 0x1100 {
		return false
	}
	if unicode.In(r, unicode.Hangul, alsoWide) {
		return true
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth, width.EastAsianHalfwidth:
		return !unicode.Is(wideEmoji, r)
	}
	return false
}

// wideEmoji covers the wide characters that are shown as emoji unless asked
// otherwise (Emoji_Presentation of Unicode's emoji-data.txt). It may span
// characters that are not wide; they are not asked about. The two angle
// brackets U+2329 and U+232A are wide and no emoji.
var wideEmoji = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x231A, Hi: 0x231B, Stride: 1},
		{Lo: 0x23E9, Hi: 0x25FE, Stride: 1},
		{Lo: 0x2614, Hi: 0x2615, Stride: 1},
		{Lo: 0x2648, Hi: 0x267F, Stride: 1},
		{Lo: 0x2693, Hi: 0x2B55, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x1F004, Hi: 0x1F0CF, Stride: 1},
		{Lo: 0x1F18E, Hi: 0x1F19A, Stride: 1},
		{Lo: 0x1F201, Hi: 0x1F201, Stride: 1},
		{Lo: 0x1F21A, Hi: 0x1F21A, Stride: 1},
		{Lo: 0x1F22F, Hi: 0x1F22F, Stride: 1},
		{Lo: 0x1F232, Hi: 0x1F236, Stride: 1},
		{Lo: 0x1F238, Hi: 0x1F23A, Stride: 1},
		{Lo: 0x1F250, Hi: 0x1F251, Stride: 1},
		{Lo: 0x1F300, Hi: 0x1FAFF, Stride: 1},
	},
}

// alsoWide lists characters that became wide after the Unicode version of
// golang.org/x/text/width, so that pages do not change with the Go release.
var alsoWide = &unicode.RangeTable{
	R16: []unicode.Range16{
		{Lo: 0x2630, Hi: 0x2637, Stride: 1},
		{Lo: 0x268A, Hi: 0x268F, Stride: 1},
		{Lo: 0x2FFC, Hi: 0x2FFF, Stride: 1},
		{Lo: 0x31E4, Hi: 0x31E5, Stride: 1},
		{Lo: 0x31EF, Hi: 0x31EF, Stride: 1},
		{Lo: 0x4DC0, Hi: 0x4DFF, Stride: 1},
	},
	R32: []unicode.Range32{
		{Lo: 0x16FF2, Hi: 0x16FF6, Stride: 1},
		{Lo: 0x187F8, Hi: 0x187FF, Stride: 1},
		{Lo: 0x18CFF, Hi: 0x18CFF, Stride: 1},
		{Lo: 0x18D09, Hi: 0x18D1E, Stride: 1},
		{Lo: 0x18D80, Hi: 0x18DF2, Stride: 1},
		{Lo: 0x1D300, Hi: 0x1D356, Stride: 1},
		{Lo: 0x1D360, Hi: 0x1D376, Stride: 1},
	},
}

// isIdeographicSelector tells whether r picks a variant of an ideograph.
func isIdeographicSelector(r rune) bool { return r >= 0xE0100 && r <= 0xE01EF }

// isTextSelector tells whether r picks a variant of the character before it,
// other than its emoji form.
func isTextSelector(r rune) bool { return r >= 0xFE00 && r <= 0xFE0E }

// isFullwidthQuote tells whether a curly quote, which is neither narrow nor
// wide by itself, has been made wide by a variation selector.
func isFullwidthQuote(quote, selector rune) bool {
	return selector == 0xFE01 && (quote == '‘' || quote == '’' || quote == '“' || quote == '”')
}
