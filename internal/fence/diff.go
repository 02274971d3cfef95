package fence

import (
	"strings"

	"sitegen/internal/site"
)

// drawDiff draws the changes of a text. With lang="go" the lines are coloured as
// Go beneath their signs: the text before the change and the text after it each
// as a whole, so that a removed quote does not swallow what was added.
func drawDiff(f site.Fence) site.Drawn {
	b, ds := newBlock(f)
	b.lang = f.Lang
	lines := readDiff(b.text)
	for i, l := range lines {
		switch l.sign {
		case '+':
			b.looks.add(i, lookAdded)
		case '-':
			b.looks.add(i, lookRemoved)
		}
	}
	lang, unknown := language(strings.ToLower(f.Attrs["lang"]), f.Pos)
	ds = append(ds, unknown...)
	if lang != "" {
		if tooLong := tooMuch(b.text, f.Pos); tooLong != nil {
			ds, lang = append(ds, tooLong...), ""
		}
	}
	before, okBefore := side(lines, lang, '-')
	after, okAfter := side(lines, lang, '+')
	if !okBefore || !okAfter {
		ds = append(ds, gaveUp(lang, f.Pos))
	}
	b.toks = weave(lines, before, after)
	return b.drawn(ds)
}

// diffLine is a line of a diff, its newline included.
type diffLine struct {
	sign byte   // '+', '-', ' ', 0 for a line without sign, '@' for a header
	code string // what follows the sign
}

func readDiff(text string) []diffLine {
	var lines []diffLine
	all := strings.SplitAfter(text, "\n")
	for i, s := range all {
		switch {
		case s == "":
		case isDiffHeader(all, i):
			lines = append(lines, diffLine{'@', s})
		case strings.IndexByte("+- ", s[0]) >= 0:
			lines = append(lines, diffLine{s[0], s[1:]})
		default:
			lines = append(lines, diffLine{0, s})
		}
	}
	return lines
}

// isDiffHeader tells names of files and places from code. A removed SQL comment
// begins with "---" as well, so the two lines of names must stand together.
func isDiffHeader(lines []string, i int) bool {
	s := lines[i]
	switch {
	case strings.HasPrefix(s, "@@ "), strings.HasPrefix(s, "diff --git "), strings.HasPrefix(s, "index "),
		strings.HasPrefix(s, `\ No newline`):
		return true
	case strings.HasPrefix(s, "--- "):
		return i+1 < len(lines) && strings.HasPrefix(lines[i+1], "+++ ")
	case strings.HasPrefix(s, "+++ "):
		return i > 0 && strings.HasPrefix(lines[i-1], "--- ")
	}
	return false
}

// side colours the text before ('-') or after ('+') the change.
func side(lines []diffLine, lang string, sign byte) (*cursor, bool) {
	if lang == "" {
		return &cursor{}, true
	}
	var text strings.Builder
	for _, l := range lines {
		if l.sign == sign || l.sign == ' ' || l.sign == 0 {
			text.WriteString(l.code)
		}
	}
	toks, ok := tokens(lang, text.String())
	return &cursor{toks: toks}, ok
}

// weave takes the tokens of each line from the side it belongs to.
func weave(lines []diffLine, before, after *cursor) []token {
	var out []token
	pos := 0
	for _, l := range lines {
		if l.sign == '@' {
			pos += len(l.code)
			out = append(out, token{end: pos, kind: 'c'})
			continue
		}
		if l.sign != 0 {
			pos++
			out = append(out, token{end: pos})
		}
		switch l.sign {
		case '-':
			out = before.take(out, pos, len(l.code))
		case '+':
			out = after.take(out, pos, len(l.code))
		default:
			before.take(nil, 0, len(l.code))
			out = after.take(out, pos, len(l.code))
		}
		pos += len(l.code)
	}
	return out
}

// cursor walks the tokens of another text. Without tokens all is plain.
type cursor struct {
	toks []token
	pos  int
}

// take appends to out the tokens of the next n bytes, moved to begin at start.
func (c *cursor) take(out []token, start, n int) []token {
	end := c.pos + n
	for c.pos < end && len(c.toks) > 0 {
		t := c.toks[0]
		if t.end <= end {
			c.toks = c.toks[1:]
		}
		stop := min(t.end, end)
		start += stop - c.pos
		c.pos = stop
		out = append(out, token{end: start, kind: t.kind})
	}
	if c.pos < end {
		out = append(out, token{end: start + end - c.pos})
		c.pos = end
	}
	return out
}
