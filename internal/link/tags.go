package link

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/site"
)

// tags collects the tags of all pages and makes a page for each and one for
// all. Tags that differ by case are one tag, spelled as it came first.
func (l *linker) tags() {
	base := l.tagBase()
	byKey := map[string]site.Tag{}
	slugs := map[string]bool{}
	for _, p := range l.site.Pages {
		if p.Facts == nil || p.Hidden {
			continue
		}
		for _, name := range p.Facts.Meta.Tags {
			name = strings.Join(strings.Fields(hangul.NFC(name)), " ")
			key := strings.ToLower(name)
			if key == "" {
				continue
			}
			t, known := byKey[key]
			if !known {
				t = site.Tag{Name: name, URL: base + unique(slugs, tagSlug(key)) + "/"}
				t.Out = t.URL + "index.html"
				byKey[key] = t
				l.site.TagList = append(l.site.TagList, t)
			}
			if !slices.Contains(p.Tags, t) {
				p.Tags = append(p.Tags, t)
				l.site.Tagged[t.Name] = append(l.site.Tagged[t.Name], p)
			}
		}
	}
	if len(l.site.TagList) == 0 {
		return
	}
	slices.SortFunc(l.site.TagList, func(a, b site.Tag) int {
		return cmp.Or(natural(a.Name, b.Name), cmp.Compare(a.Name, b.Name))
	})
	index := l.tagPage(site.KindTags, l.word("tags"), base, l.site.Home)
	for _, t := range l.site.TagList {
		l.tagPage(site.KindTag, t.Name, t.URL, index)
	}
}

// tagBase is where the pages of tags live. A folder of notes that is called
// "tags" keeps its address.
func (l *linker) tagBase() string {
	if p := l.places["tags/index.html"]; p != nil {
		return "tag/"
	}
	return "tags/"
}

// tagPage makes a page of tags, or reports the author's page in its place.
func (l *linker) tagPage(kind site.Kind, title, url string, parent *site.Page) *site.Page {
	out := url + "index.html"
	if first, taken := l.owner[strings.ToLower(out)]; taken {
		l.diags = append(l.diags, diag.Errorf(diag.Pos{File: first}, "URL002", "the page and the list of tags would both be published as %q", out).
			WithHint("rename the page, or set url: in its front matter"))
		return parent
	}
	return l.made(kind, title, url, parent)
}

// tagSlug is a tag as a part of a URL: letters, digits and a few signs.
func tagSlug(key string) string {
	s := strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsNumber(r) || strings.ContainsRune("_+#", r) {
			return r
		}
		return '-'
	}, key)
	s = strings.Trim(s, "-")
	if s == "" {
		return "tag"
	}
	return s
}

// unique returns slug, or slug with the first free number after it.
func unique(taken map[string]bool, slug string) string {
	s := slug
	for i := 2; taken[s]; i++ {
		s = fmt.Sprintf("%s-%d", slug, i)
	}
	taken[s] = true
	return s
}
