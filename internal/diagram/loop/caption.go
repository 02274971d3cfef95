package loop

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/text"
)

const (
	column   = 680.0 // of text on a page: the width that a picture should not exceed
	away     = 13.0  // from the ribbon to a caption
	apart    = 10.0  // between captions one above the other
	aside    = 18.0  // between captions side by side
	narrow   = 60.0  // width of a caption that would make the picture too wide
	wide     = 120.0 // usual width
	widest   = 140.0 // width of one that would have too many lines, where there is room
	maxLines = 3     // of a caption, and of a name beside it
)

// A block is what stands outside beside a step: its name if there is only a
// number on the ribbon, and its caption.
type block struct {
	box        scene.Box
	anchor     scene.Anchor
	name, note []string // lines
}

// A place is where a block would like to stand.
type place struct {
	step    int
	at      scene.Point // on the line that keeps captions away from the ribbon
	out     scene.Point // direction outwards, of length 1
	hub     scene.Point
	outside bool // beside the ribbon, not above or below
}

// arrange sets the captions around the ribbon and moves apart those that are in
// each other's way: beside the ribbon up and down, above and below it sideways.
func arrange(p *plan, rb *ribbon, labels []label, problems *parse.Problems) []block {
	blocks := make([]block, len(p.steps))
	var left, right, above, below []place
	for i, s := range p.steps {
		if s.caption == nil && !labels[i].number {
			continue
		}
		at := rb.beside(i, labels[i])
		switch {
		case at.outside && at.out.X < 0:
			left = append(left, at)
		case at.outside:
			right = append(right, at)
		case at.out.Y < 0:
			above = append(above, at)
		default:
			below = append(below, at)
		}
	}
	for _, places := range [][]place{left, right} {
		for _, at := range places {
			room := column/2 - margin - math.Abs(at.at.X)
			blocks[at.step] = set(p.steps[at.step], labels[at.step].number, room, problems)
		}
		rb.stackUp(blocks, places)
	}
	for _, places := range [][]place{above, below} {
		for _, at := range places {
			room := (column-2*margin)/float64(len(places)) - aside
			blocks[at.step] = set(p.steps[at.step], labels[at.step].number, room, problems)
		}
		rb.lineUp(blocks, places, slices.Concat(left, right))
	}
	return blocks
}

// beside is the place outside of segment i, next to its label.
func (rb *ribbon) beside(i int, l label) place {
	g := rb.segments[i]
	s, _ := rb.course.locate(l.at, g.from, g.seen)
	sin, cos := math.Sincos(rb.course.heading(s))
	p := place{step: i, hub: g.hub, out: scene.Point{X: -sin * g.outward, Y: cos * g.outward}}
	p.at = rb.course.at(s, g.outward*(width/2+away))
	// Nearly upright counts as above and below, and so do the inner sides of an infinity loop.
	x := p.out.X
	if g.hub.X < 0 {
		x = math.Min(x, 0)
	} else if g.hub.X > 0 {
		x = math.Max(x, 0)
	}
	if p.outside = math.Abs(x) > .22; !p.outside {
		p.at.X = rb.course.at(s, 0).X // right above or below the label
	}
	return p
}

// set breaks the name and the caption of s into lines where there is room pixels,
// and measures them.
func set(s step, withName bool, room float64, problems *parse.Problems) block {
	var b block
	cut := false
	w, most := clamp(room, narrow, wide), clamp(room, wide, widest)
	if withName {
		b.name, cut = lines([]string{s.name.Text}, " ", scene.Label, w, most)
		if cut {
			problems.Ignored(s.line.No, s.line.Col, "shorten it", "there is no room for the whole name of this step")
		}
		w = math.Max(w, scene.Text{Style: scene.Label, Lines: b.name}.Width())
	}
	if s.caption != nil {
		b.note, cut = lines(s.caption, ", ", scene.Note, w, most)
		if cut {
			problems.Ignored(s.line.No, s.col, "shorten it, and say the rest in the text around the diagram", "there is no room for the whole caption of this step")
		}
	}
	for _, t := range b.shapes(s) {
		t := t.(scene.Text)
		b.box.W = math.Max(b.box.W, t.Width())
		b.box.H += t.Height()
	}
	if b.name != nil && b.note != nil {
		b.box.H += nameGap
	}
	return b
}

// lines breaks parts into a few lines: each part on lines of its own if possible,
// else as one text joined by sep. They are w pixels wide, or as much more as it
// takes, but at most most, to keep to maxLines and leave words whole. Cut tells
// whether something had to be left out.
func lines(parts []string, sep string, style scene.Style, w, most float64) (out []string, cut bool) {
	for _, part := range parts {
		for word := range strings.FieldsSeq(part) {
			w = math.Max(w, text.Width(word, style.Size, style.Bold))
		}
	}
	for _, parts := range [][]string{parts, {strings.Join(parts, sep)}} {
		for w := math.Min(w, most); w <= most; w += 10 {
			out = nil
			for _, part := range parts {
				out = append(out, text.Wrap(part, style.Size, style.Bold, w)...)
			}
			if len(out) <= maxLines {
				return out, false
			}
		}
	}
	rest := strings.Join(out[maxLines-1:], " ")
	return append(out[:maxLines-1], text.Clip(rest, style.Size, style.Bold, most)), true
}

// nameGap is the room between a name and its caption.
const nameGap = 6.0

