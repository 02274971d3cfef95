package loop

import (
	"math"
	"strconv"
	"strings"

	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/text"
)

// Room that labels keep on the ribbon.
const (
	edge = 2.5 // to the sides of the ribbon
	gap  = 4.0 // to the chevrons, behind their outline
	lead = 8.0 // how far ahead of the middle of its joints a segment with chevrons seems to have its middle

	steep = 55.0 // degrees; from here on level text reads better than turned text, if it fits
	tired = 65.0 // degrees; a label rather moves along its segment than be turned more
)

// double is the style of a label in two lines: closer than text elsewhere, as
// the ribbon has no more room.
var double = scene.Style{Class: scene.Step.Class, Size: scene.Step.Size, Bold: true, Leading: 19}

// A label is what stands on a segment: the name of the step, or its number.
type label struct {
	spot
	style  scene.Style
	lines  []string
	w, h   float64
	number bool // the name stands outside
}

func newLabel(style scene.Style, lines ...string) label {
	t := scene.Text{Style: style, Lines: lines}
	return label{style: style, lines: lines, w: t.Width(), h: t.Height()}
}

// A spot is where a label stands.
type spot struct {
	at    scene.Point
	angle float64 // degrees, clockwise
}

func (l label) text(s step) scene.Text {
	t := scene.Text{At: l.at, Anchor: scene.Middle, Style: l.style, Lines: l.lines, Angle: l.angle}
	if s.name.Link != nil && !l.number {
		t.Class = "ln"
	}
	return t
}

// lay chooses the ribbon: the smallest on which all names fit in one line, or
// else in two. If there is none, names that do not fit go outside.
func (p *plan) lay() (*ribbon, []label) {
	radii := p.radii()
	for _, lines := range []int{1, 2} {
		names := p.names(lines)
		for _, r := range radii {
			if rb, labels := best(p.poses(r), names, false); rb != nil {
				return rb, labels
			}
		}
	}
	return p.fewestNumbers(radii)
}

// fewestNumbers chooses the ribbon if some names have to stand outside. A larger
// one is worth it if it holds more names: one more for each quarter of the size.
func (p *plan) fewestNumbers(radii []float64) (rb *ribbon, labels []label) {
	names := p.names(2)
	least := math.Inf(1)
	for _, r := range radii {
		pose, ls := best(p.poses(r), names, true)
		cost := 4 * r / radii[0]
		for _, l := range ls {
			if l.number {
				cost++
			}
		}
		if cost < least {
			rb, labels, least = pose, ls, cost
		}
	}
	return rb, labels
}

// best is the pose whose labels need turning the least, the first of equals; nil
// if the labels fit on none.
func best(poses []*ribbon, ways [][]label, numbers bool) (rb *ribbon, labels []label) {
	least := math.Inf(1)
	for _, pose := range poses {
		ls, ok := pose.label(ways, numbers)
		if !ok {
			continue
		}
		worst := tired // turned less is as good as level
		for _, l := range ls {
			worst = math.Max(worst, math.Abs(l.angle))
		}
		if worst < least {
			rb, labels, least = pose, ls, worst
		}
	}
	return rb, labels
}

// radii are the sizes to try, from the smallest.
func (p *plan) radii() []float64 {
	if p.infinity {
		return []float64{100, 108, 116}
	}
	var rs []float64
	n := float64(len(p.steps))
	for r := math.Max(math.Max(100, 64*n/(2*math.Pi)), p.centreRadius()); r <= maxRadius; r += 4 {
		rs = append(rs, r)
	}
	return rs
}

// poses are the ribbons of a size, the best first. A ring has a segment at the
// top or a joint: with a joint, no segment of four is upright.
func (p *plan) poses(r float64) []*ribbon {
	if p.infinity {
		return []*ribbon{infinity(p, r)}
	}
	const top = -math.Pi / 2
	turn := 1.0
	if p.ccw {
		turn = -1
	}
	return []*ribbon{ring(p, r, turn, top), ring(p, r, turn, top+turn*math.Pi/float64(len(p.steps)))}
}

// names are the names of the steps in one line or, where there is a space to
// break them at, also in two.
func (p *plan) names(lines int) [][]label {
	out := make([][]label, len(p.steps))
	for i, s := range p.steps {
		out[i] = []label{newLabel(scene.Step, s.name.Text)}
		if lines == 1 {
			continue
		}
		if two := halve(s.name.Text, double); two != nil {
			out[i] = append(out[i], newLabel(double, two...))
		}
	}
	return out
}

// halve breaks s, set in style, at the space that gives the narrowest two lines;
// nil if there is none.
func halve(s string, style scene.Style) []string {
	var best []string
	least := math.Inf(1)
	for i, c := range s {
		if c != ' ' {
			continue
		}
		a, b := strings.TrimSpace(s[:i]), strings.TrimSpace(s[i:])
		w := math.Max(text.Width(a, style.Size, style.Bold), text.Width(b, style.Size, style.Bold))
		if a != "" && b != "" && w < least {
			best, least = []string{a, b}, w
		}
	}
	return best
}

