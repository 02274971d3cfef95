//go:build unix

package crash_test

import (
	"math/rand/v2"
	"testing"
	"time"
)

// TestKilledAtAnyMoment kills builds after a random part of the time that one
// takes, wherever they are then.
func TestKilledAtAnyMoment(t *testing.T) {
	p := newProject(t)
	p.next(t)
	began := time.Now()
	p.heal(t)
	took := time.Since(began)
	rounds := 6
	if *kills > 0 {
		rounds = *kills
	}
	dice := rand.New(rand.NewPCG(1, uint64(rounds)))
	killed := 0
	for round := range rounds {
		p.next(t)
		cmd := p.command()
		if err := cmd.Start(); err != nil {
			t.Fatal(err)
		}
		timer := time.AfterFunc(time.Duration(dice.Float64()*1.1*float64(took)), func() { _ = cmd.Process.Kill() })
		if err := cmd.Wait(); err != nil {
			killed++
		}
		timer.Stop()
		p.whole(t)
		p.heal(t)
		if t.Failed() {
			t.Fatalf("in round %d", round)
		}
	}
	t.Logf("%d of %d builds were killed before their end", killed, rounds)
}
