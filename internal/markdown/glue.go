package markdown

import (
	"html"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitegen/internal/hangul"
	"sitegen/internal/maths"
)

// glue keeps lines from breaking where Korean does not break them. It works on
// the finished HTML: there the text of Markdown, of raw HTML and of fences is
// one, and what is made of the syntax tree (ids, the table of contents, the text
// for searching) never sees a joiner.
//
// Between characters a word joiner does it (see hangul.Glue), also where tags
// stand between them. Beside a picture or a formula browsers ignore it, so these
// are put into an element that does not break, and the joiner in there with them.
//
// Holes are moved to where they are in the result.
func glue(text string, holes []hole) []byte {
	g := gluer{in: text, out: make([]byte, 0, len(text)+len(text)/64+64), holes: holes}
	for g.at < len(text) {
		g.next()
	}
	g.moveHoles()
	return g.out
}

type gluer struct {
	in    string
	at    int // in is done up to here
	out   []byte
	holes []hole // those that are still to be moved
	prev  rune   // the last character of the line of text, 0 at its beginning
}

const (
	joiner = "\u2060"
	object = '\uFFFC' // stands for a picture or a formula in a line of text
)

// next takes a run of text, a tag, or an element that is left alone.
func (g *gluer) next() {
	rest := g.in[g.at:]
	n := tagLength(rest)
	if n == 0 {
		n = textLength(rest)
		g.text(n)
		return
	}
	switch name := tagName(rest[:n]); name {
	case "img":
		g.atomic(n)
	case "math":
		block := strings.Contains(rest[:n], `display="block"`)
		n = formulaLength(rest)
		if block {
			g.opaque(n, 0)
		} else {
			g.atomic(n)
		}
	case "code":
		n = elementLength(rest, name)
		g.opaque(n, lastRune(strings.TrimSuffix(rest[:n], "</code>")))
	case "pre", "svg", "script", "style", "textarea":
		g.opaque(elementLength(rest, name), 0)
	case "/q":
		g.opaque(n, '”') // browsers write it
	default:
		prev := g.prev
		if !isInlineTag(name) {
			prev = 0
		}
		g.opaque(n, prev)
	}
}

// opaque copies n bytes as they are. They leave prev at the end of the line.
func (g *gluer) opaque(n int, prev rune) {
	g.copy(n)
	g.prev = prev
}

func (g *gluer) text(n int) {
	glued, last := hangul.Glue(g.in[g.at:g.at+n], g.prev)
	g.out = append(g.out, glued...)
	g.at += n
	if last == ';' {
		last = lastRune(glued)
	}
	g.prev = last
}

// atomic copies a picture or a formula of n bytes and ties it to what stands
// beside it.
func (g *gluer) atomic(n int) {
	before := g.prev == '"' || g.prev == '\'' || unicode.In(g.prev, unicode.Ps, unicode.Pi)
	after := ties(firstRune(g.in[g.at+n:]))
	if !before && !after {
		g.opaque(n, object)
		return
	}
	g.out = append(g.out, `<span class="nb">`...)
	if before {
		g.out = append(g.out, joiner...)
	}
	g.opaque(n, object)
	if after {
		g.out = append(g.out, joiner...)
	}
	g.out = append(g.out, "</span>"...)
}

// ties reports whether r, right behind a picture or a formula, must stay on its
// line: a particle and all marks but those that begin or join something.
func ties(r rune) bool {
	switch r {
	case 0, object, '/', '~', '-', '–', '—', '→':
		return false
	}
	return !unicode.IsSpace(r) && !unicode.In(r, unicode.Ps, unicode.Pi)
}

// copy moves n bytes over, and the holes in them.
func (g *gluer) copy(n int) {
	end := g.at + n
	for len(g.holes) > 0 && g.holes[0].offset < end {
		g.holes[0].offset += len(g.out) - g.at
		g.holes = g.holes[1:]
	}
	g.out = append(g.out, g.in[g.at:end]...)
	g.at = end
}

// moveHoles moves those at the very end.
func (g *gluer) moveHoles() {
	for i := range g.holes {
		g.holes[i].offset += len(g.out) - g.at
	}
}

