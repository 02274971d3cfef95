package markdown

import (
	"bytes"
	"regexp"
	"slices"
	"unicode"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/diag"
	"sitegen/internal/maths"
)

// Formulas are written as on GitHub: $x$ and $`x`$ in a line of text, $$x$$ on
// lines of their own (```math is a fence). What a $ means is asked where it
// stands, before anything else is read, so that a _ or * of a formula is no
// emphasis. Money stays money: see isFormula and isMoney.

// formula is a formula in a line of text. Its child is what it says, so that
// whoever collects the text of a page needs not know of formulas.
type formula struct {
	ast.BaseInline
	html string
}

// formulaBlock is one on lines of its own.
type formulaBlock struct {
	ast.BaseBlock
	closed bool
	html   string
}

var (
	kindFormula      = ast.NewNodeKind("Formula")
	kindFormulaBlock = ast.NewNodeKind("FormulaBlock")
)

// Kind implements ast.Node.
func (n *formula) Kind() ast.NodeKind { return kindFormula }

// Dump implements ast.Node.
func (n *formula) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// Kind implements ast.Node.
func (n *formulaBlock) Kind() ast.NodeKind { return kindFormulaBlock }

// IsRaw implements ast.Node: nothing in it is Markdown.
func (n *formulaBlock) IsRaw() bool { return true }

// Dump implements ast.Node.
func (n *formulaBlock) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

// piecewise is a text made of parts of the page, with the way back.
type piecewise struct {
	text  []byte
	start []int // in text, of each part
	src   []int // in the page
}

func (p *piecewise) add(part []byte, src int) {
	p.start, p.src = append(p.start, len(p.text)), append(p.src, src)
	p.text = append(p.text, part...)
}

func (p *piecewise) at(offset int) int {
	i, exact := slices.BinarySearch(p.start, offset)
	if !exact {
		i--
	}
	if i < 0 {
		return 0
	}
	return p.src[i] + offset - p.start[i]
}

// slice is the part of p from one offset to another.
func (p *piecewise) slice(from, to int) *piecewise {
	s := &piecewise{}
	for i, start := range p.start {
		end := len(p.text)
		if i+1 < len(p.start) {
			end = p.start[i+1]
		}
		if a, b := max(start, from), min(end, to); a < b {
			s.add(p.text[a:b], p.src[i]+a-start)
		}
	}
	return s
}

// convertFormula converts source and reports what is wrong with it.
func (x *extras) convertFormula(source *piecewise, display bool) (maths.Formula, bool) {
	f := maths.Convert(string(source.text), display)
	for _, p := range f.Problems {
		x.find(finding{offset: source.at(p.Offset), severity: diag.Warning, code: p.Code, msg: p.Msg, hint: p.Hint})
	}
	return f, len(f.Problems) == 0
}

// maxFormula is how far the end of a formula is looked for, in bytes.
const maxFormula = 4 << 10

// formulaParser reads formulas in lines of text.
type formulaParser struct{ x *extras }

// Trigger implements parser.InlineParser.
func (formulaParser) Trigger() []byte { return []byte{'$'} }

// Parse implements parser.InlineParser.
func (p formulaParser) Parse(_ ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	dollars := runOf(line, '$')
	open := "$"
	switch {
	case dollars == 2:
		open = "$$"
	case len(line) > 1 && line[1] == '`':
		open = "$`"
	}
	asText := func() ast.Node {
		block.Advance(dollars)
		return ast.NewTextSegment(segment.WithStop(segment.Start + dollars))
	}
	if dollars > 2 || !opensFormula(open, block.PrecendingCharacter(), line[len(open):]) {
		return asText()
	}
	row, here := block.Position()
	source, end := readFormula(block, open)
	if end < 0 || open == "$" && isMoney(source.text[1:end-1]) {
		block.SetPosition(row, here)
		return asText()
	}
	return p.node(source.slice(0, end), source.slice(len(open), end-len(open)), open == "$$", segment.Start)
}

