package watch

import (
	"errors"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"sitegen/internal/hangul"
)

// tree is what the project looked like when it was last looked at. Looking
// compares one folder, or all, with the disk and notes the paths at which
// something else stands now.
//
// Folders and entries go by their names on disk, what is noted by composed
// paths: a file whose name is only spelt otherwise has not changed.
type tree struct {
	root    string // absolute
	skip    func(rel string, dir bool) bool
	hash    *hasher
	folders map[string]*area
	loose   map[string][]string // composed path → spellings on disk that are not composed
	moved   map[string]bool     // composed paths at which something else was found since it was last asked
	unread  []string            // files of the first look that are still to be hashed
	notes   int                 // how often something was
	rounds  uint64

	// entered is called before a folder is listed that was not known, or is not
	// the one that stood there before.
	entered func(rel string, other bool)
}

// area is a folder that has been listed.
type area struct {
	node    fingerprint
	entries map[string]*entry
}

// entry is one name in a folder.
type entry struct {
	print   fingerprint
	state   state
	since   time.Time // when print was first seen
	settled bool      // the bytes were read long enough after their last change
	round   uint64    // of the last look that found it
}

func newTree(root string, skip func(string, bool) bool) *tree {
	return &tree{
		root: root, skip: skip, hash: newHasher(),
		folders: map[string]*area{}, loose: map[string][]string{}, moved: map[string]bool{},
		entered: func(string, bool) {},
	}
}

func (t *tree) path(rel string) string { return filepath.Join(t.root, filepath.FromSlash(rel)) }

// lookAtAll looks at the whole project. It reports false if the project itself
// cannot be found; then everything is left as it was.
func (t *tree) lookAtAll(how look) bool {
	info, err := os.Stat(t.root)
	if err != nil || !info.IsDir() {
		return false
	}
	node := fingerprintOf(info)
	if top := t.folders[""]; top == nil || !top.node.sameNode(node) {
		t.enter("", node)
	}
	how.deep = true
	t.look("", how)
	return true
}

// there reports whether the project's folder can be found.
func (t *tree) there() bool {
	info, err := os.Stat(t.root)
	return err == nil && info.IsDir()
}

// look says how to look at a folder.
type look struct {
	deep  bool            // at all folders below it, too
	lazy  bool            // put off reading files: for the first look, which knows no change
	heard map[string]bool // files of which something was heard, to be read whatever their fingerprint says
	now   time.Time
}

// look looks at a folder that is known, and at folders below it that are not.
func (t *tree) look(rel string, how look) {
	a := t.folders[rel]
	infos, err := list(t.path(rel))
	listed := state{kind: folder}
	switch {
	case err == nil:
	case errors.Is(err, fs.ErrPermission):
		listed.sum = 1
	case isGone(err):
		if rel != "" {
			t.drop(rel)
		}
		return
	default:
		return // trouble with the disk is not a change; the next look will tell
	}
	t.setFolder(rel, listed)
	t.rounds++
	round := t.rounds
	for _, info := range infos {
		name := info.Name()
		child := path.Join(rel, name)
		if !t.skip(child, info.IsDir()) && t.compare(a, child, info, how) {
			a.entries[name].round = round
		}
	}
	for name, e := range a.entries {
		if e.round != round {
			t.drop(path.Join(rel, name))
		}
	}
}

// list returns what lies in a folder.
func list(folder string) ([]fs.FileInfo, error) {
	dir, err := os.Open(folder)
	if err != nil {
		return nil, err
	}
	defer dir.Close()
	return dir.Readdir(-1)
}

func isGone(err error) bool {
	return errors.Is(err, fs.ErrNotExist) || errors.Is(err, syscall.ENOTDIR)
}

// compare brings the entry of one name up to date. It reports false if nothing
// stands there any more.
func (t *tree) compare(a *area, rel string, info fs.FileInfo, how look) bool {
	name, print := path.Base(rel), fingerprintOf(info)
	e := a.entries[name]
	if info.IsDir() {
		t.compareFolder(a, e, rel, print, how)
		return a.entries[name] != nil
	}
	if e != nil && e.state.kind == folder {
		t.drop(rel)
		e = nil
	}
	var target string
	if info.Mode()&fs.ModeSymlink != 0 {
		print, target = t.follow(rel, print)
	}
	if e != nil && e.print == print && e.state.target == target {
		unread := e.state.kind == file && !e.state.hashed
		if unread || e.settled && !how.heard[rel] {
			return true
		}
	}
	if how.lazy && print.mode.IsRegular() && print.old(how.now) {
		t.unread = append(t.unread, rel)
		t.set(a, rel, &entry{print: print, state: state{kind: file, size: print.size, target: target}, settled: true}, e)
		return true
	}
	next, err := t.read(rel, print, target)
	if err != nil {
		return false
	}
	if e == nil || e.print != print {
		t.set(a, rel, &entry{print: print, state: next, since: how.now, settled: print.old(how.now)}, e)
		return true
	}
	e.settled = e.settled || how.now.Sub(e.since) >= clockGrain
	if !e.state.same(next) {
		e.state = next
		t.note(rel)
	}
	return true
}

// set puts an entry in the place of another, or of none, and notes a difference.
func (t *tree) set(a *area, rel string, e, old *entry) {
	a.entries[path.Base(rel)] = e
	if old == nil {
		t.spell(rel, true)
	}
	if old == nil || !old.state.same(e.state) {
		t.note(rel)
	}
}