// textLength is how far the text at the front of s goes.
func textLength(s string) int {
	for i := 1; i < len(s); i++ {
		j := strings.IndexByte(s[i:], '<')
		if j < 0 {
			break
		}
		if i += j; tagLength(s[i:]) > 0 {
			return i
		}
	}
	return len(s)
}

// tagLength is the length of the tag or comment at the front of s, 0 for none.
func tagLength(s string) int {
	if len(s) < 2 || s[0] != '<' {
		return 0
	}
	if strings.HasPrefix(s, "<!--") {
		if end := strings.Index(s[4:], "-->"); end >= 0 {
			return end + 7
		}
		return len(s)
	}
	if c := s[1] | 0x20; s[1] != '/' && s[1] != '!' && s[1] != '?' && (c < 'a' || c > 'z') {
		return 0
	}
	for i := 2; i < len(s); i++ {
		switch s[i] {
		case '>':
			return i + 1
		case '"', '\'':
			if s[i-1] != '=' {
				continue
			}
			end := strings.IndexByte(s[i+1:], s[i])
			if end < 0 {
				return len(s)
			}
			i += end + 1
		}
	}
	return len(s)
}

// tagName is the name in a tag, with its slash in one that closes; "!" for a
// comment and the like.
func tagName(tag string) string {
	end := 1
	for end < len(tag) && strings.IndexByte(" \t\r\n/>", tag[end]) < 0 || end == 1 && tag[end] == '/' {
		end++
	}
	if tag[1] == '!' || tag[1] == '?' {
		return "!"
	}
	return strings.ToLower(tag[1:end])
}

// elementLength is the length of the element that s begins with, or of all of s
// if nothing ends it.
func elementLength(s, name string) int {
	depth, at := 0, 0
	for at < len(s) {
		n := tagLength(s[at:])
		if n == 0 {
			i := strings.IndexByte(s[at+1:], '<')
			if i < 0 {
				return len(s)
			}
			at += i + 1
			continue
		}
		switch tagName(s[at : at+n]) {
		case name:
			depth++
		case "/" + name:
			depth--
		}
		if at += n; depth <= 0 {
			return at
		}
	}
	return len(s)
}

// formulaLength is the length of a formula with its unseen text.
func formulaLength(s string) int {
	n := elementLength(s, "math")
	if strings.HasPrefix(s[n:], maths.Said) {
		n += elementLength(s[n:], "span")
	}
	return n
}

// firstRune is the character that follows in a line of text, whatever inline
// tags stand before it; 0 if the line ends.
func firstRune(s string) rune {
	for s != "" {
		n := tagLength(s)
		if n == 0 {
			break
		}
		switch name := tagName(s[:n]); {
		case isInlineTag(name):
			s = s[n:]
		case name == "img" || name == "math":
			return object
		case name == "code":
			s = s[n:]
		default:
			return 0
		}
	}
	if s == "" {
		return 0
	}
	if s[0] == '&' {
		if end := strings.IndexByte(s[:min(len(s), 10)], ';'); end > 0 {
			s = html.UnescapeString(s[:end+1])
		}
	}
	r, _ := utf8.DecodeRuneInString(s)
	return r
}

// lastRune is the character that s ends with, 0 if it ends with a tag.
func lastRune(s string) rune {
	switch {
	case strings.HasSuffix(s, ";"):
		if i := strings.LastIndexByte(s[max(0, len(s)-10):], '&'); i >= 0 {
			s = html.UnescapeString(s[max(0, len(s)-10)+i:])
		}
	case s == "" || strings.HasSuffix(s, ">"):
		return 0
	}
	r, _ := utf8.DecodeLastRuneInString(s)
	return r
}

// isInlineTag reports whether a line of text goes on behind a tag.
func isInlineTag(name string) bool {
	switch strings.TrimPrefix(name, "/") {
	case "!", "a", "abbr", "b", "bdi", "bdo", "big", "cite", "code", "del", "dfn", "em", "font", "i", "ins", "kbd", "mark",
		"q", "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "time", "tt", "u", "var":
		return true
	}
	return false
}
