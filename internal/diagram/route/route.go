// Package route leads links around boxes: along straight lines with right
// angles, without crossing a box, with as few bends and crossings as it finds,
// and with a free place for each label.
//
// The way there has five stations. Links whose ends face each other become one
// straight line. A sparse grid is made of the middles of the gaps between boxes
// and of the middles of the remaining ends, and the other links are searched on
// it one by one; what they meet of earlier ones costs them something. Those that
// met something are searched once more, now that all are known. Links that came
// to lie on one line of the grid are brought in an order in which they cross
// least, and all are drawn apart into the room there is. Last come the labels.
package route

import (
	"cmp"
	"slices"

	"sitegen/internal/diagram/scene"
)

// Field is where links run.
type Field struct {
	Area   scene.Box   // no link leaves it
	Walls  []scene.Box // nodes and titles: no link and no label crosses them
	Groups []scene.Box // containers: a link may cross their borders, but does not run along them; a label does not lie on a border if there is another place
}

// Job is a link to be led.
type Job struct {
	From, To scene.Box // the boxes it joins, each one of the Walls or one of the Groups
	// Label is the size of its label; zero for none.
	Label scene.Point
}

// Route is the course of a link.
type Route struct {
	Points []scene.Point // from the border of From to the border of To; consecutive points share x or y
	Label  scene.Point   // the middle of its label, which may stand out of the Area
	Placed bool          // whether the label found a free place; if not, Label is the middle of the longest part
}

// Find leads the jobs, which are of one drawing and know of each other. It takes
// at most the given number of steps of search; ok is false if they did not
// suffice. With 400,000 steps it takes about 50 ms; a drawing of ten links needs
// a few thousand of them, one of a hundred links some hundred thousand, or finds
// worse ways with fewer. The result depends on the arguments alone.
//
// A link ends at a container from outside, or from inside if its other end is in
// there. Where boxes leave no way at all, a link crosses what it must.
func Find(f Field, jobs []Job, steps int) (routes []Route, ok bool) {
	r := newRouter(f, jobs, steps)
	order := r.shortFirst()
	bent := r.straight(order)
	if len(bent) > 0 && !r.lead(bent) {
		return nil, false
	}
	r.spread()
	r.label()
	return r.routes(), true
}

// Distances in pixels.
const (
	clear    = 8.0  // between a link and a wall
	tight    = 4.0  // the same where there is no other way
	besides  = 6.0  // between a link and a border that it runs along
	corner   = 10.0 // between an end and the corner of its box
	leastGap = 10.0 // between links that run side by side, if there is not room for more
	trackGap = 14.0 // the same where there is
	portGap  = 22.0 // between links at one side of a box
)

// router is one call of Find.
type router struct {
	area   rect
	walls  []rect
	groups []rect
	parent []int32 // of each group the least group around it, or -1
	depth  []int32 // of each group the number of groups around it
	jobs   []job
	steps  int

	grid  grid
	ports []int32 // of each side of each box how many links end there
	segs  []seg   // scratch of spread
	hard  []span  // scratch of label
	soft  []span  // scratch of label
}

// job is a Job and what became of it.
type job struct {
	ends   [2]end
	label  point
	points []point // none: not yet led
	placed bool
	spot   point // the middle of the label
}

// end is a box at which a link ends.
type end struct {
	rect
	box    int32 // the number of the box
	wall   int32 // its index among the walls, or -1
	group  int32 // its index among the groups, or -1
	around int32 // the least group that the link is in just before this end, or -1
	inside bool  // the link comes from inside of the group
}

// side is the number of a side of a box.
func (e *end) side(axis int, high bool) int {
	n := 4*int(e.box) + 2*axis
	if high {
		n++
	}
	return n
}

// stretch is where links may end at the sides of e that lie across an axis.
func (e *end) stretch(across int) span {
	return e.rect[across].grow(-min(corner, e.rect[across].length()/4))
}

// count enters that a link ends where it does, or removes it.
func (r *router) count(j *job, sign int8) {
	for k := range j.ends {
		r.ports[j.side(k)] += int32(sign)
	}
}

