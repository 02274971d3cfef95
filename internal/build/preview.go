package build

import (
	"context"
	"maps"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"sync"

	"sitegen/internal/diag"
	"sitegen/internal/par"
	"sitegen/internal/publish"
	"sitegen/internal/site"
	"sitegen/internal/source"
)

// Preview shows a site as a build would publish it, again after every change. It
// writes nothing, and its steps are those of [Run]; what it saves itself is to
// take one whose argument has stayed the same. One goroutine may use it; what it
// returns may be used by any.
type Preview struct {
	o       Options
	root    string
	project *source.Root
	kept    *kept
	taken   *taken

	excerpts excerpts

	last  *look     // nil if the last look found nothing to show
	shown *Snapshot // the last site without errors; nil for none
}

// look is what a look at the project came to.
type look struct {
	b     *builder
	whole *whole
	table *table
	trial *trial
	base  []diag.Diag // of everything but the texts and how they fit together
	tried []diag.Diag // of templates that no page uses
}

// Update is what a change came to.
type Update struct {
	Snapshot *Snapshot // what to show: the site as it is now, or while errors stand the last one without; nil if there was none
	Fresh    bool      // Snapshot is the site as it is now
	Diags    []diag.Diag
	Read     int                                    // files that were read again
	Moved    map[string]string                      // old URL → new URL of pages that have moved
	Notes    []string                               // what the person at the desk should know beside that
	Line     func(file string, line int) string     // a line of a source, for excerpts
	Skips    func(rel string, dir bool) (skip bool) // whether a path of the project is no input

	trial *trial // of the site as it is now, shown or not; nil if there is none
}

// Try renders all pages of the site as it is now, and reports whether they all do.
// What does not is among the Diags of the next Update. It ends early when ctx is
// done. It may run while the preview is used.
func (u *Update) Try(ctx context.Context) bool {
	if u.trial == nil {
		return true
	}
	u.trial.run(ctx)
	return u.trial.sound()
}

// OpenPreview opens a project. Nothing is read before the first Update.
func OpenPreview(o Options) (*Preview, error) {
	root, err := filepath.Abs(o.Root)
	if err != nil {
		return nil, err
	}
	project, err := source.Open(root)
	if err != nil {
		return nil, err
	}
	return &Preview{o: o, root: root, project: project, kept: newKept(root, newPatience(root)), taken: &taken{}}, nil
}

// Close ends the preview. Snapshots of it lose the files that they copy from disk.
func (p *Preview) Close() error { return p.project.Close() }

// Update brings the preview up to date. changed are paths as package watch gives
// them; nil stands for everything. The error is for what the machine did, and the
// same Update may be tried again.
func (p *Preview) Update(ctx context.Context, changed []string) (*Update, error) {
	p.kept.patience.begin()
	before := p.shown
	defer func() { p.excerpts.forget(p.project, changed) }()
	b, read, err := p.take(ctx, changed)
	for again := 0; again < 2 && err == nil; again++ {
		lost := p.kept.patience.lost()
		if len(lost) == 0 {
			break
		}
		p.last = nil // files are not where they were found
		b, read, err = p.take(ctx, lost)
	}
	if err != nil {
		return nil, err
	}
	if p.last == nil {
		return &Update{Snapshot: p.shown, Diags: b.judged(), Notes: b.notes, Line: p.excerpts.line, Skips: b.skips()}, nil
	}
	u := &Update{trial: p.last.trial, Read: read, Line: p.excerpts.line, Skips: p.last.b.skips()}
	if b != nil {
		u.Notes = b.notes
	}
	if errs, _ := diag.Count(p.last.diags()); errs == 0 {
		p.show()
		u.Fresh = true
		if before != nil {
			u.Moved = moved(before.whole, p.shown.whole)
		}
	}
	u.Snapshot = p.shown
	u.Diags = p.last.allDiags()
	return u, nil
}

// Missed looks once more where updates have looked. It returns the paths at which
// something else stands by now, as changes for Update, though nobody may ever tell
// of them: they may have been otherwise for just the moment of the update. open is
// false when there is nothing left to ask for before the next Update.
func (p *Preview) Missed() (changed []string, open bool, err error) {
	if !p.project.Current() {
		return nil, true, nil // whoever watches tells when there is a project again
	}
	return p.kept.patience.sight.again(p.kept.patience.stands)
}

