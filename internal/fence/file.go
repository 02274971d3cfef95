package fence

import (
	"errors"
	"io/fs"
	"path"
	"regexp"
	"strconv"
	"strings"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/site"
	"sitegen/internal/snippet"
	"sitegen/internal/source"
)

// origin is where the text of a block stands.
type origin struct {
	file string // that of file="…"; "" for the block itself
	part bool   // only a part of the file, whose lines have other numbers
}

// place gives what was found in the text of a block its place in the author's
// files. The text in a list or a quote is indented as its fence is.
func (o origin) place(d *site.Drawn, block diag.Pos) {
	at := func(pos diag.Pos) diag.Pos {
		switch {
		case pos.File != "":
			return pos
		case pos.Line == 0, o.part:
			return block
		case o.file != "":
			return diag.Pos{File: o.file, Line: pos.Line, Col: pos.Col}
		case pos.Col > 0:
			pos.Col += max(block.Col-1, 0)
		}
		return diag.Pos{File: block.File, Line: block.Line + pos.Line, Col: pos.Col}
	}
	for i := range d.Diags {
		d.Diags[i].Pos = at(d.Diags[i].Pos)
	}
	for i := range d.Body.Links {
		d.Body.Links[i].Pos = at(d.Body.Links[i].Pos)
	}
}

// withFile puts the text of file="…" into the block. The path is relative to the
// Markdown file's folder and must stay in the project. When the file cannot be
// shown, the block keeps its own text.
func withFile(f site.Fence, r *memo.Reader) (site.Fence, origin, []diag.Diag) {
	name, asked := f.Attrs["file"]
	if !asked {
		return f, origin{}, nil
	}
	full, ds := inside(f.Dir, name, f.Pos)
	if ds != nil {
		return f, origin{}, ds
	}
	if why := snippet.Refused(full); why != "" {
		return f, origin{}, []diag.Diag{private(f.Pos, name, why)}
	}
	text, ok, ds := readText(full, name, f.Pos, r)
	if !ok {
		return f, origin{}, ds
	}
	shown, first, bad := excerpt(text, f.Attrs, name, f.Pos)
	if bad != nil {
		return f, origin{}, append(ds, bad...)
	}
	f.Text = shown
	if _, set := f.Attrs["linenostart"]; !set {
		f.Attrs = with(f.Attrs, "linenostart", strconv.Itoa(first))
	}
	if f.Lang == "" && f.Attrs["lang"] == "" {
		f.Lang = languageOfFile(full)
	}
	return f, origin{file: full, part: shown != text}, ds
}

// scheme is what a URL begins with, and a path with a Windows drive.
var scheme = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9+.-]*:`)

// inside resolves name against the folder dir, within the project. Names are
// paths, not URLs: nothing in them is decoded.
func inside(dir, name string, pos diag.Pos) (string, []diag.Diag) {
	no := func(why string) (string, []diag.Diag) { return "", []diag.Diag{refuse(pos, name, why)} }
	switch {
	case strings.ContainsAny(name, "\x00\\\uFFFD"):
		return no("has a character that paths here do not have")
	case scheme.MatchString(name):
		return no("is an address, not a path in the project")
	case strings.HasPrefix(name, "/"):
		return no("is an absolute path")
	}
	full := path.Join(dir, name)
	if full == ".." || strings.HasPrefix(full, "../") || strings.HasPrefix(full, "/") {
		return no("is outside the project")
	}
	return full, nil
}

func refuse(pos diag.Pos, name, why string) diag.Diag {
	return diag.Errorf(pos, "INC004", "file %q %s", name, why).
		WithHint("give a path with slashes, relative to this page and inside the project")
}

func private(pos diag.Pos, name, why string) diag.Diag {
	return diag.Errorf(pos, "INC004", "file %q %s", name, why).
		WithHint("copy what readers may see into a file beside your notes")
}

// readText reads a file as text. It says false when there is none to show.
func readText(full, name string, pos diag.Pos, r *memo.Reader) (text string, ok bool, ds []diag.Diag) {
	data, err := r.ReadFile(full)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return "", false, []diag.Diag{diag.Warnf(pos, "INC001", "file %q does not exist", name).AsBroken().
			WithHint("the path is relative to this page's folder: there is no %q in the project", full)}
	case errors.Is(err, source.ErrOutside):
		return "", false, []diag.Diag{refuse(pos, name, "leads out of the project")}
	case errors.Is(err, source.ErrHidden):
		return "", false, []diag.Diag{private(pos, name, "is hidden, or output of an earlier build")}
	case err != nil:
		return "", false, []diag.Diag{source.Trouble(pos, name, err)}
	}
	decoded, ds := source.Text(full, data)
	for _, d := range ds {
		if d.Severity == diag.Error {
			return "", false, []diag.Diag{diag.Errorf(pos, d.Code, "file %q is not text: %s", name, d.Msg).WithHint("%s", d.Hint)}
		}
	}
	return string(decoded), true, ds
}

// maxExcerpt is how much of a file a block may ask for; ranges of lines may overlap.
const maxExcerpt = 16 << 20

// excerpt cuts what is asked for out of text, without the indentation that all
// its lines share and without marker lines. first is the number of its first line.
func excerpt(text string, attrs map[string]string, name string, pos diag.Pos) (shown string, first int, ds []diag.Diag) {
	region, byRegion := attrs["region"]
	spec, byLines := attrs["lines"]
	switch {
	case byRegion:
		cut, first, ok := snippet.Region(text, region)
		if !ok {
			return "", 0, []diag.Diag{diag.Warnf(pos, "INC005", "file %q has no region %q", name, region).AsBroken().
				WithHint(`mark it with "#region %s" and "#endregion" in comments`, region)}
		}
		return snippet.Dedent(cut), first, nil
	case byLines:
		if (strings.Count(spec, ",")+1)*len(text) > maxExcerpt {
			return "", 0, []diag.Diag{diag.Errorf(pos, "INC003", "lines %.40q of file %q are too much for a block", spec, name)}
		}
		cut, first, ok := snippet.Lines(text, spec)
		if !ok {
			return "", 0, []diag.Diag{diag.Warnf(pos, "INC005", "file %q has no lines %q", name, spec).AsBroken().
				WithHint(`it has %d lines; write lines="10-24", "5-" or "3,7-9"`, countLines(text))}
		}
		return snippet.Dedent(cut), first, nil
	}
	return text, 1, nil
}
