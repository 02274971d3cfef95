package source

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"sitegen/internal/diag"
	"sitegen/internal/hangul"
)

// Kind says what a file is to the site.
type Kind uint8

const (
	Page     Kind = iota // a Markdown file
	Asset                // any other file beside the notes: published if a page refers to it
	Static               // a file under static/: published at the site's root
	Template             // a file under templates/
)

// File is one file of the project.
type File struct {
	Path string // composed, relative to the project's root: "content/aws/02-az.md"
	Rel  string // relative to the content, static or templates folder: "aws/02-az.md"
	Kind Kind
	Size int64

	disk string // the path as the file system spells it
	info fs.FileInfo
	twin bool // another file has this path, spelt otherwise
}

// Layout is where things are in a project.
type Layout struct {
	Content    string   // folder of the notes; "": content/ if there is one, else the root
	ContentPos diag.Pos // where the configuration names it; zero if it does not
	Output     string   // folder of the finished site, relative to the root; "" if it lies outside
	Config     string   // name of the configuration file
	Ignore     []string // patterns of files that are no part of the site

	// Embedded defaults, which lie under the project's own files.
	Templates, Static fs.FS
}

// Names of the folders with a meaning.
const (
	contentDir   = "content"
	staticDir    = "static"
	templatesDir = "templates"
)

// Tree is what a scan found. It implements memo.Files.
type Tree struct {
	Content string // the content folder that was used; "" is the root
	Files   []File // sorted by Path

	root     *Root
	output   string // the output folder, "" if it lies outside
	byPath   map[string]int
	defaults map[string]fs.FS
}

// Scan walks the project once. Its files are sorted and their paths unique; a
// file that is not among them is litter, hidden, or named in a Diag.
func (r *Root) Scan(layout Layout) (*Tree, []diag.Diag, error) {
	s := &scan{root: r, layout: layout}
	s.layout.Output = clean(layout.Output)
	tree := &Tree{root: r, output: s.layout.Output, defaults: map[string]fs.FS{templatesDir: layout.Templates, staticDir: layout.Static}}

	content, ok, err := s.content()
	if !ok {
		return tree, s.diags, err
	}
	tree.Content = content
	s.top = content
	if err := s.walkAll(); err != nil {
		return nil, nil, err
	}
	if s.exhausted != nil {
		return nil, nil, s.exhausted
	}
	s.followLinks()
	tree.Files, tree.byPath = s.settle()
	s.checkEmpty(tree)
	return tree, diag.Sort(s.diags), nil
}

// scan is the state of one walk.
type scan struct {
	root   *Root
	layout Layout
	top    string // content folder
	files  []File
	links  []link
	diags  []diag.Diag

	exhausted error // the machine did not let a link be judged
}

// link is a symbolic link to a file, judged once all files are known.
type link struct {
	File
	target string
}

func (s *scan) say(d diag.Diag) { s.diags = append(s.diags, d) }

// content finds the folder of the notes.
func (s *scan) content() (dir string, ok bool, err error) {
	dir, ok, err = s.root.ContentFolder(s.layout.Content)
	if ok || err != nil {
		return dir, ok, err
	}
	pos := s.layout.ContentPos
	if pos.File == "" {
		pos.File = dir
	}
	s.say(diag.Errorf(pos, "FS007", "the content folder %q is not there", dir).WithHint("make the folder or name another one"))
	return "", false, nil
}

func (s *scan) walkAll() error {
	if err := s.walk(place{disk: dirOf(s.top), path: s.top, top: s.top, kind: Page}); err != nil {
		return err
	}
	for _, area := range []struct {
		dir  string
		kind Kind
	}{{staticDir, Static}, {templatesDir, Template}} {
		if s.top == area.dir {
			continue
		}
		info, err := s.root.disk().Lstat(area.dir)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			continue
		case err != nil:
			return fmt.Errorf("looking for %s: %w", area.dir, reason(err))
		case info.Mode()&fs.ModeSymlink != 0:
			s.linked(place{path: "", kind: area.kind}, File{Path: area.dir, disk: area.dir, Kind: area.kind})
			continue
		case !info.IsDir():
			continue
		}
		if err := s.walk(place{disk: area.dir, path: area.dir, top: area.dir, kind: area.kind}); err != nil {
			return err
		}
	}
	return nil
}

func dirOf(p string) string {
	if p == "" {
		return "."
	}
	return p
}

