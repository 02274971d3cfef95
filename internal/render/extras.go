package render

import (
	"cmp"
	"encoding/xml"
	"fmt"
	"strings"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// Extra is a file that speaks of the whole site. Its bytes are made when they are
// asked for: whoever shows the site seldom needs them, and they are as long as it.
type Extra struct {
	Path string // under the output folder
	From string // source it was made of; "" if sitegen makes it by itself
	Make func() ([]byte, []diag.Diag)
}

// Extras lists the files that speak of the whole site. Sitemap and feed need
// absolute addresses and are made only if the site's own is known.
func Extras(t *Theme, s *site.Site) []Extra {
	out := []Extra{
		extra("robots.txt", func() []byte { return robots(s) }),
		extra("llms.txt", func() []byte { return llms(s) }),
		extra(WordsFile, func() []byte { return searchWords(s) }),
		extra(".nojekyll", func() []byte { return nil }),
	}
	if s.Info.BaseURL != "" {
		out = append(out, sitemap(s)...)
		out = append(out, extra("feed.xml", func() []byte { return feed(s) }))
	}
	for _, r := range s.Aliases {
		out = append(out, Extra{Path: r.Out, From: r.From.File, Make: func() ([]byte, []diag.Diag) { return t.redirect(s, r) }})
	}
	return out
}

func extra(path string, data func() []byte) Extra {
	return Extra{Path: path, Make: func() ([]byte, []diag.Diag) { return data(), nil }}
}

// public returns the pages made of the author's files that readers shall find,
// in reading order, home first.
func public(s *site.Site) []*site.Page {
	var pages []*site.Page
	for _, p := range s.Pages {
		switch p.Kind {
		case site.KindHome, site.KindSection, site.KindPage:
			if !p.Hidden {
				pages = append(pages, p)
			}
		}
	}
	return pages
}

// absolute is the address of a page on the web.
func absolute(s *site.Site, url string) string { return s.Info.BaseURL + site.Encode(url) }

// touched is when a page was last changed, as far as is known.
func touched(p *site.Page) time.Time {
	if p.Changed.IsZero() && p.Facts != nil {
		return p.Facts.Meta.Date
	}
	return p.Changed
}

// about is a page's description in plain text.
func about(p *site.Page) string {
	if p.Facts == nil {
		return ""
	}
	return p.Facts.About()
}

// langOf is the language of a page's title.
func langOf(s *site.Site, p *site.Page) string {
	if p.Facts == nil {
		return s.Info.Lang
	}
	return cmp.Or(p.Facts.Meta.Lang, s.Info.Lang)
}

// stamp writes a time so that it does not depend on where it was recorded.
func stamp(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// plain drops the characters XML has no way to write and no text has a use for.
func plain(s string) string {
	return strings.Map(func(r rune) rune {
		if r < ' ' && r != '\t' && r != '\n' || r == '\uFFFE' || r == '\uFFFF' {
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, "\uFFFD"))
}

// document writes v as an XML file. Its argument is one of our own structures,
// which cannot fail to be written.
func document(v any) []byte {
	data, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		panic(fmt.Sprintf("render: %T: %v", v, err))
	}
	return append([]byte(xml.Header), append(data, '\n')...)
}

func robots(s *site.Site) []byte {
	text := "User-agent: *\nAllow: /\n"
	if s.Info.BaseURL != "" {
		text += "\nSitemap: " + s.Info.BaseURL + "sitemap.xml\n"
	}
	return []byte(text)
}

// redirect makes the page at an old address.
func (t *Theme) redirect(s *site.Site, r site.Redirect) ([]byte, []diag.Diag) {
	view := struct {
		Site                         site.Info
		T                            site.Strings
		Lang                         string
		Title, Href, Root, Canonical string
	}{Site: s.Info, T: s.Strings, Lang: langOf(s, r.To), Title: r.To.Title, Href: site.Rel(r.Out, r.To.URL), Root: site.Rel(r.Out, "")}
	if s.Info.BaseURL != "" {
		view.Canonical = absolute(s, r.To.URL)
	}
	return t.run(redirectFile, view, maxFrame)
}
