package link

import (
	"cmp"
	"html/template"
	"slices"
	"strings"

	"sitegen/internal/hangul"
	"sitegen/internal/site"
)

// Sizes of navigation. They keep a page's share of it from growing with the
// site: a sidebar shows ancestors, neighbours and children, never everything.
const (
	maxTop       = 5   // sections in the header
	maxNeighbour = 80  // entries of one level of the sidebar
	smallSite    = 120 // pages up to which closed branches of the sidebar hold their entries
	maxRecent    = 5
	maxBack      = 30 // pages that link to one
	maxCardKids  = 6
)

// View is what a template may see of a page. t is the page's text, nil if no file
// stands behind it.
func View(s *site.Site, p *site.Page, t *Text) *site.View {
	w := viewer{s, p, t, &site.View{
		Kind:        p.Kind,
		Site:        s.Info,
		T:           s.Strings,
		Title:       p.Title,
		TitleHTML:   heading(p.Title),
		Description: s.Info.Description,
		Lang:        s.Info.Lang,
		HasTags:     len(s.TagList) > 0,
		Changed:     p.Changed,
	}}
	w.address()
	if t != nil {
		w.fromDoc()
	}
	w.navigation()
	w.lists()
	return w.v
}

// heading is a title that nobody has marked up, as a main heading.
func heading(title string) template.HTML {
	glued, _ := hangul.Glue(title, 0)
	return template.HTML(template.HTMLEscapeString(glued))
}

// viewer is the making of one View.
type viewer struct {
	s *site.Site
	p *site.Page
	t *Text
	v *site.View
}

// address says where the page is.
func (w viewer) address() {
	if w.p.Kind == site.KindMissing {
		w.v.Root = w.s.Info.BasePath // served at any depth, so nothing may be relative
		w.v.NoIndex = true
		return
	}
	w.v.Root = site.Rel(w.p.URL, "")
	if w.s.Info.BaseURL != "" {
		w.v.Canonical = w.s.Info.BaseURL + site.Encode(w.p.URL)
	}
}

func (w viewer) href(to *site.Page) string {
	switch {
	case to.Kind == site.KindGroup:
		return ""
	case w.p.Kind == site.KindMissing:
		return w.v.Root + site.Encode(to.URL)
	}
	return site.Rel(w.p.URL, to.URL)
}

func (w viewer) ref(to *site.Page) site.Ref { return site.Ref{Title: to.Label, Href: w.href(to)} }

// fromDoc takes over what the page's own file says.
func (w viewer) fromDoc() {
	d, v := w.t.Doc, w.v
	v.Description = cmp.Or(d.About(), w.s.Info.Description)
	v.Lead = d.Meta.Description
	v.Lang = cmp.Or(d.Meta.Lang, v.Lang)
	v.Content = w.content()
	if d.H1.HTML != "" {
		v.TitleHTML, v.TitleID = template.HTML(d.H1.HTML), d.H1.ID
	}
	v.Date = d.Meta.Date
	v.Minutes = d.Minutes
	if w.s.Info.EditURL != "" {
		v.EditURL = w.s.Info.EditURL + site.Encode(d.File)
	}
	if HasTwin(w.p) {
		v.Twin = site.Rel(w.p.URL, d.Rel)
	}
	if !d.Meta.NoTOC {
		v.TOC = toc(d.Heads)
	}
	for _, t := range w.p.Tags {
		v.Tags = append(v.Tags, site.Ref{Title: t.Name, Href: site.Rel(w.p.URL, t.URL)})
	}
}

// content is the body with its holes filled. Hrefs are percent-encoded by Rel
// and Encode or escaped by the Markdown step, so they fit as they are.
func (w viewer) content() template.HTML {
	b := w.t.Doc.Body
	n := 0
	for _, piece := range b.Pieces {
		n += len(piece.HTML)
		if piece.Link >= 0 {
			n += len(w.t.Hrefs[piece.Link])
		}
	}
	var out strings.Builder
	out.Grow(n)
	for _, piece := range b.Pieces {
		out.Write(piece.HTML)
		if piece.Link >= 0 {
			out.WriteString(w.t.Hrefs[piece.Link])
		}
	}
	return template.HTML(out.String())
}

// toc nests headings of level 3 below those of level 2.
func toc(heads []site.Heading) []site.TOCEntry {
	var out []site.TOCEntry
	for _, h := range heads {
		e := site.TOCEntry{Text: h.Text, Href: "#" + h.ID}
		switch {
		case h.Level == 2, h.Level == 3 && len(out) == 0:
			out = append(out, e)
		case h.Level == 3:
			last := &out[len(out)-1]
			last.Sub = append(last.Sub, e)
		}
	}
	return out
}

// navigation is the way from the page to others.
func (w viewer) navigation() {
	for _, up := range w.p.Up {
		w.v.Up = append(w.v.Up, w.ref(up))
	}
	if w.p.Prev != nil {
		r := w.ref(w.p.Prev)
		w.v.Prev = &r
	}
	if w.p.Next != nil {
		r := w.ref(w.p.Next)
		w.v.Next = &r
	}
	for _, p := range w.p.Back[:min(len(w.p.Back), maxBack)] {
		w.v.Back = append(w.v.Back, w.ref(p))
	}
	w.v.Top = w.top()
	w.v.Nav = w.branch(w.s.Home)
}