// place is a folder being walked.
type place struct {
	disk, path string // as the file system spells it; composed ("" for the root)
	top        string // the folder Rel counts from
	kind       Kind   // Page, Static or Template
}

func (s *scan) walk(p place) error {
	entries, err := s.list(p)
	if err != nil || entries == nil {
		return err
	}
	if p.path != "" && p.kind == Page && slices.ContainsFunc(entries, isManifest) {
		return nil // the output of an earlier build, under whatever name
	}
	s.checkCase(p, entries)
	for _, e := range entries {
		if err := s.entry(p, e); err != nil {
			return err
		}
	}
	return nil
}

// manifest is the list that publishing leaves in an output folder, and by which
// one is told from a folder of notes.
const manifest = ".sitegen-manifest.json"

func isManifest(e fs.FileInfo) bool { return e.Name() == manifest }

// list reads a folder with what lstat says of each entry, sorted by name.
func (s *scan) list(p place) ([]fs.FileInfo, error) {
	dir, err := s.root.disk().Open(p.disk)
	if err == nil {
		defer dir.Close()
		var infos []fs.FileInfo
		if infos, err = dir.Readdir(-1); err == nil {
			slices.SortFunc(infos, func(a, b fs.FileInfo) int { return strings.Compare(a.Name(), b.Name()) })
			return infos, nil
		}
	}
	name := dirOf(p.path)
	if errors.Is(err, fs.ErrPermission) {
		s.say(diag.Errorf(diag.Pos{File: name}, "FS006", "the folder %q cannot be read: permission denied", name).WithHint("give read permission, for example with: chmod u+rx"))
		return nil, nil
	}
	return nil, fmt.Errorf("reading folder %s: %w", name, reason(err))
}

func (s *scan) entry(p place, e fs.FileInfo) error {
	name := e.Name()
	f := File{
		Path: hangul.NFC(path.Join(p.path, name)),
		Kind: p.kind,
		Size: e.Size(),
		disk: path.Join(p.disk, name),
		info: e,
	}
	f.Rel = strings.TrimPrefix(strings.TrimPrefix(f.Path, p.top), "/")
	if s.leftOut(p, f.Path, name, e.IsDir()) {
		return nil
	}
	d, usable, found := checkName(name, readable(f.Path))
	if found {
		s.say(d)
	}
	switch {
	case !usable:
		return nil
	case e.IsDir():
		return s.walk(place{disk: f.disk, path: f.Path, top: p.top, kind: p.kind})
	case e.Mode()&fs.ModeSymlink != 0:
		s.linked(p, f)
	case !e.Mode().IsRegular():
		s.say(Trouble(diag.Pos{File: f.Path}, f.Path, ErrIrregular))
	default:
		s.regular(f)
	}
	return nil
}

// readable is a path in which every character can be printed.
func readable(p string) string {
	if utf8.ValidString(p) && !strings.ContainsFunc(p, unprintable) {
		return p
	}
	return strings.Trim(strconv.Quote(p), `"`)
}

// leftOut decides by name alone, and says so where something may be missed.
func (s *scan) leftOut(p place, full, name string, dir bool) bool {
	switch {
	case full == s.layout.Output && full != "", ignored(s.layout.Ignore, full):
		return true
	case name == "node_modules" && dir:
		s.unpublished(p, full)
		return true
	case strings.HasPrefix(name, "."):
		return s.hidden(p, full, name)
	case litter(name):
		return true
	}
	if p.kind != Page {
		return false
	}
	// An inner configuration has no effect and is no one's to read.
	if !dir && name == s.layout.Config {
		return true
	}
	return p.path == "" && dir && (name == staticDir || name == templatesDir)
}

// hidden decides about dot files: none is published but those a web server
// wants to see. In a folder that is meant for publishing, it is said.
func (s *scan) hidden(p place, full, name string) bool {
	if p.kind == Static {
		if forServers(name) {
			return false
		}
		switch name {
		case ".DS_Store", ".gitkeep", ".gitignore", ".keep":
			return true
		}
		if !strings.HasPrefix(name, ".#") && !litter(name) && !strings.HasPrefix(name, ".goutputstream") && !strings.HasPrefix(name, ".sync") {
			s.unpublished(p, full)
		}
		return true
	}
	if name == ".git" {
		s.unpublished(p, full)
	}
	return true
}