// shapes are the texts of the block, if it is placed.
func (b block) shapes(s step) []scene.Shape {
	x := b.box.X
	switch b.anchor {
	case scene.Middle:
		x = b.box.MidX()
	case scene.End:
		x = b.box.Right()
	}
	var shapes []scene.Shape
	y := b.box.Y
	if b.name != nil {
		t := scene.Text{Anchor: b.anchor, Style: scene.Label, Lines: b.name}
		if s.name.Link != nil {
			t.Class = "ln"
		}
		t.At = scene.Point{X: x, Y: y + t.Height()/2}
		shapes = append(shapes, t)
		y += t.Height() + nameGap
	}
	if b.note != nil {
		t := scene.Text{Anchor: b.anchor, Style: scene.Note, Lines: b.note}
		t.At = scene.Point{X: x, Y: y + t.Height()/2}
		shapes = append(shapes, t)
	}
	return shapes
}

// nameBox is the box around the name, empty if there is none.
func (b block) nameBox() scene.Box {
	if b.name == nil {
		return scene.Box{}
	}
	t := block{name: b.name, box: b.box, anchor: b.anchor}.shapes(step{})[0].(scene.Text)
	return t.Bounds().Grow(3)
}

// stackUp places the blocks on one side of the ribbon, one above the other.
func (rb *ribbon) stackUp(blocks []block, places []place) {
	want := func(p place) float64 { return p.at.Y + p.out.Y*blocks[p.step].box.H/2 }
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(want(a), want(b)) })
	wants, sizes := make([]float64, len(places)), make([]float64, len(places))
	for i, p := range places {
		wants[i], sizes[i] = want(p), blocks[p.step].box.H
	}
	reach := rb.r + width/2 + away
	for i, y := range spread(wants, sizes, apart) {
		p, b := places[i], &blocks[places[i].step]
		// How near the block comes to the height of the hub says how far out it must stay.
		rise := math.Max(0, math.Abs(y-p.hub.Y)-b.box.H/2)
		out := math.Abs(p.out.X) * reach * .8
		if rise < reach {
			out = math.Max(out, math.Sqrt(reach*reach-rise*rise))
		}
		b.box.Y = y - b.box.H/2
		if p.out.X < 0 {
			b.anchor, b.box.X = scene.End, p.hub.X-out-b.box.W
		} else {
			b.anchor, b.box.X = scene.Start, p.hub.X+out
		}
	}
}

// lineUp places the blocks above or below the ribbon side by side, clear of the
// blocks at its sides.
func (rb *ribbon) lineUp(blocks []block, places, sides []place) {
	if len(places) == 0 {
		return
	}
	slices.SortStableFunc(places, func(a, b place) int { return cmp.Compare(a.at.X, b.at.X) })
	wants, sizes := make([]float64, len(places)), make([]float64, len(places))
	for i, p := range places {
		wants[i], sizes[i] = p.at.X, blocks[p.step].box.W
	}
	line := 0.0 // which most of them stand on
	for i, x := range spread(wants, sizes, aside) {
		b := &blocks[places[i].step]
		b.anchor, b.box.X = scene.Middle, x-b.box.W/2
		line = math.Max(line, rb.rise(b.box))
	}
	// Nearly in one line is untidy, with the blocks at the sides as well.
	const nearly = 18
	up := places[0].out.Y < 0
	for _, q := range sides {
		if rise := blocks[q.step].rise(up); rise > line && rise < line+nearly {
			line = rise
		}
	}
	for _, p := range places {
		b := &blocks[p.step]
		rise := rb.rise(b.box)
		if rise > line-nearly {
			rise = line
		}
		b.box.Y = rise
		if up {
			b.box.Y = -rise - b.box.H
		}
		b.avoid(blocks, sides, up)
	}
}

// avoid moves b up or down past the blocks at the sides that are in its way.
func (b *block) avoid(blocks []block, sides []place, up bool) {
	for range sides { // each is in its way once at most
		for _, q := range sides {
			if o := blocks[q.step].box; !b.box.Overlaps(o.Grow(apart)) {
				continue
			} else if up {
				b.box.Y = o.Y - apart - b.box.H
			} else {
				b.box.Y = o.Bottom() + apart
			}
		}
	}
}

// rise is how far the block stands from the horizontal axis, upwards or downwards.
func (b block) rise(up bool) float64 {
	if up {
		return -b.box.Bottom()
	}
	return b.box.Y
}

// rise is how far from the horizontal axis a block must stay that is as wide as b.
func (rb *ribbon) rise(b scene.Box) float64 {
	reach := rb.r + width/2 + away
	rise := rb.r + width/2 // even where there is nothing but the notch between two circles
	for _, g := range rb.segments {
		if off := math.Max(0, math.Max(b.X-g.hub.X, g.hub.X-b.Right())); off < reach {
			rise = math.Max(rise, math.Sqrt(reach*reach-off*off))
		}
	}
	return rise
}

// spread moves intervals, given by their wanted middles in ascending order and
// their sizes, as little as possible so that they keep gap between each other:
// those in each other's way form a group around the mean of what they want.
func spread(wants, sizes []float64, gap float64) []float64 {
	type group struct {
		from  int
		sum   float64 // of what the members want the first to be at
		count float64
	}
	offset := make([]float64, len(wants)) // of each middle to the first one, if all were packed
	var groups []group
	for i, want := range wants {
		if i > 0 {
			offset[i] = offset[i-1] + (sizes[i-1]+sizes[i])/2 + gap
		}
		groups = append(groups, group{i, want - offset[i], 1})
		for n := len(groups); n > 1 && groups[n-1].sum/groups[n-1].count < groups[n-2].sum/groups[n-2].count; n-- {
			groups[n-2].sum += groups[n-1].sum
			groups[n-2].count += groups[n-1].count
			groups = groups[:n-1]
		}
	}
	out := make([]float64, len(wants))
	for k, g := range groups {
		end := len(wants)
		if k+1 < len(groups) {
			end = groups[k+1].from
		}
		for i := g.from; i < end; i++ {
			out[i] = g.sum/g.count + offset[i]
		}
	}
	return out
}
