// Package svg writes a scene as SVG. What it writes carries geometry, text and
// class names only; colours and fonts are the stylesheet's.
package svg

import (
	"strings"

	"sitegen/internal/diagram/scene"
)

// Markup is SVG with a gap for the attributes of each link, which whoever knows
// the site fills in.
type Markup struct {
	Bytes []byte
	Gaps  []Gap // in the order of the text
}

// Gap is the place after "<a" where a link's attributes belong.
type Gap struct {
	At   int // offset in Bytes
	Link scene.Link
}

// Write writes the picture of d, and after it the areas that are links, as a
// second SVG that lies on the first: what is inside of an image cannot be
// reached with the keyboard. All ids begin with id.
func Write(d *scene.Diagram, id string) Markup {
	w := writer{id: id}
	w.picture(d)
	w.hits(d)
	return Markup{Bytes: w.out, Gaps: w.gaps}
}

type writer struct {
	out  []byte
	id   string
	gaps []Gap
}

func (w *writer) picture(d *scene.Diagram) {
	w.str(`<svg role="img" aria-labelledby="`).str(w.id).str(`-t" aria-describedby="`).str(w.id).str(`-d"`)
	w.view(d.View)
	w.str(`><title id="`).str(w.id).str(`-t">`).text(d.Name())
	w.str(`</title><desc id="`).str(w.id).str(`-d">`).text(d.Summary).str("</desc>")
	shared := w.icons(d.Shapes)
	for _, s := range d.Shapes {
		w.shape(s, shared)
	}
	w.str("</svg>")
}

// view writes the size: natural as attributes, so that it needs no style.
func (w *writer) view(b scene.Box) *writer {
	w.str(` viewBox="`).num(b.X).str(" ").num(b.Y).str(" ").num(b.W).str(" ").num(b.H)
	return w.str(`" width="`).num(b.W).str(`" height="`).num(b.H).str(`"`)
}

// icons defines the icons that are used more than once, and tells which.
func (w *writer) icons(shapes []scene.Shape) map[string]bool {
	uses := map[string]int{}
	var order []string
	for _, s := range shapes {
		if icon, ok := s.(scene.Icon); ok {
			if uses[icon.Name]++; uses[icon.Name] == 2 {
				order = append(order, icon.Name)
			}
		}
	}
	if order == nil {
		return nil
	}
	shared := map[string]bool{}
	w.str("<defs>")
	for _, name := range order {
		shared[name] = true
		w.str(`<g id="`).str(w.id).str("-").str(name).str(`">`).str(Icons[name]).str("</g>")
	}
	w.str("</defs>")
	return shared
}

func (w *writer) shape(s scene.Shape, shared map[string]bool) {
	switch s := s.(type) {
	case scene.Rect:
		w.str("<rect").class(s.Class).attr("x", s.X).attr("y", s.Y).attr("width", s.W).attr("height", s.H)
		if s.Round > 0 {
			w.attr("rx", s.Round)
		}
		w.str("/>")
	case scene.Circle:
		w.str("<circle").class(s.Class).attr("cx", s.Centre.X).attr("cy", s.Centre.Y).attr("r", s.R).str("/>")
	case scene.Path:
		w.str("<path").class(s.Class).str(` d="`).str(s.D.String()).str(`"/>`)
	case scene.Text:
		w.block(s)
	case scene.Icon:
		class := strings.TrimSpace("i " + s.Class)
		if shared[s.Name] {
			w.str("<use").class(class).attr("x", s.At.X).attr("y", s.At.Y).str(` href="#`).str(w.id).str("-").str(s.Name).str(`"/>`)
		} else {
			w.str("<g").class(class).str(` transform="translate(`).num(s.At.X).str(" ").num(s.At.Y).str(`)">`).str(Icons[s.Name]).str("</g>")
		}
	}
}

// baseline is how far below the middle of a line its baseline lies, as a part
// of the size. Attributes that would say "middle" differ between browsers.
const baseline = .36

func (w *writer) block(t scene.Text) {
	x := t.At.X
	y := t.At.Y + baseline*t.Style.Size - float64(len(t.Lines)-1)*t.Style.Leading/2
	class := strings.TrimSpace(t.Style.Class + " " + t.Class)
	switch t.Anchor {
	case scene.Middle:
		class += " c"
	case scene.End:
		class += " e"
	}
	w.str("<text").class(class).attr("x", x).attr("y", y)
	if t.Angle != 0 {
		w.str(` transform="rotate(`).num(t.Angle).str(" ").num(x).str(" ").num(t.At.Y).str(`)"`)
	}
	w.str(">")
	for i, line := range t.Lines {
		if i == 0 {
			w.text(line)
			continue
		}
		// The space keeps the last word of one line from the first of the next in a
		// selection. At the end of a line it would count in where the line stands.
		if t.Anchor == scene.Start {
			w.str(" ")
		} else {
			w.str("<tspan").attr("x", x).str("> </tspan>")
		}
		w.str("<tspan").attr("x", x).attr("dy", t.Style.Leading).str(">").text(line).str("</tspan>")
	}
	w.str("</text>")
}

func (w *writer) hits(d *scene.Diagram) {
	if len(d.Hits) == 0 {
		return
	}
	w.str("<svg")
	w.class("hits").view(d.View)
	w.str(">")
	for _, h := range d.Hits {
		w.str("<a")
		w.gaps = append(w.gaps, Gap{At: len(w.out), Link: h.Link})
		w.str(` aria-label="`).text(h.Label).str(`">`)
		w.shape(h.Area, nil)
		w.str("</a>")
	}
	w.str("</svg>")
}

func (w *writer) str(s string) *writer {
	w.out = append(w.out, s...)
	return w
}

func (w *writer) num(v float64) *writer {
	w.out = scene.AppendNumber(w.out, v)
	return w
}

func (w *writer) attr(name string, v float64) *writer {
	return w.str(" ").str(name).str(`="`).num(v).str(`"`)
}

func (w *writer) class(name string) *writer {
	if name == "" {
		return w
	}
	return w.str(` class="`).str(name).str(`"`)
}

// text writes s escaped, for content and for attributes in double quotes.
func (w *writer) text(s string) *writer {
	w.out = AppendText(w.out, s)
	return w
}

// AppendText writes s so that it stays text in SVG and HTML, in content and in
// attributes in double quotes. What XML cannot hold becomes U+FFFD.
func AppendText(b []byte, s string) []byte {
	for _, r := range s {
		switch {
		case r == '&':
			b = append(b, "&amp;"...)
		case r == '<':
			b = append(b, "&lt;"...)
		case r == '>':
			b = append(b, "&gt;"...)
		case r == '"':
			b = append(b, "&#34;"...)
		case r < ' ' && r != '\t' && r != '\n' || r == 0x7F || r >= 0xFFFE && r <= 0xFFFF:
			b = append(b, "\uFFFD"...)
		default:
			b = append(b, string(r)...)
		}
	}
	return b
}
