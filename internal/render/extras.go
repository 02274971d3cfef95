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

// Extras makes the files that speak of the whole site. Sitemap and feed need
// absolute addresses and are made only if the site's own is known.
func Extras(t *Theme, s *site.Site) ([]site.Output, []diag.Diag) {
	out := []site.Output{robots(s), llms(s), {Path: ".nojekyll"}}
	if s.Info.BaseURL != "" {
		out = append(out, sitemap(s)...)
		out = append(out, feed(s))
	}
	redirects, ds := t.redirects(s)
	return append(out, redirects...), ds
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
	if p.Changed.IsZero() && p.Doc != nil {
		return p.Doc.Meta.Date
	}
	return p.Changed
}

// about is a page's description in plain text.
func about(p *site.Page) string {
	if p.Doc == nil {
		return ""
	}
	return p.Doc.About()
}

// langOf is the language of a page's title.
func langOf(s *site.Site, p *site.Page) string {
	if p.Doc == nil {
		return s.Info.Lang
	}
	return cmp.Or(p.Doc.Meta.Lang, s.Info.Lang)
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
func document(path string, v any) site.Output {
	data, err := xml.MarshalIndent(v, "", " ")
	if err != nil {
		panic(fmt.Sprintf("render: %s: %v", path, err))
	}
	return site.Output{Path: path, Data: append([]byte(xml.Header), append(data, '\n')...)}
}

func robots(s *site.Site) site.Output {
	text := "User-agent: *\nAllow: /\n"
	if s.Info.BaseURL != "" {
		text += "\nSitemap: " + s.Info.BaseURL + "sitemap.xml\n"
	}
	return site.Output{Path: "robots.txt", Data: []byte(text)}
}

// redirects makes the pages at old addresses.
func (t *Theme) redirects(s *site.Site) ([]site.Output, []diag.Diag) {
	var out []site.Output
	var ds []diag.Diag
	for _, r := range s.Aliases {
		view := struct {
			Site                   site.Info
			T                      site.Strings
			Lang                   string
			Title, Href, Canonical string
		}{Site: s.Info, T: s.Strings, Lang: langOf(s, r.To), Title: r.To.Title, Href: site.Rel(r.Out, r.To.URL)}
		if s.Info.BaseURL != "" {
			view.Canonical = absolute(s, r.To.URL)
		}
		data, more := t.run(redirectFile, view, maxFrame)
		out = append(out, site.Output{Path: r.Out, Data: data, From: r.From.File})
		ds = append(ds, more...)
	}
	return out, ds
}
