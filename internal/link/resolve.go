package link

import (
	"maps"
	"path"
	"slices"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// Resolver knows what stands where. It fills the holes of one text at a time, and
// what it knows does not depend on texts: when one changes, only that one is
// filled again. It is not safe for use by several goroutines.
type Resolver struct {
	info    site.Info
	content string
	home    *site.Page
	byRel   map[string]*site.Page
	byURL   map[string]*site.Page // pages with a file of their own
	places  map[string]*site.Page // output file → page that no file stands behind
	section map[string]*site.Page // folder → its page
	static  map[string]string     // published or source path of a static file → published path
	files   map[string]bool       // beside the notes
	drafts  map[string]bool
	anchors map[*site.Facts]map[string]bool
	names   names
}

// Text is what one file says, in its place in the site: a Doc with what fills its
// holes.
type Text struct {
	Doc    *site.Doc
	Hrefs  []string // for each link of the body, relative to the page and percent-encoded
	Files  []string // files beside the notes that it refers to, sorted
	Pages  []string // URLs of other pages that it links to, in the order in which it first does
	broken []broken
}

// Text fills the holes of d, which stands at page p. A hole that cannot be filled
// keeps the author's own words and is reported by Broken.
func (r *Resolver) Text(p *site.Page, d *site.Doc) *Text {
	f := filler{Resolver: r, page: p, text: &Text{Doc: d, Hrefs: make([]string, len(d.Body.Links))}, led: map[*site.Page]bool{}}
	for i, link := range d.Body.Links {
		f.text.Hrefs[i] = f.href(link)
	}
	slices.Sort(f.text.Files)
	f.text.Files = slices.Compact(f.text.Files)
	return f.text
}

// Assets lists the files beside the notes that texts refer to. Only such files
// become part of the site, so nothing private lying among notes is published.
func (r *Resolver) Assets(texts []*Text) []site.Asset {
	var rels []string
	for _, t := range texts {
		if t != nil {
			rels = append(rels, t.Files...)
		}
	}
	slices.Sort(rels)
	var assets []site.Asset
	for _, rel := range slices.Compact(rels) {
		assets = append(assets, site.Asset{From: path.Join(r.content, rel), Out: rel})
	}
	return assets
}

// Backlinks gives each page those that link to it, in reading order. texts are
// those of the pages of s, by index. Pages that readers are not led to lead
// nobody either.
func Backlinks(s *site.Site, texts []*Text) {
	byURL := make(map[string]*site.Page, len(s.Pages))
	for _, p := range s.Pages {
		byURL[p.URL] = p
	}
	for i, p := range s.Pages {
		if texts[i] == nil || p.Hidden {
			continue
		}
		for _, url := range texts[i].Pages {
			to := byURL[url]
			to.Back = append(to.Back, p)
		}
	}
}

// Change is what has become of the places that links lead to.
type Change struct {
	all      bool            // something stands elsewhere
	reworded map[string]bool // URLs of pages with other anchors
}

// Since compares the places that r knows with those of before.
func (r *Resolver) Since(before *Resolver) Change {
	c := Change{reworded: map[string]bool{}}
	c.all = r.content != before.content ||
		r.info.BasePath != before.info.BasePath || (r.info.BaseURL == "") != (before.info.BaseURL == "") ||
		!maps.Equal(r.static, before.static) || !maps.Equal(r.files, before.files) || !maps.Equal(r.drafts, before.drafts) ||
		!maps.EqualFunc(r.byRel, before.byRel, samePlace) || !maps.EqualFunc(r.places, before.places, samePlace) ||
		!maps.EqualFunc(r.section, before.section, samePlace)
	if c.all {
		return c
	}
	for rel, p := range r.byRel {
		if was := before.byRel[rel]; p.Facts != was.Facts && !slices.Equal(p.Facts.Anchors, was.Facts.Anchors) {
			c.reworded[p.URL] = true
		}
	}
	return c
}

// Concerns reports whether the holes of t, whose own file is what it was, may have
// to be filled otherwise than they are. What pages are called is of no concern.
func (c Change) Concerns(t *Text) bool {
	return c.all || slices.ContainsFunc(t.Pages, func(url string) bool { return c.reworded[url] })
}

// samePlace reports whether a link to b would be one to a.
func samePlace(a, b *site.Page) bool {
	return a.URL == b.URL && a.Kind == b.Kind && (a.Facts == nil) == (b.Facts == nil) &&
		(a.Facts == b.Facts || a.Facts.File == b.Facts.File)
}

// filler is the filling of one text.
type filler struct {
	*Resolver
	page *site.Page
	text *Text
	led  map[*site.Page]bool // those among text.Pages
}

// href is what a link of the text leads to.
func (f *filler) href(link site.Link) string {
	if link.Path == "" {
		if link.Frag != "" {
			f.checkAnchor(f.page, link)
		}
		if link.Rest == "" {
			return "./"
		}
		return link.Rest
	}
	rel := path.Join(path.Dir(f.fileOf(link)), link.Path)
	if out, ok := f.static[path.Join(f.content, rel)]; ok {
		return f.from(out) + link.Rest
	}
	if strings.HasPrefix(link.Path, "/") {
		rel = path.Clean(strings.TrimPrefix(path.Clean(link.Path), "/"))
		f.report(link, "LNK004", "%q begins with a slash and leaves the site when it is published below a folder", link.Path).
			hint("write it relative to this file: %q", relativePath(f.fileOf(link), f.sourceOf(rel)))
	} else if rel == ".." || strings.HasPrefix(rel, "../") {
		f.report(link, "LNK005", "%q lies outside of the content folder", link.Path).
			hint("move the file into the content folder, or link to where it is published")
		return site.Encode(link.Path) + link.Rest
	}
	if to := f.pageAt(rel); to != nil {
		if link.Frag != "" {
			f.checkAnchor(to, link)
		}
		f.leadsTo(to)
		return f.from(to.URL) + link.Rest
	}
	if f.files[rel] {
		f.text.Files = append(f.text.Files, rel)
		return f.from(rel) + link.Rest
	}
	if out, ok := f.published(rel); ok {
		return f.from(out) + link.Rest
	}
	if !strings.HasPrefix(link.Path, "/") {
		f.reportMissing(link, rel)
	}
	return site.Encode(link.Path) + link.Rest
}

// leadsTo notes that the text links to a page.
func (f *filler) leadsTo(to *site.Page) {
	if to != f.page && !f.led[to] {
		f.led[to] = true
		f.text.Pages = append(f.text.Pages, to.URL)
	}
}

// from is the address of a URL of the site as seen from the page. The page for
// unknown addresses is shown at any depth, so nothing on it may be relative.
func (f *filler) from(url string) string {
	if f.page.Kind == site.KindMissing {
		return f.info.BasePath + site.Encode(url)
	}
	return site.Rel(f.page.URL, url)
}

// fileOf is the file a link stands in, which for an included text is not the
// page's. Links are relative to it.
func (f *filler) fileOf(link site.Link) string {
	d := f.text.Doc
	if link.Pos.File == d.File || link.Pos.File == "" {
		return d.Rel
	}
	return strings.TrimPrefix(link.Pos.File, strings.TrimSuffix(d.File, d.Rel))
}

// published is the address of what is published at rel without a file among the
// notes: static files, lists we make, the feed.
func (r *Resolver) published(rel string) (out string, ok bool) {
	if out, ok := r.static[rel]; ok {
		return out, true
	}
	if q := r.places[path.Join(rel, "index.html")]; q != nil {
		return q.URL, true
	}
	switch rel {
	case "llms.txt", "robots.txt":
		return rel, true
	case "feed.xml", "sitemap.xml":
		return rel, r.info.BaseURL != "" // without an address they are not made
	}
	return "", false
}

// pageAt is the page that a clean path of the content folder stands for: that of
// a Markdown file or of a folder.
func (r *Resolver) pageAt(rel string) *site.Page {
	if p := r.byRel[rel]; p != nil {
		return p
	}
	if p := r.section[rel]; p != nil && p.Kind != site.KindGroup {
		return p
	}
	return nil
}

// sourceOf turns a path that may be a URL of the site into the file behind it.
func (r *Resolver) sourceOf(rel string) string {
	if rel == "." && r.home.Facts != nil {
		return r.home.Facts.Rel
	}
	if p := r.byURL[strings.TrimSuffix(rel, "/")+"/"]; p != nil && r.byRel[rel] == nil {
		return p.Facts.Rel
	}
	return rel
}

// checkAnchor reports a fragment that no element of page to has as its id.
func (f *filler) checkAnchor(to *site.Page, link site.Link) {
	if to.Facts == nil || link.Kind != site.LinkPage {
		return
	}
	if f.ids(to.Facts)[link.Frag] || link.Frag == "top" || strings.HasPrefix(link.Frag, ":~:") {
		return
	}
	b := f.report(link, "LNK002", "%s has no heading or anchor %q", to.Facts.File, "#"+link.Frag)
	if near := diag.Nearest(link.Frag, to.Facts.Anchors); near != "" {
		b.hint("did you mean %q?", "#"+near)
	} else {
		b.hint("anchors are made of the heading's text as on GitHub: small letters, spaces become “-”")
	}
}

func (r *Resolver) ids(of *site.Facts) map[string]bool {
	ids := r.anchors[of]
	if ids == nil {
		ids = make(map[string]bool, len(of.Anchors))
		for _, id := range of.Anchors {
			ids[id] = true
		}
		r.anchors[of] = ids
	}
	return ids
}

// reportMissing says that nothing stands where a link leads, and what is near.
func (f *filler) reportMissing(link site.Link, rel string) {
	whole := rel + "#" + link.Frag
	from := f.fileOf(link)
	switch {
	case link.Frag != "" && (f.byRel[whole] != nil || f.files[whole]):
		f.report(link, "LNK001", "the # in %q begins an anchor, so this leads nowhere", link.Path+"#"+link.Frag).
			hint("write the # of a file name as %%23")
	case f.drafts[rel]:
		f.report(link, "LNK001", "%q is a draft and not published", link.Path).hint("remove draft: true from it, or build with --drafts")
	case link.Kind == site.LinkImage:
		f.report(link, "LNK003", "the image %q does not exist", link.Path).
			near = func(r *Resolver) string { return nearTo(from, r.nearestFile(rel, isPicture)) }
	case path.Ext(rel) != "" && !isMarkdown(rel):
		f.report(link, "LNK003", "the file %q does not exist", link.Path).
			near = func(r *Resolver) string { return nearTo(from, r.nearestFile(rel, nil)) }
	default:
		f.report(link, "LNK001", "%q is not a page of this site", link.Path).
			near = func(r *Resolver) string { return nearTo(from, r.nearestPage(rel)) }
	}
}

// nearTo is the path to write in file from to lead to a file, "" for none.
func nearTo(from, to string) string {
	if to == "" {
		return ""
	}
	return relativePath(from, to)
}

// relativePath is the path to write in file from so that it leads to file to.
func relativePath(from, to string) string {
	dir := path.Dir(from)
	up := ""
	for dir != "." && !strings.HasPrefix(to, dir+"/") {
		dir = path.Dir(dir)
		up += "../"
	}
	if dir == "." {
		return up + to
	}
	return up + strings.TrimPrefix(to, dir+"/")
}

// broken is a link that leads nowhere.
type broken struct {
	diag diag.Diag
	near func(*Resolver) string // looks for what may have been meant; nil if the diagnostic has its hint
}

// report adds a broken link and returns it for a hint to be added.
func (f *filler) report(link site.Link, code, format string, args ...any) *broken {
	f.text.broken = append(f.text.broken, broken{diag: diag.Warnf(link.Pos, code, format, args...).AsBroken()})
	return &f.text.broken[len(f.text.broken)-1]
}

func (b *broken) hint(format string, args ...any) { b.diag = b.diag.WithHint(format, args...) }

// Broken reports the links of texts that lead nowhere, with what their authors
// may have meant. That is looked for here and not when a text is filled, because
// only so much looking is done for a whole site.
func (r *Resolver) Broken(texts []*Text) []diag.Diag {
	left := r.names.left
	defer func() { r.names.left = left }() // the same is said however often this is asked
	var ds []diag.Diag
	for _, t := range texts {
		if t == nil {
			continue
		}
		for _, b := range t.broken {
			d := b.diag
			if b.near != nil {
				if near := b.near(r); near != "" {
					d = d.WithHint("did you mean %q?", near)
				}
			}
			ds = append(ds, d)
		}
	}
	return ds
}
