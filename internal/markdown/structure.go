package markdown

import (
	"bytes"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"

	"sitegen/internal/diag"
)

// finding is a Diag that only knows the byte of the page's text it is about.
type finding struct {
	offset   int
	severity diag.Severity
	strict   bool // a broken reference
	code     string
	msg      string
	hint     string
}

// checkStructure finds what is valid Markdown and yet hardly what the author
// meant: it never fails to parse, it is only shown as something else. What
// stands in code is never looked at.
func checkStructure(doc ast.Node, src []byte) []finding {
	c := &structure{src: src}
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			c.heading(n)
		case *ast.FencedCodeBlock:
			c.fence(n)
		case *ast.Paragraph, *ast.TextBlock:
			c.lines(n)
		}
		if n.Type() == ast.TypeBlock && n.FirstChild() != nil && n.FirstChild().Type() == ast.TypeInline {
			c.text(n)
			c.struck(n)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return c.findings
}

type structure struct {
	src      []byte
	findings []finding
	level    int // of the last heading, 0 before the first
	h1       bool
	h1Told   bool
}

func (c *structure) warn(offset int, code, hint, format string, args ...any) {
	c.findings = append(c.findings, finding{offset: offset, severity: diag.Warning, code: code, msg: fmt.Sprintf(format, args...), hint: hint})
}

func (c *structure) heading(h *ast.Heading) {
	offset := h.Pos()
	setext := h.Lines().Len() > 0 && !bytes.HasPrefix(c.src[max(offset, 0):], []byte("#"))
	if setext {
		offset = h.Lines().At(0).Start
	}
	if setext && h.Level == 2 {
		c.accident(h, offset)
	}
	switch {
	case h.FirstChild() == nil:
		c.warn(offset, "STR008", "write a title after the #, or remove the line", "the heading is empty")
	case inQuote(h):
		return
	case c.level > 0 && h.Level > c.level+1:
		c.warn(offset, "STR007", fmt.Sprintf("use %s here", strings.Repeat("#", c.level+1)),
			"a heading of level %d follows one of level %d", h.Level, c.level)
	case h.Level == 1 && c.h1 && !c.h1Told:
		c.h1Told = true
		c.warn(offset, "STR006", "use ## for the parts of a page", "the page has more than one main heading (#)")
	}
	c.level = h.Level
	c.h1 = c.h1 || h.Level == 1
}

func inQuote(n ast.Node) bool {
	for p := n.Parent(); p != nil; p = p.Parent() {
		if p.Kind() == ast.KindBlockquote {
			return true
		}
	}
	return false
}

// accident notices a paragraph that a rule right below it turned into a heading.
func (c *structure) accident(h *ast.Heading, offset int) {
	last := h.Lines().At(h.Lines().Len() - 1)
	text := bytes.TrimSpace(last.Value(c.src))
	if h.Lines().Len() > 1 || bytes.HasSuffix(text, []byte(".")) {
		c.warn(offset, "STR013", "put an empty line before ---", "the --- below turns this paragraph into a heading")
	}
}

// fence notices fenced code that runs to the end of its container. The parser
// does not say whether it saw a closing fence, the next line does.
func (c *structure) fence(n *ast.FencedCodeBlock) {
	open := n.Pos()
	if open < 0 || open >= len(c.src) {
		return
	}
	run := runOf(c.src[open:], c.src[open])
	end := open + len(c.src[open:])
	if i := bytes.IndexByte(c.src[open:], '\n'); i >= 0 {
		end = open + i + 1
	}
	if l := n.Lines().Len(); l > 0 {
		end = n.Lines().At(l - 1).Stop
	}
	next, _, _ := bytes.Cut(c.src[min(end, len(c.src)):], []byte("\n"))
	next = bytes.TrimLeft(next, " \t>")
	if k := runOf(next, c.src[open]); k >= run && len(bytes.TrimSpace(next[k:])) == 0 {
		return
	}
	c.warn(open, "STR002", fmt.Sprintf("end the code with a line %s", c.src[open:open+run]),
		"the code block is never closed; everything up to the end is shown as code")
}

// notHeading is a line that looks like a heading and is none: no space after
// the #, a space that is no ASCII space, too many #, a full-width ＃.
var notHeading = regexp.MustCompile(`^(#{1,6}\pL|#{1,6}[\x{00A0}\x{3000}\x{2002}-\x{200B}]|#{7,}[ \t]|＃+[ \t\x{3000}]*\pL)`)

