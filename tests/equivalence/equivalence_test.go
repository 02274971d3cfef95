// Package equivalence_test holds that an incremental build is a clean build:
// whatever people do to a site, and whatever was remembered from before, the
// same files with the same bytes are published, or shown by a preview, and the
// same is said.
//
// A story is the life of one site: a few times one to five edits are made, each
// of a kind that [kinds] describes, the site is brought up to date, and compared
// with what a clean build of the same sources gives. Stories are dealt from a
// seed. One that fails is told again with fewer and fewer edits, until none can
// be left out, and then printed.
package equivalence_test

import (
	"flag"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"sitegen/internal/diag"
)

var (
	long = flag.Int("sequences", 0, "how many `sequences` of one to five edits are made, instead of those of the short form")
	seed = flag.Uint64("seed", 0, "tell the story of this `seed` alone")
)

// edit is one thing that was done: its kind, and the seed of the dice it was done with.
type edit struct {
	kind *kind
	dice uint64
}

// batch is what was done between two builds.
type batch struct {
	edits  []edit
	during int  // the edits are made in the midst of a build, after so many pages; 0 for between builds
	verify bool // remembered steps are run again
}

// story is the life of a site.
type story struct {
	subject subject
	batches []batch
}

// telling is a story under way.
type telling struct {
	desk   *desk
	keeper keeper
	log    strings.Builder
	tally  *tally
}

// tally counts what has happened over all stories.
type tally struct {
	kinds         map[string]int
	sequences     int
	stopped       int // sequences that were not published
	during        int
	verified      int
	recalled, ran int
}

// memory is a folder that is no disk, "" if there is none: a test that writes
// thousands of small files twice should not wait for one.
var memory = func() string {
	const shared = "/dev/shm"
	if dir, err := os.MkdirTemp(shared, "probe"); err == nil && os.Getenv("TMPDIR") == "" {
		os.Remove(dir)
		return shared
	}
	return ""
}()

// first is the site that stories begin with, built with its steps on disk. It
// is copied for each story.
var first struct {
	once sync.Once
	home string
	said []diag.Diag
}

func firstSite(t testing.TB) string {
	t.Helper()
	first.once.Do(func() {
		home, err := os.MkdirTemp(memory, "equivalence")
		if err != nil {
			t.Fatal(err)
		}
		first.home = home
		d := &desk{root: filepath.Join(home, "notes"), program: filepath.Join(home, "sitegen")}
		d.must(os.WriteFile(d.program, []byte("program"), 0o755))
		writeSite(t, d.root)
		if got, fault := subjects[0].begin().update(d, false); fault != "" || d.err != nil || !got.done {
			t.Fatalf("before any edit: %s %v %v", fault, d.err, got.diags)
		}
		first.said = d.said
	})
	return first.home
}

func TestMain(m *testing.M) {
	debug.SetGCPercent(400) // the garbage of thousands of small builds is not worth collecting that often
	code := m.Run()
	os.RemoveAll(first.home)
	os.Exit(code)
}

// begin copies the site that stories begin with.
func begin(t testing.TB, s subject, count *tally) *telling {
	t.Helper()
	home, err := os.MkdirTemp(memory, "equivalence")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.RemoveAll(home) })
	if err := os.CopyFS(home, os.DirFS(firstSite(t))); err != nil {
		t.Fatal(err)
	}
	d := &desk{root: filepath.Join(home, "notes"), program: filepath.Join(home, "sitegen"), said: first.said}
	told := &telling{desk: d, keeper: s.begin(), tally: count}
	t.Cleanup(told.keeper.end)
	if s.empty {
		if r, fault := told.keeper.update(d, false); fault != "" || !r.done || r.written > 0 {
			t.Fatalf("before any edit: %s, %d files written", fault, r.written)
		}
	}
	return told
}

// do makes an edit, and says whether it found something to do.
func (s *telling) do(e edit) bool {
	s.desk.dice, s.desk.built = rand.New(rand.NewPCG(e.dice, 0)), nil
	what := e.kind.do(s.desk)
	if what == "" {
		return false
	}
	s.tally.kinds[e.kind.name]++
	fmt.Fprintf(&s.log, "  %s: %s\n", e.kind.name, what)
	return true
}

