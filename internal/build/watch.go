package build

import (
	"regexp"
	"time"
)

// stopwatch measures the steps of a run, one after the other.
type stopwatch struct {
	now     func() time.Time
	name    string
	started time.Time
	steps   []StepTime
}

// lap ends the step under way and begins the next; "" begins none.
func (w *stopwatch) lap(next string) {
	if w.now == nil {
		return
	}
	t := w.now()
	if w.name != "" {
		w.steps = append(w.steps, StepTime{w.name, t.Sub(w.started)})
	}
	w.name, w.started = next, t
}

var frame = regexp.MustCompile(`sitegen/(?:internal|cmd)/\S+\.go:\d+`)

// caller is the innermost place of ours on a stack below the recovery itself.
func caller(stack []byte) string {
	places := frame.FindAllString(string(stack), 3)
	for _, p := range places {
		if !regexp.MustCompile(`internal/build/build\.go`).MatchString(p) {
			return p
		}
	}
	return "no place is known"
}
