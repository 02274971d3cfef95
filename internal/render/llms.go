package render

import (
	"bytes"
	"fmt"
	"strings"

	"sitegen/internal/site"
)

// llms makes llms.txt (llmstxt.org): what the site is, and for each of its
// sections the pages in reading order, linked to their Markdown twins.
func llms(s *site.Site) []byte {
	type section struct {
		title string
		lines bytes.Buffer
	}
	var sections []*section
	at := map[*site.Page]*section{}
	for _, p := range public(s) {
		if p.Facts == nil || p.Facts.Rel == "" {
			continue // made up: there is nothing to read
		}
		top := topOf(p)
		sec := at[top]
		if sec == nil {
			title := s.Strings["contents"]
			if top != nil {
				title = top.Title
			}
			sec = &section{title: title}
			at[top] = sec
			sections = append(sections, sec)
		}
		fmt.Fprintf(&sec.lines, "- [%s](%s%s)", linkText(p.Title), s.Info.BaseURL, site.Encode(p.Facts.Rel))
		if d := oneLine(about(p)); d != "" {
			fmt.Fprintf(&sec.lines, ": %s", d)
		}
		sec.lines.WriteByte('\n')
	}

	var b bytes.Buffer
	fmt.Fprintf(&b, "# %s\n", oneLine(s.Info.Title))
	if d := oneLine(s.Info.Description); d != "" {
		fmt.Fprintf(&b, "\n> %s\n", d)
	}
	for _, sec := range sections {
		fmt.Fprintf(&b, "\n## %s\n\n%s", oneLine(sec.title), sec.lines.Bytes())
	}
	return b.Bytes()
}

// topOf is the section of the first level that p is in or is; nil for home and
// for pages that lie in no section.
func topOf(p *site.Page) *site.Page {
	switch {
	case len(p.Up) >= 2:
		return p.Up[1]
	case len(p.Kids) > 0 && p.Kind != site.KindHome:
		return p
	}
	return nil
}

// A < would begin HTML in what is a Markdown file.
func oneLine(s string) string {
	return strings.ReplaceAll(strings.Join(strings.Fields(plain(s)), " "), "<", "&lt;")
}

// linkText keeps the brackets of a title from ending the link's text.
func linkText(s string) string {
	return strings.NewReplacer(`\`, `\\`, "[", `\[`, "]", `\]`).Replace(oneLine(s))
}
