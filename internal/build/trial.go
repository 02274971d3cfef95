package build

import (
	"context"
	"slices"
	"sync"

	"sitegen/internal/diag"
)

// trial is the rendering of every page of a site, to see whether they do. It may
// be used by several goroutines.
type trial struct {
	whole *whole

	mu    sync.Mutex
	next  []int               // pages that are to be tried; len(site.Pages) stands for the extras
	found map[int][]diag.Diag // of pages that were tried and did not render
}

// newTrial returns the trial of a site. Only templates of an author can fail on a
// page, so a site without any has nothing to try.
func newTrial(w *whole) *trial {
	t := &trial{whole: w, found: map[int][]diag.Diag{}}
	if w.ownTemplates {
		for i := range len(w.site.Pages) + 1 {
			t.next = append(t.next, i)
		}
	}
	return t
}

// again returns the trial of a site of which only the given pages are others.
func (t *trial) again(w *whole, pages []int) *trial {
	t.mu.Lock()
	defer t.mu.Unlock()
	n := &trial{whole: w, found: map[int][]diag.Diag{}}
	if !w.ownTemplates {
		return n
	}
	n.next = slices.Concat(pages, t.next)
	for i, ds := range t.found {
		if !slices.Contains(pages, i) {
			n.found[i] = ds
		}
	}
	return n
}

// sound reports whether all pages are known to render.
func (t *trial) sound() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return len(t.next) == 0 && len(t.found) == 0
}

// run tries pages until all are or ctx is done.
func (t *trial) run(ctx context.Context) {
	for ctx.Err() == nil {
		t.mu.Lock()
		if len(t.next) == 0 {
			t.mu.Unlock()
			return
		}
		i := t.next[0]
		t.mu.Unlock()
		ds := t.try(i)
		t.mu.Lock()
		if len(ds) > 0 {
			t.found[i] = ds
		}
		if len(t.next) > 0 && t.next[0] == i {
			t.next = t.next[1:]
		}
		t.mu.Unlock()
	}
}

func (t *trial) try(i int) []diag.Diag {
	if i < len(t.whole.site.Pages) {
		return t.whole.page(nil, i).Diags
	}
	var ds []diag.Diag
	for _, x := range t.whole.extras {
		if x.From != "" { // the others are no work of a template
			_, more := x.Make()
			ds = append(ds, more...)
		}
	}
	return ds
}

// diags are what was found so far, by page.
func (t *trial) diags() []diag.Diag {
	t.mu.Lock()
	defer t.mu.Unlock()
	var ds []diag.Diag
	for _, found := range t.found {
		ds = append(ds, found...)
	}
	return ds
}
