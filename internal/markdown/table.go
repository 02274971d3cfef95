package markdown

import (
	"fmt"

	"github.com/yuin/goldmark/ast"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/util"
	"golang.org/x/text/width"
)

func (r *pageRenderer) table(w util.BufWriter, src []byte, n ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		_, _ = w.WriteString("</table></div>\n")
		return ast.WalkContinue, nil
	}
	r.tables++
	r.rowHeads = hasRowHeads(n, src)
	name := fmt.Sprintf("%s %d", r.word("table"), r.tables)
	if c, ok := n.FirstChild().(*caption); ok {
		name = plainText(c, src)
	}
	// The wrapper scrolls, so the keyboard must reach it and it needs a name.
	fmt.Fprintf(w, `<div class="tw" tabindex="0" role="region" aria-label="%s"><table>`+"\n", escape(name))
	return ast.WalkContinue, nil
}

const (
	// labelColumns is from how many columns on the first one, if it can, labels
	// the rows: such tables scroll on a phone, and what labels a row stays.
	labelColumns = 4

	// labelWidth is how wide a label may be, in columns of a terminal.
	labelWidth = 24
)

// hasRowHeads reports whether the first column of a table labels its rows: the
// table has no label for it, or it is bold throughout, or the table is wide and
// the column holds short, different texts.
func hasRowHeads(table ast.Node, src []byte) bool {
	empty, bold, labels, rows := false, true, true, 0
	seen := map[string]bool{}
	for row := table.FirstChild(); row != nil; row = row.NextSibling() {
		cell := row.FirstChild()
		switch {
		case row.Kind() == east.KindTableHeader:
			empty = cell != nil && cell.FirstChild() == nil
			labels = row.ChildCount() >= labelColumns
		case row.Kind() == east.KindTableRow && cell != nil:
			rows++
			strong, ok := cell.FirstChild().(*ast.Emphasis)
			bold = bold && ok && strong.Level == 2 && strong.NextSibling() == nil
			if empty || !labels {
				continue
			}
			text := plainText(cell, src)
			labels = text != "" && !seen[text] && displayWidth(text) <= labelWidth
			seen[text] = true
		}
	}
	return rows > 0 && (empty || bold || labels)
}

// displayWidth counts characters, wide ones twice.
func displayWidth(s string) int {
	n := 0
	for _, r := range s {
		n++
		switch width.LookupRune(r).Kind() {
		case width.EastAsianWide, width.EastAsianFullwidth:
			n++
		}
	}
	return n
}

func (r *pageRenderer) tableCell(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*east.TableCell)
	tag, attr := "td", ""
	switch {
	case n.FirstChild() == nil:
	case n.Parent().Kind() == east.KindTableHeader:
		tag, attr = "th", ` scope="col"`
	case r.rowHeads && n.PreviousSibling() == nil:
		tag, attr = "th", ` scope="row"`
	}
	if !entering {
		_, _ = w.WriteString("</" + tag + ">\n")
		return ast.WalkContinue, nil
	}
	// A style attribute would be blocked by the page's content security policy.
	switch n.Alignment {
	case east.AlignRight:
		attr += ` class="ta-r"`
	case east.AlignCenter:
		attr += ` class="ta-c"`
	}
	_, _ = w.WriteString("<" + tag + attr + ">")
	return ast.WalkContinue, nil
}
