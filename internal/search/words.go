package search

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// kind is the way of writing that a word is taken apart by.
type kind uint8

const (
	alphabetic kind = iota // words between spaces: Latin, Greek, Cyrillic, digits …
	korean                 // Hangul: words between spaces, with endings
	unspaced               // Han, Kana, Thai …: no spaces to go by
)

// word is a word of a text, folded. The client takes queries apart into the same
// words; static/assets/search-engine.js holds the same rules.
type word struct {
	text    string // folded; of an alphabetic word its parts joined: "apnortheast2"
	kind    kind
	glued   bool   // it follows another word, or a closing mark, without a space
	close   bool   // nothing but a space stands between it and the word before
	literal string // with the marks around it: "c++", ".gitignore", "--force"; "" without
	parts   []part // of an alphabetic word that has several
}

// part is a piece of an identifier.
type part struct {
	text string
	hump bool // a capital letter begins it, no mark: "Effect" in "useEffect"
}

// maxWord is how much of a word counts, in characters.
const maxWord = 40

// maxParts is how many parts an identifier may have; those beyond are left out.
const maxParts = 8

// span is a range of characters of one kind.
type span struct {
	from, to rune
	kind     kind
}

// letters are the characters of words, sorted. They are written down and not
// taken from Unicode's tables, which differ between the Go that builds a site and
// the browser that reads it. What is not here separates words. All lie below the
// surrogates, or above all that is not here, so that UTF-8 and UTF-16 sort them
// alike. U+1C80 to U+1C8F are left out because some have got small letters lately.
var letters = []span{
	{'0', '9', alphabetic}, {'A', 'Z', alphabetic}, {'a', 'z', alphabetic},
	{0xAA, 0xAA, alphabetic}, {0xB5, 0xB5, alphabetic}, {0xBA, 0xBA, alphabetic},
	{0xC0, 0xD6, alphabetic}, {0xD8, 0xF6, alphabetic}, {0xF8, 0x37D, alphabetic}, {0x37F, 0x386, alphabetic},
	{0x388, 0x559, alphabetic}, {0x560, 0x588, alphabetic}, {0x591, 0x5BD, alphabetic}, {0x5BF, 0x5BF, alphabetic},
	{0x5C1, 0x5C2, alphabetic}, {0x5C4, 0x5F2, alphabetic}, {0x610, 0x61A, alphabetic}, {0x620, 0x669, alphabetic},
	{0x66E, 0x6D3, alphabetic}, {0x6D5, 0x963, alphabetic}, {0x966, 0xDFF, alphabetic}, {0xE00, 0xEDF, unspaced},
	{0xEE0, 0xFFF, alphabetic}, {0x1000, 0x109F, unspaced}, {0x10A0, 0x10FF, alphabetic}, {0x1200, 0x177F, alphabetic},
	{0x1780, 0x17FF, unspaced}, {0x1800, 0x1C7F, alphabetic}, {0x1C90, 0x1FFF, alphabetic}, {0x2C00, 0x2DFF, alphabetic}, {0x3005, 0x3007, unspaced},
	{0x3041, 0x30FF, unspaced}, {0x3131, 0x318E, korean}, {0x3400, 0x9FFF, unspaced}, {0xAC00, 0xD7A3, korean},
	{0x20000, 0x3FFFF, unspaced},
}

// unseen are the characters that are left out of decomposed text: accents, and
// what nobody sees, as the word joiners of the theme.
var unseen = []span{
	{from: 0xAD, to: 0xAD}, {from: 0x300, to: 0x36F}, {from: 0x200B, to: 0x200F}, {from: 0x202A, to: 0x202E},
	{from: 0x2060, to: 0x206F}, {from: 0xFE00, to: 0xFE0F}, {from: 0xFEFF, to: 0xFEFF},
}

