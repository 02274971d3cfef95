package build

import (
	"context"
	"slices"
	"sync"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/markdown"
	"sitegen/internal/memo"
	"sitegen/internal/render"
	"sitegen/internal/site"
	"sitegen/internal/source"
	"sitegen/internal/watch"
)

// kept is what a process keeps of one look at a project for the next, so that it
// need not be read again. Unlike remembered steps it is found by the path of a
// file and not by what the file holds: it can be trusted as far as whoever
// watches the project says what has changed. A nil kept keeps nothing.
type kept struct {
	mu      sync.Mutex
	options memo.Sum // that docs were parsed with
	docs    map[string]keptDoc
	askers  map[string][]string // path → files whose docs asked for it

	theme      *render.Theme
	themeDiags []diag.Diag

	dated     bool
	dates     map[string]time.Time
	dateDiags []diag.Diag
}

type keptDoc struct {
	doc   *site.Doc // nil if what it rests on has changed
	asked []string  // paths that the doc rests on, those of files that are not there included
}

func newKept() *kept { return &kept{docs: map[string]keptDoc{}, askers: map[string][]string{}} }

// forget drops what rests on paths that have changed, and returns the files whose
// docs are dropped.
func (k *kept) forget(changed []string) []string {
	var files []string
	for _, p := range changed {
		if p == watch.Git {
			k.dated = false
		}
		for _, file := range k.askers[p] {
			if d := k.docs[file]; d.doc != nil {
				k.docs[file] = keptDoc{asked: d.asked}
				files = append(files, file)
			}
		}
	}
	slices.Sort(files)
	return files
}

// only drops the docs of all files but those given, and those that were parsed
// with other options.
func (k *kept) only(files []source.File, options markdown.Options) {
	if k == nil {
		return
	}
	sum := memo.Hash(options)
	old := k.docs
	k.docs, k.askers = make(map[string]keptDoc, len(files)), make(map[string][]string, len(files))
	if k.options == sum {
		for _, f := range files {
			if d := old[f.Path]; d.doc != nil {
				k.keep(f.Path, d.doc, d.asked)
			}
		}
	}
	k.options = sum
}

// doc returns the doc of a file, nil if none is kept.
func (k *kept) doc(file string) *site.Doc {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	return k.docs[file].doc
}

// keep keeps a doc in the place of the one before. What that one asked for stays
// among the reasons to read the file again, which costs reading it once in vain.
func (k *kept) keep(file string, doc *site.Doc, asked []string) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	before := k.docs[file].asked
	k.docs[file] = keptDoc{doc, asked}
	for _, p := range asked {
		if !slices.Contains(before, p) {
			k.askers[p] = append(k.askers[p], file)
		}
	}
}

// parseTheme parses a theme, unless it is the one of before.
func (k *kept) parseTheme(templates, assets map[string][]byte) (*render.Theme, []diag.Diag) {
	if k != nil && k.theme != nil && k.theme.MemoSum() == render.ThemeSum(templates, assets) {
		return k.theme, k.themeDiags
	}
	theme, ds := render.ParseTheme(templates, assets)
	if k != nil {
		k.theme, k.themeDiags = theme, ds
	}
	return theme, ds
}

// gitDates asks git when files were last changed, unless no commit was made since
// it was asked.
func (k *kept) gitDates(ctx context.Context, root string) (map[string]time.Time, []diag.Diag) {
	if k != nil && k.dated {
		return k.dates, k.dateDiags
	}
	dates, ds := source.GitDates(ctx, root)
	if k != nil {
		k.dated, k.dates, k.dateDiags = true, dates, ds
	}
	return dates, ds
}

// asking notes which files a step asks for.
type asking struct {
	files memo.Files
	asked []string
}

func (a *asking) ReadFile(path string) ([]byte, error) {
	if !slices.Contains(a.asked, path) {
		a.asked = append(a.asked, path)
	}
	return a.files.ReadFile(path)
}
