package markdown

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/diag"
)

// calloutKind is one of GitHub's five alerts.
type calloutKind struct {
	name  string // as in [!NOTE], lower case; also the key of its word
	class string
	icon  string // paths on a grid of 24 × 24
}

// calloutKinds lists the alerts in GitHub's order, from harmless to dangerous.
func calloutKinds() []calloutKind {
	return []calloutKind{
		{"note", "note", `<circle cx="12" cy="12" r="9"/><path d="M12 8h.01M12 11v5"/>`},
		{"tip", "note tip", `<path d="M9 18h6M10 21h4M8 14a6 6 0 1 1 8 0q-1 1-1 4H9q0-3-1-4z"/>`},
		{"important", "note imp", `<path d="M4 4h16v12h-8l-5 4v-4H4zM12 7v3M12 13h.01"/>`},
		{"warning", "note warn", `<path d="m12 4 9 16H3zM12 10v4M12 17h.01"/>`},
		{"caution", "note dang", `<path d="M8 3h8l5 5v8l-5 5H8l-5-5V8zM12 8v4M12 16h.01"/>`},
	}
}

// calloutNamed returns the alert of that name, in any case.
func calloutNamed(name string) (calloutKind, bool) {
	for _, k := range calloutKinds() {
		if strings.EqualFold(k.name, name) {
			return k, true
		}
	}
	return calloutKind{}, false
}

// calloutSynonym is what other tools call one of the five; "" if none does.
func calloutSynonym(name string) string {
	switch strings.ToLower(name) {
	case "info", "abstract", "summary", "quote", "question", "todo", "example":
		return "note"
	case "hint", "success", "check":
		return "tip"
	case "attention":
		return "warning"
	case "danger", "error", "bug", "failure":
		return "caution"
	}
	return ""
}

// calloutLine is the first line of an alert: its kind, its fold, its title.
var calloutLine = regexp.MustCompile(`^\[!([\pL\pN_-]+)\]([-+]?)(?:[ \t]+(.*?))?[ \t]*\n?$`)

// calloutMarker turns the first line of a quote into a title while its text is
// still text, so that the title's markup is parsed like any other and cannot
// run into the next line's.
type calloutMarker struct{ x *extras }

// Transform implements parser.ParagraphTransformer.
func (m calloutMarker) Transform(p *ast.Paragraph, r text.Reader, _ parser.Context) {
	if _, ok := p.Parent().(*ast.Blockquote); !ok || p.PreviousSibling() != nil {
		return
	}
	first := p.Lines().At(0)
	line := first.TrimLeftSpace(r.Source())
	match := calloutLine.FindSubmatchIndex(line.Value(r.Source()))
	if match == nil {
		return
	}
	value := func(i int) string {
		if match[2*i] < 0 {
			return ""
		}
		return string(line.Value(r.Source())[match[2*i]:match[2*i+1]])
	}
	kind, ok := calloutNamed(value(1))
	if !ok {
		m.x.find(unknownCallout(value(1), line.Start))
		return
	}
	title := m.x.calloutTitle(kind, value(2))
	title.SetPos(line.Start)
	if value(3) != "" {
		title.Lines().Append(text.NewSegment(line.Start+match[6], line.Start+match[7]))
	}
	p.Parent().InsertBefore(p.Parent(), p, title)
	dropLines(p, 1)
}

// dropLines removes the first n lines of a paragraph, and it with the last.
func dropLines(p *ast.Paragraph, n int) {
	lines := p.Lines().Sliced(n, p.Lines().Len())
	if len(lines) == 0 {
		p.Parent().RemoveChild(p.Parent(), p)
		return
	}
	rest := text.NewSegments()
	rest.AppendAll(lines)
	p.SetLines(rest)
}

func unknownCallout(name string, offset int) finding {
	f := finding{offset: offset, severity: diag.Warning, code: "STR010",
		msg: fmt.Sprintf("there is no callout %q; it is shown as a quote", "[!"+name+"]")}
	near := calloutSynonym(name)
	if near == "" {
		near = diag.Nearest(name, calloutNames())
	}
	if near == "" {
		f.hint = "the kinds are NOTE, TIP, IMPORTANT, WARNING and CAUTION"
	} else {
		f.hint = fmt.Sprintf("did you mean [!%s]?", strings.ToUpper(near))
	}
	return f
}

func calloutNames() []string {
	var names []string
	for _, k := range calloutKinds() {
		names = append(names, k.name)
	}
	return names
}

// calloutTitle is the first line of a callout; without text of its own it shows
// the word for its kind. The fold is "", "-" (closed) or "+" (open).
func (x *extras) calloutTitle(kind calloutKind, fold string) *blockTitle {
	t := &blockTitle{kind: kind, fold: fold, tag: "p", class: "nt", word: x.word(kind.name)}
	if fold != "" {
		t.tag = "summary"
	}
	return t
}

// callout makes a container of a quote that begins with a callout's title.
func callout(quote ast.Node) {
	title, ok := quote.FirstChild().(*blockTitle)
	if !ok {
		return
	}
	c := &container{role: roleCallout, callout: title.kind, fold: title.fold, closed: true}
	c.SetPos(quote.Pos())
	moveChildren(quote, c)
	quote.Parent().ReplaceChild(quote.Parent(), quote, c)
}

func moveChildren(from, to ast.Node) {
	for c := from.FirstChild(); c != nil; {
		next := c.NextSibling()
		to.AppendChild(to, c)
		c = next
	}
}

// blockTitle is the title line of a callout or container. Its children are the
// title's text; without any the word stands in.
type blockTitle struct {
	ast.BaseBlock
	kind  calloutKind // of a callout
	fold  string
	tag   string
	class string
	word  string
}

var kindBlockTitle = ast.NewNodeKind("BlockTitle")

// Kind implements ast.Node.
func (n *blockTitle) Kind() ast.NodeKind { return kindBlockTitle }

// Dump implements ast.Node.
func (n *blockTitle) Dump(src []byte, level int) { ast.DumpHelper(n, src, level, nil, nil) }

func (r extrasRenderer) blockTitle(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*blockTitle)
	if !entering {
		_, _ = w.WriteString("</" + n.tag + ">")
		if c, ok := n.Parent().(*container); ok && c.role == roleDetails {
			_, _ = w.WriteString("<div>")
		}
		_ = w.WriteByte('\n')
		return ast.WalkContinue, nil
	}
	_, _ = w.WriteString("<" + n.tag)
	if n.class != "" {
		_, _ = w.WriteString(` class="` + n.class + `"`)
	}
	_ = w.WriteByte('>')
	if n.kind.icon != "" {
		_, _ = w.WriteString(`<svg class="i" viewBox="0 0 24 24" aria-hidden="true">` + n.kind.icon + `</svg>`)
	}
	if n.FirstChild() == nil {
		_, _ = w.Write(util.EscapeHTML([]byte(n.word)))
	}
	return ast.WalkContinue, nil
}