func (c *structure) lines(n ast.Node) {
	for i := range n.Lines().Len() {
		segment := n.Lines().At(i)
		line := bytes.TrimLeft(segment.Value(c.src), " \t")
		offset := segment.Stop - len(line)
		switch {
		case bytes.HasPrefix(line, []byte("<<<<<<< ")):
			c.warn(offset, "STR014", "settle the conflict and remove the lines with <<<<<<<, ======= and >>>>>>>", "a merge conflict was left in the file")
		case i == 0 && bytes.IndexAny(line, "#＃") == 0 && notHeading.Match(line) && !isTags(line):
			c.notHeading(offset, line)
		}
	}
}

func (c *structure) notHeading(offset int, line []byte) {
	shown := clip(string(bytes.TrimSpace(line)), 20)
	title := strings.TrimLeftFunc(string(bytes.TrimSpace(line)), func(r rune) bool { return r == '#' || r == '＃' || unicode.IsSpace(r) || r == 0x200B })
	marks := strings.Repeat("#", min(runOf(line, '#'), 6))
	if marks == "" {
		marks = "#"
	}
	c.warn(offset, "STR004", fmt.Sprintf("write %q, with a space after the #", marks+" "+clip(title, 20)),
		"%q is not a heading and is shown as text", shown)
}

// isTags reports whether a line is a list of hashtags: #aws #리전
func isTags(line []byte) bool {
	words := bytes.Fields(line)
	tags := 0
	for _, w := range words {
		if w[0] == '#' {
			tags++
		}
	}
	return tags > 1
}

// Patterns of references that stayed text.
var (
	spacedLink   = regexp.MustCompile(`\[[^\[\]\n]*\]\(([^()<>\n]*[^()<>\s][ \t][^()<>\n]*)\)`)
	reversedLink = regexp.MustCompile(`\(([^()\n]+)\)\[([^\[\]\s]+)\]`)
	footnoteRef  = regexp.MustCompile(`\[\^([^\[\]\s^]+)\]`)
	wikiLink     = regexp.MustCompile(`!?\[\[([^\[\]\s][^\[\]\n]*)\]\]`)
	looksLikeURL = regexp.MustCompile(`^(?:https?://|\.{0,2}/|#)|\.(?:md|html?|png|jpe?g|gif|svg|webp|pdf|zip)(?:[#?].*)?$`)
	looksLikeSet = regexp.MustCompile(`^(?:\\?.-\\?.)+$`)
)

// text looks for references that goldmark left as text in a block of inlines.
func (c *structure) text(block ast.Node) {
	if !c.hasBracket(block) {
		return
	}
	t := c.plain(block)
	for _, m := range t.find(spacedLink) {
		dest := strings.TrimSpace(string(t.text[m[2]:m[3]]))
		if looksLikeURL.MatchString(dest) {
			c.warn(t.at(m[0]), "LNK006", fmt.Sprintf("write it in angle brackets: (<%s>)", dest), "%q is not a link: its address has a space in it", clip(string(t.text[m[0]:m[1]]), 60))
		}
	}
	for _, m := range t.find(reversedLink) {
		text, dest := string(t.text[m[2]:m[3]]), string(t.text[m[4]:m[5]])
		if looksLikeURL.MatchString(dest) {
			c.warn(t.at(m[0]), "LNK006", fmt.Sprintf("write [%s](%s)", clip(text, 30), clip(dest, 60)), "%q is not a link: the brackets are in the wrong order", clip(string(t.text[m[0]:m[1]]), 60))
		}
	}
	for _, m := range t.find(wikiLink) {
		c.wiki(t.at(m[0]), string(t.text[m[0]:m[1]]), string(t.text[m[2]:m[3]]))
	}
	for _, m := range t.find(footnoteRef) {
		label := string(t.text[m[2]:m[3]])
		if looksLikeSet.MatchString(label) || m[1] < len(t.text) && strings.IndexByte("+*?{(", t.text[m[1]]) >= 0 {
			continue // a character class of a regular expression
		}
		c.findings = append(c.findings, finding{offset: t.at(m[0]), severity: diag.Warning, code: "LNK008",
			msg: fmt.Sprintf("footnote %q has no definition", "[^"+label+"]"), hint: fmt.Sprintf("add a line [^%s]: text", label)})
	}
}

// hasBracket spares most blocks the search.
func (c *structure) hasBracket(block ast.Node) bool {
	for i := range block.Lines().Len() {
		line := block.Lines().At(i)
		if bytes.IndexByte(c.src[line.Start:line.Stop], '[') >= 0 {
			return true
		}
	}
	return false
}

