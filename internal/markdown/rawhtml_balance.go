package markdown

import (
	"fmt"
	"slices"

	"golang.org/x/net/html"
)

// maxOpen is how many raw elements may be open in each other. Browsers stop
// nesting at 512, with what the theme and Markdown add.
const maxOpen = 200

// frame is what raw HTML has opened among the children of one Markdown node.
type frame struct {
	stack []openElement
	count map[string]int // of stack, by name
	owed  []string       // to be closed as soon as the child is done in which it was asked for
	owing map[string]int // of owed, by name

	skip      string // element whose content is being left out
	skipDepth int
	unclosed  map[string]bool // elements no later sibling closes
}

type openElement struct {
	name   string
	offset int
	hidden bool // too deep: neither it nor its closing tag is written
}

// push opens an element and reports whether it is to be written.
func (c *cleaner) push(f *frame, name string, offset int) bool {
	e := openElement{name: name, offset: offset, hidden: c.open >= maxOpen}
	if e.hidden && !c.deep {
		c.deep = true
		c.warn(offset, "HTM003", fmt.Sprintf("more than %d elements are open in each other; <%s> and what follows was left out", maxOpen, name), "close elements where they end")
	}
	if !e.hidden {
		c.open++
	}
	if f.count == nil {
		f.count = map[string]int{}
	}
	f.count[name]++
	f.stack = append(f.stack, e)
	c.holders[name] = append(c.holders[name], f)
	return !e.hidden
}

// popTo closes all elements of the stack from index n on.
func (c *cleaner) popTo(f *frame, n int, w *rawWriter) {
	for i := len(f.stack) - 1; i >= n; i-- {
		e := f.stack[i]
		f.count[e.name]--
		if f.owing[e.name] > 0 {
			f.owing[e.name]--
		} else {
			c.forget(e.name)
		}
		if !e.hidden {
			c.open--
			w.text("</" + e.name + ">")
		}
	}
	f.stack = f.stack[:n]
}

// forget takes the innermost frame off the list of those that could close an
// element of that name.
func (c *cleaner) forget(name string) {
	c.holders[name] = c.holders[name][:len(c.holders[name])-1]
}

// last is the index of the innermost open element of that name.
func (f *frame) last(name string) int {
	for i := len(f.stack) - 1; i >= 0; i-- {
		if f.stack[i].name == name {
			return i
		}
	}
	return len(f.stack)
}

// owe asks the nearest frame around the one at work that has such an element
// open to close it, and reports whether there is one: <center>, a paragraph that
// ends in </center>.
func (c *cleaner) owe(name string) bool {
	frames := c.holders[name]
	if len(frames) == 0 {
		return false
	}
	o := frames[len(frames)-1]
	c.forget(name)
	if o.owing == nil {
		o.owing = map[string]int{}
	}
	o.owing[name]++
	o.owed = append(o.owed, name)
	return true
}

func (c *cleaner) payOwed(f *frame, w *rawWriter) {
	for _, name := range f.owed {
		if f.count[name] > 0 {
			c.popTo(f, f.last(name), w)
		}
	}
	f.owed = f.owed[:0]
}

// reportUnclosed warns once for all that a frame left open.
func (c *cleaner) reportUnclosed(f *frame) {
	var missed []openElement
	for _, e := range f.stack {
		if !endIsOptional(e.name) {
			missed = append(missed, e)
		}
	}
	switch len(missed) {
	case 0:
	case 1:
		c.warn(missed[0].offset, "HTM003", fmt.Sprintf("<%s> is never closed", missed[0].name), fmt.Sprintf("add </%s> where it ends", missed[0].name))
	default:
		c.warn(missed[0].offset, "HTM003", fmt.Sprintf("<%s> and %d more elements are never closed", missed[0].name, len(missed)-1), fmt.Sprintf("add </%s> where it ends", missed[0].name))
	}
}

// closeImplied closes what HTML says the start of an element closes: an item of
// a list ends the item before it.
func (c *cleaner) closeImplied(f *frame, name string, w *rawWriter) {
	for n := len(f.stack); n > 0 && slices.Contains(impliedEnds(name), f.stack[n-1].name); n = len(f.stack) {
		c.popTo(f, n-1, w)
	}
}

func impliedEnds(name string) []string {
	switch name {
	case "li":
		return []string{"li"}
	case "dt", "dd":
		return []string{"dt", "dd"}
	case "td", "th":
		return []string{"td", "th"}
	case "tr":
		return []string{"td", "th", "tr", "caption", "colgroup"}
	case "thead", "tbody", "tfoot":
		return []string{"td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup"}
	case "rt", "rp":
		return []string{"rt", "rp"}
	case "p":
		return []string{"p"}
	}
	return nil
}

// endIsOptional reports whether authors may leave out the closing tag.
func endIsOptional(name string) bool {
	switch name {
	case "p", "li", "dt", "dd", "td", "th", "tr", "thead", "tbody", "tfoot", "caption", "colgroup", "rt", "rp":
		return true
	}
	return false
}

// skipping reports whether a token belongs to content that is left out, and
// notices its end.
func (f *frame) skipping(kind html.TokenType, name string) bool {
	if f.skip == "" {
		return false
	}
	switch {
	case kind == html.StartTagToken && name == f.skip:
		f.skipDepth++
	case kind == html.EndTagToken && name == f.skip:
		if f.skipDepth--; f.skipDepth == 0 {
			f.skip = ""
		}
	}
	return true
}

func (f *frame) noEnd(name string) {
	if f.unclosed == nil {
		f.unclosed = map[string]bool{}
	}
	f.unclosed[name] = true
}
