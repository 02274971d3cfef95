package markdown

import (
	"bytes"
	"fmt"
	"html"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/diag"
)

// abbreviation is a short form and what it means, in plain text.
type abbreviation struct{ Term, Text string }

// abbr is an occurrence of an abbreviation; its child is the text. It leads to
// the list of them at the end of the page, and shows the meaning where it stands.
type abbr struct {
	ast.BaseInline
	number int // in the list, from 1
}

var kindAbbr = ast.NewNodeKind("Abbr")

// Kind implements ast.Node.
func (n *abbr) Kind() ast.NodeKind { return kindAbbr }

// Dump implements ast.Node.
func (n *abbr) Dump(src []byte, level int) {
	ast.DumpHelper(n, src, level, map[string]string{"Number": strconv.Itoa(n.number)}, nil)
}

// abbrLine defines an abbreviation: *[AZ]: Availability Zone
var abbrLine = regexp.MustCompile(`^\*\[([^\[\]]+)\]:[ \t]*(.*?)[ \t]*\n?$`)

// maxTerm bounds the work per word of text, in bytes.
const maxTerm = 100

// abbrDefinitions takes the definitions out of paragraphs.
type abbrDefinitions struct{ x *extras }

// Transform implements parser.ParagraphTransformer.
func (d abbrDefinitions) Transform(p *ast.Paragraph, r text.Reader, _ parser.Context) {
	kept := text.NewSegments()
	for i := range p.Lines().Len() {
		segment := p.Lines().At(i)
		line := bytes.TrimLeft(segment.Value(r.Source()), " \t")
		if bytes.HasPrefix(line, []byte("*[")) {
			if m := abbrLine.FindSubmatch(line); m != nil && !emphasised(m[2]) {
				d.x.define(string(m[1]), string(m[2]), segment.Stop-len(line))
				continue
			}
		}
		kept.Append(segment)
	}
	switch kept.Len() {
	case p.Lines().Len():
	case 0:
		p.Parent().RemoveChild(p.Parent(), p)
	default:
		p.SetLines(kept)
	}
}

// emphasised reports whether the * that begins a line such as
// *[주의]: 시험에 나옵니다* ends with it, so that it defines nothing.
func emphasised(meaning []byte) bool {
	stars, escaped := 0, false
	for _, c := range meaning {
		if c == '*' && !escaped {
			stars++
		}
		escaped = c == '\\' && !escaped
	}
	return stars%2 == 1 && meaning[len(meaning)-1] == '*' && !bytes.HasSuffix(meaning, []byte(`\*`))
}

// define notes an abbreviation. The first definition of a term holds.
func (x *extras) define(term, meaning string, offset int) {
	term = strings.Join(strings.Fields(html.UnescapeString(term)), " ")
	meaning = html.UnescapeString(meaning)
	first, again := x.defined[term]
	refuse := func(hint, format string, args ...any) {
		x.find(finding{offset: offset, severity: diag.Warning, code: "STR015", msg: fmt.Sprintf(format, args...), hint: hint})
	}
	switch {
	case term == "":
		refuse("write *[AZ]: Availability Zone", "the abbreviation has no name")
	case len(term) > maxTerm:
		refuse("choose a shorter one", "the abbreviation %q is longer than %d bytes", clip(term, 30), maxTerm)
	case meaning == "":
		refuse(fmt.Sprintf("write *[%s]: and what it means", term), "the abbreviation %q has no meaning", term)
	case again && first != meaning:
		refuse("keep one", "the abbreviation %q is defined twice; the first meaning is shown", term)
	case !again:
		if x.defined == nil {
			x.defined = map[string]string{}
		}
		x.defined[term] = meaning
		x.defs = append(x.defs, abbreviation{Term: term, Text: meaning})
	}
}

// abbreviate marks the first occurrence of each defined term in each section of
// running text.
func (x *extras) abbreviate(doc ast.Node, src []byte) {
	if len(x.defs) == 0 {
		return
	}
	terms := &trie{}
	for i, d := range x.defs {
		terms.add(d.Term, i+1)
	}
	a := &abbreviator{x: x, src: src, terms: terms}
	for n := doc.FirstChild(); n != nil; n = n.NextSibling() {
		if h, ok := n.(*ast.Heading); !ok {
			a.in(n)
		} else if h.Level <= 2 {
			a.seen = nil
		}
	}
}

// abbreviator walks a page in the order of its text.
type abbreviator struct {
	x     *extras
	src   []byte
	terms *trie
	seen  map[int]bool // terms that the section had
}

// in leaves out what is not running text: links, which lead elsewhere, and
// headings and titles, whose text also stands in other places.
func (a *abbreviator) in(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; {
		next := n.NextSibling()
		switch n := n.(type) {
		case *ast.CodeSpan, *ast.AutoLink, *ast.Link, *ast.Image, *ast.Heading, *ast.RawHTML, *ast.HTMLBlock, *blockTitle:
		case *ast.Text:
			for next != nil && n.Merge(next, a.src) {
				after := next.NextSibling()
				parent.RemoveChild(parent, next)
				next = after
			}
			if !n.IsRaw() {
				a.split(n)
			}
		default:
			a.in(n)
		}
		n = next
	}
}

