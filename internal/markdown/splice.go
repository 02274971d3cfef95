package markdown

import (
	"bytes"
	"errors"
	"io/fs"
	"path"
	"regexp"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	gtext "github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/diag"
	"sitegen/internal/memo"
	"sitegen/internal/snippet"
	"sitegen/internal/source"
)

// spliced is the text of a page with its includes in place, and the way back
// from a byte of it to the file and line it came from.
type spliced struct {
	within string // folder that includes may not leave, with its final slash
	text   []byte
	files  []string // files the text is made of
	lines  []origin // of each line of text
	start  []int    // offset of each line of text
	diags  []diag.Diag

	included int  // files included so far
	full     bool // a limit was met and reported; nothing more is included
}

// origin is a line of a file.
type origin struct {
	file int // index into files
	line int
}

// Limits of includes: real documents stay far below, hostile ones end here.
const (
	maxIncludeDepth = 10
	maxIncludes     = 1000
	maxSplicedBytes = 16 << 20
)

// includeLine is an HTML comment, so that an include is invisible on github.com.
var (
	includeLine = regexp.MustCompile(`^ {0,3}<!--\s*@?include:\s*(.*?)\s*-->\s*$`)
	anyInclude  = regexp.MustCompile(`(?m)^ {0,3}<!--\s*@?include:`)
)

// splice puts the text of every included file in the place of its include
// comment. Fenced code is left alone. Nothing outside of the folder within
// ("" is the whole project) can be included.
func splice(file, within, body string, firstLine int, r *memo.Reader) *spliced {
	n := strings.Count(body, "\n") + 1
	s := &spliced{within: within, text: make([]byte, 0, len(body)), start: make([]int, 0, n), lines: make([]origin, 0, n)}
	s.add(file, body, firstLine, []string{file}, r)
	return s
}

func (s *spliced) add(file, body string, firstLine int, chain []string, r *memo.Reader) {
	index := len(s.files)
	s.files = append(s.files, file)
	var examples map[int]bool
	if anyInclude.MatchString(body) {
		examples = quoted(body)
	}
	whole := len(body)
	for n := firstLine; body != ""; n++ {
		line, rest, found := strings.Cut(body, "\n")
		if strings.Contains(line, "include:") && !examples[whole-len(body)] {
			if m := includeLine.FindStringSubmatchIndex(line); m != nil {
				pos := diag.Pos{File: file, Line: n, Col: utf8.RuneCountInString(line[:m[2]]) + 1}
				s.include(line[m[2]:m[3]], pos, chain, r)
				body = rest
				continue
			}
		}
		s.start = append(s.start, len(s.text))
		s.lines = append(s.lines, origin{index, n})
		s.text = append(s.text, line...)
		if found {
			s.text = append(s.text, '\n')
		}
		body = rest
	}
}

// include adds the file that an include comment names, or reports why not.
func (s *spliced) include(target string, pos diag.Pos, chain []string, r *memo.Reader) {
	if s.full {
		return
	}
	name, region, _ := strings.Cut(target, "#")
	file, d := s.includePath(name, pos)
	s.included++
	switch {
	case d != nil:
		s.diags = append(s.diags, *d)
		return
	case slices.Contains(chain, file):
		s.diags = append(s.diags, diag.Errorf(pos, "INC002", "%q includes itself: %s", file, strings.Join(append(chain, file), " → ")))
		return
	case len(chain) > maxIncludeDepth:
		s.diags = append(s.diags, diag.Errorf(pos, "INC003", "includes are nested more than %d deep: %s", maxIncludeDepth, strings.Join(chain, " → ")))
		return
	case s.included > maxIncludes, len(s.text) > maxSplicedBytes:
		s.full = true
		s.diags = append(s.diags, diag.Errorf(pos, "INC003", "the page includes more than %d files or %d MB", maxIncludes, maxSplicedBytes>>20).
			WithHint("split it into several pages"))
		return
	}
	if why := snippet.Refused(file); why != "" {
		s.diags = append(s.diags, diag.Errorf(pos, "INC004", "%q cannot be included: it %s", file, why))
		return
	}
	raw, err := r.ReadFile(file)
	if err != nil {
		s.diags = append(s.diags, includeError(pos, file, err))
		return
	}
	text, ds := source.Text(file, raw)
	s.diags = append(s.diags, ds...)
	if slices.ContainsFunc(ds, func(d diag.Diag) bool { return d.Code == "ENC001" }) {
		s.diags = append(s.diags, diag.Errorf(pos, "ENC001", "%q is not text and cannot be included", file))
		return
	}
	body, first, d := includedPart(string(text), region, file, pos)
	if d != nil {
		s.diags = append(s.diags, *d)
		return
	}
	s.add(file, body, first, append(slices.Clone(chain), file), r)
	if n := len(s.text); n > 0 && s.text[n-1] != '\n' {
		s.text = append(s.text, '\n')
	}
}

