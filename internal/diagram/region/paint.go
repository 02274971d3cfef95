package region

import (
	"math"

	"sitegen/internal/diagram/route"
	"sitegen/internal/diagram/scene"
)

const (
	nodeRound = 8
	bendRound = 8
	headLong  = 8 // an arrow head, from its tip
	headHalf  = 3.6
	hairline  = 1 // half of a border and a little, beyond the box
)

// paint makes the scene. What is painted later covers what came before: boxes
// of containers, the map, links, nodes; texts lie on all of them.
func (p *picture) paint() *scene.Diagram {
	for _, it := range p.items {
		if it.holds() && it.kind != mapKind {
			p.add(scene.Rect{Box: it.box, Round: it.round(), Class: it.kind.class + " " + it.kind.colour})
			p.view = p.view.Union(it.box.Grow(hairline))
		}
	}
	p.paintMap()
	p.paintLinks()
	for _, it := range p.items {
		if !it.holds() && it.kind != pinKind {
			p.paintNode(it)
			p.view = p.view.Union(it.box.Grow(hairline))
		}
	}
	for _, it := range p.items {
		if it.holds() && it.kind != mapKind {
			p.paintHead(it)
		}
	}
	return &scene.Diagram{
		Title:   p.title,
		Summary: p.summary(),
		Outline: p.outline(),
		View:    whole(p.view),
		Shapes:  p.shapes,
		Hits:    p.hits,
	}
}

// whole is the least box on whole pixels around b.
func whole(b scene.Box) scene.Box {
	x, y := math.Floor(b.X), math.Floor(b.Y)
	return scene.Box{X: x, Y: y, W: math.Ceil(b.Right()) - x, H: math.Ceil(b.Bottom()) - y}
}

func (p *picture) add(s ...scene.Shape) { p.shapes = append(p.shapes, s...) }

// round is the radius of the corners: smaller inside, so that borders are parallel.
func (it *item) round() float64 {
	if it.kind.isSubnet() {
		return nodeRound
	}
	return math.Max(nodeRound, 16-2*float64(it.depth))
}

// headTexts are title and note of a container.
func (it *item) headTexts() []scene.Text {
	style := it.titleStyle()
	x := it.box.X + it.titleLeft()
	y := it.box.Y + it.headAbove()
	h := style.Leading * float64(len(it.titleLines))
	title := scene.Text{At: scene.Point{X: x, Y: y + h/2}, Style: style, Class: it.kind.colour, Lines: it.titleLines}
	if it.title.Link != nil {
		title.Class += " ln"
	}
	if it.note == "" {
		return []scene.Text{title}
	}
	note := scene.Text{Style: scene.Note, Lines: it.noteLines}
	if it.beside {
		note.At = scene.Point{X: x + it.title1 + titleGap, Y: title.At.Y + .36*(style.Size-scene.Note.Size)}
	} else {
		note.At = scene.Point{X: x, Y: y + h + scene.Note.Leading*float64(len(it.noteLines))/2}
	}
	return []scene.Text{title, note}
}

func (p *picture) paintHead(it *item) {
	texts := it.headTexts()
	for _, t := range texts {
		p.add(t)
	}
	if it.title.Link != nil {
		p.hit(scene.Rect{Box: texts[0].Bounds().Grow(4), Round: 4}, it.title.Text, it.title.Link)
	}
}

func (p *picture) hit(area scene.Rect, label string, link *scene.Link) {
	p.hits = append(p.hits, scene.Hit{Area: area, Label: label, Link: *link})
}

// paintNode paints a node: box, icon, title and note.
func (p *picture) paintNode(it *item) {
	box := it.box
	p.add(scene.Rect{Box: box, Round: nodeRound, Class: "n"})
	if it.tile() {
		p.add(scene.Icon{Name: it.kind.icon, At: scene.Point{X: box.MidX() - iconSize/2, Y: box.MidY() - iconSize/2}, Class: it.kind.colour})
		return
	}
	for _, s := range it.inside() {
		p.add(s)
	}
	if it.title.Link != nil {
		p.hit(scene.Rect{Box: box, Round: nodeRound}, it.title.Text, it.title.Link)
	}
}

