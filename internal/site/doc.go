// Package site is the vocabulary of a build. Data is named by when it exists
// and moves forward only:
//
//	File → Doc → Page → View → Output
//
// A Doc is what one file says by itself, a Page is a Doc that knows its place
// among the others, a View is what a template may see of it, an Output is bytes
// with a path. The package holds types and projections, no steps.
package site

import (
	"cmp"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/memo"
)

// Doc is what one Markdown file says by itself: a function of the file and of
// the files it asked for. It is never modified, so it may be remembered
// whatever happens to the rest of the site.
type Doc struct {
	Facts
	H1       H1 // the page's own main heading, lifted out of the body
	Body     Body
	Heads    []Heading
	Texts    []Section // what the page says in plain text; none if it is not to be searched
	Length   Length    // how much there is to read
	Markdown []byte    // the text without front matter, includes in place: the page's Markdown twin
	Diags    []diag.Diag
}

// Facts are the part of a Doc that other pages may depend on: all that linking
// is given. As long as they stay the same, an edit changes one page.
type Facts struct {
	File    string // relative to the project's root: "content/aws/02-az.md"
	Rel     string // relative to the content folder: "aws/02-az.md"
	Meta    Meta
	Title   string   // plain text: front matter, else first H1, else file name
	Named   bool     // the author gave the title; it is not the file's name
	Lead    string   // plain text of the first paragraph, for descriptions
	Anchors []string // every id a link may point at, headings included
	Minutes int      // to read; 0 when there is nothing to read
}

// H1 is a page's main heading. The theme prints it in the page's head, so it is
// not part of the body.
type H1 struct {
	HTML string // inline markup, without links; "" if the page has no H1
	ID   string
}

// About is a page's description in plain text: the author's own, else its first
// paragraph.
func (f *Facts) About() string { return cmp.Or(f.Meta.Description, f.Lead) }

// Body is HTML with a hole at every link that only the whole site can fill.
type Body struct {
	Pieces []Piece
	Links  []Link
	Sum    memo.Sum // digest of Pieces and Links; set by Seal
}

// Piece is HTML up to a hole. The hole is the value of an attribute (between
// its quotes); Link is the index of what fills it, or -1 for no hole.
type Piece struct {
	HTML []byte
	Link int
}

// Seal computes the digest, so that later steps need not walk the body again.
func (b *Body) Seal() {
	b.Sum = memo.Sum{}
	b.Sum = memo.Hash(struct {
		P []Piece
		L []Link
	}{b.Pieces, b.Links})
}

// MemoSum implements memo.Summer. It panics on a body nobody sealed: a zero
// digest would make all bodies equal.
func (b Body) MemoSum() memo.Sum {
	if b.Sum == (memo.Sum{}) {
		panic("site: hash of a body that was not sealed")
	}
	return b.Sum
}

// LinkKind says what a Link's target must be.
type LinkKind uint8

const (
	LinkPage  LinkKind = iota // <a href>: a page, an asset, an anchor
	LinkImage                 // <img src> and the like: a file
)

// Link is a reference to another file of the project, as the author wrote it.
// References to the outside never become Links; they are plain HTML.
type Link struct {
	Kind LinkKind
	Path string // decoded, NFC: "../aws/02-az.md"; "" for the page itself
	Rest string // query and fragment as they are to be written: "?x=1#가용-영역"
	Frag string // the fragment decoded, NFC, without its #
	Pos  diag.Pos
}

// Heading is one heading of a page.
type Heading struct {
	Level int // 1 to 6
	ID    string
	Text  string // plain text, NFC
	Pos   diag.Pos
}

// Section is what a heading, or a term of a glossary, stands above: plain text
// that a search may find and show.
type Section struct {
	ID    string // anchor; "" for the top of the page
	Title string // of the top of the page its main heading; may be ""
	Level int    // of the heading, 1 to 6; 7 for a term of a glossary, 0 for none
	Text  string // paragraphs, lists, rows of tables and the words of pictures, a line each
	Code  string // blocks of code, one after the other
}

// Length is what reading time is made of.
type Length struct {
	Hangul int // Hangul syllables, Hanja and Kana
	Words  int // words in other scripts
	Code   int // lines of code
}

// Minutes is how long reading takes; 0 when there is nothing to read.
func (l Length) Minutes() int { return hangul.Minutes(l.Hangul, l.Words, l.Code) }

// Meta is a page's front matter.
type Meta struct {
	Title       string
	Description string
	Order       *int // smaller first; nil: natural order after those that have one
	Slug        *string
	URL         string // whole path on the site, e.g. "/guide/start/"
	Hidden      bool   // built, but not in navigation
	Draft       bool
	Date        time.Time
	Tags        []string
	Aliases     []string // old paths that redirect here
	NoSearch    bool     // search: false
	NoTOC       bool     // toc: false
	Lang        string
	Pos         map[string]diag.Pos // where each key's value stands; aliases by "aliases.0"
}
