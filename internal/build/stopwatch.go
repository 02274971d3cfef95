package build

import "time"

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