// includedPart is the region of a file, or all of it without its front matter.
func includedPart(text, region, file string, pos diag.Pos) (body string, first int, d *diag.Diag) {
	if region != "" {
		body, first, ok := snippet.Region(text, region)
		if !ok {
			d := diag.Warnf(pos, "INC005", "%q has no region %q", file, region).
				WithHint("mark it with “#region %s” and “#endregion” in a comment", region).AsBroken()
			return "", 0, &d
		}
		return body, first, nil
	}
	if head, rest, _ := strings.Cut(text, "\n"); strings.TrimRight(head, " \t") == "---" {
		if end, ok := closingLine(rest); ok && isFrontMatter(end.before) {
			return end.after, end.next + 1, nil
		}
	}
	return text, 1, nil
}

// includePath resolves the target of an include against the file that names it.
// Paths are not URLs, so nothing is decoded; nothing leaves the project.
func (s *spliced) includePath(target string, pos diag.Pos) (string, *diag.Diag) {
	outside := diag.Errorf(pos, "INC004", "%q lies outside of the content folder", target).
		WithHint("write the path relative to this file, with “/” between folders")
	switch {
	case target == "" || strings.ContainsAny(target, "\x00\uFFFD"):
		d := diag.Errorf(pos, "INC001", "%q is not the name of a file", target)
		return "", &d
	case strings.HasPrefix(target, "/"), strings.Contains(target, `\`), strings.Contains(target, "://"):
		return "", &outside
	}
	file := path.Join(path.Dir(pos.File), target)
	if file == ".." || strings.HasPrefix(file, "../") || !strings.HasPrefix(file, s.within) {
		return "", &outside
	}
	return file, nil
}

func includeError(pos diag.Pos, file string, err error) diag.Diag {
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return diag.Warnf(pos, "INC001", "%q does not exist and cannot be included", file).AsBroken()
	case errors.Is(err, source.ErrFolder):
		return diag.Errorf(pos, "INC001", "%q is a folder and cannot be included", file)
	case errors.Is(err, source.ErrOutside), errors.Is(err, source.ErrHidden):
		return diag.Errorf(pos, "INC004", "%q is not for readers and cannot be included", file).
			WithHint("copy what readers may see into a file beside your notes")
	}
	return source.Trouble(pos, file, err)
}

// at is the position of a line and column of the spliced text (both from 1).
func (s *spliced) at(line, col int) diag.Pos {
	if line < 1 || line > len(s.lines) {
		return diag.Pos{File: s.files[0]}
	}
	o := s.lines[line-1]
	return diag.Pos{File: s.files[o.file], Line: o.line, Col: col}
}

// pos is the position of a byte of the spliced text.
func (s *spliced) pos(offset int) diag.Pos {
	offset = min(max(offset, 0), len(s.text))
	i, exact := slices.BinarySearch(s.start, offset)
	if !exact {
		i--
	}
	if i < 0 {
		return diag.Pos{File: s.files[0], Line: 1}
	}
	return s.at(i+1, utf8.RuneCount(s.text[s.start[i]:offset])+1)
}

// quoted notes the lines of a text, by their first byte, that stand in fenced
// code or inside of a comment: an include there is an example of one. Only the
// parser knows where a fence ends, so it is asked.
func quoted(text string) map[int]bool {
	src := []byte(text)
	lines := map[int]bool{}
	add := func(s gtext.Segment) { lines[bytes.LastIndexByte(src[:s.Start], '\n')+1] = true }
	_ = ast.Walk(blockParser().Parse(gtext.NewReader(src)), func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		from := 0
		switch n := n.(type) {
		case *ast.FencedCodeBlock:
		case *ast.HTMLBlock:
			if n.HTMLBlockType != ast.HTMLBlockType2 {
				return ast.WalkContinue, nil
			}
			from = 1
			if n.HasClosure() {
				add(n.ClosureLine)
			}
		default:
			return ast.WalkContinue, nil
		}
		if entering {
			for i := from; i < n.Lines().Len(); i++ {
				add(n.Lines().At(i))
			}
		}
		return ast.WalkContinue, nil
	})
	return lines
}

// blockParser knows the blocks of a page and nothing of what stands in them.
func blockParser() parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithBlockParsers(
			util.Prioritized(depthLimit{parser.NewParagraphParser()}, 90),
			util.Prioritized(&containerParser{&extras{}}, 90),
			util.Prioritized(tabParser{}, 91),
			util.Prioritized(extension.NewDefinitionListParser(), 101),
			util.Prioritized(extension.NewDefinitionDescriptionParser(), 102),
			util.Prioritized(extension.NewFootnoteBlockParser(), 999),
		),
		parser.WithParagraphTransformers(parser.DefaultParagraphTransformers()...),
	)
}
