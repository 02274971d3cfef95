package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/diag"
)

// Some inputs make goldmark work for minutes or fill the memory: ten thousand
// list markers on one line, a table whose rows are completed to millions of
// cells. No document that a person wrote comes near the limits below. They are
// enforced where the costly thing would be opened, by goldmark's own reading of
// the text: what goes beyond stays plain text, and the page has an error.
const (
	maxDepth     = 100       // lists and quotes within each other
	maxColumns   = 500       // of a table
	maxCompleted = 200_000   // cells of a table that its rows leave out
	maxUnmatched = 10_000    // emphasis delimiters of a paragraph that match nothing
	maxLinkWork  = 256 << 20 // bytes and lines looked at for the links of a paragraph
)

// limitOptions make a parser keep the limits; limitDiags tells which it met.
func limitOptions() []parser.Option {
	return []parser.Option{
		parser.WithBlockParsers(util.Prioritized(depthLimit{parser.NewParagraphParser()}, 90)),
		parser.WithParagraphTransformers(util.Prioritized(tableLimit{}, 190)),
		parser.WithInlineParsers(util.Prioritized(linkLimit{}, 90)),
	}
}

// hit is a limit that was met.
type hit struct {
	offset int // in the source
	code   string
	msg    string
	hint   string
}

var hitsKey = parser.NewContextKey()

func addHit(pc parser.Context, h hit) {
	hits, _ := pc.Get(hitsKey).([]hit)
	pc.Set(hitsKey, append(hits, h))
}

// limitDiags returns an error for each limit that the parse with pc met. pos
// turns an offset in the source into a place.
func limitDiags(pc parser.Context, pos func(offset int) diag.Pos) []diag.Diag {
	hits, _ := pc.Get(hitsKey).([]hit)
	var ds []diag.Diag
	for _, h := range hits {
		ds = append(ds, diag.Errorf(pos(h.offset), h.code, "%s", h.msg).WithHint("%s", h.hint))
	}
	return ds
}

// depthLimit takes the place of any container that would be the 101st within
// each other, and makes it a paragraph.
type depthLimit struct {
	parser.BlockParser // the paragraph's
}

func (depthLimit) Trigger() []byte             { return []byte(">-+*0123456789:[") }
func (depthLimit) CanInterruptParagraph() bool { return true }

func (l depthLimit) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	if containerDepth(parent) < maxDepth {
		return nil, parser.NoChildren
	}
	line, segment := reader.PeekLine()
	if at := pc.BlockOffset(); at < 0 || !isContainerMarker(line[at:]) {
		return nil, parser.NoChildren
	}
	hits, _ := pc.Get(hitsKey).([]hit)
	if !slices.ContainsFunc(hits, func(h hit) bool { return h.code == "LIM001" }) {
		addHit(pc, hit{
			offset: segment.Start,
			code:   "LIM001",
			msg:    "lists or quotes are nested more than 100 deep",
			hint:   "take out the repeated markers or put the text into a fenced block",
		})
	}
	return l.BlockParser.Open(parent, reader, pc)
}

// containerDepth counts the containers from n up. Lists do not count beside their items.
func containerDepth(n ast.Node) int {
	count := 0
	for ; n != nil && count < maxDepth; n = n.Parent() {
		if n.Kind() != ast.KindDocument && !strings.HasSuffix(n.Kind().String(), "List") {
			count++
		}
	}
	return count
}

// isContainerMarker tells whether line, without its indent, begins with the
// marker of a quote, a list, a definition or a footnote.
func isContainerMarker(line []byte) bool {
	switch line[0] {
	case '>', ':':
		return true
	case '[':
		return len(line) > 1 && line[1] == '^'
	}
	n := 1
	if line[0] >= '0' && line[0] <= '9' {
		for n < len(line) && line[n] >= '0' && line[n] <= '9' {
			n++
		}
		if n == len(line) || line[n] != '.' && line[n] != ')' {
			return false
		}
		n++
	}
	return n == len(line) || util.IsSpace(line[n])
}

// tableLimit turns a paragraph that goldmark would make a huge table of into
// one that it leaves alone.
type tableLimit struct{}