// forServers reports whether a dot file is one that web servers want to see.
func forServers(name string) bool {
	return name == ".well-known" || name == ".nojekyll" || name == ".htaccess"
}

// unpublished says that something is left out, unless the folder is the
// project's root, where nobody expects otherwise.
func (s *scan) unpublished(p place, full string) {
	if p.kind == Page && s.top == "" {
		return
	}
	s.say(diag.Warnf(diag.Pos{File: full}, "NAM006", "%q is never published", path.Base(full)).WithHint("move it out of %s", p.top))
}

func (s *scan) regular(f File) {
	name := path.Base(f.Path)
	limit := int64(maxFile)
	if f.Kind == Page && !IsPage(name) {
		f.Kind = Asset
	}
	if f.Kind == Page {
		limit = maxPage
	}
	if f.Size > limit && f.Kind != Asset {
		s.say(diag.Errorf(diag.Pos{File: f.Path}, "LIM004", "%q is %d MB; the limit is %d MB", name, f.Size>>20, limit>>20).WithHint("keep large files elsewhere and link to them"))
		return
	}
	if f.Kind == Page || f.Kind == Asset {
		if d, found := doubleExtension(name, f.Path); found {
			s.say(d)
		}
	}
	if s.top == "" && (f.Kind == Static || f.Kind == Template) && IsPage(name) {
		s.say(diag.Warnf(diag.Pos{File: f.Path}, "NAM007", "the note does not become a page: %q is a folder with a meaning of its own", path.Dir(f.Path)).
			WithHint("move it into another folder, or all notes into %s/", contentDir))
	}
	if (f.Kind == Page || f.Kind == Static) && longURL(f.Rel) {
		s.say(diag.Warnf(diag.Pos{File: f.Path}, "NAM009", "the address would be longer than %d characters", maxURL).WithHint("shorten the names of the file and its folders"))
	}
	s.files = append(s.files, f)
}

// linked judges a symbolic link. Links to files inside the project are kept for
// later; nothing else is followed.
func (s *scan) linked(p place, f File) {
	pos := diag.Pos{File: f.Path}
	target, _ := s.root.disk().Readlink(f.disk)
	info, err := s.root.disk().Stat(f.disk)
	switch why := reasonOf(err); {
	case errors.Is(why, fs.ErrNotExist):
		s.say(diag.Errorf(pos, "FS004", "the symbolic link leads to %q, which is not there", target).WithHint("remove the link or mend it"))
	case Exhausted(why):
		s.exhausted = fmt.Errorf("following %s: %w", f.Path, why)
	case why != nil:
		s.say(Trouble(pos, f.Path, why))
	case info.IsDir() && s.above(p, info):
		s.say(diag.Errorf(pos, "FS003", "the symbolic link leads to a folder that it lies in (%q)", target).WithHint("remove the link"))
	case info.IsDir():
		s.say(diag.Warnf(pos, "FS001", "symbolic links to folders are not followed (%q)", target).WithHint("move or copy the folder here"))
	case !info.Mode().IsRegular():
		s.say(Trouble(pos, f.Path, ErrIrregular))
	case s.root.leadsToHidden(f.disk):
		s.say(Trouble(pos, f.Path, ErrHidden))
	default:
		f.Size, f.info = info.Size(), info
		s.links = append(s.links, link{f, target})
	}
}

func reasonOf(err error) error {
	if err == nil {
		return nil
	}
	return reason(err)
}

// above reports whether info is the folder p or one that it lies in.
func (s *scan) above(p place, info fs.FileInfo) bool {
	for dir := dirOf(p.disk); ; dir = path.Dir(dir) {
		if up, err := s.root.disk().Stat(dir); err == nil && os.SameFile(up, info) {
			return true
		}
		if dir == "." {
			return false
		}
	}
}

// followLinks takes in the links to files, unless their target is a file of the
// site itself: one text must not become two pages.
func (s *scan) followLinks() {
	known := s.files
	for _, l := range s.links {
		pos := diag.Pos{File: l.Path}
		i := slices.IndexFunc(known, func(f File) bool { return f.Size == l.Size && os.SameFile(f.info, l.info) })
		if i >= 0 {
			s.say(diag.Warnf(pos, "FS001", "the symbolic link is left out: it leads to %q, which is part of the site already", known[i].Path).WithHint("link to that page, or replace the link by a copy"))
			continue
		}
		s.say(diag.Warnf(pos, "FS001", "a symbolic link is read as the file it leads to (%q)", l.target).WithHint("not every system keeps symbolic links; replace it by a copy"))
		s.regular(l.File)
	}
}

