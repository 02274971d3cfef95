package build

import (
	"context"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
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
	patience *patience

	mu      sync.Mutex
	ways    ways
	options memo.Sum // that docs were parsed with
	docs    map[string]keptDoc
	askers  map[string][]string // path → files whose docs asked for it
	doubts  map[string]int      // how often docs in a row were such that the clock may have had a say in them

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

func newKept(root string, p *patience) *kept {
	return &kept{patience: p, ways: ways{root, map[string]way{}}, docs: map[string]keptDoc{}, askers: map[string][]string{}, doubts: map[string]int{}}
}

// forget drops what rests on paths that have changed, and returns the files whose
// docs are dropped.
func (k *kept) forget(changed []string) []string {
	k.ways.forget()
	var files []string
	for _, p := range changed {
		if p == watch.Git {
			k.dated = false
		}
		files = append(files, k.drop(k.askers[p])...)
	}
	slices.Sort(files)
	return files
}

// forgetBelow drops what rests on paths below those that have changed: where a link
// to a folder comes or goes, nothing is said of the files that it leads to.
func (k *kept) forgetBelow(changed []string) {
	folders := map[string]bool{}
	for _, p := range changed {
		folders[p] = true
	}
	for asked, files := range k.askers {
		for up := path.Dir(asked); up != path.Dir(up); up = path.Dir(up) {
			if folders[up] {
				k.drop(files)
			}
		}
	}
}

// drop drops docs, and returns the files of those that were there.
func (k *kept) drop(files []string) (dropped []string) {
	for _, file := range files {
		if d := k.docs[file]; d.doc != nil {
			k.docs[file] = keptDoc{asked: d.asked}
			dropped = append(dropped, file)
		}
	}
	return dropped
}

// only drops the docs of all files but those given, those that were parsed with
// other options, and those that could not see another output folder.
func (k *kept) only(files []source.File, options markdown.Options, output string) {
	if k == nil {
		return
	}
	sum := memo.Hash(struct {
		Options markdown.Options
		Output  string
	}{options, output})
	old := k.docs
	k.docs, k.askers = make(map[string]keptDoc, len(files)), make(map[string][]string, len(files))
	if k.options == sum {
		for _, f := range files {
			if d := old[f.Path]; d.doc != nil && d.doc.Rel == f.Rel {
				k.put(f.Path, d)
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
	k.put(file, keptDoc{doc, k.ways.with(asked)})
}

// doubtAgain is how often a text is read again that takes so long that highlighting may
// have been given up. It may have been the machine; after that, it is the text.
const doubtAgain = 3

// doubt notes whether the doc of a file is in doubt. A build would not remember it, so
// it is not kept for longer than until what was missed is asked for.
func (k *kept) doubt(file string, doubt bool) {
	if k == nil {
		return
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	if !doubt {
		delete(k.doubts, file)
		return
	}
	if k.doubts[file]++; k.doubts[file] <= doubtAgain {
		k.patience.sight.doubt(file)
	}
}

func (k *kept) put(file string, d keptDoc) {
	before := k.docs[file].asked
	k.docs[file] = d
	for _, p := range d.asked {
		if !slices.Contains(before, p) {
			k.askers[p] = append(k.askers[p], file)
		}
	}
}

// restsOn are the paths that answers about paths rest on.
func (k *kept) restsOn(asked []string) map[string]bool {
	if k == nil {
		return nil
	}
	k.mu.Lock()
	defer k.mu.Unlock()
	all := map[string]bool{}
	for _, p := range k.ways.with(asked) {
		all[p] = true
	}
	return all
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
func (k *kept) gitDates(ctx context.Context, root string) (map[string]time.Time, []diag.Diag, error) {
	if k != nil && k.dated {
		return k.dates, k.dateDiags, nil
	}
	if p := k.waiting(); p != nil {
		p.sight.read(watch.Git, p.stands(watch.Git))
	}
	dates, ds, err := source.GitDates(ctx, root)
	if k != nil {
		k.dated, k.dates, k.dateDiags = err == nil && ctx.Err() == nil, dates, ds
	}
	return dates, ds, err
}

// ways are where symbolic links of a project lead. Who watches it tells of a change
// where the file really is.
type ways struct {
	root  string
	known map[string]way // by folder
}

// way is where a path leads: the path of what is there, and of the links on the way.
type way struct {
	end   string
	links []string
}

func (w *ways) forget() { w.known = map[string]way{} }

// with adds to paths those of links on the way to them, and of what is there.
func (w *ways) with(paths []string) []string {
	for _, p := range slices.Clip(paths) {
		found := w.follow(p, maxLinks)
		for _, more := range append(found.links, found.end) {
			if !slices.Contains(paths, more) {
				paths = append(paths, more)
			}
		}
	}
	return paths
}

// maxLinks is how many links may lead to another: those that lead in a circle lead
// nowhere.
const maxLinks = 16

func (w *ways) follow(p string, left int) way {
	up := path.Dir(p)
	if up == p || left == 0 {
		return way{end: p}
	}
	dir, known := w.known[up]
	if !known {
		dir = w.follow(up, left)
		w.known[up] = dir
	}
	here := way{path.Join(dir.end, path.Base(p)), dir.links}
	target, ok := w.read(here.end)
	if !ok {
		return here
	}
	on := w.follow(path.Join(path.Dir(here.end), target), left-1)
	return way{on.end, slices.Concat(here.links, []string{here.end}, on.links)}
}

// read is where a link leads, if one stands at a path, in either spelling.
func (w *ways) read(p string) (target string, ok bool) {
	for _, name := range []string{p, hangul.NFD(p)} {
		if target, err := os.Readlink(filepath.Join(w.root, filepath.FromSlash(name))); err == nil {
			return hangul.NFC(filepath.ToSlash(target)), true
		}
	}
	return "", false
}
