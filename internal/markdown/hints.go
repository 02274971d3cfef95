package markdown

import (
	"fmt"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/diag"
	"sitegen/internal/site"
	"sitegen/internal/source"
)

// A term is a link, to a page of terms or to the list of abbreviations at the
// end of the page. Browsers that know how show what it means beside it when it
// is hovered or focused; for the others it is just a link. It is never more than
// text in its line, because a line may break beside anything else.

// hint is what is shown beside a term.
type hint struct{ id, term, text string }

// hint returns the id of what is shown beside a term.
func (x *extras) hint(term, meaning string) string {
	for _, h := range x.hints {
		if h.term == term && h.text == meaning {
			return h.id
		}
	}
	h := hint{id: fmt.Sprintf("sg-t-%d", len(x.hints)+1), term: term, text: meaning}
	x.hints = append(x.hints, h)
	return h.id
}

// pageEnd stands behind all that a page holds: abbreviations and hints are known
// when the rest has been rendered.
type pageEnd struct{ ast.BaseBlock }

var kindPageEnd = ast.NewNodeKind("PageEnd")

// Kind implements ast.Node.
func (n *pageEnd) Kind() ast.NodeKind { return kindPageEnd }

// Dump implements ast.Node.
func (n *pageEnd) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func (x *extras) end(doc ast.Node, _ []byte) { doc.AppendChild(doc, &pageEnd{}) }

func (r extrasRenderer) pageEnd(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	r.writeAbbreviations(w)
	for _, h := range r.hints {
		fmt.Fprintf(w, `<span popover="hint" class="hint" id="%s"><b>%s</b> %s</span>`+"\n", h.id, escape(h.term), escape(h.text))
	}
	return ast.WalkContinue, nil
}

// isGlossary reports whether a file is a page of terms, by its name.
func isGlossary(file string) bool {
	name, isPage := strings.CutSuffix(path.Base(file), ".md")
	if !isPage {
		return false
	}
	switch strings.ToLower(site.StripOrder(name)) {
	case "glossary", "terms", "용어", "용어집":
		return true
	}
	return false
}

// termHint returns the id of the hint for a link to a term of a page of terms, or "".
func (p *page) termHint(link site.Link) string {
	if link.Frag == "" || link.Kind != site.LinkPage || strings.HasPrefix(link.Path, "/") || !isGlossary(link.Path) {
		return ""
	}
	file := path.Join(dirOf(link.Pos.File), link.Path)
	if strings.HasPrefix(file, "../") {
		return ""
	}
	terms, known := p.glossaries[file]
	if !known {
		terms = p.readGlossary(file)
		if p.glossaries == nil {
			p.glossaries = map[string]map[string]hint{}
		}
		p.glossaries[file] = terms
	}
	if h, ok := terms[link.Frag]; ok {
		return p.x.hint(h.term, h.text)
	}
	return ""
}

// hintLength is how much of a meaning is shown beside a term, in characters.
const hintLength = 200

// readGlossary reads the definition lists of a page of terms. Whether the page
// is there and is right is said where the page itself is read.
func (p *page) readGlossary(file string) map[string]hint {
	raw, err := p.r.ReadFile(file)
	if err != nil {
		return nil
	}
	content, ds := source.Text(file, raw)
	for _, d := range ds {
		if d.Severity == diag.Error {
			return nil
		}
	}
	_, body := splitFrontMatter(file, string(content), &site.Doc{})
	src := []byte(body)
	terms := map[string]hint{}
	ids := newSlugger()
	root := glossaryParser().Parse(text.NewReader(src))
	walkKind(root, ast.KindHeading, func(n ast.Node) { ids.slug(slugText(n, src)) })
	walkKind(root, east.KindDefinitionTerm, func(n ast.Node) {
		id := ids.slug(slugText(n, src))
		if d := definitionOf(n); d != nil {
			terms[id] = hint{term: plainText(n, src), text: clip(plainText(d, src), hintLength)}
		}
	})
	return terms
}

// definitionOf is the first definition behind a term.
func definitionOf(term ast.Node) ast.Node {
	for n := term.NextSibling(); n != nil; n = n.NextSibling() {
		if n.Kind() == east.KindDefinitionDescription {
			return n
		}
	}
	return nil
}

func walkKind(root ast.Node, kind ast.NodeKind, visit func(ast.Node)) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if entering && n.Kind() == kind {
			visit(n)
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
}

// glossaryParser knows what stands in a page of terms, as far as its text goes.
func glossaryParser() parser.Parser {
	p := parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithBlockParsers(
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
		),
		parser.WithInlineParsers(
			util.Prioritized(parser.NewCodeSpanParser(), 100),
			util.Prioritized(parser.NewLinkParser(), 200),
			util.Prioritized(parser.NewAutoLinkParser(), 300),
			util.Prioritized(parser.NewRawHTMLParser(), 400),
		),
		parser.WithInlineParsers(emphasisParsers()...),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)
	p.AddOptions(limitOptions()...)
	return p
}
