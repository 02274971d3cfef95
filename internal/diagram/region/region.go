// Package region draws boxes in boxes and links between them: networks, clouds,
// pipelines, whatever stands in something and is joined with something else. A
// map of the world may stand above, of which a region of the picture is a part.
//
// The way is: read the language into a tree of items and a list of links; give
// every item its size and place; lead the links between them; paint. Links that
// found no room for their labels widen the gaps in which they run, and the
// places are given anew.
package region

import (
	"sitegen/internal/diag"
	"sitegen/internal/diagram/scene"
)

// Draw draws src. The diagram is nil if the problems are such that nothing can
// be drawn.
func Draw(src string, lang scene.Language) (*scene.Diagram, []diag.Diag) {
	d, problems := read(src)
	if problems.Bad {
		return nil, problems.List
	}
	if len(d.items) == 0 {
		return nil, append(problems.List, diag.Warnf(diag.Pos{}, "DIA002", "this region diagram is empty").
			WithHint("write a line for each item: vm app: 앱 서버 (EC2)"))
	}
	d.prepare()
	p, ok := lay(d, lang)
	if !ok {
		problems.Limit(0, 0, "split the diagram, or leave out some of the links", "there are too many links between too many items to find a way for each")
		return nil, problems.List
	}
	return p.paint(), problems.List
}

// prepare measures texts and finds for each link the container in which it runs.
func (d *drawing) prepare() {
	d.root.prepare()
	for _, l := range d.links {
		l.setLabel()
		l.from.linked, l.to.linked = true, true
		a, b := l.siblings()
		for _, end := range []*item{l.from, l.to} {
			for ; end.parent != a.parent; end = end.parent {
				end.parent.crossed = true
			}
		}
		j := joint{link: l, a: min(a.index, b.index), b: max(a.index, b.index)}
		a.parent.joints = append(a.parent.joints, j)
	}
}

func (it *item) prepare() {
	it.measure()
	for i, child := range it.children {
		child.index = i
		child.prepare()
	}
}

// siblings are the ends of a link, or what they stand in, in the least container
// around both.
func (l *link) siblings() (a, b *item) {
	a, b = l.from, l.to
	for a.parent != b.parent {
		if a.depth >= b.depth {
			a = a.parent
		} else {
			b = b.parent
		}
	}
	return a, b
}

const (
	labelRounds = 3  // how often the layout is widened for labels without a place
	roundsUpTo  = 60 // links; with more of them labels lie where they can
)

// lay gives items their places and links their ways.
func lay(d *drawing, lang scene.Language) (*picture, bool) {
	p := &picture{drawing: d, lang: lang}
	for _, l := range d.links {
		if l.from.kind != pinKind {
			p.wires = append(p.wires, l)
		}
	}
	for round := 1; ; round++ {
		p.arrange()
		if !p.lead() {
			return nil, false
		}
		if round == labelRounds || len(d.links) > roundsUpTo || !p.widen() {
			break
		}
	}
	return p, true
}
