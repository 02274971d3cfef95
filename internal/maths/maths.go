// Package maths turns formulas, written in TeX, into MathML, which browsers draw
// themselves: no script, no font, no picture. It knows the part of TeX that is
// about what a formula looks like; it has no macros, so a short source cannot
// become a long result, and nothing that loads, links or runs.
//
// A formula goes three steps: source → tree (parse.go) → MathML (mathml.go), and
// a second time from the tree to a line of plain text (text.go), which is what
// is searched for and copied.
//
// What it does not know is reported with its place, and the formula is then left
// to be shown as it was written.
package maths

// Formula is what became of a source.
type Formula struct {
	MathML   string // a math element; "" if there are problems
	Text     string // the same on one line, for those who read, search or copy text
	Wide     bool   // it is wider than the text column of a page, as far as one can tell
	Problems []Problem
}

// Problem is something in a source that is not understood.
type Problem struct {
	Offset    int // bytes from the beginning of the source
	Code      string
	Msg, Hint string
}

const (
	// maxBytes is longer than any formula that people read.
	maxBytes = 8 << 10

	// maxDepth bounds how deep fractions, roots and groups stand in each other.
	maxDepth = 40

	// wideText is about how many characters of text make a formula as wide as the
	// text column.
	wideText = 60
)

// Convert reads a formula. A displayed one has a line of its own.
func Convert(source string, display bool) Formula {
	if len(source) > maxBytes {
		return Formula{Problems: []Problem{{0, "MTH002", "the formula is longer than 8 KB", "split it into several"}}}
	}
	p := &parser{src: source, display: display}
	root := p.formula()
	if len(p.problems) > 0 {
		return Formula{Problems: p.problems}
	}
	f := Formula{MathML: mathML(root, display), Text: plain(root)}
	f.Wide = display && width(f.Text) > wideText
	return f
}

// Said begins the element with the text of a formula, and ends it.
const (
	Said    = `<span class="vh" aria-hidden="true">`
	SaidEnd = "</span>"
)

// HTML is the formula as it stands in a page: its MathML, and unseen behind it
// its text. That is what is copied, and found with the page's search: browsers
// copy a formula as a line for each of its signs.
func (f Formula) HTML() string {
	return f.MathML + Said + escape(f.Text) + SaidEnd
}

// Displayed is a displayed formula in an element that scrolls when the formula is
// too wide, and then can be reached with the keyboard.
func (f Formula) Displayed(element string) string {
	focus := ""
	if f.Wide {
		focus = ` tabindex="0"`
	}
	return "<" + element + ` class="mb"` + focus + ">" + f.HTML() + "</" + element + ">"
}

func escape(s string) string {
	w := &writer{}
	w.text(s)
	return w.String()
}

// width counts characters, wide ones twice.
func width(s string) int {
	n := 0
	for _, r := range s {
		if n++; r >= 0x1100 && r <= 0xFFDC {
			n++
		}
	}
	return n
}