// inside are icon, title and note of a node.
func (it *item) inside() []scene.Shape {
	box := it.box
	top := box.MidY() - it.textHeight()/2
	title := scene.Text{Style: scene.Label, Lines: it.titleLines}
	if it.title.Link != nil {
		title.Class = "ln"
	}
	note := scene.Text{Style: scene.Note, Lines: it.noteLines}
	title.At.Y = top + title.Style.Leading*float64(len(title.Lines))/2
	note.At.Y = box.MidY() + it.textHeight()/2 - note.Style.Leading*float64(len(note.Lines))/2
	var shapes []scene.Shape
	if it.kind.icon == "" {
		title.Anchor, note.Anchor = scene.Middle, scene.Middle
		title.At.X, note.At.X = box.MidX(), box.MidX()
	} else {
		// A tight node has less white space on all sides, not on one.
		best, least := it.slack()
		spare := box.W - math.Max(title.Width(), note.Width())
		ease := math.Max(0, math.Min(1, (spare-least)/(best-least)))
		left := nodeLeft - 2*(1-ease)
		x := box.X + left + iconSize + nodeGap - 2*(1-ease)
		shapes = append(shapes, scene.Icon{Name: it.kind.icon, At: scene.Point{X: box.X + left, Y: box.MidY() - iconSize/2}, Class: it.kind.colour})
		title.At.X, note.At.X = x, x
	}
	shapes = append(shapes, title)
	if len(note.Lines) > 0 {
		shapes = append(shapes, note)
	}
	return shapes
}

// paintLinks paints all lines as two paths and all heads as one: they look
// alike, and a picture has many.
func (p *picture) paintLinks() {
	var solid, dotted, heads scene.Data
	var grounds, texts []scene.Shape
	for i, l := range p.wires {
		r := p.routes[i]
		points := append([]scene.Point(nil), r.Points...)
		if l.head {
			points[len(points)-1] = head(&heads, points[len(points)-2], points[len(points)-1])
		}
		if l.tail {
			points[0] = head(&heads, points[1], points[0])
		}
		if l.dotted {
			course(&dotted, points)
		} else {
			course(&solid, points)
		}
		for _, pt := range r.Points {
			p.view = p.view.Union(scene.Box{X: pt.X - 4, Y: pt.Y - 4, W: 8, H: 8})
		}
		if l.size.X > 0 {
			ground := ground(l, r)
			p.view = p.view.Union(ground)
			grounds = append(grounds, scene.Rect{Box: ground, Round: 4, Class: "lb"})
			text := scene.Text{At: r.Label, Anchor: scene.Middle, Style: scene.Note, Lines: l.lines}
			if l.label.Link != nil {
				text.Class = "ln"
				p.hit(scene.Rect{Box: ground, Round: 4}, l.label.Text, l.label.Link)
			}
			texts = append(texts, text)
		}
	}
	for _, path := range []scene.Path{{D: solid, Class: "w"}, {D: dotted, Class: "w da"}, {D: heads, Class: "a"}} {
		if !path.D.Empty() {
			p.add(path)
		}
	}
	p.add(grounds...)
	p.add(texts...)
}

// ground is the box under a label.
func ground(l *link, r route.Route) scene.Box {
	return scene.Box{X: r.Label.X - l.size.X/2, Y: r.Label.Y - l.size.Y/2, W: l.size.X, H: l.size.Y}
}

// head adds an arrow head with its tip at tip, coming from from, and returns
// where the line that bears it ends.
func head(d *scene.Data, from, tip scene.Point) scene.Point {
	ux, uy := unit(from, tip)
	base := tip.Add(-headLong*ux, -headLong*uy)
	d.M(base.Add(-headHalf*uy, headHalf*ux)).L(tip).L(base.Add(headHalf*uy, -headHalf*ux)).Z()
	return tip.Add(-(headLong-2)*ux, -(headLong-2)*uy)
}

// unit is the direction from a to b, which share x or y.
func unit(a, b scene.Point) (x, y float64) {
	n := math.Hypot(b.X-a.X, b.Y-a.Y)
	if n == 0 {
		return 0, 1
	}
	return (b.X - a.X) / n, (b.Y - a.Y) / n
}

// course draws a line through the points, with round bends.
func course(d *scene.Data, points []scene.Point) {
	d.M(points[0])
	for i := 1; i < len(points)-1; i++ {
		a, b, c := points[i-1], points[i], points[i+1]
		before, after := math.Hypot(b.X-a.X, b.Y-a.Y), math.Hypot(c.X-b.X, c.Y-b.Y)
		// A part between two bends is shared by both.
		if i > 1 {
			before /= 2
		}
		if i < len(points)-2 {
			after /= 2
		}
		round := math.Min(bendRound, math.Min(before, after))
		ax, ay := unit(b, a)
		cx, cy := unit(b, c)
		d.L(b.Add(round*ax, round*ay)).Q(b, b.Add(round*cx, round*cy))
	}
	d.L(points[len(points)-1])
}
