package markdown

import (
	"fmt"
	"slices"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/site"
)

// A numbered list right below a block of code holds the notes on it, if marks in
// the code refer to its items: # (1)! GitHub shows the comments, and the list
// below them. Whether there are marks is known when the code has been drawn, which
// is before the list is.

// codeNote is what an item of such a list is.
type codeNote struct {
	fence  string
	number int
	marked bool // something in the code refers to it
}

// notesBelow is the list that may hold the notes on a block of code.
func notesBelow(code ast.Node) *ast.List {
	list, ok := code.NextSibling().(*ast.List)
	if !ok || !list.IsOrdered() || list.Start != 1 {
		return nil
	}
	return list
}

// tieNotes makes the items of a list the notes on the code above it.
func tieNotes(list *ast.List, fence string, marked []int) {
	list.SetAttributeString("class", []byte("notes-on"))
	n := 0
	for item := list.FirstChild(); item != nil; item = item.NextSibling() {
		n++
		item.SetAttributeString("note", codeNote{fence, n, slices.Contains(marked, n)})
	}
}

// noteItem begins an item with the number of its mark, which leads back to it.
func (r *pageRenderer) noteItem(w util.BufWriter, n codeNote) {
	if !n.marked {
		fmt.Fprintf(w, `<li><span class="an" data-n="%d"></span>`, n.number)
		return
	}
	fmt.Fprintf(w, `<li id="%s"><a class="an" href="#%s" data-n="%d" aria-label="%s"></a>`,
		site.NoteID(n.fence, n.number), site.MarkID(n.fence, n.number), n.number, escape(fmt.Sprintf(r.word("code_note_back"), n.number)))
}
