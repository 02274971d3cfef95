package route

import (
	"math/rand/v2"

	"sitegen/internal/diagram/scene"
)

// nested makes a drawing as an author could have made it: containers in
// containers with titles, nodes in them side by side or below each other, and
// links between any of them.
func nested(seed uint64, nodes, links int) (Field, []Job) {
	n := &nest{rand: rand.New(rand.NewPCG(seed, 7)), left: nodes}
	for n.left > 0 {
		n.roots = append(n.roots, n.item(0))
	}
	top := &item{children: n.roots, row: n.rand.IntN(2) == 0}
	w, h := top.measure()
	n.place(top, 24, 24)
	n.field.Area = scene.Box{W: w + 48, H: h + 48}
	var jobs []Job
	for len(jobs) < links {
		from, to := n.end(), n.end()
		if n.rand.IntN(4) > 0 {
			from, to = n.pair()
		}
		if from != to {
			jobs = append(jobs, Job{From: from, To: to, Label: n.label()})
		}
	}
	return n.field, jobs
}

type nest struct {
	rand  *rand.Rand
	left  int
	roots []*item
	field Field
	nodes []scene.Box
}

type item struct {
	children []*item
	row      bool
	gap      float64
	w, h     float64
	title    float64
}

const (
	pad   = 16
	title = 34
)

func (n *nest) item(depth int) *item {
	if depth < 4 && n.rand.IntN(5) < 3-depth/2 {
		it := &item{row: n.rand.IntN(2) == 0, gap: float64(16 + 4*n.rand.IntN(8)), title: float64(40 + n.rand.IntN(100))}
		for range 1 + n.rand.IntN(3) {
			it.children = append(it.children, n.item(depth+1))
		}
		return it
	}
	n.left--
	return &item{w: float64(90 + 10*n.rand.IntN(9)), h: float64(34 + 12*n.rand.IntN(2))}
}

func (it *item) measure() (w, h float64) {
	if it.children == nil {
		return it.w, it.h
	}
	gap := it.gap
	if gap == 0 {
		gap = 40
	}
	it.w, it.h = -gap, -gap
	along, across := &it.w, &it.h
	if !it.row {
		along, across = across, along
	}
	*across = 0
	for _, c := range it.children {
		w, h := c.measure()
		if !it.row {
			w, h = h, w
		}
		*along += w + gap
		*across = max(*across, h)
	}
	if it.title > 0 {
		it.w, it.h = max(it.w, it.title)+2*pad, it.h+pad+title
	}
	return it.w, it.h
}

func (n *nest) place(it *item, x, y float64) {
	box := scene.Box{X: x, Y: y, W: it.w, H: it.h}
	if it.children == nil {
		n.field.Walls = append(n.field.Walls, box)
		n.nodes = append(n.nodes, box)
		return
	}
	inner := box
	gap := 40.0
	if it.title > 0 {
		n.field.Groups = append(n.field.Groups, box)
		n.field.Walls = append(n.field.Walls, scene.Box{X: x + 12, Y: y + 9, W: it.title, H: 16})
		inner = scene.Box{X: x + pad, Y: y + title, W: it.w - 2*pad, H: it.h - pad - title}
		gap = it.gap
	}
	// Children are centred across.
	at := inner
	for _, c := range it.children {
		if it.row {
			n.place(c, at.X, inner.Y+(inner.H-c.h)/2)
			at.X += c.w + gap
		} else {
			n.place(c, inner.X+(inner.W-c.w)/2, at.Y)
			at.Y += c.h + gap
		}
	}
}

// end is a box for a link to end at: mostly a node.
func (n *nest) end() scene.Box {
	if len(n.field.Groups) > 0 && n.rand.IntN(8) == 0 {
		return n.field.Groups[n.rand.IntN(len(n.field.Groups))]
	}
	return n.nodes[n.rand.IntN(len(n.nodes))]
}

// pair is two nodes near to each other in the text, as most links join them.
func (n *nest) pair() (from, to scene.Box) {
	i := n.rand.IntN(len(n.nodes))
	k := min(max(0, i+n.rand.IntN(9)-4), len(n.nodes)-1)
	return n.nodes[i], n.nodes[k]
}

func (n *nest) label() scene.Point {
	if n.rand.IntN(3) > 0 {
		return scene.Point{}
	}
	return scene.Point{X: float64(24 + n.rand.IntN(60)), Y: 19}
}
