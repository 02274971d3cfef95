package link

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// orderByFolders arranges the pages as their folders lie: within a folder those
// with an order in front matter first, then by name, numbers by value.
func (l *linker) orderByFolders() {
	// Shallow folders first, so that a parent knows its own ancestors when its
	// children ask for them.
	var dirs []string
	seen := map[string]bool{".": true}
	for _, p := range l.site.Pages {
		if p.Facts == nil || p.Kind == site.KindMissing {
			continue
		}
		for d := path.Dir(p.Facts.Rel); !seen[d]; d = path.Dir(d) {
			seen[d] = true
			dirs = append(dirs, d)
		}
	}
	slices.SortFunc(dirs, func(a, b string) int {
		return cmp.Or(cmp.Compare(strings.Count(a, "/"), strings.Count(b, "/")), cmp.Compare(a, b))
	})
	rank := map[*site.Page]string{} // the name that a page is sorted by
	for _, d := range dirs {
		p := l.folderPage(d)
		rank[p] = path.Base(d)
		l.adopt(l.section[path.Dir(d)], p)
	}
	for _, p := range l.site.Pages {
		if p.Facts == nil || p.Parent != nil || p == l.site.Home || p.Kind == site.KindMissing {
			continue
		}
		rank[p] = bareName(p.Facts.Rel)
		l.adopt(l.section[path.Dir(p.Facts.Rel)], p)
	}
	for _, p := range l.section {
		slices.SortStableFunc(p.Kids, func(a, b *site.Page) int {
			return cmp.Or(compareOrder(a, b), natural(rank[a], rank[b]), cmp.Compare(rank[a], rank[b]))
		})
	}
}

// folderPage is the page of a folder: its index or README, or the page beside
// it that has its address ("guide.md" for "guide/"), or a list we make.
func (l *linker) folderPage(dir string) *site.Page {
	if p := l.section[dir]; p != nil {
		return p
	}
	url := l.urlOf(dir)
	page := cmp.Or(l.byRel[l.index[dir]], l.byURL[url])
	switch {
	case page != nil:
		page.Kind = site.KindSection
	case dir == ".":
		page = l.made(site.KindHome, l.in.Info.Title, "", nil)
	default:
		if _, taken := l.owner[strings.ToLower(url+"index.html")]; taken {
			// A folder that differs from another by case only: a group without a page.
			page = &site.Page{Kind: site.KindGroup, Made: true}
		} else {
			page = l.made(site.KindSection, "", url, nil)
		}
		page.Title = site.StripOrder(path.Base(dir))
		page.Label = page.Title
	}
	l.section[dir] = page
	return page
}

// adopt makes child a child of parent. A hidden page knows its parent, but the
// parent does not list it.
func (l *linker) adopt(parent, child *site.Page) {
	child.Parent = parent
	child.Up = append(slices.Clone(parent.Up), parent)
	if !child.Hidden {
		parent.Kids = append(parent.Kids, child)
	}
}

func compareOrder(a, b *site.Page) int {
	oa, ob := orderOf(a), orderOf(b)
	switch {
	case oa != nil && ob != nil:
		return cmp.Compare(*oa, *ob)
	case oa != nil:
		return -1
	case ob != nil:
		return 1
	}
	return 0
}

func orderOf(p *site.Page) *int {
	if p.Facts == nil {
		return nil
	}
	return p.Facts.Meta.Order
}

// natural compares names as a person does: runs of digits by value, letters
// without regard to case.
func natural(a, b string) int {
	a, b = strings.ToLower(a), strings.ToLower(b)
	for a != "" && b != "" {
		da, db := digits(a), digits(b)
		if da > 0 && db > 0 {
			na, nb := strings.TrimLeft(a[:da], "0"), strings.TrimLeft(b[:db], "0")
			if c := cmp.Or(cmp.Compare(len(na), len(nb)), cmp.Compare(na, nb)); c != 0 {
				return c
			}
			a, b = a[da:], b[db:]
			continue
		}
		if a[0] != b[0] {
			return cmp.Compare(a[0], b[0])
		}
		a, b = a[1:], b[1:]
	}
	return cmp.Compare(len(a), len(b))
}

func digits(s string) int { return len(s) - len(strings.TrimLeft(s, "0123456789")) }

// orderByEntries arranges the pages as a person wrote down.
func (l *linker) orderByEntries() {
	listed := map[*site.Page]diag.Pos{l.site.Home: {}}
	l.place(l.site.Home, l.in.Nav, listed)
	for _, p := range l.site.Pages {
		if p.Facts == nil || p.Kind == site.KindMissing {
			continue
		}
		if _, ok := listed[p]; !ok {
			p.Parent, p.Up = l.site.Home, []*site.Page{l.site.Home}
			if !p.Hidden {
				l.diags = append(l.diags, diag.Warnf(diag.Pos{File: p.Facts.File}, "CFG007", "the page is built, but the navigation does not list it").
					WithHint("add it to the navigation, or set hidden: true in its front matter"))
			}
		}
	}
	l.sectionsOfListed()
}

func (l *linker) place(parent *site.Page, entries []site.Entry, listed map[*site.Page]diag.Pos) {
	for _, e := range entries {
		p := l.entryPage(e, listed)
		if p == nil {
			l.place(parent, e.Kids, listed)
			continue
		}
		if e.Label != "" {
			p.Label = e.Label
		}
		if p != l.site.Home {
			l.adopt(parent, p)
		}
		if len(e.Kids) > 0 {
			if p.Kind == site.KindPage {
				p.Kind = site.KindSection
			}
			l.place(p, e.Kids, listed)
		}
	}
}

// entryPage is the page that an entry names, or a group for one without a path.
func (l *linker) entryPage(e site.Entry, listed map[*site.Page]diag.Pos) *site.Page {
	if e.Path == "" {
		return &site.Page{Kind: site.KindGroup, Title: e.Label, Label: e.Label, Made: true}
	}
	p := l.byRel[path.Clean(e.Path)]
	switch {
	case l.drafts[path.Clean(e.Path)]:
		return nil // it will stand here once it is published
	case strings.Contains(e.Path, "://"):
		l.diags = append(l.diags, diag.Warnf(e.Pos, "CFG008", "%q leads out of the site, and navigation lists pages only", e.Path).
			WithHint("link to it from a page"))
		return nil
	case p != nil && p.Kind == site.KindMissing:
		l.diags = append(l.diags, diag.Warnf(e.Pos, "CFG008", "%q is the page for unknown addresses, which navigation does not list", e.Path))
		return nil
	}
	if p == nil {
		d := diag.Errorf(e.Pos, "CFG005", "%q is not a page of this site", e.Path)
		if near := l.nearestPage(e.Path); near != "" {
			d = d.WithHint("did you mean %q?", near)
		}
		l.diags = append(l.diags, d)
		return nil
	}
	if first, ok := listed[p]; ok && p != l.site.Home {
		l.diags = append(l.diags, diag.Warnf(e.Pos, "CFG006", "%q stands in the navigation twice", e.Path).
			WithHint("it stays where it came first, at %s", first))
		return nil
	}
	listed[p] = e.Pos
	p.Hidden = false
	return p
}

// sectionsOfListed notes which page stands for which folder, so that links to
// folders lead somewhere.
func (l *linker) sectionsOfListed() {
	for _, p := range l.site.Pages {
		if p.Facts != nil && l.isIndex(p.Facts.Rel) {
			l.section[path.Dir(p.Facts.Rel)] = p
		}
	}
}