// classes writes the letters of each kind, and what is unseen, as they stand in a
// regular expression.
func classes() []string {
	out := make([]string, len(languages)+1)
	for _, s := range letters {
		out[s.kind] += fmt.Sprintf(`\u{%x}-\u{%x}`, s.from, s.to)
	}
	for _, s := range unseen {
		out[len(languages)] += fmt.Sprintf(`\u{%x}-\u{%x}`, s.from, s.to)
	}
	return out
}

// kindOf tells whether r belongs to words, and of which kind.
func kindOf(r rune) (kind, bool) {
	if r < utf8.RuneSelf {
		return alphabetic, '0' <= r && r <= '9' || 'A' <= r && r <= 'Z' || 'a' <= r && r <= 'z'
	}
	if '가' <= r && r <= '힣' {
		return korean, true
	}
	lo, hi := 0, len(letters)
	for lo < hi {
		if mid := (lo + hi) / 2; letters[mid].to < r {
			lo = mid + 1
		} else {
			hi = mid
		}
	}
	if lo < len(letters) && letters[lo].from <= r {
		return letters[lo].kind, true
	}
	return 0, false
}

// fold brings text into the one spelling in which it is compared, letter case
// aside: composed, without the accents of letters, without characters that
// nobody sees, and with the wide forms of ASCII made narrow.
func fold(text string) string {
	if isFolded(text) {
		return text
	}
	b := make([]rune, 0, len(text))
	for _, r := range norm.NFD.String(strings.ToValidUTF8(text, "\uFFFD")) {
		if !isUnseen(r) {
			b = append(b, r)
		}
	}
	return strings.Map(func(r rune) rune {
		switch {
		case 0xFF01 <= r && r <= 0xFF5E:
			return r - 0xFEE0
		case r == 0x34F:
			return -1 // norm puts it into long rows of marks, where browsers do not
		}
		return r
	}, norm.NFC.String(string(b)))
}

// isFolded reports whether fold would change nothing, for the scripts of most
// texts.
func isFolded(text string) bool {
	for _, r := range text {
		switch {
		case r < 0xAD, '가' <= r && r <= '힣', 0x2010 <= r && r <= 0x2027, 0x3000 <= r && r <= 0x3029,
			0x3041 <= r && r <= 0x3096, 0x30A1 <= r && r <= 0x30FC, 0x3131 <= r && r <= 0x318E, 0x4E00 <= r && r <= 0x9FFF:
		default:
			return false
		}
	}
	return true
}

func isUnseen(r rune) bool {
	return slices.ContainsFunc(unseen, func(s span) bool { return s.from <= r && r <= s.to })
}

// lower is a folded text in small letters. The two shapes of a small sigma are one
// letter.
func lower(text string) string {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			return strings.ReplaceAll(strings.ToLower(text), "ς", "σ")
		}
	}
	return text
}

// words calls yield with every word of a text.
func words(text string, yield func(word)) {
	s := scanner{text: fold(text)}
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		k, ok := kindOf(r)
		switch {
		case ok && k == alphabetic:
			s.alphabetic("", yield)
		case ok:
			from := s.at
			s.run(k)
			w := word{text: s.text[from:s.at], kind: k}
			if k == korean {
				w.text = cut(w.text)
			}
			s.say(w, from, yield)
		case strings.IndexByte(leads, s.text[s.at]) >= 0 && s.lead(yield):
		default:
			s.at += size
		}
	}
}

const (
	leads      = ".@#$-"      // may stand before a literal
	connectors = "-_./:+&'@’" // join the parts of an identifier
	openings   = " \n\t\r\u00A0\u3000([{<“‘「『《〈【"
)

// scanner walks along a folded text.
type scanner struct {
	text string
	at   int
	end  int // of the word before
}

// say gives away a word that began at an offset.
func (s *scanner) say(w word, from int, yield func(word)) {
	w.glued = s.glued(from)
	w.close = s.end > 0 && strings.TrimPrefix(s.text[s.end:from], " ") == ""
	s.end = s.at
	yield(w)
}

