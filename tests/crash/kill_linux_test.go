package crash_test

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// moment is right before the n-th call of a name.
type moment struct {
	name string
	n    int
}

func (m moment) String() string { return fmt.Sprintf("before %s number %d", m.name, m.n) }

// census counts the calls of a whole build.
func census(t *testing.T, p *project) map[string]int {
	t.Helper()
	p.next(t)
	counts := map[string]int{}
	status, said := traced(t, p, func(c call) verdict { counts[c.name]++; return verdict{} })
	if status.ExitStatus() != 0 {
		t.Fatalf("exit code %d\n%s", status.ExitStatus(), said)
	}
	p.healed(t)
	for name, least := range map[string]int{"create": pages, "write": pages, "mkdir": 10, "rename": pages, "unlink": 50, "sync": 1} {
		if counts[name] < least {
			t.Fatalf("%d calls to %s: the program does what the tests do not see", counts[name], name)
		}
	}
	return counts
}

// moments are the first and the last of each call, and some between them.
func moments(counts map[string]int, between int, dice *rand.Rand) []moment {
	var out []moment
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		n := counts[name]
		at := map[int]bool{1: true, n: true}
		for range min(between, n-len(at)) {
			at[1+dice.IntN(n)] = true
		}
		for _, n := range slices.Sorted(maps.Keys(at)) {
			out = append(out, moment{name, n})
		}
	}
	return out
}

// anyMoments are random ones, each call as likely as any other.
func anyMoments(counts map[string]int, how int, dice *rand.Rand) []moment {
	var all []moment
	for _, name := range slices.Sorted(maps.Keys(counts)) {
		for n := range counts[name] {
			all = append(all, moment{name, n + 1})
		}
	}
	var out []moment
	for range how {
		out = append(out, all[dice.IntN(len(all))])
	}
	return out
}

// TestKilledAtAnyStep kills builds right before one of the calls by which they
// change the disk: while pages are staged, in the midst of publishing, between
// the last page and the list of them, while the remembered steps are saved.
func TestKilledAtAnyStep(t *testing.T) {
	p := newProject(t)
	counts := census(t, p)
	dice := rand.New(rand.NewPCG(2, uint64(*kills)))
	at := moments(counts, 3, dice)
	if *kills > 0 {
		at = anyMoments(counts, *kills, dice)
	}
	killed, olds, news, mixed := 0, 0, 0, 0
	for i, m := range at {
		p.next(t)
		status, said := traced(t, p, func(c call) verdict {
			if c.name == m.name && c.n == m.n {
				return verdict{signal: syscall.SIGKILL}
			}
			return verdict{}
		})
		if status.Signaled() {
			killed++
		} else if status.ExitStatus() != 0 { // there were fewer calls than in the census
			t.Errorf("%s: exit code %d\n%s", m, status.ExitStatus(), said)
		}
		old, new := p.whole(t)
		switch {
		case old > 0 && new > 0:
			mixed++
		case new > 0:
			news++
		default:
			olds++
		}
		if i%3 == 2 {
			p.next(t) // the notes were changed before anybody built again
		}
		p.heal(t)
		if t.Failed() {
			t.Fatal("killed ", m)
		}
	}
	t.Logf("%d of %d builds killed: %d sites stayed old, %d were new, %d part of each", killed, len(at), olds, news, mixed)
	if *kills == 0 && (killed < 25 || olds == 0 || news == 0 || mixed == 0) {
		t.Error("the moments are not spread over a build")
	}
}

// TestStoppedAtAnyStep asks builds to end, which they do before they publish or
// after: not in between, and without leaving anything behind.
func TestStoppedAtAnyStep(t *testing.T) {
	p := newProject(t)
	counts := census(t, p)
	dice := rand.New(rand.NewPCG(3, 0))
	signals := []syscall.Signal{syscall.SIGINT, syscall.SIGTERM}
	stopped := 0
	for i, m := range anyMoments(counts, 8, dice) {
		p.next(t)
		signal := signals[i%2]
		status, said := traced(t, p, func(c call) verdict {
			if c.name == m.name && c.n == m.n {
				return verdict{signal: signal}
			}
			return verdict{}
		})
		old, new := p.whole(t)
		switch status.ExitStatus() {
		case 128 + int(signal):
			stopped++
			p.untouched(t)
		case 0:
			p.healed(t)
		default:
			t.Errorf("exit code %d, signal %v\n%s", status.ExitStatus(), signal, said)
		}
		for name := range tree(t, p.out("")) {
			if strings.HasPrefix(name, ".sitegen-") && name != ".sitegen-manifest.json" {
				t.Errorf("%s was left behind", name)
			}
		}
		p.heal(t)
		if t.Failed() {
			t.Fatalf("stopped by %v %v, %d old and %d new", signal, m, old, new)
		}
	}
	t.Logf("%d of 8 builds were stopped", stopped)
	if stopped == 0 {
		t.Error("no build was stopped before its end")
	}
}

// TestDiskFull lets a disk be full from some step on: everything that needs room
// fails, what needs none still works, and the program may say so.
func TestDiskFull(t *testing.T) {
	needsRoom := func(name string) bool { return !slices.Contains([]string{"unlink", "rmdir", "rename", "chmod"}, name) }
	failing(t, syscall.ENOSPC, func(m moment, full *bool, c call) bool {
		*full = *full || c.name == m.name && c.n == m.n
		return *full && needsRoom(c.name)
	}, needsRoom)
}

// TestDiskFails lets a single step fail, as it does on a disk that is dying. A
// folder that could not be removed stays, empty, and harms nobody.
func TestDiskFails(t *testing.T) {
	failing(t, syscall.EIO, func(m moment, _ *bool, c call) bool { return c.name == m.name && c.n == m.n },
		func(name string) bool { return name != "rmdir" })
}

// failing lets calls fail, from different moments on. A build that fails says
// why and leaves what a killed one may leave; one that does not has published.
func failing(t *testing.T, errno syscall.Errno, fails func(m moment, full *bool, c call) bool, counted func(name string) bool) {
	if !canFail {
		t.Skip("calls cannot be made to fail on this processor")
	}
	p := newProject(t)
	counts := census(t, p)
	maps.DeleteFunc(counts, func(name string, _ int) bool { return !counted(name) })
	dice := rand.New(rand.NewPCG(4, uint64(errno)))
	at := moments(counts, 2, dice)
	if *kills > 0 {
		at = anyMoments(counts, *kills, dice)
	}
	failed := 0
	for _, m := range at {
		p.next(t)
		full := false
		status, said := traced(t, p, func(c call) verdict {
			if fails(m, &full, c) {
				return verdict{fail: errno}
			}
			return verdict{}
		})
		switch {
		case strings.Contains(said, "goroutine "):
			t.Errorf("it fell over:\n%s", said)
		case status.ExitStatus() == 0: // what failed was only for the next build, or not needed
			p.whole(t)
		case status.ExitStatus() == 2 && strings.Contains(said, "sitegen: ") && strings.Contains(said, errno.Error()):
			failed++
			p.whole(t)
		default:
			t.Errorf("exit code %d, signal %v, and it said %s", status.ExitStatus(), status.Signal(), said)
		}
		for name := range tree(t, p.out("")) {
			if strings.HasPrefix(name, ".sitegen-tmp") && errno == syscall.ENOSPC {
				t.Errorf("%s was left behind, which takes room", name)
			}
		}
		p.heal(t)
		if t.Failed() {
			t.Fatalf("%v %s", errno, m)
		}
	}
	t.Logf("%d of %d builds failed with %v", failed, len(at), errno)
	if failed == 0 {
		t.Error("no build failed")
	}
}
