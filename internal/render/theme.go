// Package render turns views into pages and the whole site into its lists: the
// sitemap, the feed, llms.txt, redirects.
//
// A [Theme] is parsed once from templates and assets, defaults and a site's own
// files alike; [Page] runs one of its templates over one View and sees nothing
// else, so a page may be remembered under the digests of the two. Templates are
// the author's to change, so their mistakes are diagnostics with a place in a
// template, and a template that never ends is stopped by the size of its page.
package render

import (
	"bytes"
	"errors"
	"html/template"
	"io"
	"slices"
	"strings"
	"sync"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
)

// A page may grow to maxFrame and maxFactor times its content; beyond that a
// template is taken to be endless.
const (
	maxFrame  = 10 << 20
	maxFactor = 4
)

// files names the template of each kind of page.
var files = [...]string{
	site.KindPage:     "page.html",
	site.KindHome:     "home.html",
	site.KindSection:  "section.html",
	site.KindTag:      "tag.html",
	site.KindTags:     "tags.html",
	site.KindContents: "contents.html",
	site.KindMissing:  "404.html",
}

// redirectFile is the template of pages at old addresses.
const redirectFile = "redirect.html"

// Theme is a parsed theme. It is safe for use by several goroutines.
type Theme struct {
	sum       memo.Sum
	sources   map[string][]byte             // templates by name
	templates map[string]*template.Template // by file name; what did not parse is missing
	assets    []site.Output
	paths     map[string]string // published path of each asset, by its path below assets/
	buffers   sync.Pool
}

// ParseTheme parses a theme. The keys of templates are paths below templates/
// ("page.html", "partials/toc.html"), those of assets paths below static/
// ("assets/css/10-base.css"); a site's own files already stand in the place of
// the defaults. Files that are not templates, or not below assets/, are passed
// over. The Theme is usable even if there are errors: what did not parse makes
// empty pages.
func ParseTheme(templates, assets map[string][]byte) (*Theme, []diag.Diag) {
	t := &Theme{
		sum:       ThemeSum(templates, assets),
		sources:   templates,
		templates: map[string]*template.Template{},
	}
	t.buffers.New = func() any { return new(bytes.Buffer) }
	var ds []diag.Diag
	t.assets, t.paths, ds = bundle(assets)
	return t, diag.Sort(append(ds, t.parse()...))
}

// ThemeSum is the digest of what a theme is parsed from.
func ThemeSum(templates, assets map[string][]byte) memo.Sum {
	return memo.Hash([]map[string][]byte{templates, assets})
}

// MemoSum implements memo.Summer: the digest of all sources.
func (t *Theme) MemoSum() memo.Sum { return t.sum }

// Assets returns the theme's stylesheets, scripts and pictures as published.
func (t *Theme) Assets() []site.Output { return t.assets }

// Page renders a view with the template of its kind.
func Page(t *Theme, v *site.View) ([]byte, []diag.Diag) {
	if int(v.Kind) >= len(files) {
		return nil, nil
	}
	return t.run(files[v.Kind], v, maxFrame+maxFactor*len(v.Content))
}

// run executes a template, which may write up to limit bytes.
func (t *Theme) run(name string, data any, limit int) ([]byte, []diag.Diag) {
	tmpl := t.templates[name]
	if tmpl == nil {
		return nil, nil
	}
	buf := t.buffers.Get().(*bytes.Buffer)
	defer t.buffers.Put(buf)
	buf.Reset()
	if err := tmpl.Execute(&limited{buf, limit}, data); err != nil {
		return nil, []diag.Diag{t.explain(name, err)}
	}
	return bytes.Clone(buf.Bytes()), nil
}

// parse makes one set of templates for each kind of page: the shared parts and
// that page's own file, which may define the same names as another's.
func (t *Theme) parse() []diag.Diag {
	var pages, parts []string
	for name := range t.sources {
		switch {
		case !strings.HasSuffix(name, ".html"):
		case name == redirectFile || slices.Contains(files[:], name):
			pages = append(pages, name)
		default:
			parts = append(parts, name)
		}
	}
	slices.Sort(pages)
	slices.Sort(parts)

	var ds []diag.Diag
	shared := template.New("").Option("missingkey=error").Funcs(t.funcs())
	for _, name := range parts {
		if _, err := shared.New(name).Parse(t.text(name)); err != nil {
			ds = append(ds, t.explain(name, err))
		}
	}
	if len(ds) > 0 {
		return ds // every page would only say that a part is missing
	}
	for _, name := range pages {
		set := template.Must(shared.Clone()) // fails only for a set that has run
		if _, err := set.New(name).Parse(t.text(name)); err != nil {
			ds = append(ds, t.explain(name, err))
			continue
		}
		t.squeeze(set)
		if err := escape(set, name); err != nil {
			ds = append(ds, t.explain(name, err))
			continue
		}
		ds = append(ds, t.scripted(set)...)
		t.templates[name] = set.Lookup(name)
	}
	return ds
}

// text is the text of a template: the newline that ends a file is not part of it.
func (t *Theme) text(name string) string {
	return strings.TrimRight(string(t.sources[name]), "\r\n")
}

// probeName is a name no file has.
const probeName = "/probe"

// escape makes html/template analyse a template now, and not when the first
// page is rendered: it is analysed as a part of one that runs nothing.
func escape(set *template.Template, name string) error {
	probe, err := set.New(probeName).Parse(`{{ if false }}{{ template "` + name + `" }}{{ end }}`)
	if err != nil {
		return err
	}
	return probe.Execute(io.Discard, nil)
}

var errTooLong = errors.New("page too long")

// limited refuses to write more than left bytes.
type limited struct {
	w    *bytes.Buffer
	left int
}

func (l *limited) Write(p []byte) (int, error) {
	if len(p) > l.left {
		return 0, errTooLong
	}
	l.left -= len(p)
	return l.w.Write(p)
}
