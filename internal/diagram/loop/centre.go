package loop

import (
	"math"

	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/text"
)

const (
	maxRadius = 200.0 // of a ring: with its captions it still fits into a column of text
	clear     = 12.0  // room between the ribbon and what stands in its middle
)

// centre draws the names of the sections: in the middle of what they name, or,
// where several share a ring, as a legend of the colours.
func centre(d *scene.Diagram, p *plan, rb *ribbon, problems *parse.Problems) {
	switch {
	case p.infinity:
		for i, s := range p.sections {
			heading(d, s, scene.Point{X: centreAt(rb.r) * float64(2*i-1)}, rb.r, problems)
		}
	case len(p.sections) == 1:
		heading(d, p.sections[0], scene.Point{}, rb.r, problems)
	case len(p.sections) > 1:
		p.legend().draw(d, p, rb.r, problems)
	}
}

// centreRadius is that of the smallest ring that has room for what stands in its
// middle, or of the largest.
func (p *plan) centreRadius() float64 {
	switch len(p.sections) {
	case 0:
		return 0
	case 1:
		r := 100.0
		for ; r < maxRadius; r += 5 {
			if _, _, ok := stack(p.sections[0], r-width/2-clear); ok {
				break
			}
		}
		return r
	}
	return p.legend().radius()
}

// heading draws the name of a section and its subtitle in the middle of a circle.
func heading(d *scene.Diagram, s section, at scene.Point, r float64, problems *parse.Problems) {
	room := r - width/2 - clear
	name, sub, ok := stack(s, room)
	if !ok {
		problems.Ignored(s.line.No, s.line.Col, "shorten them", "there is no room for all of this section's name and subtitle")
	}
	h := name.Height()
	if sub.Lines != nil {
		h += titleGap + sub.Height()
	}
	name.At = at.Add(0, (name.Height()-h)/2)
	sub.At = at.Add(0, (h-sub.Height())/2)
	if s.name.Link != nil {
		name.Class = "ln"
		d.Hits = append(d.Hits, scene.Hit{Area: scene.Rect{Box: name.Bounds().Grow(4), Round: 4}, Label: s.name.Text, Link: *s.name.Link})
	}
	d.Shapes = append(d.Shapes, name)
	if sub.Lines != nil {
		d.Shapes = append(d.Shapes, sub)
	}
}

// titleGap is the room between a name and its subtitle, less what lies in the
// lines themselves.
const titleGap = 8.0

// stack sets a section's name and subtitle as large as a circle of radius room
// allows. If they are too long for any size, it cuts them and is not ok.
func stack(s section, room float64) (name, sub scene.Text, ok bool) {
	whole := []string{s.name.Text}
	names := []scene.Text{
		{Anchor: scene.Middle, Style: scene.Heading, Lines: whole},
		{Anchor: scene.Middle, Style: scene.Heading, Lines: halve(s.name.Text, scene.Heading)},
		{Anchor: scene.Middle, Style: scene.Label, Lines: whole},
		{Anchor: scene.Middle, Style: scene.Label, Lines: text.Wrap(s.name.Text, scene.Label.Size, true, 1.6*room)},
	}
	subs := []scene.Text{{}}
	if s.sub.Text != "" {
		subs = []scene.Text{
			{Anchor: scene.Middle, Style: scene.Sub, Lines: []string{s.sub.Text}},
			{Anchor: scene.Middle, Style: scene.Sub, Lines: halve(s.sub.Text, scene.Sub)},
			{Anchor: scene.Middle, Style: scene.Sub, Lines: text.Wrap(s.sub.Text, scene.Sub.Size, false, 1.6*room)},
		}
	}
	for _, name := range names {
		for _, sub := range subs {
			if name.Lines != nil && (sub.Lines != nil || s.sub.Text == "") && stands(name, sub, room) {
				return name, sub, true
			}
		}
	}
	name, sub = names[2], subs[0]
	name.Lines = []string{text.Clip(s.name.Text, scene.Label.Size, true, 1.6*room)}
	if sub.Lines != nil {
		sub.Lines = []string{text.Clip(s.sub.Text, scene.Sub.Size, false, 1.6*room)}
	}
	return name, sub, false
}

// stands tells whether the two, one above the other, are short enough and fit
// into a circle.
func stands(name, sub scene.Text, room float64) bool {
	if len(name.Lines) > maxLines || len(sub.Lines) > maxLines {
		return false
	}
	h, below := name.Height(), 0.0
	if sub.Lines != nil {
		below = sub.Height()
		h += titleGap + below
	}
	return math.Hypot(name.Width()/2, h/2) <= room && math.Hypot(sub.Width()/2, h/2) <= room &&
		math.Hypot(name.Width()/2, h/2-below) <= room
}

// A legend names the colours of a ring's sections.
type legend struct {
	w, h float64
	subs bool // whether it has room for the subtitles
}

const (
	dot     = 6.0 // radius of a colour's mark
	dotRoom = 20.0
	row     = 26.0
	subRow  = 18.0 // more for a subtitle
)

// legend measures the legend: with the subtitles if any ring has room for them.
func (p *plan) legend() legend {
	all := p.measure(true)
	if all.radius() < maxRadius {
		return all
	}
	return p.measure(false)
}

func (p *plan) measure(subs bool) legend {
	g := legend{subs: subs}
	for _, s := range p.sections {
		g.w = math.Max(g.w, dotRoom+math.Ceil(text.Width(s.name.Text, scene.Label.Size, true)))
		g.h += row
		if subs && s.sub.Text != "" {
			g.w = math.Max(g.w, dotRoom+text.Width(s.sub.Text, scene.Note.Size, false))
			g.h += subRow
		}
	}
	return g
}

// radius is that of the smallest ring that has room for the legend, or of the largest.
func (g legend) radius() float64 {
	return math.Min(maxRadius, math.Hypot(g.w/2, g.h/2)+clear+width/2)
}

func (g legend) draw(d *scene.Diagram, p *plan, r float64, problems *parse.Problems) {
	room := r - width/2 - clear
	w := math.Min(g.w, 2*math.Sqrt(room*room-g.h*g.h/4))
	x, y := -w/2, -g.h/2
	for i, s := range p.sections {
		name := scene.Text{At: scene.Point{X: x + dotRoom, Y: y + row/2}, Style: scene.Label}
		name.Lines = []string{text.Clip(s.name.Text, scene.Label.Size, true, w-dotRoom)}
		cut := name.Lines[0] != s.name.Text || !g.subs && s.sub.Text != ""
		if s.name.Link != nil {
			name.Class = "ln"
			box := name.Bounds().Union(scene.Box{X: x, Y: y + row/2, W: 2 * dot})
			d.Hits = append(d.Hits, scene.Hit{Area: scene.Rect{Box: box.Grow(4), Round: 4}, Label: s.name.Text, Link: *s.name.Link})
		}
		d.Shapes = append(d.Shapes, scene.Circle{Centre: scene.Point{X: x + dot, Y: y + row/2}, R: dot, Class: class("h", hue(i, len(p.sections)))}, name)
		y += row
		if g.subs && s.sub.Text != "" {
			d.Shapes = append(d.Shapes, scene.Text{At: scene.Point{X: x + dotRoom, Y: y + subRow/2 - 4}, Style: scene.Note, Lines: []string{s.sub.Text}})
			y += subRow
		}
		if cut {
			problems.Ignored(s.line.No, s.line.Col, "shorten those of all sections", "there is no room for all of this section's name and subtitle")
		}
	}
}
