package equivalence_test

import (
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"golang.org/x/text/unicode/norm"

	"sitegen/internal/build"
	"sitegen/internal/diag"
	"sitegen/internal/par"
	"sitegen/internal/watch"
)

// shows is a preview, told of changes as one who watches the project would tell.
// It must show what a clean build publishes; while errors stand, what was shown
// before; and of a page that does not render, what that was when all pages did.
type shows struct {
	preview *build.Preview
	flags   flags
	skips   func(rel string, dir bool) bool
	told    map[string]string // what stood at each path when it was told
	retry   bool              // the last update has failed, and is to be made again
	last    *build.Update

	good  published       // of the last site without errors, what is not copied from disk; nil for none
	sound *build.Snapshot // the last whose pages are all known to render
}

func (s *shows) end() {
	if s.preview != nil {
		s.preview.Close()
		s.preview = nil
	}
}

// open opens the preview, anew if other flags are given.
func (s *shows) open(d *desk) error {
	if s.preview != nil && s.flags == d.flags {
		return nil
	}
	s.end()
	o := d.options()
	o.Cache = cacheFolder
	p, err := build.OpenPreview(o)
	*s = shows{preview: p, flags: d.flags, skips: build.Skips(o), retry: true}
	return err
}

func (s *shows) update(d *desk, verify bool) (got outcome, fault string) {
	d.withGit(func() { got, fault = s.catchUp(d, verify) })
	if fault != "" {
		return got, fault
	}
	return got, s.compare(d, got)
}

// compare says how what is shown differs from what a clean build gives.
func (s *shows) compare(d *desk, got outcome) (fault string) {
	d.said = got.diags
	want, err := d.clean()
	if err != nil {
		return "the clean build failed: " + err.Error()
	}
	return s.differs(got, want)
}

// ready brings the preview up to date, and does not look at it.
func (s *shows) ready(d *desk) (err error) {
	if err = s.open(d); err == nil {
		d.withGit(func() { err = s.tellAll(d) })
	}
	return err
}

// catchUp tells the preview of what has changed, and looks at what it shows then.
func (s *shows) catchUp(d *desk, verify bool) (got outcome, fault string) {
	if err := s.open(d); err != nil {
		return got, "the preview cannot be opened: " + err.Error()
	}
	var before *build.Snapshot
	var was published
	if verify && s.last != nil && s.last.Snapshot != nil {
		before = s.last.Snapshot
		was, _ = look(before)
	}
	if err := s.tellAll(d); err != nil {
		return got, err.Error()
	}
	got, fault = s.see(d)
	got.verified = verify && got.files != nil
	if before != nil {
		now, _ := look(before)
		if f := differ(now, was); f != "" {
			fault += "a site that was shown before has changed:\n" + f
		}
	}
	return got, fault
}

// see looks at what is shown once all pages were tried.
func (s *shows) see(d *desk) (got outcome, fault string) {
	u := s.last
	if !u.Try(context.Background()) {
		if err := s.tell([]string{}); err != nil {
			return got, err.Error()
		}
		u = s.last
	}
	if got.diags = u.Diags; u.Snapshot != nil {
		made, copied := look(u.Snapshot)
		got.files = maps.Clone(made)
		maps.Copy(got.files, copied)
		errs, _ := diag.Count(u.Diags)
		got.done = u.Fresh && errs == 0
		fault = s.keeps(d, u, made)
	}
	return got, fault
}

// tellAll tells the preview of all that has changed. What an update has learned may
// make more of the project visible, or less, as it does for who watches it.
func (s *shows) tellAll(d *desk) error {
	d.rest()
	for range 5 {
		is := d.inputs(s.skips)
		changed := news(s.told, is)
		missed, _, err := s.preview.Missed()
		if err != nil {
			return err
		}
		if changed = append(changed, missed...); s.retry {
			changed = nil
		} else if len(changed) == 0 {
			return nil
		}
		s.told = is
		if err := s.tell(changed); err != nil {
			return err
		}
		for busy := 0; gaveUp(s.last.Diags); busy++ {
			if busy > 20 {
				return errors.New("the machine is too busy to highlight a line of code")
			}
			if err := s.tell(nil); err != nil {
				return err
			}
		}
	}
	return errors.New("what is to be watched does not come to rest")
}

