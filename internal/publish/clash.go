package publish

import (
	"cmp"
	"path"
	"slices"

	"sitegen/internal/diag"
)

// Claims are the wishes of sources to stand at paths of the output. They are not
// safe for use by several goroutines.
type Claims struct {
	all   []claim
	first map[string]string // path → source that stands there
	diags []diag.Diag
}

// claim is one source's wish. Which of two claims came first depends on the
// scheduler, so they are only judged when all are in.
type claim struct {
	path, from string
}

// Add notes that from wants to be at out and reports whether it will stand there.
// What a source of the author makes goes before what sitegen makes by itself (for
// which from is ""), whichever came first.
func (c *Claims) Add(out, from string) bool {
	if why := unfit(out); why != "" {
		c.diags = append(c.diags, diag.Errorf(sourcePos(from, out), "URL001", "cannot be published at %q, which %s", out, why).
			WithHint("choose another name, slug or url"))
		return false
	}
	c.all = append(c.all, claim{out, from})
	if there, taken := c.first[out]; taken && !(there == "" && from != "") {
		return false
	}
	if c.first == nil {
		c.first = map[string]string{}
	}
	c.first[out] = from
	return true
}

// Diags reports claims that cannot be met and those that cannot stand together,
// each at the source that sorts last: at the static file rather than at the page
// it covers. Paths that differ only by case are one file on many disks; of those
// only pages are reported, for the names of sources were looked at when they were
// read.
func (c *Claims) Diags() []diag.Diag {
	claims := slices.Clone(c.all)
	slices.SortFunc(claims, func(a, b claim) int {
		return cmp.Or(cmp.Compare(a.from, b.from), cmp.Compare(a.path, b.path))
	})
	ds := slices.Clone(c.diags)
	first := make(map[string]claim, len(claims))
	for _, c := range claims {
		key := fold(c.path)
		before, taken := first[key]
		switch {
		case !taken:
			first[key] = c
		case before.path == c.path || isPage(c.path):
			ds = append(ds, clash(before, c))
		}
	}
	return append(ds, nested(claims, first)...)
}

// claim notes that from wants to be at out and returns the file to fill, or nil
// if another one stays there.
func (s *Stage) claim(out, from string) *file {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.claims.Add(out, from) {
		return nil
	}
	f := &file{path: out, from: from}
	s.files[out] = f
	return f
}

// clash judges two claims on one path, or two pages that differ by case; before sorts first.
func clash(before, c claim) diag.Diag {
	pos := sourcePos(c.from, c.path)
	switch {
	case before.path == c.path && before.from == "" && c.from != "":
		return diag.Warnf(pos, "URL003", "replaces %q, which sitegen would make by itself", c.path)
	case before.path == c.path:
		return diag.Errorf(pos, "URL002", "is published at %q, and so is %s", c.path, sourceName(before.from)).
			WithHint("rename one of them, or give one another slug or url in its front matter")
	}
	return diag.Errorf(pos, "URL002", "is published at %q, which on many disks is the same file as %q of %s",
		c.path, before.path, sourceName(before.from)).
		WithHint("rename one of them so that they differ by more than case")
}

func isPage(out string) bool { return path.Ext(out) == ".html" }

// nested reports files that stand where others need a folder, once a file.
func nested(claims []claim, files map[string]claim) []diag.Diag {
	var ds []diag.Diag
	said := map[string]bool{}
	for _, c := range claims {
		for dir := path.Dir(fold(c.path)); dir != "."; dir = path.Dir(dir) {
			outer, taken := files[dir]
			if !taken || said[dir] {
				continue
			}
			said[dir] = true
			a, b := outer, c
			if b.from < a.from {
				a, b = b, a
			}
			ds = append(ds, diag.Errorf(sourcePos(b.from, b.path), "URL002",
				"is published at %q, which cannot be beside %q of %s: one needs a folder where the other is a file",
				b.path, a.path, sourceName(a.from)).
				WithHint("rename one of them"))
		}
	}
	return ds
}

func sourceName(from string) string {
	if from == "" {
		return "a file that sitegen makes by itself"
	}
	return `"` + from + `"`
}

// sourcePos is where the author can do something about an output.
func sourcePos(from, out string) diag.Pos {
	if from == "" {
		return diag.Pos{File: out}
	}
	return diag.Pos{File: from}
}
