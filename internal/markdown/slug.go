package markdown

import (
	"strconv"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// themePrefix begins every id that the theme and the drawers of fences use, so
// that a heading may be called "search" or "main" and keep the id it has on
// GitHub.
const themePrefix = "sg-"

// slugger gives the headings of one page their ids, by GitHub's algorithm: the
// text in lower case, without punctuation, spaces as hyphens; the second of a
// kind gets "-1", the third "-2". Ids once given are never given again.
type slugger struct {
	taken map[string]int // id → last number tried behind it
}

func newSlugger() *slugger { return &slugger{taken: map[string]int{}} }

// claim takes an id that the author chose. It reports whether it was free.
func (s *slugger) claim(id string) bool {
	id = norm.NFC.String(id)
	if _, ok := s.taken[id]; ok || id == "" || strings.HasPrefix(id, themePrefix) {
		return false
	}
	s.taken[id] = 0
	return true
}

// slug returns the id for a heading with the given plain text.
func (s *slugger) slug(text string) string {
	base := slugBase(text)
	id := base
	for {
		if _, ok := s.taken[id]; !ok {
			break
		}
		s.taken[base]++
		id = base + "-" + strconv.Itoa(s.taken[base])
	}
	s.taken[id] = 0
	return id
}

// slugBase is an id before it is made unique. GitHub's is empty for a heading
// of nothing but punctuation; an empty id is no id, so ours is not.
func slugBase(text string) string {
	id := strings.Map(slugRune, strings.ToLower(norm.NFC.String(text)))
	if strings.TrimFunc(id, isSelector) == "" {
		return "heading"
	}
	if strings.HasPrefix(id, themePrefix) {
		return "heading-" + id
	}
	return id
}

// slugRune keeps what Ruby, in which GitHub is written, calls a word character.
func slugRune(r rune) rune {
	switch {
	case r == ' ':
		return '-'
	case r == '-', unicode.In(r, unicode.L, unicode.M, unicode.Nd, unicode.Nl, unicode.Pc, unicode.Other_Alphabetic):
		return r
	}
	return -1
}

// isSelector tells whether r only picks a form of the character before it. An
// emoji goes and leaves one behind.
func isSelector(r rune) bool { return unicode.Is(unicode.Variation_Selector, r) }