// take takes the steps that a change asks for, and returns how many files were read.
// Nobody has built if only texts have changed.
func (p *Preview) take(ctx context.Context, changed []string) (b *builder, read int, err error) {
	p.kept.patience.sight.forget(changed)
	if files, ok := p.onlyTexts(changed); ok {
		return nil, len(files), p.reread(ctx, files)
	}
	if b, err = p.look(ctx, changed); err != nil {
		return nil, 0, err
	}
	return b, int(b.read.Load()), nil
}

// look takes all steps again, but for what is kept.
func (p *Preview) look(ctx context.Context, changed []string) (*builder, error) {
	first := p.last == nil && p.shown == nil
	if changed == nil {
		p.kept = newKept(p.root, p.kept.patience)
	}
	p.last = nil // what is kept is of use, but until this has ended well nothing is known
	p.kept.forget(changed)
	p.kept.forgetBelow(changed)
	if err := p.project.Follow(); err != nil {
		return nil, err
	}
	b := newBuilder(p.o, p.root, p.project)
	b.kept = p.kept
	if ok, err := b.configure(ctx); !ok || err != nil {
		return b, err
	}
	b.report(publish.Check(b.target))
	if first {
		b.recallSteps()
		defer b.closeSteps()
	}
	w, err := b.understand(ctx)
	if err == nil {
		err = ctx.Err() // git may not have been heard out
	}
	if w == nil || err != nil {
		return b, err
	}
	b.o.Steps = nil
	w.taken = p.taken
	p.last = &look{b: b, whole: w, table: w.table(), trial: newTrial(w), base: b.diags, tried: w.tryTemplates()}
	return b, nil
}

// onlyTexts returns the files to parse again after a change, if the texts of
// notes and the files beside them are all that it concerns.
func (p *Preview) onlyTexts(changed []string) (files []string, ok bool) {
	if p.last == nil || changed == nil || !p.project.Current() {
		return nil, false
	}
	for _, path := range changed {
		f, known := p.last.whole.tree.Lookup(path)
		if !known || !besides(f) || p.last.b.ordered[path] || !p.last.whole.tree.Stands(f) {
			return nil, false
		}
	}
	return p.kept.forget(changed), true
}

// besides reports whether a file is a note or lies beside the notes, and is nothing
// else: the folder of the notes may be one with a meaning of its own.
func besides(f source.File) bool {
	dir, _, _ := strings.Cut(f.Path, "/")
	return (f.Kind == source.Page || f.Kind == source.Asset) && dir != "static" && dir != "templates"
}

// reread parses files again. If no other page can tell, nothing else is done but
// to fill the holes of their texts.
func (p *Preview) reread(ctx context.Context, files []string) error {
	last := *p.last
	w := *last.whole // what has been shown stays as it is
	docs, err := par.Map(ctx, len(files), func(i int) *site.Doc {
		f, _ := w.tree.Lookup(files[i])
		return last.b.doc(f)
	})
	if trouble := last.b.exhausted(); err == nil {
		err = trouble
	}
	if err != nil {
		p.last = nil // the files are forgotten, so all must be looked at
		return err
	}
	before := make([]*site.Doc, len(files))
	for i, file := range files {
		before[i] = w.docs[file]
		w.docs[file] = docs[i] // no one but us looks here
	}
	if pages, ok := w.replace(before, docs); ok {
		last.trial = last.trial.again(&w, pages)
	} else {
		last.b.nameSite(maps.Values(w.docs))
		w.input.Info = last.b.info
		w.link(last.whole)
		last.table = w.tableAfter(last.whole, last.table)
		last.trial, last.tried = newTrial(&w), w.tryTemplates()
	}
	last.whole = &w
	p.last = &last
	return nil
}

