package build

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sitegen/internal/config"
	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/markdown"
	"sitegen/internal/memo"
	"sitegen/internal/publish"
	"sitegen/internal/render"
	"sitegen/internal/site"
	"sitegen/internal/source"
	"sitegen/static"
	"sitegen/templates"
)

// builder is one run under way. Each step of Run fills in what the next needs.
type builder struct {
	o       Options
	root    string // absolute path of the project
	out     string // absolute path of the output folder
	target  publish.Target
	project *source.Root
	config  config.Config
	info    site.Info
	named   bool // the configuration says what the site is called
	ci      bool
	tree    *source.Tree
	order   []site.Entry    // of pages, as a person wrote it down; nil for that of folders
	summary string          // the file that order was read from, which is not a page
	ordered map[string]bool // files that say whether there is such an order, and which
	options markdown.Options
	kept    *kept // of an earlier look at the project; nil for none
	stage   *publish.Stage
	stats   publish.Stats

	store     *memo.Store // of Options.Cache; nil for none
	notes     []string
	published bool
	pages     int
	read      atomic.Int64 // files that were parsed
	done      atomic.Int64 // pages that went through parse, and through render
	total     atomic.Int64 // of both, as far as is known
	watch     stopwatch

	mu      sync.Mutex
	diags   []diag.Diag
	trouble error // the machine has run out of something, and nobody was told yet
}

func open(o Options) (*builder, error) {
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return nil, err
	}
	project, err := source.Open(root)
	if err != nil {
		return nil, err
	}
	return newBuilder(o, root, project), nil
}

func newBuilder(o Options, root string, project *source.Root) *builder {
	if o.Getenv == nil {
		o.Getenv = func(string) string { return "" }
	}
	return &builder{o: o, root: root, project: project, watch: stopwatch{now: o.Now}}
}

func (b *builder) close() {
	if b.stage != nil {
		b.stage.Abort()
	}
	b.saveSteps(false)
	b.project.Close()
}

// configure reads sitegen.yaml and the surroundings. It reports false when the
// configuration has an error: nothing is built on a misunderstanding.
func (b *builder) configure(ctx context.Context) (bool, error) {
	b.config = config.Default()
	data, err := b.asking(b.project).ReadFile(config.File)
	switch {
	case err == nil:
		text, ds := source.Text(config.File, data)
		b.report(ds)
		c, ds := config.Parse(config.File, text)
		b.report(ds)
		b.config = c
	case !errors.Is(err, fs.ErrNotExist):
		b.report([]diag.Diag{diag.Errorf(diag.Pos{File: config.File}, "CFG001", "cannot be read: %v", err)})
	}
	cname, err := b.asking(b.project).ReadFile("static/CNAME")
	if err != nil {
		cname = nil
	}
	var git config.Git
	if git.Remote, git.Branch, git.Prefix, err = source.GitInfo(ctx, b.root); err != nil {
		return false, err
	}
	env := config.FromEnv(b.o.Getenv, cname, git)
	b.ci = env.CI
	if b.o.BaseURL != "" {
		u, err := config.BaseURL(b.o.BaseURL)
		if err != nil {
			return false, fmt.Errorf("--base-url: %w", err)
		}
		b.config.BaseURL = u
	}
	b.info = b.config.Info(env)
	b.named = b.info.Title != ""
	if b.o.Base != "" {
		b.info.BasePath = b.o.Base
	}
	b.chooseOutput()
	return !b.failed(), b.exhausted()
}

// chooseOutput finds where the site goes. A path on the command line is relative
// to where the author stands, one in the configuration to the project.
func (b *builder) chooseOutput() {
	notes, _, err := b.project.ContentFolder(b.config.Content)
	b.exhaust(err)
	b.target = publish.Target{
		Root: b.root, Out: b.config.Output, Adopt: b.o.Adopt,
		Protect: []string{notes, "static", "templates", config.File},
		Pos:     b.config.Pos["output"],
	}
	if b.o.Out != "" {
		b.target.Out, b.target.ByFlag = b.o.Out, true
		if abs, err := filepath.Abs(b.o.Out); err == nil {
			b.target.Out = abs
		}
	}
	b.out = b.target.Out
	if !filepath.IsAbs(b.out) {
		b.out = filepath.Join(b.root, filepath.FromSlash(b.out))
	}
}

// begin checks and locks the output folder. A folder that cannot be an output
// must be known before an hour of work, not after.
func (b *builder) begin() (bool, error) {
	stage, ds, err := publish.Begin(b.target)
	b.stage = stage
	b.report(ds)
	return stage != nil, err
}

