package link

import (
	"path"
	"slices"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/site"
)

// maxHintWork is how many names are compared for hints in one build. Beyond it
// hints are left out: a folder of thousands of notes whose links all broke at
// once is told so in seconds.
const maxHintWork = 200_000

// names are what a broken link is compared with.
type names struct {
	pages  map[string][]string // folder → names of its notes
	files  map[string][]string // folder → names of its other files
	byBase map[string][]string // name of a note → paths of the notes of that name
	left   int                 // names that may still be compared
}

func listNames(docs []*site.Facts, files []string) names {
	n := names{pages: map[string][]string{}, files: map[string][]string{}, left: maxHintWork}
	for _, d := range docs {
		dir := path.Dir(d.Rel)
		n.pages[dir] = append(n.pages[dir], path.Base(d.Rel))
	}
	for _, f := range files {
		dir := path.Dir(f)
		n.files[dir] = append(n.files[dir], path.Base(f))
	}
	return n
}

// sameName lists the notes anywhere in the site whose name is base. What that
// takes is made when it is first asked for: most sites have no broken link.
func (n *names) sameName(base string) []string {
	if n.byBase == nil {
		n.byBase = map[string][]string{}
		for dir, names := range n.pages {
			for _, name := range names {
				key := strings.ToLower(name)
				n.byBase[key] = append(n.byBase[key], path.Join(dir, name))
			}
		}
		for _, paths := range n.byBase {
			slices.Sort(paths)
		}
	}
	return n.byBase[base]
}

// nearest is the one of names, those of rel's neighbours, that looks most like
// it. Extensions do not count: ".md" would make all short names look alike.
func (n *names) nearest(rel string, names []string) string {
	if n.left -= len(names); n.left < 0 {
		return ""
	}
	bare := make([]string, len(names))
	for i, n := range names {
		bare[i] = strings.TrimSuffix(n, path.Ext(n))
	}
	base := path.Base(rel)
	near := diag.Nearest(strings.TrimSuffix(base, path.Ext(base)), bare)
	if near == "" {
		return ""
	}
	return path.Join(path.Dir(rel), names[slices.Index(bare, near)])
}

// nearestPage is the note an author likely meant by rel: one of the same name
// elsewhere, else one with a similar name in the same folder.
func (r *Resolver) nearestPage(rel string) string {
	base := strings.ToLower(path.Base(rel))
	for _, name := range []string{base, base + ".md", strings.TrimSuffix(base, ".html") + ".md"} {
		if same := r.names.sameName(name); len(same) > 0 {
			return nearestPath(rel, same)
		}
	}
	if src := r.sourceOf(rel); src != rel {
		return src
	}
	return r.names.nearest(rel, r.names.pages[path.Dir(rel)])
}

// nearestFile is the file beside the notes that an author likely meant by rel; of
// those that fit, if fit is not nil.
func (r *Resolver) nearestFile(rel string, fit func(name string) bool) string {
	beside := r.names.files[path.Dir(rel)]
	if fit != nil {
		beside = slices.DeleteFunc(slices.Clone(beside), func(name string) bool { return !fit(name) })
	}
	return r.names.nearest(rel, beside)
}

// nearestPath prefers the candidate in rel's own folder, then the first.
func nearestPath(rel string, candidates []string) string {
	for _, c := range candidates {
		if path.Dir(c) == path.Dir(rel) {
			return c
		}
	}
	return candidates[0]
}

func isPicture(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".png", ".jpg", ".jpeg", ".gif", ".svg", ".webp", ".avif":
		return true
	}
	return false
}
