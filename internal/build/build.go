// Package build is the flow of sitegen: from a folder of notes to a published
// site. It is the only package that knows every step; [Run] is the program.
//
//	source.Scan      files, their names and kinds
//	markdown.Parse   each file alone                       File → Doc
//	link.Site        all pages together                    Facts of all Docs → Pages
//	Resolver.Text    each page alone                       Doc  → Text, its links resolved
//	link.View        what a template may see of a page     Page, Text → View
//	render.Page      each page alone                       View → Output
//	search.Page      each page alone                       Doc  → Passages
//	search.Index     all pages together                    Passages → Outputs
//	publish.Commit   what differs is written
//
// What works on a page alone runs in parallel through memo.Do, but for Text and
// View: it is a function of its argument and of the files it asked for. The other
// steps always run, and cost map look-ups, the index of the search aside.
//
// A [Preview] takes the same steps up to the Texts, for a site that is looked at
// while it is written: it keeps what an edit leaves as it was, and renders what
// is asked for.
package build

import (
	"context"
	"io"
	"regexp"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/fence"
	"sitegen/internal/link"
	"sitegen/internal/markdown"
	"sitegen/internal/memo"
	"sitegen/internal/par"
	"sitegen/internal/publish"
	"sitegen/internal/render"
	"sitegen/internal/site"
	"sitegen/internal/source"
)

// Options are what the command line says of a build.
type Options struct {
	Root    string // project folder
	Out     string // output folder, "" for what the configuration says
	BaseURL string // where the site will be published, "" for what can be found out
	Base    string // path the site will live under, as /repo/; "" for that of its address
	Drafts  bool   // publish drafts too
	Strict  bool   // every warning is an error
	Adopt   bool   // publish into a folder that holds files of others

	Cache   string // folder of remembered steps, relative to Root; "" remembers nothing
	Program string // path of this program, on which remembered steps depend
	Verify  bool   // run remembered steps again, and report those that differ

	Getenv   func(string) string   // the environment; nil for an empty one
	Steps    *memo.Steps           // remembered steps of this process; nil for those of Cache
	Progress func(done, total int) // called as pages are finished, from many goroutines; may be nil
	Now      func() time.Time      // the clock, for step times only; nil for none
}

// Result is what a build came to.
type Result struct {
	Diags     []diag.Diag // sorted, with the severities that count in this run
	Pages     int
	Published bool // false: errors stand, and the output folder is as it was
	Stats     publish.Stats
	Steps     []StepTime
	Recalled  int                                // steps that were remembered,
	Ran       int                                // and those that were not
	Notes     []string                           // what the person at the desk should know beside that
	Line      func(file string, line int) string // a line of a source, for excerpts
	Skips     func(rel string, dir bool) bool    // whether a path of the project is no input of builds like this one
}

// StepTime is how long a step took.
type StepTime struct {
	Name string
	Took time.Duration
}

// Run builds the site. Mistakes in the content are diagnostics in the Result;
// the error is for what the machine did.
func Run(ctx context.Context, o Options) (*Result, error) {
	b, err := open(o)
	if err != nil {
		return nil, err
	}
	defer b.close()

	if ok, err := b.configure(ctx); !ok || err != nil {
		return b.result(), err
	}
	if ok, err := b.begin(); !ok || err != nil {
		return b.result(), err
	}
	b.openSteps()
	w, err := b.understand(ctx)
	if w == nil || err != nil {
		return b.result(), err
	}
	b.report(w.diags())
	b.lap("render")
	if err := b.render(ctx, w); err != nil {
		return nil, err
	}
	b.lap("search")
	if err := b.search(ctx, w); err != nil {
		return nil, err
	}
	b.lap("publish")
	if err := b.publish(ctx); err != nil {
		return nil, err
	}
	b.lap("remember")
	b.saveSteps(b.published)
	b.lap("")
	b.pages = len(w.site.Pages)
	return b.result(), b.verified()
}

// whole is a site that is understood, ready to be rendered.
type whole struct {
	tree     *source.Tree
	theme    *render.Theme
	words    memo.Sealed[site.Strings]
	input    link.Input
	docs     map[string]*site.Doc // by file
	site     *site.Site
	resolver *link.Resolver
	texts    []*link.Text   // of site.Pages; nil where no file stands behind
	at       map[string]int // file → its page among site.Pages
	assets   []site.Asset   // files that are published as they are
	extras   []render.Extra

	taken *taken // pages that the search knows; nil for none

	ownTemplates bool // some are the author's
}