// scan lists the files of the project. It reports false when there is nothing
// to build.
func (b *builder) scan() (bool, error) {
	tree, ds, err := b.kept.waiting().scan(func() (*source.Tree, []diag.Diag, error) {
		return b.project.Scan(source.Layout{
			Content:    b.config.Content,
			ContentPos: b.config.Pos["content"],
			Output:     b.outputInside(),
			Config:     config.File,
			Ignore:     b.config.Ignore,
			Templates:  templates.FS,
			Static:     static.FS,
		})
	})
	b.tree = tree
	b.report(ds)
	return tree != nil && err == nil, err
}

// outputInside is the output folder relative to the project, "" if it lies outside.
func (b *builder) outputInside() string {
	rel, err := filepath.Rel(b.root, b.out)
	if err != nil || rel == ".." || strings.HasPrefix(rel, ".."+string(filepath.Separator)) {
		return ""
	}
	return filepath.ToSlash(rel)
}

// theme parses templates and assets, and reads the words of the interface.
func (b *builder) theme() (*render.Theme, memo.Sealed[site.Strings], error) {
	files, err := b.overlay("templates")
	if err != nil {
		return nil, memo.Sealed[site.Strings]{}, err
	}
	assets, err := b.overlay("static")
	if err != nil {
		return nil, memo.Sealed[site.Strings]{}, err
	}
	assets[render.AccentFile] = render.Accent(b.info.Hue)
	theme, ds := b.kept.parseTheme(files, assets)
	b.report(ds)
	lang, _, _ := strings.Cut(strings.ToLower(b.info.Lang), "-")
	words := site.Strings{}
	// English stands under every other language, so that a language file may be
	// incomplete.
	for _, name := range []string{"i18n/en.yaml", "i18n/" + lang + ".yaml"} {
		more, err := config.Strings(files[name])
		if err != nil {
			b.report([]diag.Diag{diag.Errorf(diag.Pos{File: "templates/" + name}, "TPL004", "%v", err)})
		}
		maps.Copy(words, more)
	}
	return theme, memo.Seal(words), nil
}

// overlay reads the project's templates or theme assets over the defaults.
func (b *builder) overlay(dir string) (map[string][]byte, error) {
	list, err := b.tree.Overlay(dir)
	if err != nil {
		return nil, err
	}
	files := make(map[string][]byte, len(list))
	for _, f := range list {
		if dir == "static" && !strings.HasPrefix(f.Rel, themeAssets) {
			continue
		}
		data, err := b.asking(b.tree).ReadFile(f.Path)
		if err != nil {
			b.report([]diag.Diag{source.Trouble(diag.Pos{File: f.Path}, f.Path, err)})
			continue
		}
		files[f.Rel] = data
	}
	return files, nil
}

// ownTemplates reports whether the project has a template of its own.
func (b *builder) ownTemplates() bool {
	return slices.ContainsFunc(b.tree.Files, func(f source.File) bool { return f.Kind == source.Template })
}

// themeAssets is the part of static/ that the theme bundles; the rest is
// published as it is.
const themeAssets = "assets/"

// static are the files that are published whatever links to them.
func (b *builder) static() []site.Asset {
	var out []site.Asset
	for _, f := range b.tree.Files {
		if f.Kind == source.Static && !strings.HasPrefix(f.Rel, themeAssets) {
			out = append(out, site.Asset{From: f.Path, Out: f.Rel})
		}
	}
	return out
}

// beside lists the files that lie among the notes, relative to the content folder.
func (b *builder) beside() []string {
	var out []string
	for _, f := range b.tree.Files {
		if f.Kind == source.Asset {
			out = append(out, f.Rel)
		}
	}
	return out
}

// summaryFile orders the pages if it stands at the top of the content.
const summaryFile = "SUMMARY.md"

// nameSite gives a site that nobody named the title of its home page, or else
// the name of its folder.
func (b *builder) nameSite(docs iter.Seq[*site.Doc]) {
	if b.named {
		return
	}
	b.info.Title = hangul.NFC(filepath.Base(b.root))
	best := 0
	for d := range docs {
		rank := site.IndexRank(d.Rel)
		hidden := d.Meta.Draft && !b.o.Drafts
		if rank == 0 || hidden || strings.Contains(d.Rel, "/") || !d.Named {
			continue
		}
		if best == 0 || rank < best {
			best, b.info.Title = rank, d.Title
		}
	}
}

