package build

import (
	"context"
	"sync"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/par"
	"sitegen/internal/search"
	"sitegen/internal/site"
)

// search stages the files of the search.
func (b *builder) search(ctx context.Context, w *whole) error {
	outputs, ds, err := w.index(ctx, b.o.Steps)
	b.report(ds)
	if err != nil {
		return err
	}
	return b.each(ctx, len(outputs), func(i int) error { return b.stage.Put(outputs[i]) })
}

// index makes the files of the search: each page is taken apart alone, and what is
// known of all of them is put together.
func (w *whole) index(ctx context.Context, steps *memo.Steps) ([]site.Output, []diag.Diag, error) {
	var pages []int
	for i, p := range w.site.Pages {
		if searched(p) {
			pages = append(pages, i)
		}
	}
	failed := make([]diag.Diag, len(pages))
	entries, err := par.Map(ctx, len(pages), func(j int) search.Entry {
		p, doc := w.site.Pages[pages[j]], w.texts[pages[j]].Doc
		entry := search.Entry{URL: p.URL, Title: p.Title}
		for _, up := range p.Up {
			if up.Kind != site.KindHome {
				entry.Crumbs = append(entry.Crumbs, up.Label)
			}
		}
		defer guard(doc.File, func(d diag.Diag) { failed[j] = d })
		entry.Passages = w.taken.passages(doc, func() search.Passages {
			return memo.Do(steps, w.tree, "search", search.Of(doc), search.Page)
		})
		return entry
	})
	if err != nil {
		return nil, nil, err
	}
	outputs, err := search.Index(ctx, entries)
	var ds []diag.Diag
	for _, d := range failed {
		if d.Code != "" {
			ds = append(ds, d)
		}
	}
	return outputs, ds, err
}

// taken are the pages that a Preview has taken apart already, so that the next
// index takes apart those only that have changed. A nil taken keeps nothing.
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

// passages returns what take made of a doc for this index or the one before.
func (t *taken) passages(doc *site.Doc, take func() search.Passages) search.Passages {
	if t == nil {
		return take()
	}
	t.mu.Lock()
	p, known := t.old[doc]
	t.mu.Unlock()
	if !known {
		p = take()
	}
	t.mu.Lock()
	t.now[doc] = p
	t.mu.Unlock()
	return p
}

// searched reports whether the search leads to a page.
func searched(p *site.Page) bool {
	switch p.Kind {
	case site.KindHome, site.KindSection, site.KindPage:
		return p.Facts != nil && !p.Hidden && !p.Facts.Meta.NoSearch
	}
	return false
}
