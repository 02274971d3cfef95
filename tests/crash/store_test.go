//go:build unix

package crash_test

import (
	"context"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"sitegen/internal/build"
)

// TestDamagedSteps damages the remembered steps in 200 ways: bits that turned,
// files cut short or grown, files in each other's place. The site is what a
// clean build gives, and the next build finds steps to recall again.
func TestDamagedSteps(t *testing.T) {
	p := newProject(t)
	// A site of this size is enough, and builds in this process are quick.
	for i := range pages {
		if i > 20 {
			os.RemoveAll(filepath.Join(p.root, "content", "s"+string(rune('0'+i/20))))
		}
	}
	o := build.Options{Root: p.root, Out: filepath.Join(filepath.Dir(p.root), "site"), Cache: ".sitegen/cache", Program: sitegen}
	run := func(o build.Options) *build.Result {
		t.Helper()
		r, err := build.Run(context.Background(), o)
		if err != nil || !r.Published || len(r.Notes) > 0 {
			t.Fatalf("%v %+v", err, r)
		}
		return r
	}
	t.Setenv("PATH", "")
	clean := o
	clean.Cache, clean.Out = "", filepath.Join(filepath.Dir(p.root), "clean")
	run(clean)
	want := tree(t, clean.Out)
	run(o)

	dice := rand.New(rand.NewPCG(5, 0))
	recalled, ran := 0, 0
	for round := range 200 {
		what := damage(t, p.cache(""), dice)
		if round%2 == 1 {
			// Otherwise what is published already hides what a damaged step gives.
			if err := os.RemoveAll(o.Out); err != nil {
				t.Fatal(err)
			}
		}
		r := run(o)
		recalled, ran = recalled+r.Recalled, ran+r.Ran
		got := tree(t, o.Out)
		for name, text := range want {
			if got[name] != text {
				t.Errorf("%s is not what a clean build gives", name)
			}
		}
		if len(got) != len(want) {
			t.Errorf("%d files, want %d", len(got), len(want))
		}
		if round%10 == 0 {
			if again := run(o); again.Ran > 0 {
				t.Errorf("%d steps ran again when all was well", again.Ran)
			}
		}
		if t.Failed() {
			t.Fatalf("round %d: %s", round, what)
		}
	}
	t.Logf("200 times damaged: %d steps recalled, %d ran again", recalled, ran)
	if recalled == 0 || ran == 0 {
		t.Error("all of it was damaged, or nothing")
	}
}

// damage does something to a file of a folder and says what.
func damage(t *testing.T, dir string, dice *rand.Rand) string {
	t.Helper()
	var names []string
	for name := range tree(t, dir) {
		if name == "index" || strings.HasSuffix(name, ".pack") {
			names = append(names, name)
		}
	}
	slices.Sort(names)
	name := names[dice.IntN(len(names))]
	at := filepath.Join(dir, name)
	data, err := os.ReadFile(at)
	if err != nil {
		t.Fatal(err)
	}
	n := dice.IntN(len(data))
	switch dice.IntN(6) {
	case 0:
		data, name = data[:n], name+" cut short"
	case 1:
		data, name = slices.Insert(data, n, byte(dice.IntN(256))), name+" with a byte more"
	case 2:
		data, name = slices.Delete(data, n, min(n+1+dice.IntN(40), len(data))), name+" with bytes missing"
	case 3:
		other := names[dice.IntN(len(names))]
		if data, err = os.ReadFile(filepath.Join(dir, other)); err != nil {
			t.Fatal(err)
		}
		data, name = append(data, 0), name+" replaced by "+other
	default:
		data[n] ^= 1 << dice.IntN(8)
		name += " with a bit turned"
	}
	if err := os.WriteFile(at, data, 0o644); err != nil {
		t.Fatal(err)
	}
	return name
}