// dates asks git when each file was last changed.
func (b *builder) dates(ctx context.Context) map[string]time.Time {
	dates, ds, err := b.kept.gitDates(ctx, b.root)
	b.report(ds)
	b.exhaust(err)
	return dates
}

// readOrder finds the order of pages that a person wrote down: in the
// configuration, or in SUMMARY.md at the top of the content. A SUMMARY.md that
// lists no page is a note like any other.
func (b *builder) readOrder() {
	b.order = b.config.Nav
	if len(b.order) > 0 {
		return
	}
	for _, f := range b.tree.Files {
		if f.Kind != source.Page || f.Rel != summaryFile {
			continue
		}
		files := b.asking(b.tree)
		entries, ds := markdown.Summary(f.Path, memo.NewReader(files))
		b.ordered = b.kept.restsOn(files.asked)
		if listsPages(entries) {
			b.order, b.summary = entries, f.Path
			b.report(ds)
		}
	}
}

func listsPages(entries []site.Entry) bool {
	return slices.ContainsFunc(entries, func(e site.Entry) bool { return e.Path != "" || listsPages(e.Kids) })
}

// sources lists the Markdown files that become pages.
func (b *builder) sources() []source.File {
	var pages []source.File
	for _, f := range b.tree.Files {
		if f.Kind == source.Page && f.Path != b.summary {
			pages = append(pages, f)
		}
	}
	return pages
}

// publish brings the staged files into the output folder, unless an error stands.
func (b *builder) publish(ctx context.Context) error {
	b.report(b.stage.Diags())
	if err := ctx.Err(); err != nil {
		return err
	}
	if b.failed() {
		return nil
	}
	stats, ds, err := b.stage.Commit()
	b.report(ds)
	b.stats = stats
	refused, _ := diag.Count(ds)
	b.published = err == nil && refused == 0
	return err
}

func (b *builder) report(ds []diag.Diag) {
	if len(ds) == 0 {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.diags = append(b.diags, ds...)
}

// exhaust notes that the machine has run out of something, if that is what err says:
// a step has seen less of the project than there is.
func (b *builder) exhaust(err error) {
	if !source.Exhausted(err) {
		return
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	b.trouble = err
}

// exhausted returns what exhaust has noted since it was asked last.
func (b *builder) exhausted() error {
	b.mu.Lock()
	defer b.mu.Unlock()
	err := b.trouble
	b.trouble = nil
	return err
}

// judged returns all diagnostics with the severities that count in this run.
func (b *builder) judged() []diag.Diag {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.judge(b.diags)
}

func (b *builder) judge(ds []diag.Diag) []diag.Diag {
	ds = slices.Clone(ds) // Sort works in place
	if b.o.Strict || b.ci {
		ds = diag.Promote(ds, b.o.Strict)
	}
	return diag.Sort(ds)
}

func (b *builder) failed() bool {
	errs, _ := diag.Count(b.judged())
	return errs > 0
}

func (b *builder) result() *Result {
	ds := b.judged()
	lines := b.excerpts(ds)
	recalled, ran := b.o.Steps.Counts()
	return &Result{
		Recalled:  recalled,
		Ran:       ran,
		Notes:     b.notes,
		Diags:     ds,
		Pages:     b.pages,
		Published: b.published,
		Stats:     b.stats,
		Steps:     b.watch.steps,
		Skips:     b.skips(),
		Line:      func(file string, line int) string { return lines[place{file, line}] },
	}
}

type place struct {
	file string
	line int
}

// excerpts reads the lines that diagnostics point at, as they count them.
func (b *builder) excerpts(ds []diag.Diag) map[place]string {
	wanted := map[string][]int{}
	for _, d := range ds {
		if d.Pos.Line > 0 {
			wanted[d.Pos.File] = append(wanted[d.Pos.File], d.Pos.Line)
		}
	}
	found := map[place]string{}
	for file, numbers := range wanted {
		data, err := b.project.ReadFile(file)
		if err != nil {
			continue
		}
		text, _ := source.Text(file, data)
		lines := strings.Split(string(text), "\n")
		for _, n := range numbers {
			if n <= len(lines) {
				found[place{file, n}] = lines[n-1]
			}
		}
	}
	return found
}

// progress counts one page that went through a step.
func (b *builder) progress() {
	done := b.done.Add(1)
	if b.o.Progress != nil {
		b.o.Progress(int(done), int(b.total.Load()))
	}
}

func (b *builder) lap(next string) { b.watch.lap(next) }
