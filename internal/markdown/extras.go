package markdown

import (
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/site"
)

// extras are the conventions beyond GitHub's Markdown, for one page: callouts,
// containers, tabs, abbreviations, emoji shortcodes, formulas and tamed raw HTML. Parsing
// fills in what it found; a page needs extras of its own.
type extras struct {
	words site.Strings // note, tip, important, warning, caution, details, tabs
	html  HTML
	ids   *slugger // raw HTML takes its ids before headings get theirs
	info  func(info string) (lang string, attrs map[string]string, marks string)

	// hole writes the value of an attribute that only the whole site can fill.
	hole func(w util.BufWriter, l rawLink)

	findings []finding
	defs     []abbreviation    // abbreviations, in the order of their definitions
	defined  map[string]string // their meanings
	listed   []int             // those that the page uses, by their place in defs from 1
	hints    []hint            // shown beside terms
	groups   int               // groups of tabs so far
}

// Extend implements goldmark.Extender. Tree transformers run by priority: first
// what looks at blocks as they were written, then, after goldmark's footnotes
// have been moved to the end (999), what depends on the final order.
func (x *extras) Extend(m goldmark.Markdown) {
	m.Parser().AddOptions(
		parser.WithBlockParsers(
			util.Prioritized(&containerParser{x}, 90),
			util.Prioritized(tabParser{}, 91),
			util.Prioritized(formulaBlockParser{x}, 92),
		),
		parser.WithInlineParsers(
			util.Prioritized(formulaParser{x}, 50),
			util.Prioritized(emojiParser{}, 900),
		),
		parser.WithParagraphTransformers(
			util.Prioritized(calloutMarker{x}, 50),
			util.Prioritized(abbrDefinitions{x}, 60),
		),
		parser.WithASTTransformers(
			util.Prioritized(transform(x.footnotes), 490),
			util.Prioritized(transform(x.containers), 500),
			util.Prioritized(transform(x.captions), 505),
			util.Prioritized(transform(x.abbreviate), 510),
			util.Prioritized(transform(x.cleanHTML), 1100),
			util.Prioritized(transform(x.end), 1200),
		),
	)
	m.Renderer().AddOptions(renderer.WithNodeRenderers(util.Prioritized(extrasRenderer{x}, 200)))
}

// transform is a function that serves as a parser.ASTTransformer.
type transform func(doc ast.Node, src []byte)

// Transform implements parser.ASTTransformer.
func (t transform) Transform(doc *ast.Document, r text.Reader, _ parser.Context) { t(doc, r.Source()) }

func (x *extras) find(f finding) { x.findings = append(x.findings, f) }

// word is a word of the interface; a missing one shows its key.
func (x *extras) word(key string) string {
	if s, ok := x.words[key]; ok {
		return s
	}
	return key
}

// extrasRenderer draws the nodes that extras make.
type extrasRenderer struct{ *extras }

// RegisterFuncs implements renderer.NodeRenderer.
func (r extrasRenderer) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(kindContainer, r.container)
	reg.Register(kindBlockTitle, r.blockTitle)
	reg.Register(kindTabGroup, r.tabGroup)
	reg.Register(kindTabPanel, r.tabPanel)
	reg.Register(kindAbbr, r.abbr)
	reg.Register(kindFormula, r.formula)
	reg.Register(kindFormulaBlock, r.formulaBlock)
	reg.Register(kindCaption, r.caption)
	reg.Register(kindFigure, r.figure)
	reg.Register(kindPageEnd, r.pageEnd)
	reg.Register(kindRaw, r.raw)
}
