package build

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"sync"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
	"sitegen/internal/memo"
	"sitegen/internal/source"
	"sitegen/internal/watch"
)

// patience waits for files that are being saved. Many editors move the old file
// away, or empty it, before they write the new one, and may do so while something
// else is looked at. What was there a moment ago is waited for; and not only because
// a page would be missing for a moment: if the same bytes come back, nobody tells of
// a change. A nil patience waits for nothing.
type patience struct {
	root  string
	sight *sight // what was seen in the end

	mu    sync.Mutex
	there map[string]bool // files that had bytes when they were last read
	tree  *source.Tree    // what the last scan found; nil for none
	gone  []string        // files of it that could not be found to be read
	end   time.Time       // of waiting; zero as long as nothing was waited for
}

// doubt is for how long at most, in one update, and how young a loss must be. Those
// who watch a project take as long to believe one.
const doubt = 300 * time.Millisecond

func newPatience(root string) *patience {
	return &patience{root: root, sight: newSight(), there: map[string]bool{}}
}

// begin makes it patient again.
func (p *patience) begin() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.end, p.gone = time.Time{}, nil
}

// lost returns the files that a scan has found and that were not found to be read,
// since that was asked last. They were removed meanwhile; or only spelt otherwise,
// which nobody tells of.
func (p *patience) lost() []string {
	p.mu.Lock()
	defer p.mu.Unlock()
	gone := p.gone
	p.gone = nil
	return gone
}

// read reads a file.
func (p *patience) read(files memo.Files, name string) ([]byte, error) {
	if p == nil {
		return files.ReadFile(name)
	}
	for {
		stood := p.stands(name) // before it is read: what comes later is seen to be another
		data, err := files.ReadFile(name)
		lost := len(data) == 0 && (err == nil || errors.Is(err, fs.ErrNotExist))
		if !lost || !p.was(name) || !p.young(name) || !p.wait() {
			p.note(name, data, err)
			if errors.Is(err, fs.ErrNotExist) {
				stood = nil // it went in between, and may come back as it was
			}
			p.sight.read(name, stood)
			return data, err
		}
	}
}

func (p *patience) was(name string) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.there[name]
}

// note notes the answer that was given in the end.
func (p *patience) note(name string, data []byte, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(data) > 0 {
		p.there[name] = true
		return
	}
	delete(p.there, name)
	if p.tree != nil && errors.Is(err, fs.ErrNotExist) {
		if _, found := p.tree.Lookup(name); found {
			p.gone = append(p.gone, name)
		}
	}
}

// listing lists the files of a project, and says what is wrong with them.
type listing func() (*source.Tree, []diag.Diag, error)

// scan lists the files of a project.
func (p *patience) scan(list listing) (*source.Tree, []diag.Diag, error) {
	var before []string
	for {
		tree, ds, err := list()
		if p == nil || err != nil {
			return tree, ds, err
		}
		back, gone := p.missed(tree)
		known := slices.Equal(back, before) // then the configuration leaves them out
		if before = back; known && !(gone && p.wait()) {
			p.tree = tree
			p.sight.scanned(tree, ds, list)
			return tree, ds, nil
		}
	}
}

// missed looks for files of the last scan that are not in a tree: which stand there
// all the same, and whether others have just gone.
func (p *patience) missed(tree *source.Tree) (back []string, gone bool) {
	if p.tree == nil {
		return nil, false
	}
	for _, f := range p.tree.Files {
		if _, ok := tree.Lookup(f.Path); ok {
			continue
		}
		if _, err := p.stat(f.Path); err == nil {
			back = append(back, f.Path)
		} else {
			gone = gone || p.young(f.Path)
		}
	}
	return back, gone
}

// young reports whether what stands at a path, or what it stood in if it is gone,
// was changed just now.
func (p *patience) young(name string) bool {
	for ; ; name = path.Dir(name) {
		info, err := p.stat(name)
		if err == nil {
			return time.Since(info.ModTime()) < doubt
		}
		if name == path.Dir(name) {
			return false
		}
	}
}

// stands is what can be read at a path, nil for nothing. For the repository it is the
// list of what was checked out.
func (p *patience) stands(name string) fs.FileInfo {
	if name == watch.Git {
		name = path.Join(name, "logs/HEAD")
	}
	for _, spelling := range []string{name, hangul.NFD(name)} {
		if !fs.ValidPath(name) {
			return nil
		}
		if info, err := os.Stat(filepath.Join(p.root, filepath.FromSlash(spelling))); err == nil {
			return info
		}
	}
	return nil
}

// stat finds a file under either spelling of its name.
func (p *patience) stat(name string) (fs.FileInfo, error) {
	info, err := os.Lstat(filepath.Join(p.root, filepath.FromSlash(name)))
	if err != nil {
		return os.Lstat(filepath.Join(p.root, filepath.FromSlash(hangul.NFD(name))))
	}
	return info, nil
}

// wait lets a while pass, unless too much has.
func (p *patience) wait() bool {
	now := time.Now()
	p.mu.Lock()
	if p.end.IsZero() {
		p.end = now.Add(doubt)
	}
	over := !now.Before(p.end)
	p.mu.Unlock()
	if !over {
		time.Sleep(doubt / 30)
	}
	return !over
}

// asking notes which files a step asks for.
type asking struct {
	files    memo.Files
	patience *patience
	exhaust  func(error) // is told of errors
	asked    []string
	failed   bool // the machine gave no answer
}

// asking returns what a step may ask for files of the project.
func (b *builder) asking(files memo.Files) *asking {
	return &asking{files: files, patience: b.kept.waiting(), exhaust: b.exhaust}
}

// waiting is the patience of what is kept.
func (k *kept) waiting() *patience {
	if k == nil {
		return nil
	}
	return k.patience
}

func (a *asking) ReadFile(path string) ([]byte, error) {
	if !slices.Contains(a.asked, path) {
		a.asked = append(a.asked, path)
	}
	data, err := a.patience.read(a.files, path)
	if source.Exhausted(err) {
		a.failed = true
		a.exhaust(err)
	}
	return data, err
}
