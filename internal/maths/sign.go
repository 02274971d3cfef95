package maths

import (
	"math"
	"strconv"
	"strings"

	"golang.org/x/text/unicode/norm"
)

// negate strikes a sign through, with the character there is for it if any.
func negate(sign string) string {
	if sign == "" {
		return sign
	}
	return norm.NFC.String(sign + "\u0338")
}

// inEm reads a distance in em.
func inEm(s string) (string, bool) {
	for _, unit := range []struct {
		name string
		em   float64
	}{{"em", 1}, {"ex", .45}, {"mu", 1. / 18}, {"pt", .1}, {"px", 1. / 16}, {"cm", 2.85}, {"mm", .285}} {
		number, ok := strings.CutSuffix(s, unit.name)
		if !ok {
			continue
		}
		f, err := strconv.ParseFloat(strings.TrimSpace(number), 64)
		if f *= unit.em; err != nil || math.IsNaN(f) || math.Abs(f) > 20 {
			return "", false
		}
		return short(f), true
	}
	return "", false
}

// short is a number with at most three digits behind its dot.
func short(f float64) string {
	s := strconv.FormatFloat(math.Round(f*1000)/1000, 'f', -1, 64)
	if rest, ok := strings.CutPrefix(s, "0."); ok {
		return "." + rest
	}
	return strings.Replace(s, "-0.", "-.", 1)
}
