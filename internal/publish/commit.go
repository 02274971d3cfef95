package publish

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"runtime"
	"slices"
	"sort"
	"strings"
	"time"

	"sitegen/internal/diag"
)

// GitHub Pages does not take more, and no reader waits for such a page.
const (
	maxSite = 1 << 30
	maxPage = 10 << 20
)

// Commit publishes what was staged and ends the Stage. With errors among the
// diagnostics, or if it finds on its way that it cannot, the last good site stays.
func (s *Stage) Commit() (Stats, []diag.Diag, error) {
	if s.closed {
		return Stats{}, nil, errors.New("publish: Commit of a stage that has ended")
	}
	defer s.Abort()
	s.slots.close() // on Windows a folder that is open can be neither moved nor removed
	p, err := s.plan()
	if err != nil {
		return Stats{}, nil, err
	}
	ds := diag.Sort(slices.Concat(s.Diags(), p.diags))
	if errs, _ := diag.Count(ds); errs > 0 {
		return Stats{}, ds, nil
	}
	stats, err := s.apply(p)
	return stats, ds, err
}

// plan is what a Commit will do, all of it known before the first change.
type plan struct {
	files   []*file  // wanted, by path
	paths   []string // of files
	folders []string // needed by files that will be written, outer ones first
	stale   []string // ours and no longer wanted
	gone    []string // ours, not wanted and not there: a killed build may have left their folders
	blocked []string // the part of stale that stands where a file or folder must be
	foreign []string // not ours
	diags   []diag.Diag
}

func (s *Stage) plan() (*plan, error) {
	p := &plan{}
	for _, f := range s.files {
		p.files = append(p.files, f)
	}
	slices.SortFunc(p.files, func(a, b *file) int { return strings.Compare(a.path, b.path) })
	for _, f := range p.files {
		p.paths = append(p.paths, f.path)
	}
	if err := s.survey(p); err != nil {
		return nil, err
	}
	s.clear(p)
	s.weigh(p)
	return p, nil
}

// survey sorts what is in the output folder into wanted, stale and foreign.
func (s *Stage) survey(p *plan) error {
	wanted := own(nil, p.paths)
	err := fs.WalkDir(s.root.FS(), ".", func(name string, e fs.DirEntry, err error) error {
		switch {
		case name == ".":
			return err
		case err != nil: // a folder that we may not read is not ours
			p.foreign = append(p.foreign, name)
			return fs.SkipDir
		case strings.HasPrefix(name, ours) || name == ".git":
			if e.IsDir() {
				return fs.SkipDir
			}
		case e.IsDir() || s.matches(wanted, name):
		case e.Type().IsRegular() && s.matches(s.old, name):
			p.stale = append(p.stale, name)
		default:
			p.foreign = append(p.foreign, name)
		}
		return nil
	})
	if err != nil {
		return s.wrap("look through the output folder", err)
	}
	sort.Strings(p.stale)
	sort.Strings(p.foreign)
	for name := range s.old.files {
		if _, there := slices.BinarySearch(p.stale, name); !there && !wanted.files[name] {
			p.gone = append(p.gone, name)
		}
	}
	sort.Strings(p.gone)
	return nil
}

// matches tells whether name is in set, under its own spelling or under another
// one that the disk takes for the same file.
func (s *Stage) matches(set *owned, name string) bool {
	if set.files[name] {
		return true
	}
	other, ok := set.folds[fold(name)]
	if !ok {
		return false
	}
	a, errA := s.root.Lstat(name)
	b, errB := s.root.Lstat(other)
	return errA == nil && errB == nil && os.SameFile(a, b)
}

