package config

import (
	"errors"
	"slices"
	"strconv"
	"strings"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// frontKeys are the keys of front matter: how each is decoded, under the name
// we document and under the names other tools use.
var frontKeys = []struct {
	name  string
	also  []string
	apply func(d *document, m *site.Meta, f field)
}{
	{"title", nil, func(d *document, m *site.Meta, f field) { m.Title = d.filled(f) }},
	{"description", []string{"summary"}, func(d *document, m *site.Meta, f field) { m.Description, _ = d.text(f) }},
	{"order", []string{"weight", "sidebar_position", "nav_order"}, order},
	{"slug", nil, slug},
	{"url", []string{"permalink"}, pageURL},
	{"hidden", []string{"nav_exclude"}, func(d *document, m *site.Meta, f field) { m.Hidden, _ = d.flag(f) }},
	{"draft", nil, func(d *document, m *site.Meta, f field) { m.Draft, _ = d.flag(f) }},
	{"date", nil, date},
	{"tags", nil, tags},
	{"aliases", []string{"redirect_from"}, aliases},
	{"search", nil, func(d *document, m *site.Meta, f field) { m.NoSearch = d.switchedOff(f) }},
	{"toc", nil, func(d *document, m *site.Meta, f field) { m.NoTOC = d.switchedOff(f) }},
	{"lang", nil, func(d *document, m *site.Meta, f field) { m.Lang = d.lang(f) }},
}

// foreignKeys mean something to other tools and nothing here. They are passed
// over in silence, so that notes may be shared with those tools.
var foreignKeys = []string{
	"author", "authors", "categories", "category", "comments", "cover", "created", "cssclass", "cssclasses",
	"editLink", "excerpt", "has_children", "head", "hide_table_of_contents", "hide_title", "icon", "id", "image",
	"keywords", "lastUpdated", "lastmod", "last_modified_at", "layout", "license", "math", "mermaid", "modified",
	"next", "outline", "pagination_next", "pagination_prev", "params", "parent", "prev", "publish", "published",
	"series", "sidebar_class_name", "sidebar_label", "status", "subtitle", "template", "thumbnail", "type",
	"updated", "version",
}

var frontCodes = codes{limit: maxFront, syntax: "FM003", duplicate: "FM004", bomb: "FM005", shape: "FM006", kind: "FM008", unknown: "FM010"}

// FrontMatter decodes the YAML between the --- lines of a Markdown file. data
// is what stands between them and firstLine the line of the file on which it
// begins. A value that is refused keeps its zero value.
func FrontMatter(file string, data []byte, firstLine int) (site.Meta, []diag.Diag) {
	d := &document{file: file, first: firstLine, data: data, codes: frontCodes, pos: map[string]diag.Pos{}}
	m := site.Meta{}
	for _, f := range d.fields() {
		d.front(&m, f)
	}
	if len(d.pos) > 0 {
		m.Pos = d.pos
	}
	return m, d.diags
}

func (d *document) front(m *site.Meta, f field) {
	for _, k := range frontKeys {
		if f.key != k.name && !slices.Contains(k.also, f.key) {
			continue
		}
		if was, twice := d.pos[k.name]; twice {
			d.errorf(f.at, d.codes.duplicate, "%q says the same as a key before it", f.key).hint("the first is on line %d; keep one of them", was.Line)
			return
		}
		d.pos[k.name] = d.at(f.value)
		k.apply(d, m, f)
		return
	}
	if slices.Contains(foreignKeys, f.key) {
		return
	}
	r := d.warnf(f.at, d.codes.unknown, "unknown key %q in the front matter", shorten(clean(f.key)))
	names := make([]string, len(frontKeys))
	for i, k := range frontKeys {
		names[i] = k.name
	}
	if near := diag.Nearest(f.key, names); near != "" {
		r.hint("did you mean %q?", near)
	}
}

// filled is text that should not be empty.
func (d *document) filled(f field) string {
	s, ok := d.text(f)
	if ok && s == "" {
		d.warnf(d.at(f.value), "FM007", "%s is empty and is passed over", f.key).hint("fill it in or remove the line")
	}
	return s
}

func (d *document) switchedOff(f field) bool {
	on, ok := d.flag(f)
	return ok && !on
}

func (d *document) lang(f field) string {
	s, ok := d.text(f)
	if ok && s != "" && !langTag.MatchString(s) {
		d.wrong(f, `a language such as "ko" or "en-US"`)
		return ""
	}
	return s
}

func order(d *document, m *site.Meta, f field) {
	if n, ok := d.number(f, -1_000_000_000, 1_000_000_000); ok {
		m.Order = &n
	}
}

func slug(d *document, m *site.Meta, f field) {
	s := d.filled(f)
	if s == "" {
		return
	}
	if strings.Contains(s, "/") || strings.Contains(strings.ToLower(s), "%2f") {
		d.errorf(d.at(f.value), "URL001", "slug %q holds a slash", shorten(s)).hint("a slug is the last part of the address; url sets the whole")
		return
	}
	if s = d.sitePath(f, s); s != "" {
		m.Slug = &s
	}
}

func pageURL(d *document, m *site.Meta, f field) {
	if s := d.filled(f); s != "" {
		m.URL = d.sitePath(f, s)
	}
}

func aliases(d *document, m *site.Meta, f field) {
	for _, e := range d.list(field{"aliases", f.at, f.value}) {
		s, ok := d.text(e)
		if !ok || s == "" {
			continue
		}
		if e.key == "aliases" { // a single string
			e.key = "aliases.0"
		}
		if s = d.sitePath(e, s); s != "" {
			d.pos["aliases."+strconv.Itoa(len(m.Aliases))] = d.at(e.value)
			m.Aliases = append(m.Aliases, s)
		}
	}
}

func (d *document) sitePath(f field, s string) string {
	p, err := sitePath(s)
	if err != nil {
		d.errorf(d.at(f.value), "URL001", "%s %q %v", f.key, shorten(s), err).hint("write a path on this site, such as /guide/start/")
		return ""
	}
	return p
}

func tags(d *document, m *site.Meta, f field) {
	for _, e := range d.list(f) {
		s, _ := d.text(e)
		parts := []string{s}
		if e.key == f.key { // one string: "가, 나"
			parts = strings.Split(s, ",")
		}
		for _, p := range parts {
			if p = strings.TrimPrefix(strings.TrimSpace(p), "#"); p != "" && !slices.Contains(m.Tags, p) {
				m.Tags = append(m.Tags, p)
			}
		}
	}
}

var dateForms = []string{
	"2006-01-02", time.RFC3339, "2006-01-02 15:04", "2006-01-02 15:04:05",
	"2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02 15:04:05 -0700", "2006-01-02 15:04:05Z07:00",
}

func date(d *document, m *site.Meta, f field) {
	s, ok := d.text(f)
	if !ok || s == "" {
		return
	}
	for _, form := range dateForms {
		if t, err := time.ParseInLocation(form, s, time.UTC); err == nil && t.Year() > 0 {
			m.Date = t
			return
		}
	}
	d.errorf(d.at(f.value), "FM009", "%q is not a date", shorten(s)).hint("write it as 2026-01-31 or 2026-01-31 09:30")
}

// Strings decodes the words of the interface: a flat YAML mapping.
func Strings(data []byte) (site.Strings, error) {
	d := &document{first: 1, data: data, codes: configCodes}
	out := site.Strings{}
	for _, f := range d.fields() {
		if s, ok := d.text(f); ok {
			out[f.key] = s
		}
	}
	if len(d.diags) > 0 {
		first := d.diags[0]
		return nil, errors.New("line " + strconv.Itoa(first.Pos.Line) + ": " + first.Msg)
	}
	return out, nil
}