func (c *structure) wiki(offset int, whole, inner string) {
	if strings.Trim(inner, "0123456789.,- ") == "" {
		return // a list of numbers
	}
	target, label, ok := strings.Cut(inner, "|")
	if !ok {
		label = target
	}
	file, fragment, _ := strings.Cut(target, "#")
	image := ""
	if strings.HasPrefix(whole, "!") {
		image = "!"
	} else if file != "" {
		file += ".md"
	}
	if fragment != "" {
		file += "#" + fragment
	}
	if strings.Contains(file, " ") {
		file = "<" + file + ">"
	}
	c.warn(offset, "LNK009", fmt.Sprintf("write %s[%s](%s)", image, label, file), "%q is a wiki link, which is shown as text", clip(whole, 60))
}

// struck notices ranges that single tildes strike out: 3~5일, 7~9일
func (c *structure) struck(n ast.Node) {
	for n := n.FirstChild(); n != nil; n = n.NextSibling() {
		if s, ok := n.(*east.Strikethrough); ok && c.isRange(s) {
			c.warn(s.Pos(), "STR016", `write \~ where a range is meant`, "the single ~ strikes out what stands up to the next one")
		}
		if n.Type() == ast.TypeInline {
			c.struck(n)
		}
	}
}

// isRange reports whether both tildes of a strikethrough are single and stand
// inside of words. Text follows the second one, so the next node tells its place.
func (c *structure) isRange(s *east.Strikethrough) bool {
	after, ok := s.NextSibling().(*ast.Text)
	return ok && c.insideWord(s.Pos()) && c.insideWord(after.Segment.Start-1)
}

func (c *structure) insideWord(at int) bool {
	if at < 1 || at+1 >= len(c.src) || c.src[at] != '~' {
		return false
	}
	before, _ := utf8.DecodeLastRune(c.src[:at])
	after, _ := utf8.DecodeRune(c.src[at+1:])
	return isWordRune(before) && isWordRune(after)
}

// plainRun is the text of a block without code and markup, with the way back.
type plainRun struct {
	text  []byte
	start []int
	src   []int
}

func (t *plainRun) at(i int) int {
	j, exact := slices.BinarySearch(t.start, i)
	if !exact {
		j--
	}
	return t.src[j] + i - t.start[j]
}

// find returns the matches of a pattern that no backslash takes the meaning of.
func (t *plainRun) find(pattern *regexp.Regexp) [][]int {
	return slices.DeleteFunc(pattern.FindAllSubmatchIndex(t.text, -1), func(m []int) bool {
		return m[0] > 0 && t.text[m[0]-1] == '\\'
	})
}

// plain joins the text of a block. What is not text becomes a NUL, which no
// pattern matches across.
func (c *structure) plain(block ast.Node) *plainRun {
	t := &plainRun{}
	end := -1
	var walk func(n ast.Node)
	add := func(from int, text []byte) {
		if from != end {
			t.text = append(t.text, 0)
		}
		t.start, t.src = append(t.start, len(t.text)), append(t.src, from)
		t.text = append(t.text, text...)
		end = from + len(text)
	}
	walk = func(n ast.Node) {
		for n := n.FirstChild(); n != nil; n = n.NextSibling() {
			switch n := n.(type) {
			case *ast.Text:
				add(n.Segment.Start, c.src[n.Segment.Start:n.Segment.Stop])
				if n.SoftLineBreak() || n.HardLineBreak() {
					end = -1
				}
			case *ast.AutoLink:
				if label := n.Label(c.src); end >= 0 && bytes.HasPrefix(c.src[end:], label) {
					add(end, label)
				} else {
					end = -1
				}
			case *ast.CodeSpan, *ast.RawHTML, *raw:
				end = -1
			default:
				walk(n)
			}
		}
	}
	walk(block)
	return t
}

// footnotes checks the definitions while goldmark still has all of them: later
// those nobody refers to are gone.
func (x *extras) footnotes(doc ast.Node, src []byte) {
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		list, ok := n.(*east.FootnoteList)
		if !ok || !entering {
			return ast.WalkContinue, nil
		}
		seen := map[string]bool{}
		for c := list.FirstChild(); c != nil; c = c.NextSibling() {
			if f, ok := c.(*east.Footnote); ok {
				x.footnote(f, seen[string(f.Ref)])
				seen[string(f.Ref)] = true
			}
		}
		return ast.WalkSkipChildren, nil
	})
}

func (x *extras) footnote(f *east.Footnote, again bool) {
	what := finding{offset: f.Pos(), severity: diag.Warning, code: "LNK008"}
	label := clip(string(f.Ref), 40)
	switch {
	case again:
		what.msg = fmt.Sprintf("footnote %q is defined twice; only the first text is shown", "[^"+label+"]")
		what.hint = "give it a name of its own"
	case f.Index < 0:
		what.msg = fmt.Sprintf("nothing refers to footnote %q; its text is not shown", "[^"+label+"]")
		what.hint = fmt.Sprintf("put [^%s] where it belongs, or remove it", label)
	default:
		return
	}
	x.find(what)
}