// clear finds what stands where the site must be. Our own files make way,
// anything else is an error.
func (s *Stage) clear(p *plan) {
	links := linkFinder{root: s.root, known: map[string]bool{}}
	looked := map[string]bool{".": true}
	for _, f := range p.files {
		if dir := links.through(f.path); dir != "" {
			p.refuse(s.obstacle(dir, "is a symlink"))
			continue
		}
		switch {
		case f.disk == nil:
		case f.disk.IsDir():
			p.clearFolder(s, f.path)
		case !f.disk.Mode().IsRegular():
			p.refuse(s.obstacle(f.path, "is not a regular file"))
		case f.temp != "" && !s.matches(s.old, f.path):
			p.refuse(s.obstacle(f.path, "was not written by sitegen and has other contents"))
		}
		if f.temp != "" {
			p.clearParents(s, path.Dir(f.path), looked)
		}
	}
	slices.Sort(p.blocked)
	p.blocked = slices.Compact(p.blocked)
	slices.Sort(p.folders)
}

// clearFolder makes way for a file where there is a folder.
func (p *plan) clearFolder(s *Stage, dir string) {
	if inside := below(p.foreign, dir); len(inside) > 0 {
		p.refuse(s.obstacle(inside[0], "was not written by sitegen"))
		return
	}
	inside := below(p.stale, dir)
	if len(inside) == 0 {
		p.refuse(s.obstacle(dir, "is a folder that sitegen did not make"))
		return
	}
	p.blocked = append(p.blocked, inside...)
}

// clearParents makes way for a folder, and for those it is in, where there are files.
func (p *plan) clearParents(s *Stage, dir string, looked map[string]bool) {
	for ; !looked[dir]; dir = path.Dir(dir) {
		looked[dir] = true
		p.folders = append(p.folders, dir)
		if _, is := slices.BinarySearch(p.stale, dir); is {
			p.blocked = append(p.blocked, dir)
		}
		if _, is := slices.BinarySearch(p.foreign, dir); is {
			p.refuse(s.obstacle(dir, "was not written by sitegen"))
		}
	}
}

func (p *plan) refuse(d diag.Diag) { p.diags = append(p.diags, d) }

func (s *Stage) obstacle(name, why string) diag.Diag {
	return diag.Errorf(diag.Pos{File: path.Join(s.shown, name)}, "OUT005", "stands in the way of the site: it %s", why).
		WithHint("move it out of the output folder, or into static/ if it belongs to the site")
}

// below returns the part of the sorted names that lies under dir.
func below(names []string, dir string) []string {
	from := sort.SearchStrings(names, dir+"/")
	to := sort.SearchStrings(names, dir+"0") // '0' follows '/'
	return names[from:to]
}

// weigh warns of what GitHub Pages will not serve well.
func (s *Stage) weigh(p *plan) {
	var total int64
	for _, f := range p.files {
		total += f.size
		if f.size > maxPage && isPage(f.path) {
			p.diags = append(p.diags, diag.Warnf(sourcePos(f.from, f.path), "OUT007", "the page is %d MB of HTML", f.size>>20).
				WithHint("split it into several pages"))
		}
	}
	if total > maxSite {
		p.diags = append(p.diags, diag.Warnf(diag.Pos{File: s.shown}, "OUT007",
			"the site has %d MB, and GitHub Pages takes no more than %d MB", total>>20, maxSite>>20))
	}
}

// apply changes the output folder. The manifest is widened before the first new
// file and narrowed after the last deletion, so that a build killed in between
// leaves nothing that the next one would take for somebody else's.
func (s *Stage) apply(p *plan) (Stats, error) {
	final, err := encodeManifest(p.paths)
	if err != nil {
		return Stats{}, fmt.Errorf("encode manifest: %w", err)
	}
	stats := Stats{Deleted: len(p.stale), Foreign: len(p.foreign)}
	steps := []func() error{
		func() error { return s.announce(p) },
		func() error { return s.remove(p.blocked) },
		func() error { return s.makeFolders(p.folders) },
		func() error { return s.place(p.files, &stats) },
		func() error { return s.remove(without(p.stale, p.blocked)) },
		func() error { s.prune(p.gone); return nil },
		func() error { return s.writeManifest(final) },
	}
	for _, step := range steps {
		if err := step(); err != nil {
			return Stats{}, err
		}
	}
	return stats, nil
}

