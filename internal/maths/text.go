package maths

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// plain is a tree on one line of text, as one would type it in a message: what
// stands above the line is x², or x^(n+1) where there are no such digits.
func plain(n *node) string { return strings.Join(strings.Fields(said(n)), " ") }

func said(n *node) string {
	switch n.kind {
	case kindRow:
		return saidRow(n.kids)
	case kindIdent, kindNumber:
		return plainLetters(n.text)
	case kindWords:
		return strings.ReplaceAll(plainLetters(n.text), "\u00A0", " ")
	case kindOperator:
		return n.text
	case kindSpace:
		if strings.HasPrefix(n.text, "-") || n.text == widths[","] {
			return ""
		}
		return " "
	case kindFraction:
		if n.text != "" {
			return plain(n.kids[0]) + ", " + plain(n.kids[1])
		}
		return bracketed(n.kids[0]) + "/" + bracketed(n.kids[1])
	case kindRoot:
		if len(n.kids) > 1 {
			return superscript(plain(n.kids[1])) + "√" + bracketed(n.kids[0])
		}
		return "√" + bracketed(n.kids[0])
	case kindScripts:
		return saidScripts(n)
	case kindAccent:
		return saidAccent(n)
	case kindFenced:
		return n.open + saidRow(n.kids) + n.close
	case kindTable:
		return saidTable(n)
	case kindStyle, kindBoxed:
		return said(n.kids[0])
	}
	return ""
}

// saidRow has spaces where the signs of a formula have room beside them.
func saidRow(kids []*node) string {
	var b strings.Builder
	before := classNone
	for i, n := range kids {
		s := said(n)
		if n.class == classNone {
			if s == "" && n.text == widths[","] && (previous(kids[:i]).kind == kindWords || followed(kids[i+1:]).kind == kindWords) {
				s = " "
			}
			b.WriteString(s)
			continue
		}
		c := n.class
		if c == classBin && (!hasOperandAfter(before) || !hasOperandBefore(followed(kids[i+1:]).class)) {
			c = classOrd
		}
		switch {
		case c == classBin || c == classRel:
			s = " " + s + " "
		case c == classPunct:
			s += " "
		case before == classOp && c != classOpen && c != classPunct, c == classOp && hasOperandAfter(before):
			s = " " + s
		case i > 0 && (previous(kids[:i]).kind == kindFraction || n.kind == kindFraction):
			s = " " + s // a/b c
		case i > 0 && previous(kids[:i]).kind == kindScripts && lettersMeet(b.String(), s):
			s = " " + s // A^T B
		}
		b.WriteString(s)
		before = c
	}
	return b.String()
}

// lettersMeet reports whether a ends in an index that the letter at the front of
// b would seem to belong to.
func lettersMeet(a, b string) bool {
	i := strings.LastIndexAny(a, "^_ ")
	r, _ := utf8.DecodeRuneInString(b)
	return i >= 0 && a[i] != ' ' && isWord(a[i+1:]) && (unicode.IsLetter(r) || unicode.IsDigit(r))
}

func saidScripts(n *node) string {
	s := plain(n.kids[0])
	if n.kids[0].kind == kindAccent && !isWord(s) {
		s = "(" + s + ")"
	}
	if n.kids[1] != nil {
		s += subscript(plain(n.kids[1]))
	}
	if n.kids[2] != nil {
		s += superscript(plain(n.kids[2]))
	}
	return s
}

// saidAccent puts a combining sign on a single letter.
func saidAccent(n *node) string {
	s := plain(n.kids[0])
	if n.kids[2] == nil || utf8.RuneCountInString(s) != 1 {
		return s
	}
	combining := map[string]string{"^": "\u0302", "ˇ": "\u030C", "~": "\u0303", "´": "\u0301", "`": "\u0300", "˙": "\u0307",
		"¨": "\u0308", "⃛": "\u20DB", "˘": "\u0306", "¯": "\u0304", "→": "\u20D7", "˚": "\u030A"}
	return s + combining[n.kids[2].text]
}

func saidTable(n *node) string {
	var rows []string
	for _, r := range n.rows {
		var cells []string
		for _, c := range r.cells {
			if s := plain(c); s != "" {
				cells = append(cells, s)
			}
		}
		rows = append(rows, strings.Join(cells, " "))
	}
	return strings.Join(rows, "; ")
}

// bracketed puts what is more than one thing into brackets.
func bracketed(n *node) string {
	s := plain(n)
	if utf8.RuneCountInString(s) <= 1 || isNumber(s) || n.kind == kindIdent || n.kind == kindFenced || n.kind == kindWords {
		return s
	}
	return "(" + s + ")"
}

func isNumber(s string) bool { return strings.Trim(s, "0123456789.,") == "" }

// isWord reports whether s is one number or name.
func isWord(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) && !unicode.IsMark(r) })
}

const (
	raisedFrom  = "0123456789+−=()ni′″‴"
	raisedTo    = "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ′″‴"
	loweredFrom = "0123456789+−=()"
	loweredTo   = "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎"
)

func superscript(s string) string {
	s = tight(s)
	if t, ok := moved(s, raisedFrom, raisedTo); ok {
		return t
	}
	return "^" + enclosed(s, isNumber(s))
}

func subscript(s string) string {
	s = tight(s)
	if t, ok := moved(s, loweredFrom, loweredTo); ok {
		return t
	}
	return "_" + enclosed(s, isWord(s))
}

// tight takes the spaces beside signs out of an index.
func tight(s string) string {
	words := strings.Fields(s)
	for i := 1; i < len(words); i++ {
		last, _ := utf8.DecodeLastRuneInString(words[i-1])
		first, _ := utf8.DecodeRuneInString(words[i])
		if (unicode.IsLetter(last) || unicode.IsDigit(last)) && (unicode.IsLetter(first) || unicode.IsDigit(first)) {
			words[i] = " " + words[i]
		}
	}
	return strings.Join(words, "")
}

func enclosed(s string, bare bool) string {
	if bare || utf8.RuneCountInString(s) <= 1 || s[0] == '(' && strings.IndexByte(s, ')') == len(s)-1 {
		return s
	}
	return "(" + s + ")"
}

// moved puts each character of to in the place of the one it has in from, if all
// of s have one.
func moved(s, from, to string) (string, bool) {
	signs := []rune(to)
	var b strings.Builder
	for _, r := range s {
		i := strings.IndexRune(from, r)
		if i < 0 {
			return "", false
		}
		b.WriteRune(signs[utf8.RuneCountInString(from[:i])])
	}
	return b.String(), true
}