func (t *tree) compareFolder(a *area, e *entry, rel string, node fingerprint, how look) {
	if e != nil && e.state.kind != folder {
		t.drop(rel)
		e = nil
	}
	if e == nil {
		t.set(a, rel, &entry{state: state{kind: folder}}, nil)
	}
	known := t.folders[rel]
	if known == nil || !known.node.sameNode(node) {
		t.enter(rel, node)
		how.deep = true
	}
	if how.deep {
		t.look(rel, how)
	}
}

// enter makes a folder known, before it is listed: what appears in it later is
// heard of, what was there before is seen.
func (t *tree) enter(rel string, node fingerprint) {
	a := t.folders[rel]
	if a == nil {
		a = &area{entries: map[string]*entry{}}
		t.folders[rel] = a
	}
	up := t.folders[parent(rel)]
	a.node = node
	t.entered(rel, rel == "" || up.node.dev != node.dev)
}

// setFolder notes whether a folder can be listed.
func (t *tree) setFolder(rel string, s state) {
	if rel == "" {
		return
	}
	e := t.folders[parent(rel)].entries[path.Base(rel)]
	if e.state != s {
		e.state = s
		t.note(rel)
	}
}

// follow judges a symbolic link. One that leads to a file of the project is
// that file, as for a build; any other is only where it leads to.
func (t *tree) follow(rel string, own fingerprint) (print fingerprint, target string) {
	full := t.path(rel)
	target, err := os.Readlink(full)
	if err != nil {
		return own, ""
	}
	info, err := os.Stat(full)
	if err != nil || !info.Mode().IsRegular() {
		return own, target
	}
	top, err := filepath.EvalSymlinks(t.root)
	if err != nil {
		return own, target
	}
	end, err := filepath.EvalSymlinks(full)
	if err != nil {
		return own, target
	}
	if in, err := filepath.Rel(top, end); err != nil || !filepath.IsLocal(in) {
		return own, target
	}
	return fingerprintOf(info), target
}

// read finds out what stands at a path. The error says that nothing does.
func (t *tree) read(rel string, print fingerprint, target string) (state, error) {
	if !print.mode.IsRegular() {
		s := state{kind: irregular, target: target}
		if target != "" {
			s.kind = link
		}
		return s, nil
	}
	s, err := t.hash.ofFile(t.path(rel), print)
	switch {
	case err == nil:
	case isGone(err):
		return s, err
	default:
		s = state{kind: locked}
	}
	s.target = target
	return s, nil
}

// readSome reads up to n files that the first look put off, and returns those
// that were still what they had been then.
func (t *tree) readSome(n int) (done []string) {
	for ; n > 0 && len(t.unread) > 0; n-- {
		rel := t.unread[0]
		t.unread = t.unread[1:]
		a := t.folders[parent(rel)]
		if a == nil || a.entries[path.Base(rel)] == nil {
			continue
		}
		e := a.entries[path.Base(rel)]
		if e.state.kind != file || e.state.hashed {
			continue
		}
		s, err := t.read(rel, e.print, e.state.target)
		if err != nil {
			continue
		}
		// What was read is what the first look saw only if nothing came between.
		if info, err := os.Stat(t.path(rel)); err == nil && fingerprintOf(info) == e.print {
			e.state = s
			done = append(done, hangul.NFC(rel))
		}
	}
	return done
}

// drop forgets a path and all below it.
func (t *tree) drop(rel string) {
	if a := t.folders[rel]; a != nil {
		for name := range a.entries {
			t.drop(path.Join(rel, name))
		}
		delete(t.folders, rel)
	}
	up := t.folders[parent(rel)]
	if up == nil || up.entries[path.Base(rel)] == nil {
		return
	}
	delete(up.entries, path.Base(rel))
	t.spell(rel, false)
	t.note(rel)
}

func (t *tree) note(rel string) {
	t.moved[hangul.NFC(rel)] = true
	t.notes++
}

// spell keeps the list of names that are not composed.
func (t *tree) spell(rel string, add bool) {
	composed := hangul.NFC(rel)
	if composed == rel {
		return
	}
	kept := slices.DeleteFunc(t.loose[composed], func(s string) bool { return s == rel })
	if add {
		kept = append(kept, rel)
		slices.Sort(kept)
	}
	if len(kept) == 0 {
		delete(t.loose, composed)
		return
	}
	t.loose[composed] = kept
}

// at tells what stands at a composed path, however the disk spells it. Where
// two names are spelt otherwise only, it is both of them.
func (t *tree) at(composed string) state {
	s := t.entry(composed)
	for _, rel := range t.loose[composed] {
		other := t.entry(rel)
		if s.kind == absent {
			s = other
			continue
		}
		s.size += other.size
		s.sum = s.sum*31 + other.sum
	}
	return s
}

func (t *tree) entry(rel string) state {
	if a := t.folders[parent(rel)]; a != nil {
		if e := a.entries[path.Base(rel)]; e != nil {
			return e.state
		}
	}
	return state{}
}

// parent is the folder of a path; that of the project is its own.
func parent(rel string) string {
	if i := strings.LastIndexByte(rel, '/'); i >= 0 {
		return rel[:i]
	}
	return ""
}

// states lists everything by composed path.
func (t *tree) states() map[string]state {
	all := map[string]state{}
	for rel, a := range t.folders {
		for name := range a.entries {
			composed := hangul.NFC(path.Join(rel, name))
			all[composed] = t.at(composed)
		}
	}
	return all
}

// files is how many entries there are.
func (t *tree) files() int {
	n := 0
	for _, a := range t.folders {
		n += len(a.entries)
	}
	return n
}
