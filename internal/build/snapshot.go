package build

import (
	"context"
	"io"
	"slices"
	"strings"
	"sync"

	"sitegen/internal/diag"
	"sitegen/internal/link"
	"sitegen/internal/publish"
	"sitegen/internal/search"
)

// Snapshot is a site as it was at one time, every file with the bytes that a
// build would have published. Pages are rendered when they are asked for. It may
// be used by several goroutines.
type Snapshot struct {
	whole  *whole
	table  *table
	before *Snapshot // where a page is taken from that does not render; nil for none
	trial  *trial
	search func() map[string][]byte // files of the search, made when they are first asked for
}

// File is one file of a Snapshot.
type File struct {
	Data   []byte
	Open   func() (io.ReadSeekCloser, error) // for a file that is copied from disk, in the place of Data
	Source string                            // the file of the project that it is made of; may be ""
	Diags  []diag.Diag                       // why there is no Data: the page does not render
}

// newSnapshot returns the Snapshot of a look.
func newSnapshot(l *look) *Snapshot {
	s := &Snapshot{whole: l.whole, table: l.table, trial: l.trial}
	s.search = sync.OnceValue(func() map[string][]byte {
		defer s.whole.taken.begin()()
		w, pages := s.whole, s.whole.searched()
		outputs, _, err := w.index(context.Background(), pages, func(j int) search.Passages {
			return w.taken.passages(w.texts[pages[j]].Doc)
		})
		if err != nil {
			return nil // only a context that is done keeps an index from being made
		}
		files := make(map[string][]byte, len(outputs))
		for _, o := range outputs {
			files[o.Path] = o.Data
		}
		return files
	})
	return s
}

// Base is the path that the site lives under: "/" or "/repo/".
func (s *Snapshot) Base() string { return s.whole.site.Info.BasePath }

// Pages is the number of pages of the site.
func (s *Snapshot) Pages() int { return len(s.whole.site.Pages) }

// Paths lists the files of the site, sorted.
func (s *Snapshot) Paths() []string {
	return slices.Sorted(func(yield func(string) bool) {
		for path := range s.table.at {
			if !yield(path) {
				return
			}
		}
		for path := range s.search() {
			if _, taken := s.table.at[path]; !taken && !yield(path) {
				return
			}
		}
	})
}

// File returns the file at a path below the site's root, such as
// "aws/az/index.html", if there is one.
func (s *Snapshot) File(path string) (File, bool) {
	there, ok := s.table.at[path]
	switch {
	case !ok && strings.HasPrefix(path, search.Folder):
		data, ok := s.search()[path]
		return File{Data: data}, ok
	case !ok:
		return s.styleOfBefore(path)
	}
	w, i := s.whole, there.index
	switch there.kind {
	case aPage:
		out := w.page(nil, i)
		return s.rendered(path, File{Data: out.Data, Source: pageSource(w.site.Pages[i]), Diags: out.Diags}), true
	case aTwin:
		twin, _ := link.Twin(w.site.Pages[i], w.texts[i])
		return File{Data: twin.Data, Source: twin.From}, true
	case anExtra:
		data, ds := w.extras[i].Make()
		return s.rendered(path, File{Data: data, Source: w.extras[i].From, Diags: ds}), true
	case ofTheme:
		a := w.theme.Assets()[i]
		return File{Data: a.Data, Source: a.From}, true
	}
	from := w.assets[i].From
	return File{Open: func() (io.ReadSeekCloser, error) { return w.tree.Open(from) }, Source: from}, true
}

// rendered is what a template has made of a file, or if it has failed what stood at
// the path before.
func (s *Snapshot) rendered(path string, f File) File {
	if len(f.Diags) > 0 && s.before != nil {
		if was, ok := s.before.File(path); ok {
			return was
		}
	}
	return f
}

// alone is a Snapshot whose pages are known to render, without what was before it:
// nobody asks for that any more, and each would hold all that ever were.
func (s *Snapshot) alone() *Snapshot {
	return newSnapshot(&look{whole: s.whole, table: s.table, trial: s.trial})
}

// styleOfBefore is a file of the theme that only pages as they were refer to.
func (s *Snapshot) styleOfBefore(path string) (File, bool) {
	if s.before == nil || s.before.table.at[path].kind != ofTheme {
		return File{}, false
	}
	return s.before.File(path)
}

// Try renders all pages, and reports whether they all do. What does not is among
// the Diags of the next Update. It ends early when ctx is done.
func (s *Snapshot) Try(ctx context.Context) bool {
	s.trial.run(ctx)
	return s.trial.sound()
}

// table is what stands at each path of a site.
type table struct {
	at    map[string]item
	diags []diag.Diag // what cannot stand where it wants to
}

// item says what a file of a site is made of.
type item struct {
	kind  itemKind
	index int
}

type itemKind uint8

const (
	aPage   itemKind = iota // index of a page
	aTwin                   // of the same
	anExtra                 // of an extra
	ofTheme                 // of an asset of the theme
	aCopy                   // of an asset of the author
)

// outputs calls yield with all that wants to be published.
func (w *whole) outputs(yield func(path, from string, kind itemKind, index int)) {
	for i, p := range w.site.Pages {
		yield(p.Out, pageSource(p), aPage, i)
		if link.HasTwin(p) {
			yield(p.Facts.Rel, p.Facts.File, aTwin, i)
		}
	}
	for i, a := range w.theme.Assets() {
		yield(a.Path, a.From, ofTheme, i)
	}
	for i, x := range w.extras {
		yield(x.Path, x.From, anExtra, i)
	}
	for i, a := range w.assets {
		yield(a.Out, a.From, aCopy, i)
	}
}

func (w *whole) table() *table {
	t := &table{at: make(map[string]item, 2*len(w.site.Pages))}
	var claims publish.Claims
	w.outputs(func(path, from string, kind itemKind, index int) {
		if claims.Add(path, from) {
			t.at[path] = item{kind, index}
		}
	})
	claims.Add(search.Root, "") // the other files of the search have names that nobody else would take
	t.diags = claims.Diags()
	return t
}

// tableAfter is the table of w, which is that of a site before it if the same
// sources want to stand at the same places: then nobody has to be asked who may.
func (w *whole) tableAfter(before *whole, t *table) *table {
	type wish struct {
		path, from string
		item
	}
	var was []wish
	before.outputs(func(path, from string, kind itemKind, index int) {
		was = append(was, wish{path, from, item{kind, index}})
	})
	n, same := 0, true
	w.outputs(func(path, from string, kind itemKind, index int) {
		same = same && n < len(was) && was[n] == wish{path, from, item{kind, index}}
		n++
	})
	if same && n == len(was) {
		return t
	}
	return w.table()
}
