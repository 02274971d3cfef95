package render

import (
	"cmp"
	"encoding/xml"
	"slices"
	"time"

	"sitegen/internal/site"
)

// maxEntries is how many pages the feed tells of, newest first.
const maxEntries = 30

type atomFeed struct {
	XMLName  xml.Name    `xml:"feed"`
	Space    string      `xml:"xmlns,attr"`
	Lang     string      `xml:"xml:lang,attr"`
	Title    string      `xml:"title"`
	Subtitle string      `xml:"subtitle,omitempty"`
	ID       string      `xml:"id"`
	Updated  string      `xml:"updated"`
	Links    []atomLink  `xml:"link"`
	Author   string      `xml:"author>name"`
	Rights   string      `xml:"rights,omitempty"`
	Entries  []atomEntry `xml:"entry"`
}

type atomLink struct {
	Rel  string `xml:"rel,attr,omitempty"`
	Href string `xml:"href,attr"`
}

type atomEntry struct {
	Title     string   `xml:"title"`
	ID        string   `xml:"id"`
	Updated   string   `xml:"updated"`
	Published string   `xml:"published,omitempty"`
	Link      atomLink `xml:"link"`
	Summary   string   `xml:"summary,omitempty"`
}

// feed tells of the pages that were changed last. Its own time is that of the
// newest of them, never the clock's, so that the same notes make the same feed.
func feed(s *site.Site) []byte {
	var pages []*site.Page
	for _, p := range public(s) {
		if !touched(p).IsZero() {
			pages = append(pages, p)
		}
	}
	slices.SortStableFunc(pages, func(a, b *site.Page) int {
		return cmp.Or(touched(b).Compare(touched(a)), cmp.Compare(a.URL, b.URL))
	})
	pages = pages[:min(len(pages), maxEntries)]

	newest := time.Unix(0, 0) // Atom asks for a time even where none is known
	if len(pages) > 0 {
		newest = touched(pages[0])
	}
	f := atomFeed{
		Space:    "http://www.w3.org/2005/Atom",
		Lang:     s.Info.Lang,
		Title:    plain(s.Info.Title),
		Subtitle: plain(s.Info.Description),
		ID:       s.Info.BaseURL,
		Updated:  stamp(newest),
		Links:    []atomLink{{Href: s.Info.BaseURL}, {Rel: "self", Href: s.Info.BaseURL + "feed.xml"}},
		Author:   plain(cmp.Or(s.Info.Author, s.Info.Title)),
		Rights:   plain(s.Info.License),
	}
	for _, p := range pages {
		f.Entries = append(f.Entries, entry(s, p))
	}
	return document(f)
}

func entry(s *site.Site, p *site.Page) atomEntry {
	e := atomEntry{
		Title:   plain(p.Title),
		ID:      absolute(s, p.URL),
		Updated: stamp(touched(p)),
		Link:    atomLink{Href: absolute(s, p.URL)},
		Summary: oneLine(about(p)),
	}
	if p.Facts != nil && !p.Facts.Meta.Date.IsZero() {
		e.Published = stamp(p.Facts.Meta.Date)
	}
	return e
}