// node makes the node of a formula. One that is not understood is shown as it
// was written.
func (p formulaParser) node(written, inner *piecewise, display bool, offset int) ast.Node {
	n := &formula{}
	n.SetPos(offset)
	f, ok := p.x.convertFormula(inner, display)
	said := f.Text
	switch {
	case !ok:
		said = string(written.text)
		n.html = "<code>" + escape(said) + "</code>"
	case display:
		n.html = f.Displayed("span")
	default:
		n.html = f.HTML()
	}
	child := ast.NewString([]byte(said))
	child.SetRaw(true)
	child.SetAttributeString(shortcodeAttr, string(written.text)) // GitHub makes ids of the source
	n.AppendChild(n, child)
	return n
}

// opensFormula reports whether a formula may begin, given the character before
// its sign and the line behind it. A letter or digit before it makes it a price
// (US$5) or a name ($HOME/$USER); a space behind it makes it a prompt.
func opensFormula(open string, before rune, after []byte) bool {
	if before == '$' || before < 0x80 && (unicode.IsLetter(before) || unicode.IsDigit(before)) {
		return false
	}
	return open != "$" || len(after) > 0 && !isBlank(after[0])
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }

// readFormula reads from the opening sign on to where a formula ends, and
// returns what it read and its length up to there, or -1.
func readFormula(block text.Reader, open string) (*piecewise, int) {
	source := &piecewise{}
	for len(source.text) < maxFormula {
		line, segment := block.PeekLine()
		if line == nil {
			break
		}
		from := len(source.text)
		if source.add(line[:min(len(line), maxFormula)], segment.Start); from == 0 {
			from = len(open)
		}
		switch end := closeFormula(source.text, from, open); {
		case end == 0:
			return source, -1
		case end > 0:
			block.Advance(end - source.start[len(source.start)-1])
			return source, end
		}
		block.AdvanceLine()
	}
	return source, -1
}

// closeFormula finds the sign that may close a formula, from an offset of text
// on. The first one decides: it returns where the formula ends, 0 if it does not
// end there and so is none, and -1 if the sign is still to come.
func closeFormula(text []byte, from int, open string) int {
	closing := map[string]string{"$": "$", "$$": "$$", "$`": "`$"}[open]
	for i := from; i < len(text); i++ {
		switch {
		case text[i] == '\\' && open != "$`":
			i++
		case bytes.HasPrefix(text[i:], []byte(closing)):
			if end := i + len(closing); i > len(open) && closesFormula(open, text[i-1], text[end:]) {
				return end
			}
			return 0
		}
	}
	return -1
}

// closesFormula reports whether a sign ends a formula, given what is before and
// behind it. A letter or digit behind it makes it the beginning of another price.
// Hangul may follow: a particle.
func closesFormula(open string, before byte, after []byte) bool {
	if len(after) > 0 && (after[0] == '$' || after[0] < 0x80 && (unicode.IsLetter(rune(after[0])) || unicode.IsDigit(rune(after[0])))) {
		return false
	}
	return open != "$" || !isBlank(before)
}

var (
	// spaced is a word that stands by itself; in a formula words stand in \text{…}.
	spaced   = regexp.MustCompile(`\s\pL{2,}`)
	signs    = regexp.MustCompile(`[\\^_=+<>{}×÷≤≥≠→]`)
	commands = regexp.MustCompile(`\\[A-Za-z]+\s*\{[^{}]*\}|\\[A-Za-z]+`)
)

// isMoney reports whether what stands between two signs is more likely a text
// about prices, or about names that begin with a $: it begins with a digit and
// goes on in words, or has Hangul and no sign of a formula.
func isMoney(inner []byte) bool {
	rest := commands.ReplaceAll(inner, []byte("x"))
	hangul := bytes.ContainsFunc(rest, func(r rune) bool { return unicode.Is(unicode.Hangul, r) })
	if rest[0] >= '0' && rest[0] <= '9' {
		return hangul || spaced.Match(rest)
	}
	return hangul && !signs.Match(inner)
}

// formulaBlockParser reads $$ … $$ on lines of its own.
type formulaBlockParser struct{ x *extras }

// Trigger implements parser.BlockParser.
func (formulaBlockParser) Trigger() []byte { return []byte{'$'} }