// label finds the places of the labels, each of which may be set in several
// ways. If one does not fit it gives up, or, with numbers, sets a number.
func (rb *ribbon) label(ways [][]label, numbers bool) ([]label, bool) {
	out := make([]label, len(ways))
	for i, g := range rb.segments {
		ok := false
		for _, l := range ways[i] {
			if l.spot, ok = rb.fit(g, l.w, l.h); ok {
				out[i] = l
				break
			}
		}
		if ok {
			continue
		}
		if !numbers {
			return nil, false
		}
		// The least radii leave room for it.
		out[i] = label{style: scene.Step, lines: []string{strconv.Itoa(i + 1)}, number: true}
		out[i].at = rb.course.at(g.middle(), 0)
	}
	return out, true
}

// middle is the s where what can be seen of the segment seems to have its middle.
func (g segment) middle() float64 {
	if g.seen < g.to {
		return (g.from + tip + g.seen) / 2
	}
	return (g.from+g.to)/2 + lead
}

// fit finds the place of a text on g: near the middle, turned as the ribbon is,
// but level where the ribbon is steep and the text narrow, and everywhere if it
// is hardly wider than high.
func (rb *ribbon) fit(g segment, w, h float64) (spot, bool) {
	room, mid := g.seen-g.from, g.middle()
	if w <= 1.3*h || w <= width-2*edge && rb.tilt(mid) > steep {
		if at, ok := rb.search(g, mid, room/4, 90, func(s float64) (spot, bool) { return rb.level(g, s, w, h) }); ok {
			return at, true
		}
	}
	// What chevrons and distances take from the length; a bend gives back less than the slack.
	const slack = 8
	if w > room-2*gap-tip*h/width+slack {
		return spot{}, false
	}
	along := func(s float64) (spot, bool) { return rb.along(g, s, w, h) }
	play := (room-w)/2 + slack // what there is to move in
	if at, ok := rb.search(g, mid, math.Min(play, room/4), tired, along); ok {
		return at, true
	}
	return rb.search(g, mid, play, 90, along)
}

// search tries the places up to reach from mid where the ribbon is not steeper
// than limit, the nearest first.
func (rb *ribbon) search(g segment, mid, reach, limit float64, try func(s float64) (spot, bool)) (spot, bool) {
	const stride = 4
	for i := range 2*int(reach/stride) + 1 {
		s := mid + stride*float64((i+1)/2*(i%2*2-1)) // ahead and back by turns
		if rb.tilt(s) > limit {
			continue
		}
		if at, ok := try(s); ok {
			return at, true
		}
	}
	return spot{}, false
}

// tilt is how many degrees text along the ribbon at s would be turned, either way.
func (rb *ribbon) tilt(s float64) float64 { return math.Abs(upright(rb.course.heading(s))) }

// upright turns a heading into the angle of text along it that is not upside down.
func upright(heading float64) float64 {
	a := math.Remainder(heading*180/math.Pi, 180)
	return math.Round(a*10) / 10
}

func (rb *ribbon) level(g segment, s, w, h float64) (spot, bool) {
	at := spot{at: rb.course.at(s, 0)}
	return at, rb.holds(g, at, w, h)
}

// along sets text along the ribbon at s. On an arc its corners are nearer to
// the outer side than its middle is, so it moves inwards.
func (rb *ribbon) along(g segment, s, w, h float64) (spot, bool) {
	angle := upright(rb.course.heading(s))
	inwards := 0.0
	if rb.course.piece(s).r > 0 {
		// At this radius the corners are as far from the outer side as the middle is from the inner one.
		inwards = rb.r - (4*rb.r*rb.r+2*rb.r*h-w*w/4)/(4*rb.r+2*h)
	}
	for _, part := range [3]float64{1, .5, 0} {
		at := spot{rb.course.at(s, -g.outward*inwards*part), angle}
		if rb.holds(g, at, w, h) {
			return at, true
		}
		if inwards == 0 {
			break
		}
	}
	return spot{}, false
}

// holds tells whether a block of w by h pixels lies on the visible part of g, at
// a distance from its ends and sides. The sides of the block are probed at
// quarters: what a circle can reach in between is less than the distance kept.
func (rb *ribbon) holds(g segment, at spot, w, h float64) bool {
	sin, cos := math.Sincos(at.angle * math.Pi / 180)
	for i := range 4 {
		f := float64(i)/4 - .5
		for _, q := range [4][2]float64{{f * w, -h / 2}, {w / 2, f * h}, {-f * w, h / 2}, {-w / 2, -f * h}} {
			if !rb.inside(g, at.at.Add(q[0]*cos-q[1]*sin, q[0]*sin+q[1]*cos)) {
				return false
			}
		}
	}
	return true
}

func (rb *ribbon) inside(g segment, q scene.Point) bool {
	s, side := rb.course.locate(q, g.from-tip, g.to+tip)
	side = math.Abs(side)
	if side > width/2-edge {
		return false
	}
	ahead := tip * (1 - side/(width/2)) // of the chevrons, at this side
	end := g.seen
	if g.seen == g.to {
		end += ahead
	}
	return s >= g.from+ahead+gap && s <= end-gap
}