func (s *shows) tell(changed []string) error {
	s.retry = true
	u, err := s.preview.Update(context.Background(), changed)
	if err != nil {
		return fmt.Errorf("the update failed: %w", err)
	}
	s.remember(u)
	if len(u.Notes) > 0 {
		return fmt.Errorf("notes %q", u.Notes)
	}
	return nil
}

func (s *shows) remember(u *build.Update) {
	s.last, s.skips, s.retry = u, u.Skips, false
	if u.Fresh && u.Snapshot.Try(stopped) {
		s.sound = u.Snapshot
	}
}

// stopped is a context in which nothing is done.
var stopped = func() context.Context {
	ctx, stop := context.WithCancel(context.Background())
	stop()
	return ctx
}()

// keeps says what is wrong with what is shown in the place of what cannot be, and
// remembers what must be next time. made is what is shown.
func (s *shows) keeps(d *desk, u *build.Update, made published) (fault string) {
	if !u.Fresh {
		if fault = differ(made, s.good); fault != "" && s.good != nil {
			return "errors stand, and yet something else is shown than before:\n" + fault
		}
		return ""
	}
	s.good = made
	if u.Snapshot.Try(stopped) {
		s.sound = u.Snapshot
		return ""
	}
	return s.keepsPages(d, made)
}

// keepsPages holds pages that do not render against those of before, and all others
// against a preview that knows nothing of before.
func (s *shows) keepsPages(d *desk, made published) string {
	p, err := build.OpenPreview(d.options())
	if err != nil {
		return err.Error()
	}
	defer p.Close()
	u, err := p.Update(context.Background(), nil)
	if err != nil || !u.Fresh {
		return fmt.Sprintf("a new preview shows nothing: %v\n", err)
	}
	want, _ := look(u.Snapshot)
	for name := range want {
		if f, _ := u.Snapshot.File(name); len(f.Diags) > 0 && s.sound != nil {
			was, _ := s.sound.File(name)
			want[name] = entry{data: was.Data}
		}
	}
	if fault := differ(made, want); fault != "" {
		return "a page does not render, and what is shown is not what is or was:\n" + fault
	}
	return ""
}

// differs compares what is shown with a clean build.
func (s *shows) differs(got, want outcome) string {
	// That a file is never published is said when all is looked at again: nobody
	// watches such files.
	late := func(g diag.Diag) bool { return g.Code == "NAM006" }
	saying, wanted := slices.DeleteFunc(slices.Clone(got.diags), late), slices.DeleteFunc(slices.Clone(want.diags), late)
	said := differentReports(saying, wanted)
	if got.done != want.done {
		return fmt.Sprintf("shown: %v, published: %v\n%s", got.done, want.done, said)
	}
	if !got.done {
		return said
	}
	files := published{}
	for name, e := range want.files {
		if !e.info.IsDir() && name != ".sitegen-manifest.json" {
			files[name] = entry{data: e.data}
		}
	}
	return differ(got.files, files) + said
}

// look reads all that a snapshot shows: what is made, and what is copied from disk
// and is as it is there.
func look(s *build.Snapshot) (made, copied published) {
	names := s.Paths()
	files, _ := par.Map(context.Background(), len(names), func(i int) build.File {
		f, ok := s.File(names[i])
		if !ok {
			f.Data = []byte("listed, and not there")
		}
		return f
	})
	made, copied = published{}, published{}
	for i, f := range files {
		if f.Open == nil {
			made[names[i]] = entry{data: f.Data}
			continue
		}
		copied[names[i]] = entry{data: []byte("cannot be opened")}
		if open, err := f.Open(); err == nil {
			if data, err := io.ReadAll(open); err == nil {
				copied[names[i]] = entry{data: data}
			}
			open.Close()
		}
	}
	return made, copied
}