// checkCase reports names in one folder that differ only by case: macOS and
// Windows keep one of them. Two pages are left to the check of addresses.
func (s *scan) checkCase(p place, entries []fs.FileInfo) {
	seen := map[string]fs.FileInfo{}
	for _, e := range entries {
		key := strings.ToLower(hangul.NFC(e.Name()))
		first, clash := seen[key]
		if !clash {
			seen[key] = e
			continue
		}
		if hangul.NFC(first.Name()) == hangul.NFC(e.Name()) || p.kind == Page && IsPage(e.Name()) && !e.IsDir() {
			continue
		}
		full := path.Join(p.path, e.Name())
		if p.path == "" && s.top == "" && (s.leftOut(p, full, e.Name(), e.IsDir()) || strings.HasPrefix(e.Name(), ".")) {
			continue
		}
		s.say(diag.Warnf(diag.Pos{File: hangul.NFC(full)}, "NAM003", "%q and %q differ only by case", first.Name(), e.Name()).
			WithHint("rename one of them; macOS and Windows can keep only one"))
	}
}

// settle sorts the files and drops the second of two whose names are equal once
// composed.
func (s *scan) settle() ([]File, map[string]int) {
	slices.SortStableFunc(s.files, func(a, b File) int {
		if c := strings.Compare(a.Path, b.Path); c != 0 {
			return c
		}
		return strings.Compare(b.disk, a.disk) // the composed spelling first
	})
	out, byPath := s.files[:0:0], map[string]int{}
	for _, f := range s.files {
		if i, twice := byPath[f.Path]; twice {
			s.say(diag.Errorf(diag.Pos{File: f.Path}, "URL002", "two files have this name: %+q and %+q differ only in how Hangul is stored (NFC and NFD)", path.Base(out[i].disk), path.Base(f.disk)).
				WithHint("keep one of them; macOS can hold only one"))
			out[i].twin = true
			continue
		}
		byPath[f.Path] = len(out)
		out = append(out, f)
	}
	return out, byPath
}

// checkEmpty reports a project without a single page.
func (s *scan) checkEmpty(t *Tree) {
	if slices.ContainsFunc(t.Files, func(f File) bool { return f.Kind == Page }) {
		return
	}
	// A page that could not be taken in has been named; the site is not empty by intent.
	if slices.ContainsFunc(s.diags, func(d diag.Diag) bool { return d.Severity == diag.Error }) {
		return
	}
	if t.Content == "" {
		s.say(diag.Errorf(diag.Pos{File: contentDir}, "FS007", "there is no folder %q and no Markdown file anywhere in the project", contentDir).
			WithHint("write a first page: %s/index.md", contentDir))
		return
	}
	s.say(diag.Warnf(diag.Pos{File: t.Content}, "STR009", "the folder %q holds no Markdown file, so the site is empty", t.Content).
		WithHint("write a first page: %s/index.md", t.Content))
}

// Lookup returns the file with the given path.
func (t *Tree) Lookup(p string) (File, bool) {
	i, ok := t.byPath[p]
	if !ok {
		return File{}, false
	}
	return t.Files[i], true
}

// Stands reports whether a file of the tree is still what it was but for its
// bytes: then a scan would find the same tree.
func (t *Tree) Stands(f File) bool {
	info, err := t.root.disk().Lstat(f.disk)
	return err == nil && info.Mode().IsRegular() && f.info.Mode().IsRegular() && info.Size() <= maxPage &&
		!t.root.linked(f.disk) && !f.twin && !t.hasTwin(f, info)
}

// Differs lists, sorted, the paths of files that are in one tree only, or are
// something else in another.
func (t *Tree) Differs(other *Tree) []string {
	type place struct {
		content, rel, disk string
		kind               Kind
		twin               bool
	}
	places := func(t *Tree) map[string]place {
		all := make(map[string]place, len(t.Files))
		for _, f := range t.Files {
			all[f.Path] = place{t.Content, f.Rel, f.disk, f.Kind, f.twin}
		}
		return all
	}
	was, is := places(t), places(other)
	var paths []string
	for p := range was {
		if is[p] != was[p] {
			paths = append(paths, p)
		}
	}
	for p := range is {
		if _, both := was[p]; !both {
			paths = append(paths, p)
		}
	}
	slices.Sort(paths)
	return paths
}

