// Package markdown turns one Markdown file into a [site.Doc]. It is the only
// importer of goldmark.
//
// The file is understood alone: what it says of other pages stays open as holes
// in its HTML, each with the position of the link that will fill it. Parse is
// the whole story; every file of this package serves one of its steps.
package markdown

import (
	"strings"

	"sitegen/internal/config"
	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
	"sitegen/internal/source"
)

// In is what a Doc is a function of, beside the files Parse asks for.
type In struct {
	File    string // relative to the project's root
	Rel     string // relative to the content folder
	Options Options
}

// Options hold for all pages of a site.
type Options struct {
	HTML  HTML                      // what becomes of raw HTML
	Lang  string                    // language of the site
	Words memo.Sealed[site.Strings] // words of the interface drawn into pages
}

// HTML says what becomes of raw HTML in Markdown.
type HTML string

const (
	HTMLSafe HTML = "safe" // what the allow-list knows passes
	HTMLRaw  HTML = "raw"  // everything passes
	HTMLNone HTML = "none" // everything is shown as text
)

// Fences is how fenced blocks are drawn. The package that draws them stands
// beside this one, so it comes as values.
type Fences struct {
	Info func(info string) (lang string, attrs map[string]string, marks string)
	Draw func(f site.Fence, r *memo.Reader) site.Drawn
}

// Parse reads in.File and returns what it says. It never fails: a file that
// cannot be understood becomes a Doc with errors, because a page with an error
// is still a page that others may link to.
func Parse(in In, fences Fences, r *memo.Reader) *site.Doc {
	doc := &site.Doc{Facts: site.Facts{File: in.File, Rel: in.Rel}}
	raw, err := r.ReadFile(in.File)
	if err != nil {
		doc.Diags = append(doc.Diags, diag.Errorf(diag.Pos{File: in.File}, "FS006", "cannot be read: %v", err))
		raw = nil
	}
	text, ds := source.Text(in.File, raw)
	doc.Diags = append(doc.Diags, ds...)

	front, body := splitFrontMatter(in.File, string(text), doc)
	if front.found {
		meta, ds := config.FrontMatter(in.File, []byte(front.yaml), front.line)
		doc.Meta = meta
		doc.Diags = append(doc.Diags, ds...)
	}
	src := splice(in.File, strings.TrimSuffix(in.File, in.Rel), body, front.bodyLine, r)
	doc.Diags = append(doc.Diags, src.diags...)
	doc.Markdown = src.text

	if err == nil && strings.TrimSpace(string(text)) == "" {
		doc.Diags = append(doc.Diags, diag.Warnf(diag.Pos{File: in.File}, "STR001", "the file is empty").
			WithHint("write something, or set draft: true until there is something to read"))
	}
	convert(doc, in, src, fences, r)
	doc.Diags = withoutEchoes(doc.Diags, string(text))
	finishTitle(doc)
	doc.Minutes = doc.Length.Minutes()
	doc.Body.Seal()
	return doc
}

// finishTitle gives a Doc without a title of its own the name of its file.
func finishTitle(doc *site.Doc) {
	if doc.Meta.Title != "" {
		doc.Title = doc.Meta.Title
	}
	if doc.Named = doc.Title != ""; doc.Named {
		return
	}
	doc.Title = site.NameTitle(doc.Rel)
	for _, d := range doc.Diags {
		if d.Code == "STR001" || d.Code == "FS006" || wrongFrontMatter(d) {
			return
		}
	}
	doc.Diags = append(doc.Diags, diag.Warnf(diag.Pos{File: doc.File}, "STR005",
		"the page has no title; its file name %q stands in", doc.Title).
		WithHint("begin the page with “# Title”, or set title: in its front matter"))
}