// understand brings the files of the project together into a site. It returns
// nil when there is nothing to build.
func (b *builder) understand(ctx context.Context) (*whole, error) {
	b.lap("scan")
	if ok, err := b.scan(); !ok || err != nil {
		return nil, err
	}
	b.readOrder()
	theme, words, err := b.theme()
	if err != nil {
		return nil, err
	}
	b.lap("parse")
	docs, err := b.parse(ctx, words)
	if err != nil {
		return nil, err
	}
	b.lap("link")
	w := &whole{
		tree: b.tree, theme: theme, words: words, ownTemplates: b.ownTemplates(),
		docs: make(map[string]*site.Doc, len(docs)), input: b.linkInput(ctx, docs, words.Value()),
	}
	for _, d := range docs {
		w.docs[d.File] = d
	}
	w.link(nil)
	return w, b.exhausted()
}

// parse understands every Markdown file alone.
func (b *builder) parse(ctx context.Context, words memo.Sealed[site.Strings]) ([]*site.Doc, error) {
	b.options = markdown.Options{HTML: markdown.HTML(b.config.HTML), Lang: b.info.Lang, Words: words}
	pages := b.sources()
	b.kept.only(pages, b.options, b.outputInside())
	b.total.Store(int64(2 * len(pages))) // parsed and rendered; pages that no file stands behind come later
	return par.Map(ctx, len(pages), func(i int) *site.Doc {
		defer b.progress()
		return b.doc(pages[i])
	})
}

// doc understands one Markdown file, unless it is kept from an earlier look.
func (b *builder) doc(f source.File) (doc *site.Doc) {
	if doc := b.kept.doc(f.Path); doc != nil {
		return doc
	}
	b.read.Add(1)
	in := markdown.In{File: f.Path, Rel: f.Rel, Options: b.options}
	files := b.asking(b.tree)
	doubt := false
	defer func() {
		if !files.failed {
			b.kept.keep(f.Path, doc, files.asked)
			b.kept.doubt(f.Path, doubt)
		}
	}()
	defer guard(in.File, func(d diag.Diag) {
		doc = &site.Doc{Facts: site.Facts{File: in.File, Rel: in.Rel, Title: site.NameTitle(in.Rel)}, Diags: []diag.Diag{d}}
		doc.Body.Seal()
	})
	return memo.Do(b.o.Steps, files, "parse", in, func(in markdown.In, r *memo.Reader) *site.Doc {
		defer func() { doubt = r.InDoubt() }()
		return parseStep(in, r)
	})
}

func parseStep(in markdown.In, r *memo.Reader) *site.Doc {
	return markdown.Parse(in, markdown.Fences{Info: fence.ParseInfo, Draw: fence.Draw}, r)
}

// linkInput gathers what linking needs to know beside the Docs.
func (b *builder) linkInput(ctx context.Context, docs []*site.Doc, words site.Strings) link.Input {
	b.nameSite(slices.Values(docs))
	return link.Input{
		Info:    b.info,
		Strings: words,
		Content: b.tree.Content,
		Nav:     b.order,
		Files:   b.beside(),
		Static:  b.static(),
		Changed: b.dates(ctx),
		Drafts:  b.o.Drafts,
	}
}

// link gives every Doc its place and fills the holes of all texts. before is the
// site with some other Docs, nil for none: texts that lead to places which are as
// they were are filled already.
func (w *whole) link(before *whole) {
	facts := make([]*site.Facts, 0, len(w.docs))
	for _, d := range w.docs {
		facts = append(facts, &d.Facts)
	}
	w.site, w.resolver = link.Site(facts, w.input)
	filled := map[*site.Doc]*link.Text{}
	if before != nil {
		change := w.resolver.Since(before.resolver)
		for _, t := range before.texts {
			if t != nil && !change.Concerns(t) {
				filled[t.Doc] = t
			}
		}
	}
	w.texts = make([]*link.Text, len(w.site.Pages))
	w.at = make(map[string]int, len(w.docs))
	for i, p := range w.site.Pages {
		if p.Facts != nil {
			w.at[p.Facts.File] = i
			doc := w.docs[p.Facts.File]
			if w.texts[i] = filled[doc]; w.texts[i] == nil {
				w.texts[i] = w.resolver.Text(p, doc)
			}
		}
	}
	link.Backlinks(w.site, w.texts)
	w.assets = append(slices.Clone(w.input.Static), w.resolver.Assets(w.texts)...)
	w.extras = render.Extras(w.theme, w.site)
}