// tell makes the edits of a batch by means of make and builds. It returns what
// was wrong then, "" if nothing.
func (s *telling) tell(b batch, make func()) string {
	s.log.WriteString("edits\n")
	if b.during > 0 {
		s.log.WriteString("  (in the midst of a build)\n")
		s.keeper.disturb(s.desk, b.during, make)
		s.tally.during++
	} else {
		make()
	}
	if s.desk.err != nil {
		return "the edits failed: " + s.desk.err.Error()
	}
	got, fault := s.keeper.update(s.desk, b.verify)
	s.tally.sequences++
	if got.verified {
		s.tally.verified++
	}
	s.tally.recalled += got.recalled
	s.tally.ran += got.ran
	if !got.done {
		s.tally.stopped++
	}
	return fault
}

// retell tells a story that is known. It returns what went wrong, and all that was done.
func (st story) retell(t testing.TB) (fault, log string) {
	told := begin(t, st.subject, &tally{kinds: map[string]int{}})
	for _, b := range st.batches {
		fault := told.tell(b, func() {
			for _, e := range b.edits {
				told.do(e)
			}
		})
		if fault != "" {
			return fault, told.log.String()
		}
	}
	return "", ""
}

// length is how many sequences of edits a story has.
const length = 12

// pile is the order in which a story comes to the kinds, like cards: none comes
// twice before all others had their turn. The piles of eight seeds in a row are
// one that was cut at eight places, so that eight stories come to all kinds.
type pile struct {
	cards []*kind
	due   []*kind // what an edit was made for: the next ones
}

func newPile(seed uint64) *pile {
	const cuts = 8
	p := &pile{}
	order := rand.New(rand.NewPCG(seed/cuts, 2)).Perm(len(kinds))
	at := len(kinds) * int(seed%cuts) / cuts
	for _, i := range slices.Concat(order[at:], order[:at]) {
		p.cards = append(p.cards, &kinds[i])
	}
	return p
}

// next deals a card and puts it back under the pile.
func (p *pile) next() *kind {
	k := p.cards[0]
	p.cards = append(p.cards[1:], k)
	return k
}

// subjectOf is whom the story of a seed is about.
func subjectOf(seed uint64) subject { return subjects[[]int{0, 2, 2, 1}[seed%4]] }

// improvise tells a story from a seed. It returns what went wrong, and all that
// was done before.
func improvise(t testing.TB, s subject, seed uint64, length int, count *tally) (st story, fault string) {
	dice := rand.New(rand.NewPCG(seed, 1))
	st.subject = s
	told := begin(t, s, count)
	cards := newPile(seed)
	for range length {
		b := batch{verify: dice.IntN(6) == 0}
		if dice.IntN(5) == 0 {
			b.during = 1 + dice.IntN(80)
		}
		wish := 1 + dice.IntN(5)
		fault = told.tell(b, func() { b.edits = told.choose(cards, dice, wish) })
		st.batches = append(st.batches, b)
		if fault != "" {
			return st, told.log.String() + "\n" + fault
		}
	}
	return st, ""
}

// choose makes about as many edits as are wished for, and returns them.
func (s *telling) choose(cards *pile, dice *rand.Rand, wish int) (made []edit) {
	try := func(k *kind) bool {
		e := edit{k, dice.Uint64()}
		if !s.do(e) {
			return false
		}
		made = append(made, e)
		return true
	}
	for _, k := range cards.due {
		try(k)
	}
	cards.due = nil
	// A site that stands still teaches nothing: mostly, errors are mended next.
	if len(made) == 0 && dice.IntN(4) > 0 {
		for n := 0; n < 4 && try(&mend); n++ {
		}
	}
	for range kinds {
		if len(made) >= wish {
			break
		}
		k := cards.next()
		if try(k) || k.after == "" {
			continue
		}
		// What has to be before it is done now, and this one after the next build.
		before := kindNamed(k.after)
		if try(before) || before.after != "" && try(kindNamed(before.after)) {
			cards.due = append(cards.due, k)
		}
	}
	return made
}