// end is where a link that is led starts or ends.
func (j *job) end(k int) point {
	if k == 0 {
		return j.points[0]
	}
	return j.points[len(j.points)-1]
}

// side is the number of the side at which an end of a link lies that is led.
func (j *job) side(k int) int {
	axis, _, _ := part(j.points, 1)
	if k == 1 {
		axis, _, _ = part(j.points, len(j.points)-1)
	}
	e := &j.ends[k]
	return e.side(axis, j.end(k)[axis] == e.rect[axis].hi)
}

func newRouter(f Field, jobs []Job, steps int) *router {
	r := &router{area: newRect(f.Area), steps: steps}
	r.walls, r.groups = newRects(f.Walls), newRects(f.Groups)
	r.nest()
	r.ports = make([]int32, 4*(len(r.walls)+len(r.groups)+2*len(jobs)))
	r.jobs = make([]job, len(jobs))
	for i, j := range jobs {
		r.jobs[i] = job{
			ends:  [2]end{r.newEnd(2*i, j.From, j.To), r.newEnd(2*i+1, j.To, j.From)},
			label: point{finite(j.Label.X), finite(j.Label.Y)},
		}
	}
	return r
}

// nest finds out which group is in which.
func (r *router) nest() {
	both := make([]int32, 2*len(r.groups))
	r.parent, r.depth = both[:len(r.groups)], both[len(r.groups):]
	for i, g := range r.groups {
		r.parent[i] = r.around(g, int32(i))
		for k := range r.groups {
			if k != i && r.encloses(int32(k), g, int32(i)) {
				r.depth[i]++
			}
		}
	}
}

// encloses tells whether the group o is around b, which is itself the group
// number self or -1. Of two equal groups the first is the outer one, so that no
// two are around each other.
func (r *router) encloses(o int32, b rect, self int32) bool {
	g := &r.groups[o]
	return g.holds(b) && (self < 0 || *g != b || o < self)
}

// around is the least group around b, or -1.
func (r *router) around(b rect, self int32) int32 {
	least := int32(-1)
	for k := range r.groups {
		if k := int32(k); k != self && r.encloses(k, b, self) {
			if least < 0 || r.groups[least].area() >= r.groups[k].area() {
				least = k
			}
		}
	}
	return least
}

// newEnd makes the end number i of all jobs.
func (r *router) newEnd(i int, b, other scene.Box) end {
	e := end{rect: newRect(b), wall: -1, group: -1}
	if k := slices.Index(r.walls, e.rect); k >= 0 {
		e.wall, e.box = int32(k), int32(k)
	} else if k := slices.Index(r.groups, e.rect); k >= 0 {
		e.group, e.box = int32(k), int32(len(r.walls)+k)
	} else {
		e.box = int32(len(r.walls) + len(r.groups) + i)
	}
	o := newRect(other)
	e.inside = e.group >= 0 && e.holds(o) && e.rect != o
	e.around = e.group
	if !e.inside {
		e.around = r.around(e.rect, e.group)
	}
	return e
}

// shortFirst is the order in which links are led: a short link has few ways to
// choose from, a long one can go around it.
func (r *router) shortFirst() []int32 {
	order := make([]int32, len(r.jobs))
	length := make([]float64, len(r.jobs))
	for i := range order {
		order[i] = int32(i)
		length[i] = r.jobs[i].ends[0].distance(r.jobs[i].ends[1].rect)
	}
	slices.SortFunc(order, func(a, b int32) int {
		return cmp.Or(cmp.Compare(length[a], length[b]), cmp.Compare(a, b))
	})
	return order
}

func (r *router) routes() []Route {
	routes := make([]Route, len(r.jobs))
	n := 0
	for i := range r.jobs {
		n += len(r.jobs[i].points)
	}
	points := make([]scene.Point, 0, n)
	for i := range r.jobs {
		j := &r.jobs[i]
		from := len(points)
		for _, p := range j.points {
			points = append(points, scene.Point{X: p[0], Y: p[1]})
		}
		routes[i] = Route{
			Points: points[from:len(points):len(points)],
			Label:  scene.Point{X: j.spot[0], Y: j.spot[1]},
			Placed: j.placed,
		}
	}
	return routes
}