// inputs is what stands at each path of the project that is watched: by composed
// path, a folder, a link, or the digest of a file.
func (d *desk) inputs(skip func(rel string, dir bool) bool) map[string]string {
	all := map[string]string{}
	d.must(filepath.WalkDir(d.root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || p == d.root {
			return err
		}
		rel, err := filepath.Rel(d.root, p)
		rel = filepath.ToSlash(rel)
		switch {
		case skip(rel, e.IsDir()) && e.IsDir():
			return fs.SkipDir
		case skip(rel, e.IsDir()):
			return nil
		}
		// Two names that are spelt otherwise only are one path.
		all[norm.NFC.String(rel)] += d.input(p, e)
		return err
	}))
	if d.exists(".git") {
		for _, name := range []string{"HEAD", "config", "refs/heads/main"} {
			data, _ := os.ReadFile(d.path(".git/" + name)) // there may be no commit yet
			all[watch.Git] += string(data)
		}
	}
	return all
}

// rest lets it be a while since files were removed or emptied, so that nobody waits
// for them to come back.
func (d *desk) rest() {
	long := time.Unix(1_000_000_000, 0)
	d.must(filepath.WalkDir(d.root, func(p string, e fs.DirEntry, err error) error {
		if err != nil || !e.IsDir() && !e.Type().IsRegular() {
			return err
		}
		if info, err := e.Info(); err != nil || !e.IsDir() && info.Size() > 0 {
			return err
		}
		return os.Chtimes(p, long, long)
	}))
}

const aFolder = "folder"

func (d *desk) input(p string, e fs.DirEntry) string {
	if e.IsDir() {
		return aFolder
	}
	what := ""
	if e.Type()&fs.ModeSymlink != 0 {
		target, err := os.Readlink(p)
		d.must(err)
		what = "link to " + target
		end, err := filepath.EvalSymlinks(p)
		if info, statErr := os.Stat(p); err != nil || statErr != nil || !info.Mode().IsRegular() || !strings.HasPrefix(end, d.root+"/") {
			return what
		}
	}
	data, err := os.ReadFile(p)
	d.must(err)
	return what + fmt.Sprintf("file %x", sha256.Sum256(data))
}

// news are the paths at which something else stands, a folder only if that is all.
func news(was, is map[string]string) []string {
	changed, inside := []string{}, map[string]bool{}
	note := func(p string) {
		changed = append(changed, p)
		for up := path.Dir(p); up != "."; up = path.Dir(up) {
			inside[up] = true
		}
	}
	for p, what := range is {
		if was[p] != what {
			note(p)
		}
	}
	for p := range was {
		if _, still := is[p]; !still {
			note(p)
		}
	}
	isFolder := func(what string) bool { return what == "" || what == aFolder }
	changed = slices.DeleteFunc(changed, func(p string) bool { return inside[p] && isFolder(was[p]) && isFolder(is[p]) })
	slices.Sort(changed)
	return changed
}

// disturb has everything, or all notes, looked at again, and makes the edits in the
// midst of it. What the update has seen of them it must find out itself: what is told
// afterwards is only how the project differs from what it was before.
func (s *shows) disturb(d *desk, after int, edits func()) {
	if err := s.open(d); err != nil {
		d.must(err)
		return
	}
	if s.last == nil {
		s.told = d.inputs(s.skips)
	}
	var changed []string
	if after%2 == 0 && !s.retry {
		for p := range s.told {
			if strings.HasSuffix(p, ".md") {
				changed = append(changed, p)
			}
		}
	}
	made := sync.OnceFunc(edits)
	ctx := &counting{Context: context.Background(), zero: made}
	ctx.left.Store(int64(after))
	d.withGit(func() {
		u, err := s.preview.Update(ctx, changed)
		if err != nil {
			s.retry = true // a file that went while it was read may be an error of the machine
			return
		}
		s.remember(u)
		if !u.Fresh {
			return
		}
		s.good, _ = look(u.Snapshot)
	})
	made()
}

// counting is a context that counts how often it is asked whether to go on.
type counting struct {
	context.Context
	left atomic.Int64
	zero func()
}

func (c *counting) Err() error {
	if c.left.Add(-1) == 0 {
		c.zero()
	}
	return nil
}
