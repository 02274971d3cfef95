package route

import "cmp"

// Links that were led along the same line of the grid have to be drawn side by
// side. In which order follows from where they go: one that turns off to the
// left belongs to the left of one that goes on or turns to the right.

// rightOf is the direction on the other axis that is on the right hand of one
// who goes along an axis, up or down it.
func rightOf(axis int, way float64) float64 {
	if axis == 0 {
		return way
	}
	return -way
}

// walker follows a link from one of its parts to one of its ends.
type walker struct {
	points []point
	at, by int // the point last left, and the step to the next one
}

func (w *walker) here() point { return w.points[w.at] }
func (w *walker) next() point { return w.points[w.at+w.by] }

// heading is where the walker goes.
func (w *walker) heading() (axis int, way float64) {
	p, q := w.here(), w.next()
	if p[0] == q[0] {
		axis = 1
	}
	return axis, float64(cmp.Compare(q[axis], p[axis]))
}

// turn takes the next point and tells which way the link turns there: -1 left,
// 1 right, 0 if it ends.
func (w *walker) turn() int {
	axis, way := w.heading()
	w.at += w.by
	if w.at == 0 || w.at == len(w.points)-1 {
		return 0
	}
	_, then := w.heading()
	return int(then * rightOf(axis, way))
}

// part tells on which side of q the walker w goes where the two part, who are
// on the same line and go the same way: -1 left, 1 right, 0 if they do not part
// or one ends before.
func (w walker) part(q walker) int {
	for {
		axis, way := w.heading()
		switch ahead := cmp.Compare(w.next()[axis]*way, q.next()[axis]*way); {
		case ahead < 0:
			return w.turn()
		case ahead > 0:
			return -q.turn()
		}
		a, b := w.turn(), q.turn()
		if a != b {
			return cmp.Compare(a, b)
		}
		if a == 0 {
			return 0
		}
	}
}

// before tells which of two parts, of different links on one line, comes first
// on the other axis: -1 for a, 1 for b, 0 if they have nothing in common.
func (r *router) before(a, b *seg) int {
	if !a.along.touches(b.along) {
		return 0
	}
	if a.job > b.job {
		return -r.before(b, a)
	}
	p, q := r.jobs[a.job].points, r.jobs[b.job].points
	// Both are followed first to the start, then to the end of the first link.
	way := float64(cmp.Compare(p[a.part+1][a.axis], p[a.part][a.axis]))
	back := walker{p, int(a.part) + 1, -1}.part(follow(q, b, -way))
	if back != 0 {
		return back * int(rightOf(int(a.axis), -way))
	}
	on := walker{p, int(a.part), 1}.part(follow(q, b, way))
	if on == 0 {
		on = -1 // they run all the way together: the first one is on the left
	}
	return on * int(rightOf(int(a.axis), way))
}

// follow makes a walker that goes along a part of a link in a direction.
func follow(points []point, s *seg, way float64) walker {
	at := int(s.part)
	if (points[at+1][s.axis] > points[at][s.axis]) == (way > 0) {
		return walker{points, at, 1}
	}
	return walker{points, at + 1, -1}
}
