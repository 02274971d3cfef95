package fence

import (
	"strings"
	"unicode/utf8"

	"sitegen/internal/diag"
	"sitegen/internal/maths"
	"sitegen/internal/site"
)

// drawMaths draws a formula. One that is not understood is shown as its source.
func drawMaths(f site.Fence) site.Drawn {
	formula := maths.Convert(f.Text, true)
	if len(formula.Problems) > 0 {
		var ds []diag.Diag
		for _, p := range formula.Problems {
			ds = append(ds, diag.Diag{Pos: placeIn(f.Text, p.Offset), Severity: diag.Warning, Code: p.Code, Msg: p.Msg, Hint: p.Hint})
		}
		b, more := newBlock(f)
		b.lang = "latex"
		ds = append(ds, more...)
		return b.drawn(append(ds, b.highlight(f, b.lang)...))
	}
	d := site.HTML([]byte(formula.Displayed("div")))
	d.Text = formula.Text + "\n"
	return d
}

// placeIn is the line and column of a byte of a block's text.
func placeIn(text string, offset int) diag.Pos {
	before := text[:offset]
	line := strings.Count(before, "\n") + 1
	return diag.Pos{Line: line, Col: utf8.RuneCountInString(before[strings.LastIndexByte(before, '\n')+1:]) + 1}
}
