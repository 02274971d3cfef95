package maths

import "strings"

// raw reads an argument as it stands, braces within it included.
func (p *parser) raw(of string) string {
	at := p.at
	if p.peek() != '{' {
		p.missing(at, of)
		return ""
	}
	at = p.at
	depth := 0
	for i := p.at; i < len(p.src); i++ {
		switch p.src[i] {
		case '\\':
			i++
		case '{':
			depth++
		case '}':
			if depth--; depth == 0 {
				s := p.src[p.at+1 : i]
				p.at = i + 1
				return s
			}
		}
	}
	p.stop(at, "add a } where it ends", "a { is never closed")
	return ""
}

// words reads text, in which $…$ is a formula again.
func (p *parser) words(f font, of string) *node {
	at := p.at
	from := at
	if p.peek() == '{' {
		from = p.at + 1
	}
	s := p.raw(of)
	var kids []*node
	for s != "" {
		text, rest, math := cutDollar(s)
		if text != "" {
			kids = append(kids, &node{kind: kindWords, text: f.set(p.unescaped(text, from))})
		}
		if !math {
			break
		}
		from += len(text) + 1
		inner, after, closed := cutDollar(rest)
		if !closed {
			p.stop(from-1, `write \$ for the sign`, "a $ in a text is never closed")
			break
		}
		kids = append(kids, p.nested(inner, from))
		from += len(inner) + 1
		s = after
	}
	return row(kids...)
}

// cutDollar cuts s at its first $ that no backslash takes the meaning of.
func cutDollar(s string) (before, after string, found bool) {
	for i := 0; i < len(s); i++ {
		switch s[i] {
		case '\\':
			i++
		case '$':
			return s[:i], s[i+1:], true
		}
	}
	return s, "", false
}

// nested reads a formula within the text of another.
func (p *parser) nested(src string, offset int) *node {
	defer func() { p.depth-- }()
	if !p.deeper() {
		return &node{}
	}
	inner := &parser{src: src, depth: p.depth}
	n := inner.formula()
	for _, problem := range inner.problems {
		problem.Offset += offset
		if len(p.problems) < maxProblems {
			p.problems = append(p.problems, problem)
		}
	}
	return n
}

// unescaped is text without its backslashes.
func (p *parser) unescaped(s string, offset int) string {
	s = strings.ReplaceAll(s, "~", "\u00A0")
	if !strings.Contains(s, `\`) {
		return strings.NewReplacer("{", "", "}", "").Replace(s)
	}
	var b strings.Builder
	for i := 0; i < len(s); i++ {
		switch c := s[i]; {
		case c == '{' || c == '}':
		case c != '\\' || i+1 == len(s):
			b.WriteByte(c)
		case strings.IndexByte(`$%#&_{}\ ,;:!`, s[i+1]) >= 0:
			i++
			if strings.IndexByte(` ,;:`, s[i]) >= 0 {
				b.WriteByte(' ')
			} else if s[i] != '!' {
				b.WriteByte(s[i])
			}
		default:
			inner := &parser{src: s, at: i}
			p.unknown(offset+i, inner.peekCommand())
			return b.String()
		}
	}
	return b.String()
}
