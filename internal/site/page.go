package site

import (
	"time"

	"sitegen/internal/diag"
)

// Page is a Doc's place in the site. It knows no more of the Doc than its Facts,
// so a text may change without any page.
type Page struct {
	Facts   *Facts // nil if no file stands behind the page
	Kind    Kind
	Title   string
	Label   string  // short title for navigation
	URL     string  // on the site, decoded, without leading slash: "aws/az/"; home is ""
	Out     string  // file under the output folder: "aws/az/index.html"
	Up      []*Page // ancestors from home to parent
	Prev    *Page
	Next    *Page
	Kids    []*Page // children in order, for a section
	Parent  *Page
	Back    []*Page   // pages whose texts link here, in reading order
	Hidden  bool      // built, but not in navigation
	Made    bool      // no file of its own: a folder's list of pages, tags and the like
	Changed time.Time // last commit that touched the file; zero if unknown
	Tags    []Tag
}

// Kind is which template a page is made with.
type Kind uint8

const (
	KindPage     Kind = iota // a note
	KindHome                 // the site's first page
	KindSection              // a folder's page, written or made up
	KindTag                  // pages with one tag
	KindTags                 // all tags
	KindContents             // all pages
	KindMissing              // 404
	KindGroup                // a heading of the navigation without a page of its own
)

// Tag is one tag with its pages in reading order.
type Tag struct {
	Name string
	URL  string
	Out  string
}

// Site is all pages, linked.
type Site struct {
	Info    Info
	Strings Strings
	Home    *Page
	Pages   []*Page // reading order, made-up section pages included
	Tagged  map[string][]*Page
	TagList []Tag
	Aliases []Redirect // old addresses
	Diags   []diag.Diag
}

// Asset is a file of the content folder that is published as it is.
type Asset struct {
	From string // relative to the project's root
	Out  string // under the output folder
}

// Redirect is an old address that leads to a page.
type Redirect struct {
	Out  string
	To   *Page
	From diag.Pos
}

// Info is what every page knows of the site.
type Info struct {
	Title       string
	Description string
	Lang        string // "ko", "en", …
	BaseURL     string // "https://user.github.io/repo/", with the final slash; "" if unknown
	BasePath    string // "/repo/" or "/", for the 404 page, which is served at any depth
	Author      string
	License     string
	Repo        string // "https://github.com/user/repo"
	EditURL     string // prefix to which a page's file is added; "" if unknown
	Hue         int    // accent hue, 0 to 359
}

// Strings are the words of the interface in the site's language, by key. Those
// with a %d or %s in them are for printf.
type Strings map[string]string

// Entry is one line of an order that a person wrote down: SUMMARY.md or the nav
// key of the configuration.
type Entry struct {
	Label string // "" to take the page's own title
	Path  string // of a Markdown file, relative to the content folder; "" for a group
	Kids  []Entry
	Pos   diag.Pos
}

// Output is a file of the finished site.
type Output struct {
	Path  string // under the output folder, slash-separated
	Data  []byte
	From  string // source it was made of, named when two outputs meet on one path
	Diags []diag.Diag
}
