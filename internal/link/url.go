package link

import (
	"path"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// address gives a Doc its URL and its file under the output folder.
//
// A name stays what the author called it, but for an ordering number in front;
// a folder's page has the folder's URL.
func (l *linker) address(doc *site.Facts) (url, out string) {
	if doc.Meta.URL != "" {
		return pathAddress(doc.Meta.URL)
	}
	if doc.Rel == missingPage {
		return "404.html", "404.html"
	}
	dir := l.urlOf(path.Dir(doc.Rel))
	name := ""
	if !l.isIndex(doc.Rel) {
		name = l.segment(doc.Rel)
	}
	if doc.Meta.Slug != nil && *doc.Meta.Slug != "" && !l.isIndex(doc.Rel) {
		name = *doc.Meta.Slug
	}
	if name != "" {
		dir += name + "/"
	}
	return dir, dir + "index.html"
}

// missingPage is the source of the page that is shown for unknown addresses.
const missingPage = "404.md"

// pathAddress reads an address that an author wrote in front matter.
func pathAddress(p string) (url, out string) {
	p = strings.TrimPrefix(p, "/")
	if strings.HasSuffix(p, ".html") {
		return p, p
	}
	if p != "" && !strings.HasSuffix(p, "/") {
		p += "/"
	}
	return p, p + "index.html"
}

// urlOf is the URL of a folder of the content, with its final slash; "" for the
// content folder itself.
func (l *linker) urlOf(dir string) string {
	if dir == "." || dir == "" {
		return ""
	}
	if u, ok := l.dirURL[dir]; ok {
		return u
	}
	u := l.urlOf(path.Dir(dir)) + l.segment(dir) + "/"
	l.dirURL[dir] = u
	return u
}

// segment is what a file or folder contributes to a URL. When two neighbours
// differ in their numbers only, "1. 개요.md" and "2. 개요.md", they keep them.
func (l *linker) segment(rel string) string {
	full := bareName(rel)
	short := site.StripOrder(full)
	if short != full && l.crowded[path.Dir(rel)+"/"+strings.ToLower(short)] > 1 {
		return full
	}
	return short
}

// bareName is the name of a file without the extension of a Markdown file.
func bareName(rel string) string {
	base := path.Base(rel)
	if isMarkdown(base) {
		return strings.TrimSuffix(base, path.Ext(base))
	}
	return base
}

func isMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown":
		return true
	}
	return false
}

// countNames notes for each folder how many of its entries would share a
// shortened name.
func (l *linker) countNames() {
	seen := map[string]bool{}
	for _, doc := range l.docs {
		for rel := doc.Rel; rel != "."; rel = path.Dir(rel) {
			if seen[rel] {
				break
			}
			seen[rel] = true
			if rel == doc.Rel && l.isIndex(rel) {
				continue
			}
			l.crowded[path.Dir(rel)+"/"+strings.ToLower(site.StripOrder(bareName(rel)))]++
		}
	}
}

// claim gives a file under the output folder to a page. Addresses that differ
// by case only are one file on many disks, so they clash too.
func (l *linker) claim(out, from string, pos diag.Pos) bool {
	key := strings.ToLower(out)
	if first, taken := l.owner[key]; taken {
		l.diags = append(l.diags, diag.Errorf(pos, "URL002", "%s and %s would both be published as %q", first, from, out).
			WithHint("rename one of them, or set url: in its front matter"))
		return false
	}
	l.owner[key] = from
	return true
}
