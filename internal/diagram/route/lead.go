package route

// lead leads the jobs that are not straight, and tells whether that is within
// the budget.
func (r *router) lead(todo []int32) bool {
	if !r.buildGrid(todo, false) {
		return false
	}
	var stuck []int32
	left := 2 * len(todo) // searches to come, if each link is led twice
	for _, i := range todo {
		if j := &r.jobs[i]; r.find(j, left) {
			r.enter(j, 1)
		} else {
			stuck = append(stuck, i)
		}
		left--
	}
	if r.steps < 0 {
		return false
	}
	for _, i := range todo {
		if j := &r.jobs[i]; len(j.points) > 0 && r.steps > 0 {
			r.enter(j, -1)
			if r.hampered(j) {
				r.find(j, left)
			}
			r.enter(j, 1)
		}
		left--
	}
	return len(stuck) == 0 || r.squeeze(stuck)
}

// squeeze leads the jobs that found no way through a finer grid, nearer to the
// walls, or else across them, and tells whether that is within the budget.
func (r *router) squeeze(stuck []int32) bool {
	if !r.buildGrid(stuck, true) {
		return false
	}
	for n, i := range stuck {
		j := &r.jobs[i]
		if r.find(j, len(stuck)-n) {
			r.mark(j, 1)
		} else {
			j.points = astray(j)
		}
		r.count(j, 1)
	}
	return r.steps >= 0
}

// enter makes a link that is led known to the others, or forgets it.
func (r *router) enter(j *job, sign int8) {
	r.count(j, sign)
	r.mark(j, sign)
}

// astray is a way for a link that has none: from middle to middle of the sides
// that face each other, or else around on the right.
func astray(j *job) []point {
	a, b := &j.ends[0].rect, &j.ends[1].rect
	for axis := range 2 {
		var from, to float64
		switch {
		case a[axis].hi < b[axis].lo:
			from, to = a[axis].hi, b[axis].lo
		case b[axis].hi < a[axis].lo:
			from, to = a[axis].lo, b[axis].hi
		default:
			continue
		}
		var course [4]point
		for k, v := range [...]float64{from, (from + to) / 2, (from + to) / 2, to} {
			course[k][axis] = v
			course[k][1-axis] = a[1-axis].mid()
			if k > 1 {
				course[k][1-axis] = b[1-axis].mid()
			}
		}
		if course[1] == course[2] {
			return []point{course[0], course[3]}
		}
		return course[:]
	}
	x := max(a[0].hi, b[0].hi) + clear
	return []point{{a[0].hi, a[1].mid()}, {x, a[1].mid()}, {x, b[1].mid()}, {b[0].hi, b[1].mid()}}
}

// hampered tells whether a link crosses others or has to squeeze past them.
func (r *router) hampered(j *job) bool {
	g := &r.grid
	for k := 1; k < len(j.points); k++ {
		a, s, at := part(j.points, k)
		line, ok := g.lines[1-a].find(at)
		if !ok {
			continue
		}
		from, to := g.within(a, s)
		for i := from; i < to; i++ {
			if g.vertices[g.vertex(a, i, line)].pass[1-a] > 0 {
				return true
			}
		}
		from, to = g.touched(a, s)
		for i := from; i < to; i++ {
			if v := &g.vertices[g.vertex(a, i, line)]; v.used[a] >= v.room[a] {
				return true
			}
		}
	}
	return false
}
