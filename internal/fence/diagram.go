package fence

import (
	"math"
	"strconv"
	"strings"

	"sitegen/internal/address"
	"sitegen/internal/diag"
	"sitegen/internal/diagram"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
	"sitegen/internal/site"
)

// drawDiagram draws a picture. What cannot be drawn is shown as code.
func drawDiagram(f site.Fence) site.Drawn {
	lang := scene.Language{Korean: strings.HasPrefix(f.Strings["locale"], "ko"), Words: f.Strings}
	r, ds := diagram.Render(f.Lang, f.Text, diagram.Options{ID: f.ID, Caption: clean(f.Attrs["title"]), Lang: lang})
	if r == nil {
		b, more := newBlock(f)
		return b.drawn(append(ds, more...))
	}
	d := figure(r, lang.Say("diagram_text"))
	// The picture and the outline have the same links, and so the same mistakes.
	d.Diags = diag.Sort(append(ds, d.Diags...))
	return d
}

// figure is a picture with its caption and, below it, the same in words.
func figure(r *diagram.Result, inWords string) site.Drawn {
	var w figureWriter
	w.str(`<figure class="fig dg">`)
	// First in the text, below the picture on the screen: HTML wants a caption to
	// be the first or the last of its figure, and those who listen want it first.
	if r.Caption != "" {
		w.str("<figcaption>").text(r.Caption).str("</figcaption>")
	}
	w.picture(r)
	w.str("<details><summary>").text(inWords).str("</summary>")
	w.outline(r.Outline, false)
	w.str("</details></figure>")
	return site.Drawn{Body: w.body(), Text: plain(r.Caption, r.Outline), Diags: w.problems}
}

const (
	// A picture is shown at its natural size or, where there is less room, at no
	// less than leastScale of it, so that its smallest text has 11 pixels; what is
	// still too wide scrolls in its box.
	leastScale = 11. / 13

	// The stylesheet has a least width for each step up to that of the text
	// column. A picture that is wider even at its least scale would scroll anyway,
	// so it is shown as it is.
	widthStep = 16
	lastStep  = 43

	// narrowest is the width of the text column on the narrowest phone.
	narrowest = 320
)

// widthClass names the least width of a picture that is w wide: none for one
// that fits everywhere, its natural width for one that is wider than any class.
func widthClass(w float64) string {
	n := int(math.Ceil(w * leastScale / widthStep))
	switch {
	case w <= narrowest:
		return ""
	case n > lastStep:
		return " wx"
	}
	return " w" + strconv.Itoa(n)
}

// figureWriter writes HTML with holes where the links of the project belong.
type figureWriter struct {
	html     []byte // since the last hole
	pieces   []site.Piece
	links    []site.Link
	problems []diag.Diag
}

func (w *figureWriter) picture(r *diagram.Result) {
	w.str(`<div class="pic`).str(widthClass(r.Width)).str(`"`)
	if r.Width > narrowest {
		// It may scroll, so the keyboard must reach it and it needs a name.
		w.str(` tabindex="0" role="region" aria-label="`).text(r.Name).str(`"`)
	}
	w.str(">")
	at := 0
	for _, gap := range r.Picture.Gaps {
		w.html = append(w.html, r.Picture.Bytes[at:gap.At]...)
		w.href(gap.Link)
		at = gap.At
	}
	w.html = append(w.html, r.Picture.Bytes[at:]...)
	w.str("</div>")
}

// outline writes items as nested lists.
func (w *figureWriter) outline(items []scene.Item, ordered bool) {
	if len(items) == 0 {
		return
	}
	list := "ul"
	if ordered {
		list = "ol"
	}
	w.str("<").str(list).str(">")
	for _, it := range items {
		w.str("<li>")
		if it.Link != nil {
			w.str("<a")
			w.href(*it.Link)
			w.str(">").text(it.Text).str("</a>")
		} else {
			w.text(it.Text)
		}
		w.outline(it.Items, it.Ordered)
		w.str("</li>")
	}
	w.str("</").str(list).str(">")
}

// href writes the attributes of a link: into the project as a hole, to elsewhere
// as it is, and none for one that is refused.
func (w *figureWriter) href(l scene.Link) {
	pos := diag.Pos{Line: l.Line, Col: l.Col}
	ok, problems := address.Check(l.Dest, false)
	for _, d := range problems {
		d.Pos = pos
		w.problems = append(w.problems, d)
	}
	switch {
	case !ok:
	case address.Outside(l.Dest):
		w.str(` href="`).str(address.Escape(l.Dest)).str(`"`)
		if rel := address.Rel(l.Dest); rel != "" {
			w.str(` rel="`).str(rel).str(`"`)
		}
	default:
		w.str(` href="`)
		w.pieces = append(w.pieces, site.Piece{HTML: w.html, Link: len(w.links)})
		w.links = append(w.links, address.Link(site.LinkPage, l.Dest, pos))
		w.html = nil
		w.str(`"`)
	}
}

func (w *figureWriter) body() site.Body {
	return site.Body{Pieces: append(w.pieces, site.Piece{HTML: w.html, Link: -1}), Links: w.links}
}

func (w *figureWriter) str(s string) *figureWriter {
	w.html = append(w.html, s...)
	return w
}

func (w *figureWriter) text(s string) *figureWriter {
	w.html = svg.AppendText(w.html, s)
	return w
}

// plain is what a diagram says, a line for each item.
func plain(caption string, items []scene.Item) string {
	var b strings.Builder
	var add func([]scene.Item)
	add = func(items []scene.Item) {
		for _, it := range items {
			b.WriteString(it.Text + "\n")
			add(it.Items)
		}
	}
	if caption != "" {
		b.WriteString(caption + "\n")
	}
	add(items)
	return b.String()
}