// Open implements parser.BlockParser.
func (p formulaBlockParser) Open(_ ast.Node, r text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, segment := r.PeekLine()
	at := pc.BlockOffset()
	if at < 0 || runOf(line[at:], '$') != 2 {
		return nil, parser.NoChildren
	}
	origin := segment.Start - segment.Padding
	n := &formulaBlock{}
	n.SetPos(origin + at)
	rest := bytes.TrimRight(line[at+2:], " \t\r\n")
	switch i := endOfBlock(rest); {
	case i >= 0 && i+2 == len(rest) && len(bytes.TrimSpace(rest[:i])) > 0:
		n.closed = true
		n.Lines().Append(text.NewSegment(origin+at+2, origin+at+2+i))
	case i >= 0:
		return nil, parser.NoChildren
	case !closesBelow(r.Source()[segment.Stop:]):
		if len(rest) == 0 {
			p.x.find(finding{offset: n.Pos(), severity: diag.Warning, code: "MTH001",
				msg: "a formula is never ended", hint: "end it with a line $$; there are no empty lines in a formula"})
		}
		return nil, parser.NoChildren
	default:
		n.Lines().Append(text.NewSegment(origin+at+2, segment.Stop))
	}
	r.AdvanceToEOL()
	return n, parser.NoChildren
}

// endOfBlock finds a $$ that no backslash takes the meaning of, or returns -1.
func endOfBlock(line []byte) int {
	for i := 0; i+1 < len(line); i++ {
		switch {
		case line[i] == '\\':
			i++
		case line[i] == '$' && line[i+1] == '$':
			return i
		}
	}
	return -1
}

// closesBelow reports whether the lines of rest end a formula before an empty
// line does, as on GitHub, and nothing stands behind its end.
func closesBelow(rest []byte) bool {
	for line := range bytes.Lines(rest[:min(len(rest), maxFormula)]) {
		line = bytes.TrimSpace(line)
		if len(bytes.TrimLeft(line, "> \t")) == 0 {
			return false
		}
		if i := endOfBlock(line); i >= 0 {
			return i+2 == len(line)
		}
	}
	return false
}

// Continue implements parser.BlockParser.
func (p formulaBlockParser) Continue(node ast.Node, r text.Reader, _ parser.Context) parser.State {
	n := node.(*formulaBlock)
	line, segment := r.PeekLine()
	if n.closed || util.IsBlank(line) {
		return parser.Close
	}
	i := endOfBlock(line)
	if i < 0 {
		n.Lines().Append(segment)
		r.AdvanceToEOL()
		return parser.Continue | parser.NoChildren
	}
	n.closed = true
	n.Lines().Append(text.NewSegmentPadding(segment.Start, segment.Start+i-segment.Padding, segment.Padding))
	r.AdvanceToEOL()
	return parser.Close
}

// Close implements parser.BlockParser.
func (p formulaBlockParser) Close(node ast.Node, r text.Reader, _ parser.Context) {
	n := node.(*formulaBlock)
	source := &piecewise{}
	for _, s := range n.Lines().Sliced(0, n.Lines().Len()) {
		source.add(s.Value(r.Source()), s.Start-s.Padding)
	}
	said := "$$" + string(source.text) + "$$"
	n.html = "<pre><code>" + escape(said) + "</code></pre>"
	if !n.closed { // its list or quote ended before it
		p.x.find(finding{offset: n.Pos(), severity: diag.Warning, code: "MTH001", msg: "a formula is never ended", hint: "end it with a line $$"})
	} else if f, ok := p.x.convertFormula(source, true); ok {
		said = f.Text
		n.html = f.Displayed("div")
	}
	child := ast.NewString([]byte(said))
	child.SetRaw(true)
	n.AppendChild(n, child)
}

// CanInterruptParagraph implements parser.BlockParser.
func (formulaBlockParser) CanInterruptParagraph() bool { return true }

// CanAcceptIndentedLine implements parser.BlockParser.
func (formulaBlockParser) CanAcceptIndentedLine() bool { return false }

func (r extrasRenderer) formula(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(node.(*formula).html)
	}
	return ast.WalkSkipChildren, nil
}

func (r extrasRenderer) formulaBlock(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if entering {
		_, _ = w.WriteString(node.(*formulaBlock).html + "\n")
	}
	return ast.WalkSkipChildren, nil
}
