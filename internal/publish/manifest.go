package publish

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"sitegen/internal/diag"
)

// manifest lists the files that a build wrote, so that a later one may delete
// them. Nothing else is ever deleted.
type manifest struct {
	Version int      `json:"version"`
	Files   []string `json:"files"`
}

const manifestVersion = 1

// maxManifest is far above what a site of a million files needs.
const maxManifest = 256 << 20

// owned is the set of files that earlier builds wrote.
type owned struct {
	raw   []byte            // the manifest as it is on disk; nil if there is none
	files map[string]bool   // by path
	folds map[string]string // by folded path, for file systems that fold names
}

func own(raw []byte, files []string) *owned {
	o := &owned{raw: raw, files: make(map[string]bool, len(files)), folds: make(map[string]string, len(files))}
	for _, f := range files {
		o.files[f] = true
		o.folds[fold(f)] = f
	}
	return o
}

// readManifest reads what earlier builds wrote. The file may have been changed
// by anybody: one bad entry and none is believed, for entries get deleted.
func readManifest(root *os.Root, shown string) (*owned, []diag.Diag, error) {
	refuse := func(format string, args ...any) (*owned, []diag.Diag, error) {
		return nil, []diag.Diag{diag.Errorf(diag.Pos{File: path.Join(shown, manifestName)}, "OUT006", format, args...).
			WithHint("nothing was deleted; if the folder holds only a built site, empty it and build again")}, nil
	}
	info, err := root.Lstat(manifestName)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return own(nil, nil), nil, nil
	case err != nil:
		return refuse("the list of published files cannot be read")
	case !info.Mode().IsRegular() || info.Size() > maxManifest:
		return refuse("the list of published files is not a file that sitegen wrote")
	}
	raw, err := root.ReadFile(manifestName)
	if err != nil {
		return refuse("the list of published files cannot be read")
	}
	m, err := decodeManifest(raw)
	if err != nil {
		return refuse("the list of published files is damaged: %v", err)
	}
	links := linkFinder{root: root, known: map[string]bool{}}
	for _, f := range m.Files {
		if why := unfit(f); why != "" {
			return refuse("the list of published files names %q, which %s", f, why)
		}
		if dir := links.through(f); dir != "" {
			return refuse("the list of published files names %q, but %q is a symlink", f, dir)
		}
	}
	return own(raw, m.Files), nil, nil
}

func decodeManifest(raw []byte) (manifest, error) {
	var m manifest
	dec := json.NewDecoder(bytes.NewReader(raw))
	dec.DisallowUnknownFields()
	if err := dec.Decode(&m); err != nil {
		return m, err
	}
	if _, err := dec.Token(); err != io.EOF {
		return m, errors.New("there is more after its end")
	}
	if m.Version != manifestVersion {
		return m, errors.New("its version is not known")
	}
	return m, nil
}

// encodeManifest is deterministic; files must be sorted.
func encodeManifest(files []string) ([]byte, error) {
	if files == nil {
		files = []string{}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false) // names stay readable
	err := enc.Encode(manifest{manifestVersion, files})
	return b.Bytes(), err
}

// unfit says why a path cannot be an output of ours, or "".
func unfit(p string) string {
	switch {
	case path.IsAbs(p) || filepath.IsAbs(filepath.FromSlash(p)):
		return "is absolute"
	case slices.Contains(strings.Split(p, "/"), ".."):
		return "leads out of the folder"
	case !fs.ValidPath(p) || p == "." || strings.ContainsRune(p, 0) || !filepath.IsLocal(filepath.FromSlash(p)):
		return "is not a plain path"
	case strings.HasPrefix(fold(p), ours):
		return "is a name that sitegen keeps for itself"
	}
	for _, segment := range strings.Split(p, "/") {
		if strings.EqualFold(segment, ".git") {
			return "is inside a .git folder"
		}
	}
	return ""
}

// linkFinder looks for symlinks among the folders of paths, each folder once.
type linkFinder struct {
	root  *os.Root
	known map[string]bool // folder → it is a symlink
}

// through returns the first folder of p that is a symlink, or "".
func (l linkFinder) through(p string) string {
	dir := path.Dir(p)
	if dir == "." {
		return ""
	}
	if above := l.through(dir); above != "" {
		return above
	}
	link, ok := l.known[dir]
	if !ok {
		info, err := l.root.Lstat(dir)
		link = err == nil && info.Mode().Type() == fs.ModeSymlink
		l.known[dir] = link
	}
	if link {
		return dir
	}
	return ""
}