func (tableLimit) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, source := node.Lines(), reader.Source()
	for i := 1; i < lines.Len(); i++ {
		columns := delimiterColumns(lineOf(lines, i, source))
		if columns == 0 {
			continue
		}
		if cells(lineOf(lines, i-1, source)) != columns {
			return // no table, and goldmark looks no further
		}
		if columns <= maxColumns && completedCells(lines, i+1, columns, source) <= maxCompleted {
			return
		}
		addHit(pc, hit{
			offset: lines.At(i - 1).Start,
			code:   "LIM003",
			msg:    "the table is too large: more than 500 columns or 200,000 missing cells",
			hint:   "split the table, or give each row as many cells as the header has",
		})
		leaveAsText(node, reader, pc)
		return
	}
}

// leaveAsText puts another paragraph in node's place, which no transformer of
// paragraphs gets to see.
func leaveAsText(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	p := ast.NewParagraph()
	p.SetLines(node.Lines())
	p.SetPos(node.Pos())
	p.SetBlankPreviousLines(node.HasBlankPreviousLines())
	node.Parent().ReplaceChild(node.Parent(), node, p)
	parser.NewParagraphParser().Close(p, reader, pc)
}

func lineOf(lines *text.Segments, i int, source []byte) []byte {
	s := lines.At(i)
	return bytes.TrimSpace(s.Value(source))
}

// delimiterColumns counts the columns of a table's second line; 0 if line is
// none.
func delimiterColumns(line []byte) int {
	if !bytes.ContainsAny(line, "|:") || len(bytes.Trim(line, "|-: \t")) > 0 {
		return 0
	}
	return cells(line)
}

func completedCells(lines *text.Segments, from, columns int, source []byte) int {
	sum := 0
	for i := from; i < lines.Len(); i++ {
		sum += max(0, columns-cells(lineOf(lines, i, source)))
	}
	return sum
}

// cells counts the cells of a table's row.
func cells(line []byte) int {
	line = bytes.TrimPrefix(line, []byte{'|'})
	n := 1
	for i, c := range line {
		if c == '|' && i < len(line)-1 && (i == 0 || line[i-1] != '\\') {
			n++
		}
	}
	return n
}

// linkLimit keeps from goldmark's link parser the brackets of a paragraph that
// has cost too much. For each "](" goldmark reads ahead to the end of the
// destination, and for each "]" it looks for its line from the last one up.
type linkLimit struct{}

// linkWork is what the links of one block have cost.
type linkWork struct {
	block ast.Node
	spent int
}

var linkWorkKey = parser.NewContextKey()

func (linkLimit) Trigger() []byte { return []byte{']'} }

func (linkLimit) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	work, _ := pc.Get(linkWorkKey).(*linkWork)
	if work == nil || work.block != parent {
		work = &linkWork{block: parent}
		pc.Set(linkWorkKey, work)
	}
	line, segment := block.PeekLine()
	if work.spent <= maxLinkWork {
		n, _ := block.Position()
		work.spent += parent.Lines().Len() - n + destinationLength(line[1:])
		if work.spent <= maxLinkWork {
			return nil
		}
		addHit(pc, hit{
			offset: parent.Lines().At(0).Start,
			code:   "LIM002",
			msg:    "the paragraph has too many brackets that are never closed",
			hint:   "close the links, or put the text into a fenced block",
		})
	}
	block.Advance(1)
	return ast.NewTextSegment(segment.WithStop(segment.Start + 1))
}

// destinationLength is how far goldmark reads for the destination of a link, if
// rest, which follows its text, begins one.
func destinationLength(rest []byte) int {
	if len(rest) == 0 || rest[0] != '(' {
		return 0
	}
	rest = bytes.TrimLeft(rest[1:], " \t")
	stops := " \t\n)"
	if len(rest) > 0 && rest[0] == '<' {
		stops = ">"
	}
	if end := bytes.IndexAny(rest, stops); end >= 0 {
		return end
	}
	return len(rest)
}

// limitUnmatched reports a block in which too many of the delimiters ds found
// no partner.
func limitUnmatched(ds []*delimiter, pc parser.Context) {
	count, first := 0, -1
	for _, d := range ds {
		if d.rest.Len() > 0 {
			count++
			if first < 0 {
				first = d.rest.Start
			}
		}
	}
	if count > maxUnmatched {
		addHit(pc, hit{
			offset: first,
			code:   "LIM002",
			msg:    "the paragraph has more than 10,000 emphasis marks that match nothing",
			hint:   "write \\* for a star that is meant as such, or put the text into a fenced block",
		})
	}
}