// diags are what is wrong with the texts and with how they fit together.
func (w *whole) diags() []diag.Diag {
	var ds []diag.Diag
	for _, d := range w.docs {
		ds = append(ds, d.Diags...)
	}
	ds = append(ds, w.site.Diags...)
	return append(ds, w.resolver.Broken(w.texts)...)
}

// rendered is the argument of the render step.
type rendered struct {
	Theme *render.Theme
	Words memo.Sealed[site.Strings] // for the View, which is without: they are the same for all
	View  *site.View
}

type html struct {
	Data  []byte
	Diags []diag.Diag
}

// page renders a page.
func (w *whole) page(steps *memo.Steps, i int) (out html) {
	p := w.site.Pages[i]
	defer guard(pageSource(p), func(d diag.Diag) { out.Diags = append(out.Diags, d) })
	view := link.View(w.site, p, w.texts[i])
	view.T = nil
	return memo.Do(steps, w.tree, "render", rendered{w.theme, w.words, view}, renderStep)
}

func renderStep(in rendered, _ *memo.Reader) html {
	view := *in.View
	view.T = in.Words.Value()
	data, ds := render.Page(in.Theme, &view)
	return html{data, ds}
}

// pageSource is the file behind a page, "" for one that is made up.
func pageSource(p *site.Page) string {
	if p.Facts == nil {
		return ""
	}
	return p.Facts.File
}

// render finishes every page alone and stages it at once, so that its bytes are
// not kept, and then what is made of the site as a whole.
func (b *builder) render(ctx context.Context, w *whole) error {
	b.total.Store(b.done.Load() + int64(len(w.site.Pages)))
	err := b.each(ctx, len(w.site.Pages), func(i int) error {
		defer b.progress()
		p := w.site.Pages[i]
		out := w.page(b.o.Steps, i)
		b.report(out.Diags)
		if err := b.stage.Put(site.Output{Path: p.Out, Data: out.Data, From: pageSource(p)}); err != nil {
			return err
		}
		if twin, ok := link.Twin(p, w.texts[i]); ok {
			return b.stage.Put(twin)
		}
		return nil
	})
	if err != nil {
		return err
	}
	b.report(w.tryTemplates())
	return b.renderSite(ctx, w)
}

// renderSite stages what is made of the site as a whole, and copies what is
// published as it is.
func (b *builder) renderSite(ctx context.Context, w *whole) error {
	for _, o := range w.theme.Assets() {
		if err := b.stage.Put(o); err != nil {
			return err
		}
	}
	for _, x := range w.extras {
		data, ds := x.Make()
		b.report(ds)
		if err := b.stage.Put(site.Output{Path: x.Path, Data: data, From: x.From}); err != nil {
			return err
		}
	}
	return b.each(ctx, len(w.assets), func(i int) error {
		a := w.assets[i]
		return b.stage.PutFile(a.Out, a.From, func() (io.ReadCloser, error) { return w.tree.Open(a.From) })
	})
}

// tryTemplates runs the templates that no page of this site has used, on an
// empty page of their kind: a mistake in a template must not wait for the first
// note that needs it.
func (w *whole) tryTemplates() []diag.Diag {
	used := map[site.Kind]bool{}
	for _, p := range w.site.Pages {
		used[p.Kind] = true
	}
	var ds []diag.Diag
	for kind := range site.KindGroup {
		if !used[kind] {
			_, more := render.Page(w.theme, link.View(w.site, &site.Page{Kind: kind, Title: w.site.Info.Title, URL: "x/", Made: true}, nil))
			ds = append(ds, more...)
		}
	}
	return ds
}

// guard turns a panic over one page into an error of that page: one page must
// not take the others with it.
func guard(file string, failed func(diag.Diag)) {
	if r := recover(); r != nil {
		failed(diag.Errorf(diag.Pos{File: file}, "INT001", "sitegen itself failed on this file: %v", r).
			WithHint("this is a mistake of sitegen, not yours; please report it with the file (%s)", caller(debug.Stack())))
	}
}

var frame = regexp.MustCompile(`sitegen/(?:internal|cmd)/\S+\.go:\d+`)

// caller is the innermost place of ours on a stack, the recovery itself left out.
func caller(stack []byte) string {
	for _, place := range frame.FindAllString(string(stack), 3) {
		if !strings.Contains(place, "internal/build/build.go") {
			return place
		}
	}
	return "no place is known"
}

// each runs f in parallel and keeps the first error by index.
func (b *builder) each(ctx context.Context, n int, f func(i int) error) error {
	errs, err := par.Map(ctx, n, f)
	if err != nil {
		return err
	}
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	return nil
}