// hasTwin reports whether another file than f, which info is of, has come to have
// its path.
func (t *Tree) hasTwin(f File, info fs.FileInfo) bool {
	dir, name := path.Split(f.disk)
	for _, other := range []string{f.Path, hangul.NFD(f.Path), dir + hangul.NFC(name), dir + hangul.NFD(name)} {
		if other == f.disk {
			continue
		}
		if found, err := t.root.disk().Lstat(other); err == nil && !os.SameFile(found, info) {
			return true
		}
	}
	return false
}

// ReadFile implements memo.Files. Below templates/ and static/ it answers with
// the embedded default where the project has no file of its own.
func (t *Tree) ReadFile(name string) ([]byte, error) {
	if t.forbidden(name) {
		return nil, &fs.PathError{Op: "read", Path: name, Err: ErrHidden}
	}
	disk, limit := name, int64(maxFile)
	f, scanned := t.Lookup(name)
	if scanned {
		disk = f.disk
		if f.Kind == Page {
			limit = maxPage
		}
	}
	data, err := t.root.readEither(disk, limit)
	if err == nil && !scanned && (t.root.leadsToHidden(name) || t.root.leadsToHidden(hangul.NFD(name))) {
		data, err = nil, ErrHidden
	}
	if err == nil {
		return data, nil
	}
	if dir, rest, ok := strings.Cut(name, "/"); ok && errors.Is(err, fs.ErrNotExist) && t.defaults[dir] != nil {
		if data, defaultErr := fs.ReadFile(t.defaults[dir], rest); defaultErr == nil {
			return data, nil
		}
	}
	return nil, &fs.PathError{Op: "read", Path: name, Err: err}
}

// forbidden reports whether a file must not be read although it is there: what
// is hidden, and the output of this build or of an earlier one. A file that the
// scan took in has been judged already.
func (t *Tree) forbidden(name string) bool {
	if _, ok := t.Lookup(name); ok {
		return false
	}
	if hiddenPath(name) || t.output != "" && strings.HasPrefix(name, t.output+"/") {
		return true
	}
	for dir := path.Dir(name); dir != "." && dir != "/"; dir = path.Dir(dir) {
		if _, err := t.root.disk().Lstat(path.Join(dir, manifest)); err == nil {
			return true
		}
	}
	return false
}

// Open opens a file of the project for copying.
func (t *Tree) Open(name string) (io.ReadSeekCloser, error) {
	f, ok := t.Lookup(name)
	if !ok {
		return nil, &fs.PathError{Op: "open", Path: name, Err: fs.ErrNotExist}
	}
	file, err := t.root.openSeen(f.disk)
	if errors.Is(err, fs.ErrNotExist) && !t.root.Current() && t.root.Follow() == nil {
		file, err = t.root.openSeen(f.disk) // the project was put there again
	}
	if err != nil {
		return nil, &fs.PathError{Op: "open", Path: name, Err: err}
	}
	return file, nil
}

// Overlaid is a file of templates/ or static/: the project's own, or the
// embedded default under it.
type Overlaid struct {
	Rel  string // below the folder: "page.html"
	Path string // for ReadFile and for messages: "templates/page.html"
	Own  bool   // it is the project's
}

// Overlay lists templates or static, the project's files over the defaults,
// sorted by Rel.
func (t *Tree) Overlay(dir string) ([]Overlaid, error) {
	kind := Static
	if dir == templatesDir {
		kind = Template
	}
	var out []Overlaid
	own := map[string]bool{}
	for _, f := range t.Files {
		if f.Kind == kind {
			own[f.Rel] = true
			out = append(out, Overlaid{Rel: f.Rel, Path: f.Path, Own: true})
		}
	}
	if under := t.defaults[dir]; under != nil {
		err := fs.WalkDir(under, ".", func(p string, d fs.DirEntry, err error) error {
			if err == nil && d.Type().IsRegular() && !own[p] && !strings.HasSuffix(p, ".go") {
				out = append(out, Overlaid{Rel: p, Path: dir + "/" + p})
			}
			return err
		})
		if err != nil {
			return nil, fmt.Errorf("listing the default %s: %w", dir, err)
		}
	}
	slices.SortFunc(out, func(a, b Overlaid) int { return strings.Compare(a.Rel, b.Rel) })
	return out, nil
}