// run moves past characters of one kind.
func (s *scanner) run(k kind) {
	for s.at < len(s.text) {
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		if found, ok := kindOf(r); !ok || found != k {
			return
		}
		s.at += size
	}
}

// before is the character that stands before an offset, 0 at the beginning.
func (s *scanner) before(at int) rune {
	if at == 0 {
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s.text[:at])
	return r
}

// glued reports whether a word that begins at an offset continues what stands
// before it: another word, or a mark that is not an opening one.
func (s *scanner) glued(at int) bool {
	return at > 0 && !strings.ContainsRune(openings, s.before(at))
}

// lead reads a literal that begins with one or two marks, if one begins here.
func (s *scanner) lead(yield func(word)) bool {
	before := s.before(s.at)
	if _, inWord := kindOf(before); inWord || strings.ContainsRune(leads+"+", before) && before != 0 {
		return false
	}
	n := 1
	if strings.HasPrefix(s.text[s.at:], "--") {
		n = 2
	}
	if !s.alphabeticAt(s.at + n) {
		return false
	}
	mark := s.text[s.at : s.at+n]
	s.at += n
	s.alphabetic(mark, yield)
	return true
}

func (s *scanner) alphabeticAt(at int) bool {
	r, _ := utf8.DecodeRuneInString(s.text[at:])
	k, ok := kindOf(r)
	return ok && k == alphabetic
}

// alphabetic reads an identifier: runs of letters with one mark between them.
func (s *scanner) alphabetic(lead string, yield func(word)) {
	begin := s.at - len(lead)
	var parts []part
	for {
		from := s.at
		s.run(alphabetic)
		parts = humps(parts, s.text[from:s.at])
		r, size := utf8.DecodeRuneInString(s.text[s.at:])
		if !strings.ContainsRune(connectors, r) || !s.alphabeticAt(s.at+size) {
			break
		}
		s.at += size
	}
	var joined strings.Builder
	for _, p := range parts {
		joined.WriteString(p.text)
	}
	w := word{text: cut(joined.String())}
	if tail := s.tail(); lead != "" || tail != "" {
		w.literal = cut(lead + joined.String() + tail)
	}
	if len(parts) > 1 {
		w.parts = parts[:min(len(parts), maxParts)]
		for i, p := range w.parts {
			w.parts[i].text = cut(p.text)
		}
	}
	s.say(w, begin, yield)
}

// tail moves past the marks that end a literal: "c++", "c#".
func (s *scanner) tail() string {
	rest := s.text[s.at:]
	most := 0
	for most < min(len(rest), 2) && (rest[most] == '+' || rest[most] == '#') {
		most++
	}
	for n := most; n > 0; n-- {
		if !s.alphabeticAt(s.at + n) {
			s.at += n
			return rest[:n]
		}
	}
	return ""
}

// humps cuts a run of letters where capitals of ASCII begin a part: "useEffect",
// "HTTPServer". Plurals as "APIs" are left whole.
func humps(parts []part, run string) []part {
	from, hump := 0, false
	for i := 1; i < len(run); i++ {
		if !isUpper(run[i]) {
			continue
		}
		afterSmall := isSmall(run[i-1])
		beforeSmall := isUpper(run[i-1]) && i+2 < len(run) && isSmall(run[i+1]) && isSmall(run[i+2])
		if afterSmall || beforeSmall {
			parts = append(parts, part{lower(run[from:i]), hump})
			from, hump = i, true
		}
	}
	return append(parts, part{lower(run[from:]), hump})
}

func isUpper(c byte) bool { return 'A' <= c && c <= 'Z' }
func isSmall(c byte) bool { return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' }

// cut is the beginning of a word that counts.
func cut(text string) string {
	if len(text) <= maxWord {
		return text
	}
	n := 0
	for i := range text {
		if n++; n > maxWord {
			return text[:i]
		}
	}
	return text
}