// announce puts new paths into the manifest before they exist.
func (s *Stage) announce(p *plan) error {
	all := slices.Clone(p.paths)
	news := false
	for _, f := range p.paths {
		news = news || !s.old.files[f]
	}
	if !news {
		return nil
	}
	for f := range s.old.files {
		all = append(all, f)
	}
	slices.Sort(all)
	raw, err := encodeManifest(slices.Compact(all))
	if err != nil {
		return fmt.Errorf("encode manifest: %w", err)
	}
	return s.writeManifest(raw)
}

// writeManifest replaces the manifest unless it already says the same.
func (s *Stage) writeManifest(raw []byte) error {
	if string(raw) == string(s.old.raw) {
		return nil
	}
	temp := path.Join(s.temp, "manifest")
	f, err := s.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_TRUNC, fileMode)
	if err != nil {
		return s.wrap("create", err)
	}
	_, err = f.Write(raw)
	err = errors.Join(err, f.Chmod(fileMode), f.Sync(), f.Close())
	if err != nil {
		return s.wrap("write", err)
	}
	if err := s.rename(temp, manifestName); err != nil {
		return err
	}
	s.old.raw = raw
	return nil
}

func (s *Stage) makeFolders(dirs []string) error {
	for _, dir := range dirs {
		err := s.root.Mkdir(dir, dirMode)
		if errors.Is(err, fs.ErrExist) {
			continue
		}
		if err == nil && !s.modes {
			err = s.root.Chmod(dir, dirMode)
		}
		if err != nil {
			return s.wrap("make folder", err)
		}
	}
	return nil
}

func (s *Stage) place(files []*file, stats *Stats) error {
	for _, f := range files {
		stats.Bytes += f.size
		if f.temp != "" {
			if err := s.rename(f.temp, f.path); err != nil {
				return err
			}
			stats.Written++
			continue
		}
		stats.Same++
		if runtime.GOOS != "windows" && f.disk.Mode().Perm() != fileMode {
			if err := s.root.Chmod(f.path, fileMode); err != nil {
				return s.wrap("set mode", err)
			}
		}
	}
	return nil
}

func (s *Stage) rename(from, to string) error {
	err := persist(func() error { return s.root.Rename(from, to) }, busy, time.Sleep)
	if err != nil {
		return s.wrap("publish "+to, err)
	}
	return nil
}

// remove deletes files of ours, and the folders that held nothing else.
func (s *Stage) remove(names []string) error {
	for _, name := range names {
		err := persist(func() error { return s.root.Remove(name) }, busy, time.Sleep)
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			return s.wrap("delete", err)
		}
	}
	s.prune(names)
	return nil
}

// prune removes the folders that held only the named files.
func (s *Stage) prune(names []string) {
	for _, name := range names {
		for dir := path.Dir(name); dir != "."; dir = path.Dir(dir) {
			info, err := s.root.Lstat(dir)
			if errors.Is(err, fs.ErrNotExist) {
				continue
			}
			if err != nil || !info.IsDir() || s.root.Remove(dir) != nil {
				break // a file has its name by now, or it holds something
			}
		}
	}
}

func without(names, minus []string) []string {
	return slices.DeleteFunc(slices.Clone(names), func(n string) bool {
		_, is := slices.BinarySearch(minus, n)
		return is
	})
}

// persist repeats try for a second as long as it fails in a way that passes:
// on Windows a file that another program has open cannot be replaced.
func persist(try func() error, passes func(error) bool, sleep func(time.Duration)) error {
	const times, pause = 10, 100 * time.Millisecond
	for n := 1; ; n++ {
		err := try()
		if err == nil || n == times || !passes(err) {
			return err
		}
		sleep(pause)
	}
}
