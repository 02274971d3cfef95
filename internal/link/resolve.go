package link

import (
	"path"
	"slices"
	"strconv"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// resolve fills the holes of every page. What cannot be filled keeps the
// author's own words and is reported.
func (l *linker) resolve() {
	for _, p := range l.site.Pages {
		if p.Doc == nil {
			continue
		}
		p.Hrefs = make([]string, len(p.Doc.Body.Links))
		for i, link := range p.Doc.Body.Links {
			p.Hrefs[i] = l.href(p, link)
		}
	}
	slices.SortFunc(l.site.Assets, func(a, b site.Asset) int { return strings.Compare(a.Out, b.Out) })
}

// href is what a link of page p leads to.
func (l *linker) href(p *site.Page, link site.Link) string {
	if link.Path == "" {
		if link.Frag != "" {
			l.checkAnchor(p, link)
		}
		if link.Rest == "" {
			return "./"
		}
		return link.Rest
	}
	rel := path.Join(path.Dir(l.fileOf(p, link)), link.Path)
	if out, ok := l.static[path.Join(l.in.Content, rel)]; ok {
		return l.from(p, out) + link.Rest
	}
	if strings.HasPrefix(link.Path, "/") {
		rel = path.Clean(strings.TrimPrefix(path.Clean(link.Path), "/"))
		l.report(link, "LNK004", "%q begins with a slash and leaves the site when it is published below a folder", link.Path).
			hint("write it relative to this file: %q", relativePath(l.fileOf(p, link), l.sourceOf(rel)))
	} else if rel == ".." || strings.HasPrefix(rel, "../") {
		l.report(link, "LNK005", "%q lies outside of the content folder", link.Path).
			hint("move the file into the content folder, or link to where it is published")
		return site.Encode(link.Path) + link.Rest
	}
	if to := l.pageAt(rel); to != nil {
		if link.Frag != "" {
			l.checkAnchor(to, link)
		}
		return l.from(p, to.URL) + link.Rest
	}
	if l.files[rel] {
		l.publish(rel)
		return l.from(p, rel) + link.Rest
	}
	if out, ok := l.published(rel); ok {
		return l.from(p, out) + link.Rest
	}
	if !strings.HasPrefix(link.Path, "/") {
		l.reportMissing(p, link, rel)
	}
	return site.Encode(link.Path) + link.Rest
}

// from is the address of a URL of the site as seen from p. The page for unknown
// addresses is shown at any depth, so nothing on it may be relative.
func (l *linker) from(p *site.Page, url string) string {
	if p.Kind == site.KindMissing {
		return l.in.Info.BasePath + site.Encode(url)
	}
	return site.Rel(p.URL, url)
}

// fileOf is the file a link stands in, which for an included text is not the
// page's. Links are relative to it.
func (l *linker) fileOf(p *site.Page, link site.Link) string {
	if link.Pos.File == p.Doc.File || link.Pos.File == "" {
		return p.Doc.Rel
	}
	prefix := strings.TrimSuffix(p.Doc.File, p.Doc.Rel)
	return strings.TrimPrefix(link.Pos.File, prefix)
}

// published is the address of what is published at rel without a file among the
// notes: static files, lists we make, the feed.
func (l *linker) published(rel string) (out string, ok bool) {
	if out, ok := l.static[rel]; ok {
		return out, true
	}
	if q := l.places[path.Join(rel, "index.html")]; q != nil {
		return q.URL, true
	}
	switch rel {
	case "llms.txt", "robots.txt":
		return rel, true
	case "feed.xml", "sitemap.xml":
		return rel, l.in.Info.BaseURL != "" // without an address they are not made
	}
	return "", false
}

// pageAt is the page that a clean path of the content folder stands for: that of
// a Markdown file or of a folder.
func (l *linker) pageAt(rel string) *site.Page {
	if p := l.byRel[rel]; p != nil {
		return p
	}
	if p := l.section[rel]; p != nil && p.Kind != site.KindGroup {
		return p
	}
	return nil
}

// sourceOf turns a path that may be a URL of the site into the file behind it.
func (l *linker) sourceOf(rel string) string {
	if home := l.site.Home; rel == "." && home.Doc != nil {
		return home.Doc.Rel
	}
	if p := l.byURL[strings.TrimSuffix(rel, "/")+"/"]; p != nil && l.byRel[rel] == nil {
		return p.Doc.Rel
	}
	return rel
}

// publish notes that a file beside the notes is referred to: only such files
// become part of the site, so nothing private lying among notes is published.
func (l *linker) publish(rel string) {
	if l.assets[rel] {
		return
	}
	l.assets[rel] = true
	l.site.Assets = append(l.site.Assets, site.Asset{From: path.Join(l.in.Content, rel), Out: rel})
}

// checkAnchor reports a fragment that no element of the page has as its id.
func (l *linker) checkAnchor(p *site.Page, link site.Link) {
	if p.Doc == nil || link.Kind != site.LinkPage {
		return
	}
	ids := l.anchors[p.Doc]
	if ids == nil {
		ids = make(map[string]bool, len(p.Doc.Anchors))
		for _, id := range p.Doc.Anchors {
			ids[id] = true
		}
		l.anchors[p.Doc] = ids
	}
	if ids[link.Frag] || link.Frag == "top" || strings.HasPrefix(link.Frag, ":~:") {
		return
	}
	r := l.report(link, "LNK002", "%s has no heading or anchor %q", p.Doc.File, "#"+link.Frag)
	if near := diag.Nearest(link.Frag, p.Doc.Anchors); near != "" {
		r.hint("did you mean %q?", "#"+near)
	} else {
		r.hint("anchors are made of the heading's text as on GitHub: small letters, spaces become “-”")
	}
}

// reportMissing says that nothing stands where a link leads, and what is near.
func (l *linker) reportMissing(p *site.Page, link site.Link, rel string) {
	whole := rel + "#" + link.Frag
	switch {
	case link.Frag != "" && (l.byRel[whole] != nil || l.files[whole]):
		l.report(link, "LNK001", "the # in %q begins an anchor, so this leads nowhere", link.Path+"#"+link.Frag).
			hint("write the # of a file name as %%23")
		return
	case l.drafts[rel]:
		l.report(link, "LNK001", "%q is a draft and not published", link.Path).hint("remove draft: true from it, or build with --drafts")
		return
	case link.Kind == site.LinkImage || path.Ext(rel) != "" && !isMarkdown(rel):
		what, beside := "file", l.names["files "+path.Dir(rel)]
		if link.Kind == site.LinkImage {
			what, beside = "image", slices.DeleteFunc(slices.Clone(beside), notPicture)
		}
		r := l.report(link, "LNK003", "the %s %q does not exist", what, link.Path)
		if near := l.nearestName(rel, beside); near != "" {
			r.hint("did you mean %q?", relativePath(l.fileOf(p, link), near))
		}
		return
	}
	r := l.report(link, "LNK001", "%q is not a page of this site", link.Path)
	if near := l.nearestPage(rel); near != "" {
		r.hint("did you mean %q?", relativePath(l.fileOf(p, link), near))
	}
}

// nearestPage is the page an author likely meant by rel: one of the same name
// elsewhere, else one with a similar name in the same folder.
func (l *linker) nearestPage(rel string) string {
	if l.byBase == nil {
		l.byBase = map[string][]string{}
		for _, d := range l.docs {
			base := strings.ToLower(path.Base(d.Rel))
			l.byBase[base] = append(l.byBase[base], d.Rel)
		}
	}
	base := strings.ToLower(path.Base(rel))
	for _, name := range []string{base, base + ".md", strings.TrimSuffix(base, ".html") + ".md"} {
		if same := l.byBase[name]; len(same) > 0 {
			return nearestPath(rel, same)
		}
	}
	if src := l.sourceOf(rel); src != rel {
		return src
	}
	return l.nearestName(rel, l.names[path.Dir(rel)])
}

// maxHintWork is how many names are compared for hints in one build. Beyond it
// hints are left out: a folder of thousands of notes whose links all broke at
// once is told so in seconds.
const maxHintWork = 200_000

// nearestName is the one of names, those of rel's neighbours, that looks most
// like it. Extensions do not count: ".md" would make all short names look alike.
func (l *linker) nearestName(rel string, names []string) string {
	if l.hints -= len(names); l.hints < 0 {
		return ""
	}
	bare := make([]string, len(names))
	for i, n := range names {
		bare[i] = strings.TrimSuffix(n, path.Ext(n))
	}
	base := path.Base(rel)
	near := diag.Nearest(strings.TrimSuffix(base, path.Ext(base)), bare)
	if near == "" {
		return ""
	}
	return path.Join(path.Dir(rel), names[slices.Index(bare, near)])
}

// nearestPath prefers the candidate in rel's own folder, then the first.
func nearestPath(rel string, candidates []string) string {
	for _, c := range candidates {
		if path.Dir(c) == path.Dir(rel) {
			return c
		}
	}
	return candidates[0]
}

func notPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif":
		return false
	}
	return true
}

// listNames notes the names of the pages and of the other files in each folder.
func (l *linker) listNames() {
	for _, d := range l.docs {
		dir := path.Dir(d.Rel)
		l.names[dir] = append(l.names[dir], path.Base(d.Rel))
	}
	for _, f := range l.in.Files {
		key := "files " + path.Dir(f)
		l.names[key] = append(l.names[key], path.Base(f))
	}
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

// report adds a broken reference and returns it for a hint to be added.
func (l *linker) report(link site.Link, code, format string, args ...any) *broken {
	l.diags = append(l.diags, diag.Warnf(link.Pos, code, format, args...).AsBroken())
	return &broken{&l.diags[len(l.diags)-1]}
}

type broken struct{ d *diag.Diag }

func (b *broken) hint(format string, args ...any) { *b.d = b.d.WithHint(format, args...) }

func aliasKey(i int) string { return "aliases." + strconv.Itoa(i) }
