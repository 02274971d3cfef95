// Package link brings the Docs of a site together: addresses, order,
// navigation, tags, and what every link leads to.
//
// [Site] gives each Doc its place. It sees no more of a Doc than its Facts, so a
// text whose Facts stay the same may change without any place. [Resolver.Text]
// then fills the holes of one text. A link that leads nowhere is the hole that
// stays open, with its position: the link check is not a separate pass. All work
// is map look-ups; nothing is read from disk and no HTML is written here.
package link

import (
	"cmp"
	"path"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// Input is what linking needs to know beside the Docs.
type Input struct {
	Info    site.Info
	Strings site.Strings
	Content string       // the content folder relative to the project's root; "" for the root itself
	Nav     []site.Entry // an order that a person wrote down; nil for the order of folders
	Files   []string     // files below the content folder that are not pages, relative to it
	Static  []site.Asset // files that are published whatever links to them
	Changed map[string]time.Time
	Drafts  bool // publish drafts too
}

// linker is linking under way.
type linker struct {
	*Resolver
	in    Input
	site  *site.Site
	docs  []*site.Facts
	diags []diag.Diag

	crowded map[string]int    // folder/short name → entries of that name
	dirURL  map[string]string // folder → URL
	owner   map[string]string // lower-cased output file → source
	index   map[string]string // folder → the file that is its page
}

// Site gives every Doc its place and returns what resolves links between them.
// The order of docs does not matter.
func Site(docs []*site.Facts, in Input) (*site.Site, *Resolver) {
	l := &linker{
		Resolver: &Resolver{
			info:    in.Info,
			content: in.Content,
			byRel:   map[string]*site.Page{},
			byURL:   map[string]*site.Page{},
			places:  map[string]*site.Page{},
			section: map[string]*site.Page{},
			static:  map[string]string{},
			files:   map[string]bool{},
			drafts:  map[string]bool{},
			anchors: map[*site.Facts]map[string]bool{},
		},
		in:      in,
		site:    &site.Site{Info: in.Info, Strings: in.Strings, Tagged: map[string][]*site.Page{}},
		crowded: map[string]int{},
		dirURL:  map[string]string{},
		owner:   map[string]string{},
		index:   map[string]string{},
	}
	for _, f := range in.Files {
		l.files[f] = true
	}
	for _, f := range in.Static {
		l.static[f.From], l.static[f.Out] = f.Out, f.Out
	}
	l.keep(docs)
	l.names = listNames(l.docs, in.Files)
	l.countNames()
	l.pages()
	l.home = l.folderPage(".")
	l.site.Home, l.home.Kind = l.home, site.KindHome
	if len(in.Nav) > 0 {
		l.orderByEntries()
	} else {
		l.orderByFolders()
	}
	l.site.Home.Label = l.word("home")
	l.sequence()
	l.tags()
	l.contents()
	l.missing()
	l.redirects()
	l.site.Diags = l.diags
	return l.site, l.Resolver
}

// keep sets drafts aside and sorts the rest by path.
func (l *linker) keep(docs []*site.Facts) {
	for _, d := range docs {
		if d.Meta.Draft && !l.in.Drafts {
			l.drafts[d.Rel] = true
			continue
		}
		l.docs = append(l.docs, d)
	}
	slices.SortFunc(l.docs, func(a, b *site.Facts) int { return cmp.Compare(a.Rel, b.Rel) })
	for _, d := range l.docs {
		rank, dir := site.IndexRank(d.Rel), path.Dir(d.Rel)
		if first, taken := l.index[dir]; rank > 0 && (!taken || rank < site.IndexRank(first)) {
			l.index[dir] = d.Rel
		}
	}
}

// isIndex reports whether a file is the page of its folder. Of several that may
// be, one is; the others are pages under their own names.
func (l *linker) isIndex(rel string) bool { return l.index[path.Dir(rel)] == rel }

// pages makes a Page of every Doc. Of two with one address the first by path
// keeps it; the other is reported and stays out.
func (l *linker) pages() {
	for _, d := range l.docs {
		url, out := l.address(d)
		pos := diag.Pos{File: d.File}
		for _, key := range []string{"url", "slug"} {
			if p, ok := d.Meta.Pos[key]; ok {
				pos = p
			}
		}
		if !l.claim(out, d.File, pos) {
			continue
		}
		p := &site.Page{
			Facts: d, Title: d.Title, Label: d.Title, URL: url, Out: out,
			Hidden: d.Meta.Hidden, Changed: l.in.Changed[d.File],
		}
		if d.Rel == missingPage {
			p.Kind, p.Hidden = site.KindMissing, true
		}
		l.byRel[d.Rel], l.byURL[url] = p, p
		l.site.Pages = append(l.site.Pages, p)
	}
}

// sequence puts the pages into reading order and gives each its neighbours.
// Pages that navigation does not show come last, in order of their path.
func (l *linker) sequence() {
	var order []*site.Page
	seen := map[*site.Page]bool{}
	var visit func(p *site.Page)
	visit = func(p *site.Page) {
		if seen[p] {
			return
		}
		seen[p] = true
		if p.Kind != site.KindGroup {
			order = append(order, p)
		}
		for _, k := range p.Kids {
			visit(k)
		}
	}
	visit(l.site.Home)
	var prev *site.Page
	for _, p := range order {
		if p.Made || p.Hidden {
			continue
		}
		if prev != nil {
			prev.Next, p.Prev = p, prev
		}
		prev = p
	}
	for _, p := range l.site.Pages {
		if !seen[p] {
			order = append(order, p)
		}
	}
	l.site.Pages = order
}

// contents makes the page that lists all pages, unless the author has one there.
func (l *linker) contents() {
	const url = "contents/"
	if _, taken := l.owner[url+"index.html"]; taken {
		return
	}
	l.made(site.KindContents, l.word("contents"), url, l.site.Home)
}

// missing makes the page for unknown addresses, unless the author wrote one.
func (l *linker) missing() {
	if _, taken := l.owner["404.html"]; taken {
		return
	}
	p := l.made(site.KindMissing, l.word("missing_title"), "404.html", l.site.Home)
	p.Hidden = true
}

// made adds a page that no file stands behind.
func (l *linker) made(kind site.Kind, title, url string, parent *site.Page) *site.Page {
	out := url
	if !strings.HasSuffix(url, ".html") {
		out += "index.html"
	}
	p := &site.Page{Kind: kind, Title: title, Label: title, URL: url, Out: out, Made: true, Parent: parent}
	if parent != nil {
		p.Up = append(slices.Clone(parent.Up), parent)
	}
	l.owner[strings.ToLower(out)] = title
	l.places[out] = p
	l.site.Pages = append(l.site.Pages, p)
	return p
}

// redirects makes a page at every former address.
func (l *linker) redirects() {
	for _, p := range l.site.Pages {
		if p.Facts == nil {
			continue
		}
		for i, alias := range p.Facts.Meta.Aliases {
			_, out := pathAddress(alias)
			pos := p.Facts.Meta.Pos[aliasKey(i)]
			if pos.File == "" {
				pos.File = p.Facts.File
			}
			if l.isName(alias, out, p, pos) {
				continue
			}
			if l.claim(out, "the alias "+alias+" of "+p.Facts.File, pos) {
				l.site.Aliases = append(l.site.Aliases, site.Redirect{Out: out, To: p, From: pos})
			}
		}
	}
}

// isName reports whether an alias is another name of the page, as Obsidian
// writes them, and its address is taken: then there is nothing to redirect. An
// alias that is a path is meant as an address, and a clash is the author's to
// know.
func (l *linker) isName(alias, out string, p *site.Page, pos diag.Pos) bool {
	first, taken := l.owner[strings.ToLower(out)]
	if !taken || strings.Contains(alias, "/") {
		return false
	}
	if first != p.Facts.File {
		l.diags = append(l.diags, diag.Warnf(pos, "URL004", "the alias %q leads nowhere: its address belongs to %s", alias, first).
			WithHint("remove it, or write it as a path: /%s/", alias))
	}
	return true
}

// word is a word of the interface; a missing one shows its key.
func (l *linker) word(key string) string {
	if s, ok := l.in.Strings[key]; ok {
		return s
	}
	return key
}

func aliasKey(i int) string { return "aliases." + strconv.Itoa(i) }
