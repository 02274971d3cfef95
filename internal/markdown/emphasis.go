package markdown

import (
	"fmt"
	"slices"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// emphasisParsers are the inline parsers for emphasis (* and _) and
// strikethrough (~ and ~~). They run before goldmark's own, which then never
// see a delimiter.
//
// Two things differ from goldmark. Whether a run of delimiters may open or
// close follows the CJK-friendly amendment to CommonMark (see flank), so that
// **마크다운(Markdown)**을 is strong. And matching takes linear time: runs are
// left in the tree as placeholders and resolved at the end of the block, when
// links have already gathered their text, by the openers-bottom rule of the
// CommonMark appendix, which goldmark does not have.
func emphasisParsers() []util.PrioritizedValue {
	return []util.PrioritizedValue{util.Prioritized(emphasisParser{}, 450)}
}

type emphasisParser struct{}

var delimitersKey = parser.NewContextKey()

// delimiter stands in the tree for a run of delimiter characters until the end
// of its block.
type delimiter struct {
	ast.BaseInline
	rest   text.Segment // what no match has used yet
	char   byte
	size   int // length of the whole run
	opens  bool
	closes bool
	order  int // place among the delimiters of the block
}

var kindDelimiter = ast.NewNodeKind("EmphasisDelimiter")

func (d *delimiter) Kind() ast.NodeKind { return kindDelimiter }

func (d *delimiter) Dump(source []byte, level int) {
	ast.DumpHelper(d, source, level, map[string]string{"Run": fmt.Sprintf("%q", d.rest.Value(source))}, nil)
}

func (emphasisParser) Trigger() []byte { return []byte{'*', '_', '~'} }

func (emphasisParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, segment := block.PeekLine()
	n := runLength(line)
	run := segment.WithStop(segment.Start + n)
	opens, closes := flank(line[0], lineBefore(parent, block), line[n:])
	if line[0] == '~' && n > 2 {
		opens, closes = false, false
	}
	if !opens && !closes {
		if n == 1 {
			return nil // stays in the text around it
		}
		block.Advance(n)
		return ast.NewTextSegment(run)
	}
	block.Advance(n)
	open, _ := pc.Get(delimitersKey).([]*delimiter)
	d := &delimiter{rest: run, char: line[0], size: n, opens: opens, closes: closes, order: len(open)}
	pc.Set(delimitersKey, append(open, d))
	return d
}

func runLength(line []byte) int {
	n := 1
	for n < len(line) && line[n] == line[0] {
		n++
	}
	return n
}

// lineBefore returns the part of the current line that stands before the reader.
// It does not reach into an earlier line, nor into a quote's or list's marker,
// as goldmark's PrecendingCharacter does.
func lineBefore(parent ast.Node, block text.Reader) []byte {
	n, segment := block.Position()
	start := segment.Start
	if lines := parent.Lines(); n >= 0 && n < lines.Len() {
		start = min(start, lines.At(n).Start)
	}
	return block.Source()[start:segment.Start]
}

// CloseBlock resolves the delimiters of a block. Each sequence of siblings is
// resolved by itself: emphasis cannot cross the border of a link.
func (emphasisParser) CloseBlock(parent ast.Node, block text.Reader, pc parser.Context) {
	ds, _ := pc.Get(delimitersKey).([]*delimiter)
	if len(ds) == 0 {
		return
	}
	pc.Set(delimitersKey, ds[:0])
	for _, siblings := range byParent(ds) {
		matchDelimiters(siblings)
	}
	limitUnmatched(ds, pc)
	for _, d := range ds {
		if d.rest.Len() > 0 {
			ast.MergeOrReplaceTextSegment(d.Parent(), d, d.rest)
		} else {
			d.Parent().RemoveChild(d.Parent(), d)
		}
	}
	clear(ds) // the reused slice must not keep the tree alive
}

func byParent(ds []*delimiter) [][]*delimiter {
	if !slices.ContainsFunc(ds, func(d *delimiter) bool { return d.Parent() != ds[0].Parent() }) {
		return [][]*delimiter{ds}
	}
	var groups [][]*delimiter
	index := map[ast.Node]int{}
	for _, d := range ds {
		i, ok := index[d.Parent()]
		if !ok {
			i = len(groups)
			index[d.Parent()] = i
			groups = append(groups, nil)
		}
		groups[i] = append(groups[i], d)
	}
	return groups
}

// matchDelimiters pairs closers with the nearest opener that fits. Openers wait on a
// stack; a pair throws away what waits between its ends. A closer that found
// nothing leaves a floor below which closers of its kind need not look again:
// that is what keeps the whole linear.
func matchDelimiters(siblings []*delimiter) {
	var stack []*delimiter
	var floors [closerKinds]int
	for _, closer := range siblings {
		for closer.closes && closer.rest.Len() > 0 {
			kind := closerKind(closer)
			i := findOpener(stack, closer, floors[kind])
			if i < 0 {
				floors[kind] = closer.order
				break
			}
			stack = stack[:i+1]
			wrapBetween(stack[i], closer)
			if stack[i].rest.Len() == 0 {
				stack = stack[:i]
			}
		}
		if closer.opens && closer.rest.Len() > 0 {
			stack = append(stack, closer)
		}
	}
}

// closerKinds is how many kinds of closers there are. The kind is all that
// decides whether an opener fits a closer, so that a search in vain for one
// closer is in vain for every later one of its kind.
const closerKinds = 14

func closerKind(d *delimiter) int {
	if d.char == '~' {
		return 11 + d.size // 1 or 2
	}
	kind := d.size % 3
	if d.opens {
		kind += 3
	}
	if d.char == '_' {
		kind += 6
	}
	return kind
}

func findOpener(stack []*delimiter, closer *delimiter, floor int) int {
	for i := len(stack) - 1; i >= 0 && stack[i].order >= floor; i-- {
		if fits(stack[i], closer) {
			return i
		}
	}
	return -1
}

// fits tells whether two runs can be the ends of one span. Strikethrough needs
// equal lengths, as on GitHub; emphasis has the rule of three.
func fits(opener, closer *delimiter) bool {
	if opener.char != closer.char {
		return false
	}
	if opener.char == '~' {
		return opener.size == closer.size
	}
	if !opener.closes && !closer.opens {
		return true
	}
	return closer.size%3 == 0 || (opener.size+closer.size)%3 != 0
}

// wrapBetween puts what stands between opener and closer into a new node and uses up
// the delimiters that mark it.
func wrapBetween(opener, closer *delimiter) {
	var node ast.Node
	n := min(2, opener.rest.Len(), closer.rest.Len())
	if opener.char == '~' {
		node = extast.NewStrikethrough()
	} else {
		node = ast.NewEmphasis(n)
	}
	opener.rest.Stop -= n
	closer.rest.Start += n
	node.(interface{ SetPos(int) }).SetPos(opener.rest.Stop)

	for child := opener.NextSibling(); child != closer; {
		next := child.NextSibling()
		node.AppendChild(node, child)
		child = next
	}
	opener.Parent().InsertAfter(opener.Parent(), opener, node)
}

// flank tells whether a run of the delimiter char may open and may close,
// given its line before and after it.
//
// CommonMark asks whether a run leans on the text to its right or to its left,
// and takes punctuation beside it as a sign that it leans the other way. In
// Chinese, Japanese and Korean no space follows, so the sign misleads: the
// amendment drops it where a CJK character stands on either side.
// https://github.com/tats-u/markdown-cjk-friendly (CommonMark issue 650).
func flank(char byte, before, after []byte) (opens, closes bool) {
	b, a := classBefore(before), classAfter(after)
	left := !a.space && (!a.punct || a.cjk || b.space || b.punct || b.cjk)
	right := !b.space && (!b.punct || b.cjk || a.space || a.punct || a.cjk)
	if char == '_' {
		return left && (!right || b.punct), right && (!left || a.punct)
	}
	return left, right
}

func classAfter(line []byte) charClass {
	if len(line) == 0 {
		return charClass{space: true}
	}
	r, _ := utf8.DecodeRune(line)
	return classOf(r)
}

func classBefore(line []byte) charClass {
	if len(line) == 0 {
		return charClass{space: true}
	}
	r, size := utf8.DecodeLastRune(line)
	if isIdeographicSelector(r) {
		return charClass{cjk: true}
	}
	if !isTextSelector(r) || len(line) == size {
		return classOf(r)
	}
	base, _ := utf8.DecodeLastRune(line[:len(line)-size])
	c := classOf(base)
	if c.space {
		return classOf(r)
	}
	c.cjk = c.cjk || isFullwidthQuote(base, r)
	return c
}