// top are the sections in the header.
func (w viewer) top() []site.NavItem {
	var items []site.NavItem
	for _, k := range w.s.Home.Kids {
		if len(items) < maxTop && k.Kind != site.KindGroup && len(k.Kids) > 0 {
			items = append(items, site.NavItem{Title: k.Label, Href: w.href(k), Current: k == w.p, Open: w.onPath(k)})
		}
	}
	return items
}

// onPath reports whether q is the page or one of its ancestors.
func (w viewer) onPath(q *site.Page) bool { return q == w.p || slices.Contains(w.p.Up, q) }

// branch is one level of the sidebar with what is open below it.
func (w viewer) branch(parent *site.Page) []site.NavItem {
	kids := parent.Kids
	from := w.firstShown(kids)
	to := min(from+maxNeighbour, len(kids))
	more := site.NavItem{Title: w.s.Strings["nav_more"], Href: w.href(parent), More: true}
	items := make([]site.NavItem, 0, to-from+2)
	if from > 0 {
		items = append(items, more)
	}
	for _, k := range kids[from:to] {
		open := w.onPath(k)
		item := site.NavItem{Title: k.Label, Href: w.href(k), Current: k == w.p, Open: open, Branch: len(k.Kids) > 0}
		if open || k.Kind == site.KindGroup || len(w.s.Pages) <= smallSite {
			item.Kids = w.branch(k)
		}
		items = append(items, item)
	}
	if to < len(kids) {
		items = append(items, more)
	}
	return items
}

// firstShown is where the entries of a level begin that are shown of it: all, or
// those around the one that leads to the page.
func (w viewer) firstShown(level []*site.Page) int {
	at := slices.IndexFunc(level, w.onPath)
	return max(0, min(at-maxNeighbour/2, len(level)-maxNeighbour))
}

// lists fills what only some kinds of page show.
func (w viewer) lists() {
	switch w.p.Kind {
	case site.KindHome:
		w.v.Kids = w.cardsOfSections(w.p.Kids)
		w.v.Recent = w.recent()
	case site.KindSection:
		w.v.Kids = w.cards(w.p.Kids)
	case site.KindTag:
		w.v.Kids = w.cards(w.s.Tagged[w.p.Title])
	case site.KindTags:
		for _, t := range w.s.TagList {
			w.v.Kids = append(w.v.Kids, site.Card{Title: t.Name, Href: site.Rel(w.p.URL, t.URL), Count: len(w.s.Tagged[t.Name])})
		}
	case site.KindContents:
		w.v.Groups = w.groups(w.s.Home, 0, nil)
	}
}

func (w viewer) cards(pages []*site.Page) []site.Card {
	var out []site.Card
	for _, p := range pages {
		out = append(out, w.card(p))
	}
	return out
}

// cardsOfSections are cards that hold those of the first pages below theirs.
func (w viewer) cardsOfSections(pages []*site.Page) []site.Card {
	out := w.cards(pages)
	for i, p := range pages {
		out[i].Kids = w.cards(p.Kids[:min(len(p.Kids), maxCardKids)])
	}
	return out
}

func (w viewer) card(p *site.Page) site.Card {
	c := site.Card{Title: p.Label, Href: w.href(p), Count: len(p.Kids), Changed: p.Changed}
	if p.Kind == site.KindHome {
		c.Title = p.Title // its label is the word for "home"
	}
	if d := p.Facts; d != nil {
		c.Description, c.Minutes = d.About(), d.Minutes
	}
	return c
}

// recent lists the pages that were changed last.
func (w viewer) recent() []site.Card {
	var dated []*site.Page
	for _, p := range w.s.Pages {
		if p.Facts != nil && !p.Hidden && p.Kind != site.KindHome && !p.Changed.IsZero() {
			dated = append(dated, p)
		}
	}
	slices.SortStableFunc(dated, func(a, b *site.Page) int { return b.Changed.Compare(a.Changed) })
	return w.cards(dated[:min(len(dated), maxRecent)])
}

// groups lists all pages: one group for each page that has children. Below home
// the groups come first and what stands beside them last.
func (w viewer) groups(parent *site.Page, depth int, out []site.Group) []site.Group {
	g := site.Group{Title: parent.Label, Href: w.href(parent), Depth: depth}
	var deeper []*site.Page
	for _, k := range parent.Kids {
		if len(k.Kids) > 0 {
			deeper = append(deeper, k)
			continue
		}
		g.Items = append(g.Items, site.Card{Title: k.Label, Href: w.href(k)})
	}
	if parent != w.s.Home {
		out = append(out, g)
	}
	for _, k := range deeper {
		out = w.groups(k, depth+1, out)
	}
	if parent == w.s.Home && len(g.Items) > 0 {
		out = append(out, g)
	}
	return out
}

// Twin is a page as Markdown, for readers that are programs. It lies under the
// path of its source among the notes, so that relative links in it stay right.
// ok is false for pages without one.
func Twin(p *site.Page, t *Text) (out site.Output, ok bool) {
	if !HasTwin(p) {
		return site.Output{}, false
	}
	text := t.Doc.Markdown
	if t.Doc.H1.HTML == "" {
		text = append([]byte("# "+p.Title+"\n\n"), text...)
	}
	return site.Output{Path: t.Doc.Rel, Data: text, From: t.Doc.File}, true
}

// HasTwin reports whether a page is published as Markdown, too.
func HasTwin(p *site.Page) bool { return p.Facts != nil && p.Kind != site.KindMissing }
