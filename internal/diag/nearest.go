package diag

import "unicode"

// Nearest returns the candidate that looks most like name, or "" when none is
// near enough to be a likely slip. It serves the "did you mean" hints. Ties go
// to the earlier candidate, so the answer is deterministic.
func Nearest(name string, candidates []string) string {
	want := fold(name)
	// One slip in a short name, fewer than half of a long one; a single letter is
	// like every other.
	best, bestCost := "", max(2, len(want)/2)
	if len(want) <= 1 {
		bestCost = len(want)
	}
	for _, c := range candidates {
		got := fold(c)
		if abs(len(got)-len(want)) >= bestCost {
			continue
		}
		if cost := distance(want, got, bestCost); cost < bestCost {
			best, bestCost = c, cost
		}
	}
	return best
}

func fold(s string) []rune {
	rs := []rune(s)
	for i, r := range rs {
		rs[i] = unicode.ToLower(r)
	}
	return rs
}

// distance is the optimal string alignment distance (insert, delete, replace,
// swap of neighbours), cut off at limit.
func distance(a, b []rune, limit int) int {
	prev2, prev, cur := make([]int, len(b)+1), make([]int, len(b)+1), make([]int, len(b)+1)
	for j := range prev {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		cur[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			cur[j] = min(prev[j]+1, cur[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				cur[j] = min(cur[j], prev2[j-2]+1)
			}
			least = min(least, cur[j])
		}
		if least >= limit {
			return limit
		}
		prev2, prev, cur = prev, cur, prev2
	}
	return prev[len(b)]
}

func abs(n int) int {
	if n < 0 {
		return -n
	}
	return n
}
