// Package build is the flow of sitegen: from a folder of notes to a published
// site. It is the only package that knows every step; [Run] is the program.
//
//	source.Scan      files, their names and kinds
//	markdown.Parse   each file alone                       File → Doc
//	link.Site        all pages together                    Doc  → Page
//	link.View        what a template may see of a page     Page → View
//	render.Page      each page alone                       View → Output
//	publish.Commit   what differs is written
//
// The two steps that work on a page alone run in parallel through memo.Do: they
// are functions of their argument and of the files they asked for. The step
// between them always runs, and costs map look-ups only.
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
	b.lap("scan")
	if ok, err := b.scan(); !ok || err != nil {
		return b.result(), err
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
	linked := b.link(ctx, docs, words)
	b.lap("render")
	if err := b.render(ctx, theme, linked); err != nil {
		return nil, err
	}
	if err := b.renderSite(ctx, theme, linked); err != nil {
		return nil, err
	}
	b.tryTemplates(theme, linked)
	b.lap("publish")
	if err := b.publish(ctx); err != nil {
		return nil, err
	}
	b.lap("remember")
	b.saveSteps(b.published)
	b.lap("")
	b.pages = len(linked.Pages)
	return b.result(), b.verified()
}

// parse understands every Markdown file alone.
func (b *builder) parse(ctx context.Context, words site.Strings) ([]*site.Doc, error) {
	opts := markdown.Options{HTML: markdown.HTML(b.config.HTML), Lang: b.info.Lang, Words: words}
	pages := b.sources()
	b.total.Store(int64(2 * len(pages))) // parsed and rendered; pages that no file stands behind come later
	docs, err := par.Map(ctx, len(pages), func(i int) (doc *site.Doc) {
		in := markdown.In{File: pages[i].Path, Rel: pages[i].Rel, Options: opts}
		defer b.progress()
		defer b.guard(in.File, func() { doc = &site.Doc{File: in.File, Rel: in.Rel, Title: site.NameTitle(in.Rel)}; doc.Body.Seal() })
		return memo.Do(b.o.Steps, b.tree, "parse", in, parseStep)
	})
	for _, d := range docs {
		if d != nil {
			b.report(d.Diags)
		}
	}
	return docs, err
}

func parseStep(in markdown.In, r *memo.Reader) *site.Doc {
	return markdown.Parse(in, markdown.Fences{Info: fence.ParseInfo, Draw: fence.Draw}, r)
}

// link brings the pages together.
func (b *builder) link(ctx context.Context, docs []*site.Doc, words site.Strings) *site.Site {
	b.nameSite(docs)
	dates, ds := source.GitDates(ctx, b.root)
	b.report(ds)
	linked := link.Site(docs, link.Input{
		Info:    b.info,
		Strings: words,
		Content: b.tree.Content,
		Nav:     b.order,
		Files:   b.beside(),
		Static:  b.static(),
		Changed: dates,
		Drafts:  b.o.Drafts,
	})
	b.report(linked.Diags)
	return linked
}

// rendered is the argument of the render step.
type rendered struct {
	Theme *render.Theme
	View  *site.View
}

type html struct {
	Data  []byte
	Diags []diag.Diag
}

// render finishes every page alone and stages it at once, so that its bytes are
// not kept.
func (b *builder) render(ctx context.Context, theme *render.Theme, s *site.Site) error {
	b.total.Store(b.done.Load() + int64(len(s.Pages)))
	return b.each(ctx, len(s.Pages), func(i int) error {
		defer b.progress()
		p := s.Pages[i]
		from := pageSource(p)
		defer b.guard(from, nil)
		out := memo.Do(b.o.Steps, b.tree, "render", rendered{theme, link.View(s, p)}, renderStep)
		b.report(out.Diags)
		if err := b.stage.Put(site.Output{Path: p.Out, Data: out.Data, From: from}); err != nil {
			return err
		}
		if twin, ok := link.Twin(p); ok {
			return b.stage.Put(twin)
		}
		return nil
	})
}

// tryTemplates runs the templates that no page of this site has used, on an
// empty page of their kind: a mistake in a template must not wait for the first
// note that needs it.
func (b *builder) tryTemplates(theme *render.Theme, s *site.Site) {
	used := map[site.Kind]bool{}
	for _, p := range s.Pages {
		used[p.Kind] = true
	}
	for kind := range site.KindGroup {
		if !used[kind] {
			_, ds := render.Page(theme, link.View(s, &site.Page{Kind: kind, Title: s.Info.Title, URL: "x/", Made: true}))
			b.report(ds)
		}
	}
}

func renderStep(in rendered, _ *memo.Reader) html {
	data, ds := render.Page(in.Theme, in.View)
	return html{data, ds}
}

// pageSource is the file behind a page, "" for one that is made up.
func pageSource(p *site.Page) string {
	if p.Doc == nil {
		return ""
	}
	return p.Doc.File
}

// renderSite stages what is made of the site as a whole, and copies what is
// published as it is.
func (b *builder) renderSite(ctx context.Context, theme *render.Theme, s *site.Site) error {
	extras, ds := render.Extras(theme, s)
	b.report(ds)
	outputs := append(slices.Clone(theme.Assets()), extras...)
	for _, o := range outputs {
		if err := b.stage.Put(o); err != nil {
			return err
		}
	}
	copies := append(b.static(), s.Assets...)
	return b.each(ctx, len(copies), func(i int) error {
		return b.stage.PutFile(copies[i].Out, copies[i].From, func() (io.ReadCloser, error) { return b.tree.Open(copies[i].From) })
	})
}

// guard turns a panic over one page into an error of that page: one page must
// not take the others with it.
func (b *builder) guard(file string, otherwise func()) {
	if r := recover(); r != nil {
		b.report([]diag.Diag{diag.Errorf(diag.Pos{File: file}, "INT001", "sitegen itself failed on this file: %v", r).
			WithHint("this is a mistake of sitegen, not yours; please report it with the file (%s)", caller(debug.Stack()))})
		if otherwise != nil {
			otherwise()
		}
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
