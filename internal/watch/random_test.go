package watch

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"testing/synctest"
	"time"
)

var sequences = flag.Int("sequences", 60, "random sequences of edits that TestRandomEdits plays")

// editor makes up acts on a small set of names, so that they meet.
type editor struct {
	*rand.Rand
	s *stage
}

func (e editor) file() string {
	return []string{"", "", "guide/", "x/", "x/y/", "z/"}[e.IntN(6)] + []string{"a", "b", "c", "d"}[e.IntN(4)] + ".md"
}

func (e editor) folder() string { return []string{"guide", "x", "x/y", "z", "w"}[e.IntN(5)] }

// act is a random act. It may be impossible, then nothing happens.
func (e editor) act() string {
	switch e.IntN(12) {
	case 0:
		return "empty " + e.file()
	case 1:
		return "move " + e.file() + " " + e.file()
	case 2:
		return "copy " + e.file() + " " + e.file()
	case 3:
		return "remove " + e.file()
	case 4:
		return "folder " + e.folder()
	case 5:
		return "move " + e.folder() + " " + e.folder()
	case 6:
		if e.IntN(3) == 0 {
			return "remove " + e.folder()
		}
		return "touch " + e.file()
	case 7:
		return "add " + e.file() + " 더"
	}
	return fmt.Sprintf("write %s %d", e.file(), e.IntN(4))
}

// However many events are lost: in the end the sentry believes what is true, and
// whoever has read each file that it was told of has read what is there.
func TestRandomEdits(t *testing.T) {
	for seed := range *sequences {
		root := t.TempDir() + "/site"
		writeProject(t, root)
		synctest.Test(t, func(t *testing.T) {
			e := editor{Rand: rand.New(rand.NewPCG(uint64(seed), 7))}
			mode, deaf := Auto, e.Float64()
			if seed%5 == 0 {
				mode = Poll
			}
			s := raise(t, root, mode, noRemote)
			e.s = s
			script := e.play(deaf)
			time.Sleep(10 * time.Second)
			s.checkTree()
			if t.Failed() {
				t.Logf("seed %d, mode %d, %.0f %% of events lost:\n%s", seed, mode, 100*deaf, script)
			}
		})
		if t.Failed() {
			return
		}
	}
}

// play acts at random for a while and returns what it did.
func (e editor) play(deaf float64) string {
	var done []string
	for range 30 + e.IntN(30) {
		act := e.act()
		if e.Float64() < deaf {
			act = "!" + act
		}
		if e.s.act(act) == nil {
			done = append(done, act)
		}
		if e.IntN(2) == 0 {
			pause := []time.Duration{time.Millisecond, 7 * time.Millisecond, 50 * time.Millisecond, 333 * time.Millisecond, 2100 * time.Millisecond}[e.IntN(5)]
			time.Sleep(pause)
			done = append(done, pause.String())
		}
	}
	return strings.Join(done, "; ")
}
