package maths

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"sitegen/internal/diag"
)

// tableEnd is what ends a table: \end, a brace, or the end of the source.
type tableEnd struct {
	environment string
	brace       bool
}

// tableRows reads rows up to what ends a table, which is left. Outside of an
// environment there are no columns.
func (p *parser) tableRows(end tableEnd) []tableRow {
	var rows []tableRow
	r := tableRow{}
	ruled := false
	for {
		if end.environment != "" {
			ruled = p.rules() || ruled
		}
		r.cells = append(r.cells, p.row())
		r.ruled = r.ruled || ruled && len(r.cells) == 1
		ruled = false
		switch {
		case end.environment != "" && p.peek() == '&':
			p.at++
			continue
		case p.peekCommand() == `\`:
			p.at += 2
			p.rowGap()
			rows = append(rows, r)
			r = tableRow{}
			continue
		}
		break
	}
	// A \\ at the very end begins no row, unless there is a line below it.
	if len(rows) == 0 || len(r.cells) > 1 || len(r.cells[0].kids) > 0 || r.cells[0].kind != kindRow || r.ruled {
		rows = append(rows, r)
	}
	return rows
}

// rules skips the commands that draw a line above a row, and tells whether
// there were any.
func (p *parser) rules() bool {
	found := false
	for {
		switch p.peekCommand() {
		case "hline", "toprule", "midrule", "bottomrule", "hdashline":
			p.command()
			found = true
		default:
			return found
		}
	}
}

// rowGap skips what may follow \\: a star, a distance.
func (p *parser) rowGap() {
	if strings.HasPrefix(p.src[p.at:], "*") {
		p.at++
	}
	if rest := strings.TrimLeft(p.src[p.at:], " \t"); strings.HasPrefix(rest, "[") {
		if end := strings.IndexByte(rest, ']'); end > 0 && strings.Trim(rest[1:end], "0123456789.-+ \tptexmcmuin") == "" {
			p.at = len(p.src) - len(rest) + end + 1
		}
	}
}

// environment reads \begin{…} … \end{…}.
func (p *parser) environment(at int) *node {
	name := p.raw("begin")
	e, ok := environments[name]
	if !ok {
		hint := "matrix, pmatrix, bmatrix, cases, aligned, gathered and array are known"
		if near := diag.Nearest(name, slices.Sorted(maps.Keys(environments))); near != "" {
			hint = fmt.Sprintf(`did you mean \begin{%s}?`, near)
		}
		p.stop(at, hint, `there is no \begin{%s}`, name)
		return nil
	}
	columns := ""
	if p.peek() == '[' && e.argument { // [t], where it stands in its line
		if end := strings.IndexByte(p.src[p.at:], ']'); end > 0 {
			p.at += end + 1
		}
	}
	if e.argument {
		columns = p.raw("begin{" + name + "}")
	}
	t := &node{kind: kindTable, class: classInner, look: e.look, columns: columns, display: e.display}
	t.rows = p.tableRows(tableEnd{environment: name})
	switch end := p.peekCommand(); {
	case end == "end":
		back := p.at
		p.command()
		if got := p.raw("end"); got != name && len(p.problems) == 0 {
			p.stop(back, fmt.Sprintf(`write \end{%s}`, name), `\end{%s} ends a \begin{%s}`, got, name)
		}
	case p.at < len(p.src):
		p.unexpected()
	default:
		p.stop(at, fmt.Sprintf(`add \end{%s} where it ends`, name), `\begin{%s} is never ended`, name)
	}
	if e.open == "" && e.close == "" {
		return t
	}
	return &node{kind: kindFenced, class: classInner, open: e.open, close: e.close, kids: []*node{t}}
}

// substack reads lines below a sum.
func (p *parser) substack(of string) *node {
	at := p.at
	if p.peek() != '{' {
		p.missing(at, of)
		return nil
	}
	p.at++
	t := &node{kind: kindTable, rows: p.tableRows(tableEnd{brace: true}), look: "mg"}
	if p.peek() != '}' {
		p.stop(at, "add a } where it ends", "a { is never closed")
		return t
	}
	p.at++
	return t
}
