package markdown

import (
	"fmt"
	"path"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/util"

	"sitegen/internal/address"
	"sitegen/internal/diag"
	"sitegen/internal/site"
)

func (r *pageRenderer) link(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	n := node.(*ast.Link)
	if !entering {
		_, _ = w.WriteString("</a>")
		return ast.WalkContinue, nil
	}
	r.openAnchor(w, string(resolveEscapes(n.Destination)), n.Pos())
	if len(n.Title) > 0 {
		fmt.Fprintf(w, ` title="%s"`, escape(string(resolveEscapes(n.Title))))
	}
	_ = w.WriteByte('>')
	return ast.WalkContinue, nil
}

func (r *pageRenderer) autoLink(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.AutoLink)
	dest := string(n.URL(src))
	if n.AutoLinkType == ast.AutoLinkEmail && !strings.HasPrefix(strings.ToLower(dest), "mailto:") {
		dest = "mailto:" + dest
	}
	r.openAnchor(w, dest, n.Pos())
	_ = w.WriteByte('>')
	_, _ = w.Write(util.EscapeHTML(n.Label(src)))
	_, _ = w.WriteString("</a>")
	return ast.WalkContinue, nil
}

// openAnchor writes <a with its href, up to further attributes. A link into the
// project leaves a hole, one to elsewhere is written out, one that could run
// code is refused.
func (r *pageRenderer) openAnchor(w util.BufWriter, dest string, offset int) {
	_, _ = w.WriteString("<a")
	switch {
	case !r.allowed(dest, false, offset):
	case address.Outside(dest):
		fmt.Fprintf(w, ` href="%s"`, address.Escape(dest))
		if rel := address.Rel(dest); rel != "" {
			fmt.Fprintf(w, ` rel="%s"`, rel)
		}
	default:
		link := address.Link(site.LinkPage, dest, r.src.pos(offset))
		if hint := r.termHint(link); hint != "" {
			fmt.Fprintf(w, ` class="term" interestfor="%s"`, hint)
		}
		_, _ = w.WriteString(` href="`)
		r.hole(w, link)
		_ = w.WriteByte('"')
	}
}

// allowed reports whether a reference may be published, and says so if not.
func (p *page) allowed(dest string, picture bool, offset int) bool {
	ok, problems := address.Check(dest, picture)
	p.report(findings(problems, offset))
	return ok
}

// findings are problems found at a byte of the text.
func findings(problems []diag.Diag, offset int) []finding {
	var found []finding
	for _, d := range problems {
		found = append(found, finding{offset, d.Severity, d.Strict, d.Code, d.Msg, d.Hint})
	}
	return found
}

// GitHub shows an image in one colour scheme only when its address ends so.
const (
	darkOnly  = "#gh-dark-mode-only"
	lightOnly = "#gh-light-mode-only"
)

func (r *pageRenderer) image(w util.BufWriter, src []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	n := node.(*ast.Image)
	dest := string(resolveEscapes(n.Destination))
	class := ""
	switch {
	case strings.HasSuffix(dest, darkOnly):
		dest, class = strings.TrimSuffix(dest, darkOnly), "only-dark"
	case strings.HasSuffix(dest, lightOnly):
		dest, class = strings.TrimSuffix(dest, lightOnly), "only-light"
	}
	_, _ = w.WriteString("<img")
	switch {
	case !r.allowed(dest, true, n.Pos()):
	case address.Outside(dest):
		fmt.Fprintf(w, ` src="%s"`, address.Escape(dest))
	default:
		_, _ = w.WriteString(` src="`)
		link := address.Link(site.LinkImage, dest, r.src.pos(n.Pos()))
		r.hole(w, link)
		_ = w.WriteByte('"')
		if size, ok := r.imageSize(link); ok {
			fmt.Fprintf(w, ` width="%d" height="%d"`, size.X, size.Y)
		}
	}
	alt := plainText(n, src)
	if alt == "" {
		r.report([]finding{missingAlt(n.Pos(), `![…](…)`)})
	}
	fmt.Fprintf(w, ` alt="%s"`, escape(alt))
	if class != "" {
		fmt.Fprintf(w, ` class="%s"`, class)
	}
	// The first image is likely in view when the page opens.
	if r.images++; r.images > 1 {
		_, _ = w.WriteString(` loading="lazy"`)
	}
	title := escape(string(resolveEscapes(n.Title)))
	switch {
	case soleFigure(n.Parent()) == n:
		fmt.Fprintf(w, ` decoding="async"><figcaption>%s</figcaption>`, title)
	case title != "":
		fmt.Fprintf(w, ` decoding="async" title="%s">`, title)
	default:
		_, _ = w.WriteString(` decoding="async">`)
	}
	return ast.WalkSkipChildren, nil
}

// missingAlt tells of a picture that says nothing to those who do not see it.
func missingAlt(offset int, where string) finding {
	return finding{offset: offset, severity: diag.Warning, code: "STR017", msg: "the picture has no alternative text",
		hint: fmt.Sprintf(`say in %s what it shows; for mere decoration write <img src="…" alt="">`, where)}
}

// dirOf is the folder of a file, "" for the project's root.
func dirOf(file string) string {
	if d := path.Dir(file); d != "." {
		return d
	}
	return ""
}
