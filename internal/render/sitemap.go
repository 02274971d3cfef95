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

func sitemap(s *site.Site) []site.Output {
	var all []location
	for _, p := range public(s) {
		l := location{Loc: absolute(s, p.URL)}
		if at := touched(p); !at.IsZero() {
			l.LastMod = stamp(at)
		}
		all = append(all, l)
	}
	if len(all) <= maxURLs {
		return []site.Output{document("sitemap.xml", urlSet{Space: sitemapSpace, URLs: all})}
	}
	var out []site.Output
	index := sitemapIndex{Space: sitemapSpace}
	for part := range slices.Chunk(all, maxURLs) {
		name := fmt.Sprintf("sitemap-%d.xml", len(out)+1)
		out = append(out, document(name, urlSet{Space: sitemapSpace, URLs: part}))
		index.Maps = append(index.Maps, location{Loc: s.Info.BaseURL + name})
	}
	return append(out, document("sitemap.xml", index))
}
