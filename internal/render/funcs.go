package render

import (
	"errors"
	"fmt"
	"html"
	"html/template"
	"iter"
	"slices"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/site"
)

// funcs are what a template may call beyond the functions of text/template.
func (t *Theme) funcs() template.FuncMap {
	return template.FuncMap{"asset": t.asset, "dict": dict, "classes": t.classes, "glue": glue, "href": href, "inOrder": inOrder, "rtl": rtl, "uses": uses}
}

// asset returns the published path of a file of static/assets/, relative to the
// site's root.
func (t *Theme) asset(name string) (string, error) {
	if p, ok := t.paths[name]; ok {
		return p, nil
	}
	known := make([]string, 0, len(t.paths))
	for k := range t.paths {
		known = append(known, k)
	}
	slices.Sort(known)
	if near := diag.Nearest(name, known); near != "" {
		return "", fmt.Errorf("no file %q in static/assets (did you mean %q?)", name, near)
	}
	return "", fmt.Errorf("no file %q in static/assets", name)
}

// classes returns the published paths of the stylesheets of assets/class/ whose
// class occurs in one of the texts, in order of their names: a page brings the
// styles of diagrams if it has one.
func (t *Theme) classes(texts ...template.HTML) []string {
	var names []string
	for _, text := range texts {
		for name := range classNames(text) {
			if _, styled := t.paths[classSheet(name)]; styled && !slices.Contains(names, name) {
				names = append(names, name)
			}
		}
	}
	slices.Sort(names)
	for i, name := range names {
		names[i] = t.paths[classSheet(name)]
	}
	return names
}

// uses reports whether a text has an element that one of the selectors names:
// ".note" by its class, "table" by its own name.
func uses(text template.HTML, selectors ...string) bool {
	for _, s := range selectors {
		class, isClass := strings.CutPrefix(s, ".")
		if isClass && hasClass(text, class) || !isClass && hasElement(text, s) {
			return true
		}
	}
	return false
}

func hasClass(text template.HTML, class string) bool {
	for name := range classNames(text) {
		if name == class {
			return true
		}
	}
	return false
}

func hasElement(text template.HTML, name string) bool {
	for rest := string(text); ; {
		_, after, ok := strings.Cut(rest, "<"+name)
		if !ok {
			return false
		}
		if strings.IndexAny(after, " >/\n\t") == 0 {
			return true
		}
		rest = after
	}
}

// classNames yields the classes of the elements of a text, those of several
// elements several times.
func classNames(text template.HTML) iter.Seq[string] {
	return func(yield func(string) bool) {
		for rest := string(text); ; {
			_, after, ok := strings.Cut(rest, `class="`)
			if !ok {
				return
			}
			value, after, _ := strings.Cut(after, `"`)
			for name := range strings.FieldsSeq(value) {
				if !yield(name) {
					return
				}
			}
			rest = after
		}
	}
}

// classSheet is the path of a class's stylesheet below assets/.
func classSheet(class string) string { return "class/" + class + ".css" }

// dict makes one value of several, for a part that needs more than one:
// {{ template "nav" dict "Items" .Nav "T" .T }}.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, errors.New("dict wants names and values in turn")
	}
	d := make(map[string]any, len(pairs)/2)
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict wants a name as argument %d", i+1)
		}
		d[name] = pairs[i+1]
	}
	return d, nil
}

// glue keeps the lines of a plain text from breaking before a particle.
func glue(s string) string {
	glued, _ := hangul.Glue(s, 0)
	return glued
}

// href writes a whole href attribute. In href="{{ .Href }}" html/template would
// write a + as &#43;; this way an address is the same bytes wherever it stands.
func href(to string) template.HTMLAttr {
	if !leadsSomewhere(to) {
		to = "#"
	}
	return template.HTMLAttr(`href="` + html.EscapeString(to) + `"`)
}

// leadsSomewhere tells whether following an address does no more than that:
// it is relative, or its scheme is one of the web's.
func leadsSomewhere(to string) bool {
	scheme, _, ok := strings.Cut(to, ":")
	if !ok || strings.ContainsAny(scheme, "/?#") {
		return true
	}
	switch strings.ToLower(scheme) {
	case "http", "https", "mailto", "tel":
		return true
	}
	return false
}

// rtl reports whether a language is written from right to left: by the script
// that its tag names, else by the one it is usually written in.
func rtl(lang string) bool {
	subtags := strings.Split(strings.ToLower(lang), "-")
	for _, tag := range subtags[1:] {
		if len(tag) == 4 && 'a' <= tag[0] && tag[0] <= 'z' {
			return slices.Contains(rtlScripts, tag)
		}
	}
	return slices.Contains(rtlLanguages, subtags[0])
}

var (
	rtlScripts   = []string{"adlm", "arab", "aran", "hebr", "mand", "mend", "nkoo", "rohg", "samr", "syrc", "thaa", "yezi"}
	rtlLanguages = []string{"ar", "arc", "azb", "bqi", "ckb", "dv", "fa", "glk", "he", "iw", "khw", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "sdh", "skr", "syr", "ug", "ur", "yi"}
)

// inOrder returns the first n pages of cards in reading order: those inside of
// sections, and sections that have something to read themselves.
func inOrder(n int, cards []site.Card) []site.Card {
	var out []site.Card
	for _, c := range cards {
		if len(out) == n {
			break
		}
		if c.Href != "" && (c.Minutes > 0 || len(c.Kids) == 0) {
			out = append(out, c)
		}
		out = append(out, inOrder(n-len(out), c.Kids)...)
	}
	return out
}