// split cuts a text at the terms in it that the section has not had.
func (a *abbreviator) split(t *ast.Text) {
	parent, src, from, stop := t.Parent(), a.src, t.Segment.Start, t.Segment.Stop
	for at := from; at < stop; {
		length, which := 0, 0
		if startsWord(src, at) {
			length, which = a.terms.match(src[at:stop], func(n int) bool { return endsWord(src, at, at+n) })
		}
		if which == 0 {
			_, size := utf8.DecodeRune(src[at:stop])
			at += size
			continue
		}
		if a.seen[which] {
			at += length
			continue
		}
		if a.seen == nil {
			a.seen = map[int]bool{}
		}
		a.seen[which] = true
		if at > from {
			parent.InsertBefore(parent, t, ast.NewTextSegment(text.NewSegment(from, at)))
		}
		n := &abbr{number: a.x.used(which)}
		n.SetPos(at)
		n.AppendChild(n, ast.NewTextSegment(text.NewSegment(at, at+length)))
		parent.InsertBefore(parent, t, n)
		at += length
		from = at
	}
	t.Segment = t.Segment.WithStart(from)
	if from == stop && !t.SoftLineBreak() && !t.HardLineBreak() {
		parent.RemoveChild(parent, t)
	}
}

// used is the place of a term in the list of those that the page uses.
func (x *extras) used(term int) int {
	i := slices.Index(x.listed, term)
	if i < 0 {
		i = len(x.listed)
		x.listed = append(x.listed, term)
	}
	return i + 1
}

// startsWord reports whether a word may begin at src[at]: Hangul may stand
// right before a word in another script, not before a Hangul one.
func startsWord(src []byte, at int) bool {
	before, _ := utf8.DecodeLastRune(src[:at])
	first, _ := utf8.DecodeRune(src[at:])
	if isWordRune(first) && isWordRune(before) {
		return unicode.Is(unicode.Hangul, before) && !unicode.Is(unicode.Hangul, first)
	}
	return true
}

// endsWord reports whether the word src[from:to] ends there. A Korean particle
// may follow: anything in Hangul after another script, a known one after Hangul.
func endsWord(src []byte, from, to int) bool {
	last, _ := utf8.DecodeLastRune(src[from:to])
	after, _ := utf8.DecodeRune(src[to:])
	switch {
	case to == len(src) || !isWordRune(last) || !isWordRune(after):
		return true
	case !unicode.Is(unicode.Hangul, after):
		return false
	case !unicode.Is(unicode.Hangul, last):
		return true
	}
	end := to
	for end < len(src) && end-to < maxTerm {
		r, size := utf8.DecodeRune(src[end:])
		if !unicode.Is(unicode.Hangul, r) {
			break
		}
		end += size
	}
	return isParticle(string(src[to:end]))
}

func isWordRune(r rune) bool {
	return r == '_' || unicode.IsLetter(r) && r != utf8.RuneError || unicode.IsDigit(r) || unicode.IsMark(r)
}

// isParticle reports whether s can follow a Korean noun without a space.
func isParticle(s string) bool {
	switch s {
	case "은", "는", "이", "가", "을", "를", "의", "에", "와", "과", "도", "만", "로", "으로", "나", "이나",
		"란", "이란", "라", "이라", "라고", "이라고", "라는", "이라는", "에서", "에는", "에도", "에서는", "에서도", "에서의",
		"에게", "까지", "부터", "보다", "처럼", "마다", "밖에", "조차", "하고", "끼리", "로는", "으로는", "로도", "으로도",
		"로의", "으로의", "로서", "으로서", "로써", "으로써", "와는", "과는", "와의", "과의", "이다", "다", "입니다", "인",
		"이며", "며", "이고", "고", "이지만", "지만", "일", "들", "들은", "들이", "들을", "들의", "들에":
		return true
	}
	return false
}

// trie finds the longest of many terms in one walk along the text.
type trie struct {
	next map[byte]*trie
	term int // 1 + its index, 0 for none
}

func (t *trie) add(s string, term int) {
	for i := range len(s) {
		if t.next == nil {
			t.next = map[byte]*trie{}
		}
		if t.next[s[i]] == nil {
			t.next[s[i]] = &trie{}
		}
		t = t.next[s[i]]
	}
	t.term = term
}

// match returns the length and number of the longest term at the front of text
// that may end there.
func (t *trie) match(text []byte, mayEnd func(length int) bool) (length, term int) {
	for i, c := range text {
		if t = t.next[c]; t == nil {
			break
		}
		if t.term != 0 && mayEnd(i+1) {
			length, term = i+1, t.term
		}
	}
	return length, term
}

func (r extrasRenderer) abbr(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	n := node.(*abbr).number
	d := r.defs[r.listed[n-1]-1]
	fmt.Fprintf(w, `<a class="term" href="#sg-ab-%d" interestfor="%s">`, n, r.hint(d.Term, d.Text))
	return ast.WalkContinue, nil
}

// abbreviationsID is the anchor of a page's list of abbreviations.
const abbreviationsID = "sg-ab-title"

// writeAbbreviations lists what the page uses, for those who follow the links,
// and for paper.
func (r extrasRenderer) writeAbbreviations(w util.BufWriter) {
	if len(r.listed) == 0 {
		return
	}
	fmt.Fprintf(w, `<section class="notes" aria-labelledby="%[1]s"><h2 id="%[1]s">%[2]s</h2>`+"\n<dl>\n", abbreviationsID, escape(r.word("abbreviations")))
	for i, term := range r.listed {
		d := r.defs[term-1]
		fmt.Fprintf(w, `<dt id="sg-ab-%d">%s</dt><dd>%s</dd>`+"\n", i+1, escape(d.Term), escape(d.Text))
	}
	_, _ = w.WriteString("</dl></section>\n")
}
