// Package hangul holds what a generator has to know of Korean text: one
// spelling for every syllable, where a line must not break, and how long a page
// takes to read.
package hangul

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// NFC returns s composed. macOS hands out file names as loose jamo; a name, an
// id or a link must be the same bytes wherever it was typed.
func NFC(s string) string { return norm.NFC.String(s) }

// NFD returns s decomposed, the spelling in which a copy from macOS may have
// stored a name.
func NFD(s string) string { return norm.NFD.String(s) }

// Syllable reports whether r is a composed Hangul syllable.
func Syllable(r rune) bool { return '가' <= r && r <= '힣' }

const joiner = '\u2060' // WORD JOINER: no line break here, and nothing to see

// Glue puts a word joiner where a browser would break a line although Korean
// does not: between a mark or sign and the particle after it ("영역)은"), and
// before a middle dot ("리전·가용"). prev is the last rune of the text before,
// or 0, so that a mark and its particle may stand in different elements. It
// returns the text and the rune to hand to the next call. Glued text stays as
// it is.
func Glue(text string, prev rune) (glued string, last rune) {
	if text == "" {
		return "", prev
	}
	var b strings.Builder
	from := 0
	for i, r := range text {
		if sticks(prev, r) {
			b.WriteString(text[from:i])
			b.WriteRune(joiner)
			from = i
		}
		prev = r
	}
	if b.Len() == 0 {
		return text, prev
	}
	b.WriteString(text[from:])
	return b.String(), prev
}

func sticks(prev, r rune) bool {
	switch {
	case r == '·' || r == '•':
		return unicode.IsLetter(prev) || unicode.IsDigit(prev)
	case Syllable(r):
		return !Syllable(prev) && endsWord(prev)
	}
	return false
}

// endsWord reports whether a line may break behind r, though r belongs to the
// word before it: closing marks, signs such as in "100%를", "C#은", "30℃는", and
// emoji. Behind what joins two words ("/", "~", "-", "→") a break is welcome.
func endsWord(r rune) bool {
	switch {
	case r < 0x80:
		switch r {
		case ')', ']', '}', '>', '%', '!', '?', '#':
			return true
		}
		return false
	case r >= 0x2500 && r <= 0x257F, r >= 0x2794 && r <= 0x27BE, r >= 0xFFF0 && r <= 0xFFFD: // lines of boxes, arrows, stand-ins
		return false
	case r == '…', r == '⋯', r == '‰':
		return true
	}
	return unicode.In(r, unicode.Pe, unicode.Pf, unicode.So)
}

// Reading speeds, per minute. Korean prose is read at about 500 syllables;
// code is studied line by line.
const (
	syllablesPerMinute = 500
	wordsPerMinute     = 200
	linesPerMinute     = 30
)

// Minutes estimates how long a reader needs for so many Hangul syllables, words
// of other scripts and lines of code: 0 for nothing, else at least 1.
func Minutes(syllables, words, lines int) int {
	if syllables+words+lines == 0 {
		return 0
	}
	m := float64(syllables)/syllablesPerMinute + float64(words)/wordsPerMinute + float64(lines)/linesPerMinute
	return max(1, int(m+0.5))
}
