// Package text says how wide a line of text will be in a browser, without a
// font at hand, and breaks lines.
//
// Which font a reader has is not known when a picture is drawn. So a character
// counts as wide as the widest of the usual fonts for Korean makes it (see
// table.go): a shape that leaves room for Width holds its text everywhere, and
// is a little roomy in most places. Texts are measured by what a reader takes
// for one character (see cluster.go), and broken between words (see wrap.go).
package text

import (
	"math"
	"strings"
)

// Width is the expected width of s in pixels, set at size pixels. It is rather
// too large than too small: it is what a shape must leave room for.
func Width(s string, size float64, bold bool) float64 {
	return pixels(measure(s, weightOf(bold)), size)
}

// Clip shortens s to max pixels with an ellipsis. Not even the ellipsis may fit;
// then it is all that remains.
func Clip(s string, size float64, bold bool, max float64) string {
	weight := weightOf(bold)
	limit := units(max, size)
	dots, _ := look('…', weight)
	room := limit - dots
	var c cluster
	total, cut := 0, 0
	for i, r := range s {
		grows, joins := c.next(r, weight)
		if !joins && total <= room {
			cut = i
		}
		if total += grows; total > limit {
			return strings.TrimRight(s[:cut], spaces+separators+openers) + "…"
		}
	}
	return s
}

// Widths are added up as integers, thousandths of the font's size, so that a
// text and its parts have the same width in any order.

// measure adds up the width of s.
func measure(s string, weight int) int {
	wide := 0
	var c cluster
	for _, r := range s {
		grows, _ := c.next(r, weight)
		wide += grows
	}
	return wide
}

// pixels is the length of n thousandths of size.
func pixels(n int, size float64) float64 { return float64(n) * size / 1000 }

// units is the largest number of thousandths of size whose length is within
// max, so that a text always fits the width that Width gives it.
func units(max, size float64) int {
	ems := max / size
	switch {
	case !(size > 0) || ems > 1e6:
		return math.MaxInt32
	case !(ems > 0):
		return 0
	}
	n := int(ems * 1000)
	for pixels(n+1, size) <= max {
		n++
	}
	for n > 0 && pixels(n, size) > max {
		n--
	}
	return n
}