// replace puts docs in the place of others of the same files, if no page but their
// own can tell. It returns those pages.
func (w *whole) replace(before, docs []*site.Doc) (pages []int, ok bool) {
	texts := slices.Clone(w.texts)
	for i, d := range docs {
		if !reflect.DeepEqual(before[i].Facts, d.Facts) {
			return nil, false
		}
		at, published := w.at[d.File]
		if !published {
			continue
		}
		t := w.resolver.Text(w.site.Pages[at], d)
		if !slices.Equal(t.Files, texts[at].Files) || !slices.Equal(t.Pages, texts[at].Pages) {
			return nil, false // other files are part of the site, or other pages are told who links to them
		}
		texts[at] = t
		pages = append(pages, at)
	}
	w.texts = texts
	return pages, true
}

// diags are what keeps the site as it is now from being shown.
func (l *look) diags() []diag.Diag {
	return l.b.judge(slices.Concat(l.base, l.tried, l.whole.diags(), l.table.diags))
}

// allDiags are those, and what is known of pages that do not render.
func (l *look) allDiags() []diag.Diag {
	return l.b.judge(slices.Concat(l.base, l.tried, l.whole.diags(), l.table.diags, l.trial.diags()))
}

// show makes the site as it is now the one to show. A page of it that does not
// render is shown as it was in the last site whose pages are known to.
func (p *Preview) show() {
	sound := p.shown
	switch {
	case sound == nil:
	case sound.trial.sound():
		sound = sound.alone()
	default:
		sound = sound.before
	}
	p.shown = newSnapshot(p.last)
	if !p.shown.trial.sound() { // else it will not be asked for, and need not be held
		p.shown.before = sound
	}
}

// excerpts are the sources that lines were asked of, as they are now. They may be
// asked by several goroutines.
type excerpts struct {
	mu      sync.Mutex
	project *source.Root
	lines   map[string][]string
}

// forget drops what has changed; nil stands for everything.
func (e *excerpts) forget(project *source.Root, changed []string) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.project != project || changed == nil {
		e.project, e.lines = project, map[string][]string{}
	}
	for _, file := range changed {
		delete(e.lines, file)
	}
}

// line is a line of a source; "" if there is none.
func (e *excerpts) line(file string, line int) string {
	e.mu.Lock()
	defer e.mu.Unlock()
	lines, known := e.lines[file]
	if !known {
		if data, err := e.project.ReadFile(file); err == nil {
			text, _ := source.Text(file, data)
			lines = strings.Split(string(text), "\n")
		}
		e.lines[file] = lines
	}
	if line < 1 || line > len(lines) {
		return ""
	}
	return lines[line-1]
}

// moved finds the pages that have another address than before: those of the same
// file, and those whose file is gone while a new one says the same or has the same
// title.
func moved(before, now *whole) map[string]string {
	if before.site == now.site {
		return nil
	}
	moved := map[string]string{}
	was, is := map[string]*site.Page{}, map[string]*site.Page{}
	for _, p := range before.site.Pages {
		if p.Facts == nil {
			continue
		}
		if i, still := now.at[p.Facts.File]; !still {
			was[p.Facts.File] = p
		} else if url := now.site.Pages[i].URL; url != p.URL {
			moved[p.URL] = url
		}
	}
	for _, p := range now.site.Pages {
		if p.Facts == nil {
			continue
		}
		if _, known := before.at[p.Facts.File]; !known {
			is[p.Facts.File] = p
		}
	}
	pair(was, is, moved, func(w *whole, file string) any { return w.docs[file].Body.Sum }, before, now)
	pair(was, is, moved, func(w *whole, file string) any { return w.docs[file].Title }, before, now)
	return moved
}

// pair notes pages of was and is as moved whose keys are equal and no other's.
func pair(was, is map[string]*site.Page, moved map[string]string, key func(w *whole, file string) any, before, now *whole) {
	from, to := unique(was, key, before), unique(is, key, now)
	for k, p := range from {
		if q := to[k]; p != nil && q != nil {
			if p.URL != q.URL {
				moved[p.URL] = q.URL
			}
			delete(was, p.Facts.File)
			delete(is, q.Facts.File)
		}
	}
}

// unique maps keys to the pages that have them, nil for a key of several.
func unique(pages map[string]*site.Page, key func(w *whole, file string) any, w *whole) map[any]*site.Page {
	found := map[any]*site.Page{}
	for file, p := range pages {
		k := key(w, file)
		if _, twice := found[k]; twice {
			p = nil
		}
		found[k] = p
	}
	return found
}
