package region

import (
	"sitegen/internal/diagram/route"
	"sitegen/internal/diagram/scene"
)

const (
	margin     = 26     // around the boxes, for links that go around all of them
	maxSteps   = 150000 // of the search for ways
	titleClear = 3      // between the title of a container and a link
)

// picture is a drawing whose items have places and whose links have ways.
type picture struct {
	*drawing
	lang   scene.Language
	wires  []*link       // all links but those between pins
	routes []route.Route // their courses
	shapes []scene.Shape
	hits   []scene.Hit
	view   scene.Box
	atlas
}

// lead finds a way for each link.
func (p *picture) lead() bool {
	f := route.Field{Area: p.root.box.Grow(margin)}
	for _, it := range p.items {
		switch {
		case it.kind == mapKind || it.kind == pinKind:
		case it.holds():
			f.Groups = append(f.Groups, it.box)
			for _, t := range it.headTexts() {
				f.Walls = append(f.Walls, t.Bounds().Grow(titleClear))
			}
		default:
			f.Walls = append(f.Walls, it.box)
		}
	}
	if len(p.wires) == 0 {
		return true
	}
	jobs := make([]route.Job, len(p.wires))
	for i, l := range p.wires {
		jobs[i] = route.Job{From: l.from.box, To: l.to.box, Label: l.size}
	}
	var ok bool
	p.routes, ok = route.Find(f, jobs, maxSteps)
	return ok
}

// widen makes room for labels that found none, in the first gap that their link
// passes. It tells whether there were any.
func (p *picture) widen() bool {
	widened := false
	for i, l := range p.wires {
		if p.routes[i].Placed || l.size.X == 0 {
			continue
		}
		widened = true
		a, b := l.siblings()
		in := a.parent
		if a.row != b.row {
			in.lanes = add(in.lanes, min(a.row, b.row), l.size.Y+8)
		} else {
			in.aisles = add(in.aisles, min(a.index, b.index), l.size.X/2+12)
		}
	}
	return widened
}

// add adds v to the i-th of a list that is as long as it has to be.
func add(list []float64, i int, v float64) []float64 {
	for len(list) <= i {
		list = append(list, 0)
	}
	list[i] += v
	return list
}
