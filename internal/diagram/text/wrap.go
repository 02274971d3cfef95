package text

import (
	"math"
	"strings"
	"unicode/utf8"
)

// spaces are what ends a word, and what a browser shows as one space however
// many there are. Others, such as the no-break space, are characters.
const spaces = " \t\n\r"

// maxOnLine bounds how many words a line is tried with, which makes the work
// linear. Labels have 200 characters at most.
const maxOnLine = 200

// Wrap breaks s into lines no wider than max pixels, as few as possible and of
// about the same length. It breaks between words, as Korean does too, and inside
// of a word only if the word alone is wider than max. Runs of spaces become one.
// A line is wider than max only if it is a single character. There is always a
// line, if an empty one.
func Wrap(s string, size float64, bold bool, max float64) []string {
	weight, limit := weightOf(bold), units(max, size)
	pieces := split(s, weight, limit)
	if len(pieces) == 0 {
		return []string{""}
	}
	var lines []string
	from := 0
	for _, to := range ends(pieces, int(latin[weight][' ']), limit) {
		lines = append(lines, join(pieces[from:to]))
		from = to
	}
	return lines
}

// piece is a word, or a part of a word that is too long for a line.
type piece struct {
	text string
	wide int
	glue bool // continues the word of the piece before: no space between
	long bool // begins a word of several pieces, which begins a line
	sign bool // ends with a sign between words
}

// ends puts pieces on lines and returns where each line ends. Of the ways that
// need the fewest lines it takes the one with the least sum of squared widths,
// so that the last is not left with one short word. Earlier lines get what
// cannot be shared out.
func ends(pieces []piece, space, limit int) []int {
	best := make([]layout, len(pieces)+1)
	for to := 1; to <= len(pieces); to++ {
		wide := 0
		for from := to - 1; from >= max(0, to-maxOnLine); from-- {
			p := pieces[from]
			wide += p.wide
			if wide > limit && from < to-1 {
				break
			}
			if l := best[from].with(from, wide); from == to-1 || l.less(best[to]) {
				best[to] = l
			}
			if p.long {
				break
			}
			if !p.glue {
				wide += space
			}
		}
	}
	all := make([]int, best[len(pieces)].lines)
	for i, to := len(all)-1, len(pieces); i >= 0; i-- {
		all[i] = to
		to = best[to].last
	}
	return all
}

// layout is a way to put the first pieces on lines.
type layout struct {
	lines   int
	squares int // sum of the squared widths of the lines
	last    int // piece with which the last line begins
}

// with returns l with one more line.
func (l layout) with(from, wide int) layout {
	return layout{l.lines + 1, l.squares + wide*wide, from}
}

func (l layout) less(o layout) bool {
	return l.lines < o.lines || l.lines == o.lines && l.squares < o.squares
}

// join is the text of pieces on one line.
func join(pieces []piece) string {
	if len(pieces) == 1 {
		return pieces[0].text
	}
	var b strings.Builder
	for i, p := range pieces {
		if i > 0 && !p.glue {
			b.WriteByte(' ')
		}
		b.WriteString(p.text)
	}
	return b.String()
}

// split returns the words of s, those too wide for limit in pieces.
func split(s string, weight, limit int) []piece {
	var pieces []piece
	for word := range strings.FieldsFuncSeq(s, isSpace) {
		wide := measure(word, weight)
		switch {
		case wide > limit:
			pieces = splitWord(pieces, word, weight, limit)
		case isSeparator(word):
			pieces = addSeparator(pieces, word, wide, weight, limit)
		default:
			pieces = append(pieces, piece{text: word, wide: wide})
		}
	}
	return pieces
}

// addSeparator appends a sign that stands between words. It stays with the word
// before it if a line has room for both, as no line should begin with it.
func addSeparator(pieces []piece, sign string, wide, weight, limit int) []piece {
	if n := len(pieces); n > 0 && !pieces[n-1].sign {
		last := &pieces[n-1]
		if both := last.wide + int(latin[weight][' ']) + wide; both <= limit {
			last.text, last.wide, last.sign = last.text+" "+sign, both, true
			return pieces
		}
	}
	return append(pieces, piece{text: sign, wide: wide, sign: true})
}

// splitWord appends the pieces of a word that is wider than limit: its parts
// between hinges, and what is too wide even so character by character.
func splitWord(pieces []piece, word string, weight, limit int) []piece {
	first := len(pieces)
	for _, part := range cut(nil, word, weight, math.MaxInt, atHinge) {
		if part.wide <= limit {
			pieces = append(pieces, part)
		} else {
			pieces = cut(pieces, part.text, weight, limit, atCharacter)
		}
	}
	for i := first; i < len(pieces); i++ {
		pieces[i].long, pieces[i].glue = i == first, i > first
	}
	return pieces
}

// cut appends the pieces of a part of a word: it is parted between two
// characters, which are given by how they begin, where mayPart allows it, and
// where a piece would be wider than limit.
func cut(pieces []piece, s string, weight, limit int, mayPart func(before, after rune) bool) []piece {
	var c cluster
	start, last, wide := 0, 0, 0 // of the piece, of its last character; how wide it is
	for i, r := range s {
		before := c.first
		grows, joins := c.next(r, weight)
		if !joins {
			if i > start && mayPart(before, r) {
				pieces = append(pieces, piece{text: s[start:i], wide: wide})
				start, wide = i, 0
			}
			last = i
		}
		wide += grows
		if wide > limit && last > start {
			pieces = append(pieces, piece{text: s[start:last], wide: wide - c.wide})
			start, wide = last, c.wide
		}
	}
	return append(pieces, piece{text: s[start:], wide: wide})
}

// atHinge allows to part a path, an address, a name of several words after the
// signs that join its parts.
func atHinge(before, after rune) bool {
	return strings.ContainsRune(hinges, before) && !strings.ContainsRune(hinges, after) && atCharacter(before, after)
}

// atCharacter allows to part a word anywhere but where a line would end with an
// opening bracket or begin with a closing one.
func atCharacter(before, after rune) bool {
	return !strings.ContainsRune(openers, before) && !strings.ContainsRune(closers, after)
}

const (
	separators = "·•|/,:;–—-"

	hinges  = "/-_&=+|·・~"
	openers = "([{<‘“«‹「『〈《【〔（［｛＜"
	closers = ")]}>’”»›」』〉》】〕）］｝＞" + "!?.,:;%…·、。，．：；？！～％々ー"
)

// isSeparator tells whether a word is nothing but a sign between words.
func isSeparator(word string) bool {
	r, n := utf8.DecodeRuneInString(word)
	return n == len(word) && strings.ContainsRune(separators, r)
}

func isSpace(r rune) bool { return strings.ContainsRune(spaces, r) }