// shrink leaves out what a story can do without and still go wrong: first
// sequences, then edits. It tells at most so many stories.
func (st story) shrink(t testing.TB, tries int) (small story, fault, log string) {
	fault, log = st.retell(t)
	if fault == "" {
		return st, "", ""
	}
	try := func(shorter story) bool {
		if tries--; tries < 0 {
			return false
		}
		f, l := shorter.retell(t)
		if f == "" {
			return false
		}
		st, fault, log = shorter, f, l
		return true
	}
	for again := true; again; {
		again = false
		for i := len(st.batches) - 2; i >= 0; i-- {
			again = try(st.withoutBatch(i)) || again
		}
		for i := len(st.batches) - 1; i >= 0; i-- {
			for j := len(st.batches[i].edits) - 1; j >= 0; j-- {
				again = try(st.withoutEdit(i, j)) || again
			}
			if st.batches[i].during > 0 || st.batches[i].verify {
				again = try(st.plainer(i)) || again
			}
		}
	}
	return st, fault, log
}

func (st story) withBatch(i int, change func(b *batch)) story {
	out := story{subject: st.subject, batches: append([]batch(nil), st.batches...)}
	b := out.batches[i]
	b.edits = append([]edit(nil), b.edits...)
	change(&b)
	out.batches[i] = b
	return out
}

func (st story) withoutBatch(i int) story {
	out := story{subject: st.subject, batches: append([]batch(nil), st.batches[:i]...)}
	out.batches = append(out.batches, st.batches[i+1:]...)
	return out
}

func (st story) withoutEdit(i, j int) story {
	return st.withBatch(i, func(b *batch) { b.edits = append(b.edits[:j], b.edits[j+1:]...) })
}

// plainer makes the edits of a batch between two builds, and verifies nothing.
func (st story) plainer(i int) story {
	return st.withBatch(i, func(b *batch) { b.during, b.verify = 0, false })
}

// fixed is how many stories the short form tells beside the fresh one.
const fixed = 24

// TestIncrementalBuildsAreCleanBuilds tells the stories.
func TestIncrementalBuildsAreCleanBuilds(t *testing.T) {
	count := &tally{kinds: map[string]int{}}
	fresh := uint64(time.Now().UnixNano())
	var seeds []uint64
	switch {
	case *seed != 0:
		seeds = []uint64{*seed}
	case *long > 0:
		for i := range (*long + length - 1) / length {
			seeds = append(seeds, fresh+uint64(i))
		}
	default:
		for i := range fixed {
			seeds = append(seeds, uint64(i+1))
		}
		seeds = append(seeds, fresh)
	}
	for _, seed := range seeds {
		if !t.Run(fmt.Sprintf("seed %d", seed), func(t *testing.T) { tellAndExplain(t, seed, count) }) {
			break
		}
	}
	t.Logf("%d sequences of edits in %d stories (fresh seed %d): %d not published, %d in the midst of a build, %d verified; %d steps recalled, %d ran",
		count.sequences, len(seeds), fresh, count.stopped, count.during, count.verified, count.recalled, count.ran)
	if t.Failed() || len(seeds) < fixed {
		return // too few stories to come to everything
	}
	for _, k := range kinds {
		if count.kinds[k.name] == 0 && (gitProgram != "" || !strings.HasPrefix(k.name, "git")) {
			t.Errorf("nobody did %q", k.name)
		}
	}
	if count.recalled*3 < count.ran || count.stopped == 0 || count.stopped*2 > count.sequences {
		t.Error("too little was remembered, or too much or too little went wrong, for these stories to mean something")
	}
}

func tellAndExplain(t *testing.T, seed uint64, count *tally) {
	st, fault := improvise(t, subjectOf(seed), seed, length, count)
	if fault == "" {
		return
	}
	small, smallFault, log := st.shrink(t, 300)
	if smallFault == "" {
		t.Fatalf("with %s, and not again when the same edits are made:\n%s", st.subject.name, fault)
	}
	t.Errorf("with %s, after %d sequences of edits:\n%s\n%s\nagain with: make equivalence SEED=%d", small.subject.name, len(small.batches), log, smallFault, seed)
}
