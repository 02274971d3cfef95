package build

import (
	"context"
	"slices"
	"sync"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/par"
	"sitegen/internal/publish"
	"sitegen/internal/search"
	"sitegen/internal/site"
)

// search stages the files of the search. Remembered is what they are, but not their
// bytes: as a rule they stand in the output folder, and need not be made to see that.
func (b *builder) search(ctx context.Context, w *whole) error {
	x, err := b.newIndexing(ctx, w)
	if err != nil {
		return err
	}
	files := memo.Do(b.o.Steps, w.tree, "index", x.in, x.step)
	if !x.made {
		missing, err := b.keep(ctx, files)
		if err != nil || len(missing) == 0 {
			return err
		}
		x.make()
		x.outputs = slices.DeleteFunc(x.outputs, func(o site.Output) bool { return !missing[o.Path] })
	}
	b.report(x.diags)
	if x.err != nil {
		return x.err
	}
	return b.each(ctx, len(x.outputs), func(i int) error { return b.stage.Put(x.outputs[i]) })
}

// keep stages files that stand in the output folder as they should, and returns the
// paths of the others.
func (b *builder) keep(ctx context.Context, files []publish.Known) (missing map[string]bool, err error) {
	kept, err := par.Map(ctx, len(files), func(i int) bool { return b.stage.Keep(files[i]) })
	missing = map[string]bool{}
	for i, f := range files {
		if !kept[i] {
			missing[f.Path] = true
		}
	}
	return missing, err
}

// indexing is the making of the index in a build.
type indexing struct {
	ctx   context.Context
	w     *whole
	steps *memo.Steps
	pages []int
	in    []indexed // of pages

	made    bool
	outputs []site.Output
	diags   []diag.Diag
	err     error
}

// indexed is what the index knows of a page: an Entry, with what its Passages are
// a function of in their place.
type indexed struct {
	Entry search.Entry
	In    memo.Sealed[search.In]
}

func (b *builder) newIndexing(ctx context.Context, w *whole) (*indexing, error) {
	x := &indexing{ctx: ctx, w: w, steps: b.o.Steps, pages: w.searched()}
	var err error
	x.in, err = par.Map(ctx, len(x.pages), func(j int) indexed {
		i := x.pages[j]
		return indexed{entryOf(w.site.Pages[i]), memo.Seal(search.Of(w.texts[i].Doc))}
	})
	return x, err
}

// step makes the index and tells what its files are.
func (x *indexing) step(_ []indexed, r *memo.Reader) []publish.Known {
	if x.make(); x.err != nil || len(x.diags) > 0 {
		r.Doubt()
	}
	return publish.KnownOf(x.outputs)
}

func (x *indexing) make() {
	x.made = true
	x.outputs, x.diags, x.err = x.w.index(x.ctx, x.pages, func(j int) search.Passages {
		return memo.Do(x.steps, x.w.tree, "search", x.in[j].In, pageStep)
	})
}

func pageStep(in memo.Sealed[search.In], r *memo.Reader) search.Passages {
	return search.Page(in.Value(), r)
}

// index makes the files of the search out of pages, by index; passages are those of
// the page at j among them.
func (w *whole) index(ctx context.Context, pages []int, passages func(j int) search.Passages) ([]site.Output, []diag.Diag, error) {
	failed := make([]diag.Diag, len(pages))
	entries, err := par.Map(ctx, len(pages), func(j int) search.Entry {
		entry := entryOf(w.site.Pages[pages[j]])
		defer guard(w.texts[pages[j]].Doc.File, func(d diag.Diag) { failed[j] = d })
		entry.Passages = passages(j)
		return entry
	})
	if err != nil {
		return nil, nil, err
	}
	outputs, err := search.Index(ctx, entries)
	return outputs, slices.DeleteFunc(failed, func(d diag.Diag) bool { return d.Code == "" }), err
}

// entryOf is the place of a page in the site, without its Passages.
func entryOf(p *site.Page) search.Entry {
	entry := search.Entry{URL: p.URL, Title: p.Title}
	for _, up := range p.Up {
		if up.Kind != site.KindHome {
			entry.Crumbs = append(entry.Crumbs, up.Label)
		}
	}
	return entry
}

// searched are the pages that the search leads to, by index.
func (w *whole) searched() []int {
	var pages []int
	for i, p := range w.site.Pages {
		switch p.Kind {
		case site.KindHome, site.KindSection, site.KindPage:
			if p.Facts != nil && !p.Hidden && !p.Facts.Meta.NoSearch {
				pages = append(pages, i)
			}
		}
	}
	return pages
}

// taken are the pages that a Preview has taken apart already, so that the next
// index takes apart those only that have changed.
type taken struct {
	turn sync.Mutex // of an index: they are made one after the other

	mu  sync.Mutex
	old map[*site.Doc]search.Passages // of the index before
	now map[*site.Doc]search.Passages
}

// begin begins an index, and returns what ends it.
func (t *taken) begin() (end func()) {
	t.turn.Lock()
	t.old, t.now = t.now, map[*site.Doc]search.Passages{}
	return func() {
		t.old = nil
		t.turn.Unlock()
	}
}

// passages takes a doc apart, unless that was done for the index before.
func (t *taken) passages(doc *site.Doc) search.Passages {
	t.mu.Lock()
	p, known := t.old[doc]
	t.mu.Unlock()
	if !known {
		p = search.Page(search.Of(doc), nil)
	}
	t.mu.Lock()
	t.now[doc] = p
	t.mu.Unlock()
	return p
}
