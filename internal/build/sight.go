package build

import (
	"io/fs"
	"os"
	"slices"
	"sync"
	"time"

	"sitegen/internal/diag"
	"sitegen/internal/source"
)

// sight is what stood at each path when updates looked there. Who watches the
// project sees a change only if it is there when he looks, so what came and went,
// or went and came back, while an update was under way may have been seen by the
// update alone: a folder that was moved away for a moment, a configuration that was
// broken for one. Nobody tells that it is again as it was, so what was seen is held
// against the disk once more, later.
type sight struct {
	mu    sync.Mutex
	files map[string]seen // by path, until they are believed

	list  listing      // as the last scan did
	tree  *source.Tree // what that found; nil once it is believed
	diags []diag.Diag  // and said
	when  time.Time
}

func newSight() *sight { return &sight{files: map[string]seen{}} }

// seen is what stood at a path just before it was read.
type seen struct {
	info   fs.FileInfo // nil: nothing
	when   time.Time
	others bool // and that is not all there is to it: it was read as something else, too
}

// belief is for how long what was seen is doubted. Who watches has told of all that
// has stayed for that long, even while git is at work.
const belief = 10 * time.Second

// read notes what stood at a path that is read.
func (s *sight) read(name string, info fs.FileInfo) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was, known := s.files[name]
	s.files[name] = seen{info, time.Now(), known && (was.others || !sameFile(was.info, info))}
}

// doubt has a file read again, whatever stands there.
func (s *sight) doubt(name string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	was := s.files[name]
	was.others = true
	s.files[name] = was
}

// forget drops what was seen at paths that have changed, since all that rests on it
// will look again; nil stands for everything.
func (s *sight) forget(changed []string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if changed == nil {
		clear(s.files)
	}
	for _, name := range changed {
		delete(s.files, name)
	}
}

// scanned notes what a scan has found.
func (s *sight) scanned(tree *source.Tree, ds []diag.Diag, list listing) {
	s.tree, s.diags, s.list, s.when = tree, ds, list, time.Now()
}

// again looks where updates have looked. It returns the paths at which something
// else stands by now, and whether it will have to be asked once more. The error is
// for what the machine did.
func (s *sight) again(stat func(name string) fs.FileInfo) (missed []string, open bool, err error) {
	now := time.Now()
	if s.tree != nil {
		tree, ds, err := s.list()
		if err != nil {
			return nil, true, err
		}
		missed = s.tree.Differs(tree)
		for _, d := range slices.Concat(without(ds, s.diags), without(s.diags, ds)) {
			missed = append(missed, d.Pos.File)
		}
		if len(missed) > 0 || now.Sub(s.when) >= belief {
			s.tree = nil // told, or believed
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for name, was := range s.files {
		same := !was.others && sameFile(was.info, stat(name))
		if !same {
			missed = append(missed, name)
		}
		if !same || now.Sub(was.when) >= belief {
			delete(s.files, name)
		}
	}
	slices.Sort(missed)
	return slices.Compact(missed), len(missed) > 0 || len(s.files) > 0 || s.tree != nil, nil
}

// without are those of ds that are not among others.
func without(ds, others []diag.Diag) []diag.Diag {
	return slices.DeleteFunc(slices.Clone(ds), func(d diag.Diag) bool { return slices.Contains(others, d) })
}

// sameFile reports whether nothing that an edit leaves behind tells two looks at a
// path apart.
func sameFile(a, b fs.FileInfo) bool {
	if a == nil || b == nil {
		return a == nil && b == nil
	}
	return os.SameFile(a, b) && a.Mode() == b.Mode() && a.Size() == b.Size() && a.ModTime().Equal(b.ModTime())
}
