package render

import (
	"encoding/xml"
	"fmt"
	"slices"

	"sitegen/internal/site"
)

// maxURLs is how many addresses one sitemap may hold by the protocol; a larger
// site gets several, and sitemap.xml lists them.
const maxURLs = 50_000

const sitemapSpace = "http://www.sitemaps.org/schemas/sitemap/0.9"

type urlSet struct {
	XMLName xml.Name   `xml:"urlset"`
	Space   string     `xml:"xmlns,attr"`
	URLs    []location `xml:"url"`
}

type sitemapIndex struct {
	XMLName xml.Name   `xml:"sitemapindex"`
	Space   string     `xml:"xmlns,attr"`
	Maps    []location `xml:"sitemap"`
}

type location struct {
	Loc     string `xml:"loc"`
	LastMod string `xml:"lastmod,omitempty"`
}

func sitemap(s *site.Site) []Extra {
	pages := public(s)
	if len(pages) <= maxURLs {
		return []Extra{extra("sitemap.xml", func() []byte { return urls(s, pages) })}
	}
	var out []Extra
	index := sitemapIndex{Space: sitemapSpace}
	for part := range slices.Chunk(pages, maxURLs) {
		name := fmt.Sprintf("sitemap-%d.xml", len(out)+1)
		out = append(out, extra(name, func() []byte { return urls(s, part) }))
		index.Maps = append(index.Maps, location{Loc: s.Info.BaseURL + name})
	}
	return append(out, extra("sitemap.xml", func() []byte { return document(index) }))
}

func urls(s *site.Site, pages []*site.Page) []byte {
	set := urlSet{Space: sitemapSpace}
	for _, p := range pages {
		l := location{Loc: absolute(s, p.URL)}
		if at := touched(p); !at.IsZero() {
			l.LastMod = stamp(at)
		}
		set.URLs = append(set.URLs, l)
	}
	return document(set)
}
