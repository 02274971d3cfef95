// Package config reads what an author says about a site: sitegen.yaml, the
// front matter of a page, and the little the surroundings tell (a CI service, a
// CNAME file, a git remote). It is the only importer of YAML.
//
// Both documents are decoded by hand from YAML's node tree, through one table
// of keys each. Nothing is coerced, nothing unknown is taken, and every mistake
// keeps its line and column.
package config

import (
	"net/url"
	"path"
	"regexp"
	"slices"
	"strings"

	"go.yaml.in/yaml/v4"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/site"
)

// File is the name of the configuration in the project's root.
const File = "sitegen.yaml"

// Config is what sitegen.yaml may say.
type Config struct {
	Title       string       // name of the site; empty: the home page's title
	Description string       // one sentence for search engines and feeds
	Lang        string       // language of the interface and of pages that name none
	BaseURL     string       // where the site is published, with a final slash; empty: guessed from the surroundings
	Content     string       // folder of the notes; empty: content/ if there is one, else the project itself
	Output      string       // folder of the finished site, as written; whether it may be used is for the publisher to say
	HTML        string       // what raw HTML in notes becomes: "safe" (an allow-list), "raw" or "none"
	Author      string       // who wrote the notes
	License     string       // under which terms they may be used
	Repo        string       // web address of the repository; empty: guessed
	EditURL     string       // prefix to which a page's file is added for "edit this page"; empty: guessed from Repo
	Hue         int          // accent colour, 0 to 359
	Nav         []site.Entry // order and labels of the pages, if written down here
	Ignore      []string     // patterns of files that are not part of the site

	Pos map[string]diag.Pos // where each key's value stands
}

// Default is the configuration of a project without sitegen.yaml.
func Default() Config {
	return Config{Lang: "ko", Output: "public", HTML: "safe", Hue: 195}
}

var configCodes = codes{limit: maxConfig, syntax: "CFG002", duplicate: "CFG002", bomb: "CFG002", shape: "CFG001", kind: "CFG001", unknown: "CFG003"}

var langTag = regexp.MustCompile(`^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$`)

