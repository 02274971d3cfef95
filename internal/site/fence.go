package site

import (
	"strconv"

	"sitegen/internal/diag"
)

// Fence is a fenced block as the author wrote it, ready to be drawn.
type Fence struct {
	Lang    string            // first word of the info string, lower case: "go", "console", "loop"
	Info    string            // the whole info string
	Attrs   map[string]string // title="x" → {"title": "x"}; a bare word → {"word": ""}
	Marks   string            // what stood in braces: ```go {1,3-5} → "1,3-5"
	Text    string            // LF line ends, without the fence lines, ending in a newline unless empty
	Dir     string            // folder of the Markdown file, relative to the project's root
	Pos     diag.Pos          // the opening fence; line n of Text is Pos.Line+n
	ID      string            // prefix for ids, unique in the page: "f3"
	Notes   int               // items of the numbered list right below, which marks such as (1)! refer to
	Strings Strings           // words of the interface, for labels drawn into the block
}

// Drawn is what a fenced block became.
type Drawn struct {
	Body  Body   // unsealed; its links count from 0
	Title string // what stands above Text, not as a part of it; may be ""
	Text  string // what it says, in plain text
	Prose bool   // Text is not code but words: those of a picture
	Noted []int  // the items of the list below that marks refer to, in order; their ids are NoteID's
	Diags []diag.Diag
}

// NoteID is the id of a note on a block of code, and MarkID that of the mark in
// the code that refers to it.
func NoteID(fence string, note int) string { return fence + "-n" + strconv.Itoa(note) }

// MarkID is described with NoteID.
func MarkID(fence string, note int) string { return fence + "-m" + strconv.Itoa(note) }

// HTML is Drawn for a block without links.
func HTML(html []byte) Drawn {
	return Drawn{Body: Body{Pieces: []Piece{{HTML: html, Link: -1}}}}
}
