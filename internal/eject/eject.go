// Package eject gives the files of the default theme out of the program: a
// project gets those it wants to change, and they then stand in the place of
// the defaults.
//
// A file of a project is never written over. What a project does not have keeps
// coming from the program, and with each version anew.
package eject

import (
	"bytes"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"slices"
	"strings"

	"sitegen/static"
	"sitegen/templates"
)

// folders are the folders of a project that a theme is made of, and where their
// defaults lie.
var folders = []struct {
	name     string
	defaults fs.FS
}{
	{"static", static.FS},
	{"templates", templates.FS},
}

// Names are the files of the default theme, by their paths in a project, sorted.
func Names() []string {
	var names []string
	for _, f := range folders {
		// What is embedded can be read.
		_ = fs.WalkDir(f.defaults, ".", func(p string, d fs.DirEntry, err error) error {
			if err == nil && !d.IsDir() {
				names = append(names, f.name+"/"+p)
			}
			return err
		})
	}
	slices.Sort(names)
	return names
}

// Find returns the file that is meant by the whole of its path or by its end:
// "footer.html" is "templates/partials/footer.html". Of several it returns none,
// and an [AmbiguousError].
func Find(name string) (string, error) {
	asked := path.Clean(strings.ReplaceAll(name, `\`, "/"))
	var found []string
	for _, full := range Names() {
		if full == asked {
			return full, nil
		}
		if strings.HasSuffix(full, "/"+asked) {
			found = append(found, full)
		}
	}
	switch len(found) {
	case 0:
		return "", fs.ErrNotExist
	case 1:
		return found[0], nil
	}
	return "", AmbiguousError(found)
}

// AmbiguousError are the files that may be meant.
type AmbiguousError []string

func (e AmbiguousError) Error() string { return strings.Join(e, " or ") }

// State is what a project has in the place of a default.
type State uint8

const (
	Default State = iota // nothing
	Same                 // the same file
	Changed              // one of its own
)

// States tells of each of [Names] what the project has.
func States(root string) ([]State, error) {
	project, err := os.OpenRoot(root)
	if err != nil {
		return nil, err
	}
	defer project.Close()
	var states []State
	for _, name := range Names() {
		own, err := project.ReadFile(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			states = append(states, Default)
		case err != nil:
			return nil, err
		case bytes.Equal(own, read(name)):
			states = append(states, Same)
		default:
			states = append(states, Changed)
		}
	}
	return states, nil
}

// Write writes a file of the default theme, one of [Names], into a project. The
// error is [fs.ErrExist] if the project has one of that name.
func Write(root, name string) error {
	project, err := os.OpenRoot(root)
	if err != nil {
		return err
	}
	defer project.Close()
	if err := project.MkdirAll(path.Dir(name), 0o755); err != nil {
		return err
	}
	f, err := project.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o644)
	if err != nil {
		return err
	}
	_, err = f.Write(read(name))
	if err := errors.Join(err, f.Close()); err != nil {
		return errors.Join(fmt.Errorf("write %s: %w", name, err), project.Remove(name))
	}
	return nil
}

// read returns a default; name is one of [Names].
func read(name string) []byte {
	folder, rest, _ := strings.Cut(name, "/")
	for _, f := range folders {
		if f.name == folder {
			data, err := fs.ReadFile(f.defaults, rest)
			if err != nil {
				panic(fmt.Sprintf("eject: %v", err))
			}
			return data
		}
	}
	panic("eject: no default " + name)
}
