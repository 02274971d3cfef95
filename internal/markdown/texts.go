package markdown

import (
	"bytes"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"golang.org/x/net/html"

	"sitegen/internal/site"
)

// said is what a fenced block says in plain text, as it was drawn.
type said struct {
	title, text string
	prose       bool
}

// termLevel is the Level of a Section that a term of a glossary begins.
const termLevel = 7

// searchComment is <!-- search: off -->, which hides what follows it from the
// search, up to <!-- search: on --> or the end of the page.
var searchComment = regexp.MustCompile(`(?i)<!--\s*search:\s*(on|off)\s*-->`)

// searchMark is what the last such comment of a piece of HTML says, "" for none.
func searchMark(source []byte) string {
	if !bytes.Contains(source, []byte("<!--")) {
		return ""
	}
	all := searchComment.FindAllSubmatch(source, -1)
	if len(all) == 0 {
		return ""
	}
	return strings.ToLower(string(all[len(all)-1][1]))
}

// collectTexts fills Texts. It runs after rendering, which gives terms their ids
// and draws the fences.
func (p *page) collectTexts(root ast.Node) {
	if p.doc.Meta.NoSearch {
		return
	}
	t := &texts{page: p}
	t.begin(site.Section{Title: p.doc.Title, Level: 1}) // the main heading stands outside of the tree
	t.blocks(root)
	for _, s := range t.sections {
		if s.Title != "" || s.text.Len()+s.code.Len() > 0 {
			s.Text, s.Code = s.text.String(), s.code.String()
			p.doc.Texts = append(p.doc.Texts, s.Section)
		}
	}
}

// texts is the collecting of a page's sections.
type texts struct {
	*page
	sections []*section
	now      *section // takes what comes next
	off      bool     // a comment hides the text from the search
}

type section struct {
	site.Section
	text, code strings.Builder
}

func (t *texts) begin(s site.Section) {
	t.now = &section{Section: s}
	t.sections = append(t.sections, t.now)
}

// blocks takes the text of all blocks below n.
func (t *texts) blocks(n ast.Node) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		t.block(c)
	}
}

func (t *texts) block(n ast.Node) {
	switch n := n.(type) {
	case *ast.Heading:
		t.begin(site.Section{ID: idOf(n), Title: t.inlines(n), Level: n.Level})
	case *east.DefinitionTerm:
		t.begin(site.Section{ID: idOf(n), Title: t.inlines(n), Level: termLevel})
	case *east.DefinitionList:
		around := t.now
		t.blocks(n)
		t.now = around // what follows the list is not said of its last term
	case *east.FootnoteList:
		t.begin(site.Section{ID: footnotesID})
		t.blocks(n)
	case *pageEnd:
		t.abbreviations()
	case *tabPanel:
		t.line(n.label)
		t.blocks(n)
	case *ast.Paragraph:
		t.line(t.inlines(n))
		if img := soleFigure(n); img != nil {
			t.line(string(resolveEscapes(img.Title)))
		}
	case *ast.FencedCodeBlock, *ast.CodeBlock:
		s := t.said[n]
		t.line(s.title)
		if s.prose {
			t.line(s.text)
		} else {
			t.add(&t.now.code, strings.TrimRight(s.text, "\n"))
		}
	case *east.TableRow, *east.TableHeader:
		var cells []string
		for c := n.FirstChild(); c != nil; c = c.NextSibling() {
			cells = append(cells, t.inlines(c))
		}
		t.line(strings.Trim(strings.Join(cells, " | "), " |"))
	case *raw:
		t.mark(n)
		t.line(textOfHTML(n))
	default:
		if c := n.FirstChild(); c != nil && c.Type() == ast.TypeInline {
			t.line(t.inlines(n))
		} else {
			t.blocks(n)
		}
	}
}

// inlines is the text of a block of inlines, on one line.
func (t *texts) inlines(n ast.Node) string {
	var b strings.Builder
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		if r, ok := c.(*raw); ok {
			t.mark(r)
		} else if !t.off {
			writeInline(&b, c, t.src.text, false)
		}
	}
	return strings.Join(strings.Fields(b.String()), " ")
}

// abbreviations take the list at the end of the page, but not words of it that
// a comment hides.
func (t *texts) abbreviations() {
	t.begin(site.Section{ID: abbreviationsID})
	for _, term := range t.x.listed {
		d := t.x.defs[term-1]
		t.line(d.Term + ": " + d.Text)
	}
}

func (t *texts) mark(n *raw) {
	if n.search != "" {
		t.off = n.search == "off"
	}
}

// line adds text that is prose.
func (t *texts) line(text string) {
	t.add(&t.now.text, strings.TrimSpace(text))
}

func (t *texts) add(to *strings.Builder, text string) {
	if text == "" || t.off {
		return
	}
	if to.Len() > 0 {
		to.WriteByte('\n')
	}
	to.WriteString(text)
}

// textOfHTML is what raw HTML says.
func textOfHTML(n *raw) string {
	var source, text strings.Builder
	for _, piece := range n.pieces { // which end inside of tags
		source.WriteString(piece.HTML)
	}
	z := html.NewTokenizer(strings.NewReader(source.String()))
	hidden := false // inside of what browsers do not show as text
	for {
		switch z.Next() {
		case html.ErrorToken:
			return strings.Join(strings.Fields(text.String()), " ")
		case html.StartTagToken:
			name, _ := z.TagName()
			hidden = string(name) == "script" || string(name) == "style"
			text.WriteByte(' ')
		case html.EndTagToken:
			hidden = false
			text.WriteByte(' ')
		case html.TextToken:
			if !hidden {
				text.Write(z.Text())
			}
		}
	}
}
