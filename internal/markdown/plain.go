package markdown

import (
	"strings"
	"unicode"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/hangul"
)

// plainText is what a node says without markup, on one line.
func plainText(n ast.Node, src []byte) string {
	var b strings.Builder
	writeText(&b, n, src, false)
	return strings.Join(strings.Fields(b.String()), " ")
}

// writeText writes the text below n: as a reader sees it, or as GitHub reads it
// to make an id.
func writeText(b *strings.Builder, n ast.Node, src []byte, forID bool) {
	for c := n.FirstChild(); c != nil; c = c.NextSibling() {
		writeInline(b, c, src, forID)
	}
}

// writeInline writes what one inline node says.
func writeInline(b *strings.Builder, n ast.Node, src []byte, forID bool) {
	switch n := n.(type) {
	case *ast.Text:
		value := n.Segment.Value(src)
		if _, code := n.Parent().(*ast.CodeSpan); !code && !n.IsRaw() {
			value = resolveEscapes(value)
		}
		b.Write(value)
		if n.SoftLineBreak() || n.HardLineBreak() {
			b.WriteByte(' ')
		}
	case *ast.String:
		if code, ok := n.AttributeString(shortcodeAttr); ok && forID {
			b.WriteString(code.(string))
		} else {
			b.Write(n.Value)
		}
	case *ast.AutoLink:
		b.Write(n.Label(src))
	case *raw, *east.FootnoteLink:
	case *ast.Image:
		if !forID {
			writeText(b, n, src, forID)
		}
	default:
		writeText(b, n, src, forID)
	}
}

// resolveEscapes resolves backslash escapes and character references.
func resolveEscapes(b []byte) []byte {
	return util.UnescapePunctuations(util.ResolveNumericReferences(util.ResolveEntityNames(b)))
}

// leadLength is how much of the first paragraph serves as a description, in
// characters: about what a search engine shows of it.
const leadLength = 160

// measure counts what there is to read and takes the first paragraph as lead.
func (p *page) measure(root ast.Node) {
	_ = ast.Walk(root, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Paragraph:
			if p.doc.Lead == "" && n.Parent() == root {
				p.doc.Lead = clip(plainText(n, p.src.text), leadLength)
			}
		case *ast.Text:
			p.count(n.Segment.Value(p.src.text))
		case *ast.FencedCodeBlock:
			p.doc.Length.Code += n.Lines().Len()
		case *ast.CodeBlock:
			p.doc.Length.Code += n.Lines().Len()
		}
		return ast.WalkContinue, nil
	})
}

func (p *page) count(text []byte) {
	word := false
	for _, r := range string(text) {
		switch {
		case hangul.Syllable(r), unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana):
			p.doc.Length.Hangul++
			word = false
		case unicode.IsLetter(r) || unicode.IsDigit(r):
			if !word {
				p.doc.Length.Words++
			}
			word = true
		default:
			word = false
		}
	}
}

// clip shortens s to at most n characters, at a space where there is one.
func clip(s string, n int) string {
	rs := []rune(s)
	if len(rs) <= n {
		return s
	}
	cut := n
	for cut > n*2/3 && rs[cut] != ' ' {
		cut--
	}
	if rs[cut] != ' ' {
		cut = n
	}
	return strings.TrimRight(string(rs[:cut]), " ,.·") + "…"
}