// keys are the keys of sitegen.yaml and how each is decoded.
var keys = []struct {
	name  string
	also  string
	apply func(d *document, c *Config, f field)
}{
	{"title", "", func(d *document, c *Config, f field) { d.into(&c.Title, f) }},
	{"description", "", func(d *document, c *Config, f field) { d.into(&c.Description, f) }},
	{"lang", "", func(d *document, c *Config, f field) { d.nonEmpty(&c.Lang, d.lang(f)) }},
	{"base_url", "baseURL", baseURL},
	{"content", "", content},
	{"output", "", func(d *document, c *Config, f field) {
		if s, ok := d.text(f); ok {
			d.nonEmpty(&c.Output, strings.TrimPrefix(strings.ReplaceAll(s, `\`, "/"), "./"))
		}
	}},
	{"html", "", htmlMode},
	{"author", "", func(d *document, c *Config, f field) { d.into(&c.Author, f) }},
	{"license", "", func(d *document, c *Config, f field) { d.into(&c.License, f) }},
	{"repo", "", repo},
	{"edit_url", "", editURL},
	{"hue", "", func(d *document, c *Config, f field) {
		if n, ok := d.number(f, 0, 359); ok {
			c.Hue = n
		}
	}},
	{"nav", "", func(d *document, c *Config, f field) { c.Nav = d.nav(f) }},
	{"ignore", "", ignore},
}

// Parse reads sitegen.yaml. A value that is refused keeps its default.
func Parse(file string, data []byte) (Config, []diag.Diag) {
	d := &document{file: file, first: 1, data: data, codes: configCodes, pos: map[string]diag.Pos{}}
	c := Default()
	for _, f := range d.fields() {
		d.config(&c, f)
	}
	c.Pos = d.pos
	return c, d.diags
}

func (d *document) config(c *Config, f field) {
	names := make([]string, 0, len(keys)+1)
	for _, k := range keys {
		names = append(names, k.name)
		if k.also != "" {
			names = append(names, k.also)
		}
		if f.key != k.name && (k.also == "" || f.key != k.also) {
			continue
		}
		if was, twice := d.pos[k.name]; twice {
			d.errorf(f.at, d.codes.duplicate, "%q says the same as a key before it", f.key).hint("the first is on line %d; keep one of them", was.Line)
			return
		}
		d.pos[k.name] = d.at(f.value)
		k.apply(d, c, f)
		return
	}
	r := d.errorf(f.at, d.codes.unknown, "unknown key %q", shorten(clean(f.key)))
	if near := diag.Nearest(f.key, names); near != "" {
		r.hint("did you mean %q?", near)
	} else {
		r.hint("the keys are %s", strings.Join(names, ", "))
	}
}

func (d *document) into(to *string, f field) {
	if s, ok := d.text(f); ok {
		*to = s
	}
}

func (d *document) nonEmpty(to *string, s string) {
	if s != "" {
		*to = s
	}
}

func baseURL(d *document, c *Config, f field) {
	s, ok := d.text(f)
	if !ok {
		return
	}
	u, err := BaseURL(s)
	if err != nil {
		d.errorf(d.at(f.value), "CFG004", "%s %q %v", f.key, shorten(s), err).hint("write the whole address, such as https://user.github.io/repo/")
		return
	}
	c.BaseURL = u
}

func content(d *document, c *Config, f field) {
	s, ok := d.text(f)
	if !ok {
		return
	}
	p, err := inside(s)
	if err != nil {
		d.errorf(d.at(f.value), d.codes.kind, "content %q %v", shorten(s), err).hint("name a folder inside the project, such as content or docs")
		return
	}
	if p == "" {
		p = "."
	}
	c.Content = p
}

func htmlMode(d *document, c *Config, f field) {
	modes := []string{"safe", "raw", "none"}
	s, ok := d.text(f)
	if !ok {
		return
	}
	if !slices.Contains(modes, s) {
		r := d.errorf(d.at(f.value), d.codes.kind, "html must be safe, raw or none, not %q", shorten(s))
		if near := diag.Nearest(s, modes); near != "" {
			r.hint("did you mean %q?", near)
		}
		return
	}
	c.HTML = s
}

var ownerRepo = regexp.MustCompile(`^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$`)

func repo(d *document, c *Config, f field) {
	s, ok := d.text(f)
	if !ok || s == "" {
		return
	}
	if ownerRepo.MatchString(s) {
		s = "https://github.com/" + s
	}
	u, err := BaseURL(s)
	if err != nil {
		d.errorf(d.at(f.value), d.codes.kind, "repo %q %v", shorten(s), err).hint("write user/repo or the whole address")
		return
	}
	c.Repo = strings.TrimSuffix(strings.TrimSuffix(u, "/"), ".git")
}

func editURL(d *document, c *Config, f field) {
	s, ok := d.text(f)
	if !ok {
		return
	}
	u, err := BaseURL(s)
	if err != nil {
		d.errorf(d.at(f.value), d.codes.kind, "edit_url %q %v", shorten(s), err).hint("write the address to which a file's path is added, such as https://github.com/user/repo/edit/main/")
		return
	}
	c.EditURL = u
}

func ignore(d *document, c *Config, f field) {
	for _, e := range d.list(f) {
		s, _ := d.text(e)
		if _, err := path.Match(s, ""); err != nil || s == "" {
			d.errorf(d.at(e.value), d.codes.kind, "%q is not a pattern", shorten(s)).hint("write a name or a path; * stands for any characters but /")
			continue
		}
		c.Ignore = append(c.Ignore, strings.TrimPrefix(s, "./"))
	}
}

// nav reads the order of the pages: a list whose items are "file.md",
// "Label: file.md" or "Label:" with a list of the same below it.
func (d *document) nav(f field) []site.Entry {
	if f.value.Kind == yaml.ScalarNode && f.value.Tag == "!!null" {
		return nil
	}
	if f.value.Kind != yaml.SequenceNode {
		d.wrong(f, "a list of pages")
		return nil
	}
	var out []site.Entry
	for _, n := range f.value.Content {
		if e, ok := d.entry(n); ok {
			out = append(out, e)
		}
	}
	return out
}

func (d *document) entry(n *yaml.Node) (site.Entry, bool) {
	item := field{key: "an entry of nav", at: d.at(n), value: n}
	if n.Kind != yaml.MappingNode {
		s, ok := d.text(item)
		if !ok || s == "" {
			return site.Entry{}, false
		}
		return site.Entry{Path: navPath(s), Pos: item.at}, true
	}
	fields := d.mapping(n)
	if len(fields) != 1 {
		d.errorf(item.at, d.codes.kind, "an entry of nav must hold one label, not %d", len(fields)).hint("begin each entry with its own dash")
		return site.Entry{}, false
	}
	f := fields[0]
	e := site.Entry{Label: clean(f.key), Pos: f.at}
	if f.value.Kind == yaml.SequenceNode {
		e.Kids = d.nav(f)
		return e, true
	}
	s, ok := d.text(f)
	e.Path = navPath(s)
	return e, ok
}

func navPath(s string) string {
	if p, err := url.PathUnescape(s); err == nil {
		s = p
	}
	return strings.TrimPrefix(hangul.NFC(s), "./")
}
