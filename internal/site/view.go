package site

import (
	"html/template"
	"time"
)

// View is what a template may see: values, not doors. It has no way back to the
// Site, which is what makes a rendered page safe to remember. Every href in it
// is relative to the page (or, for the 404 page, below the site's base path),
// percent-encoded and ready to be written into an attribute.
type View struct {
	Kind        Kind
	Site        Info
	T           Strings
	Title       string
	Description string
	Lead        string // what the author wrote as the description, to stand below the title; "" if Description is taken from the text
	Lang        string
	Root        string        // href of the site's root: "../../" ("./" at the root)
	Canonical   string        // absolute; "" without a base URL
	Content     template.HTML // the body, holes filled
	TitleHTML   template.HTML // the main heading as marked up; Title, escaped, if the page has none
	TitleID     string        // its id; may be ""
	TOC         []TOCEntry
	Up          []Ref // breadcrumb, home first, without the page itself
	Prev, Next  *Ref
	Back        []Ref     // pages whose texts link here
	Top         []NavItem // sections of the header
	Nav         []NavItem // sidebar: ancestors, siblings, children; other branches closed
	Kids        []Card    // children of a section, pages of a tag, sections of home
	Groups      []Group   // all pages by section (contents page)
	Recent      []Card    // last changed pages, for home
	Tags        []Ref
	Date        time.Time // front matter date; zero if none
	Changed     time.Time // last commit; zero if unknown
	Minutes     int       // to read; 0 when there is nothing to read
	EditURL     string
	Twin        string // href of the Markdown twin; "" if none
	HasTags     bool   // the site has a tags page
	NoIndex     bool
}

// Ref is a title and where it leads.
type Ref struct {
	Title string
	Href  string
}

// TOCEntry is a heading of level 2 with those of level 3 below it.
type TOCEntry struct {
	Text string
	Href string // "#가용-영역", percent-encoded
	Sub  []TOCEntry
}

// NavItem is an entry of the sidebar.
type NavItem struct {
	Title   string
	Href    string // "" for a group without a page
	Current bool   // this is the page itself
	Open    bool   // an ancestor of the page, or the page: its Kids are shown
	More    bool   // stands for neighbours that are left out; Href leads to the full list
	Kids    []NavItem
	Branch  bool // it has children, shown or not
}

// Card is an entry of a list of pages.
type Card struct {
	Title       string
	Href        string
	Description string
	Count       int // pages below it; 0 for a leaf
	Minutes     int
	Changed     time.Time
	Kids        []Card // home: first pages of a section
}

// Group is a heading with entries.
type Group struct {
	Title string
	Href  string
	Depth int
	Items []Card
}
