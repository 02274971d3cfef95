package build

import (
	"path/filepath"
	"strings"

	"sitegen/internal/source"
)

// Skips returns the test for paths of a project that no build of it reads, as
// far as is known before one has run; afterwards, Result.Skips knows more. It is
// for those who watch the project.
func Skips(o Options) func(rel string, dir bool) bool {
	root, err := filepath.Abs(o.Root)
	if err != nil {
		root = o.Root
	}
	return skips(root, o.Cache, source.Layout{})
}

func (b *builder) skips() func(rel string, dir bool) bool {
	return skips(b.root, b.o.Cache, source.Layout{Content: b.config.Content, Output: b.outputInside()})
}

// skips adds to the test of source what builds write besides the site: to watch
// that would be to build for ever.
func skips(root, cache string, l source.Layout) func(rel string, dir bool) bool {
	byName := source.Skips(root, l)
	if filepath.IsAbs(cache) {
		rel, err := filepath.Rel(root, cache)
		if err != nil {
			return byName
		}
		cache = rel
	}
	cache = filepath.ToSlash(filepath.Clean(cache))
	return func(rel string, dir bool) bool {
		return rel == cache || strings.HasPrefix(rel, cache+"/") || byName(rel, dir)
	}
}
