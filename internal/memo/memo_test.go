package memo

import (
	"errors"
	"fmt"
	"io/fs"
	"slices"
	"sync"
	"testing"
	"time"
)

// disk is a Files over a map; a nil value is a file that cannot be read.
type disk map[string][]byte

var errDevice = errors.New("input/output error")

func (d disk) ReadFile(path string) ([]byte, error) {
	data, ok := d[path]
	switch {
	case !ok:
		return nil, &fs.PathError{Op: "open", Path: path, Err: fs.ErrNotExist}
	case data == nil:
		return nil, errDevice
	}
	return data, nil
}

// join reads the files that in names and joins what it finds.
func join(in []string, r *Reader) string {
	out := ""
	for _, name := range in {
		data, err := r.ReadFile(name)
		switch {
		case errors.Is(err, fs.ErrNotExist):
			out += "(none)"
		case err != nil:
			out += "(bad)"
		default:
			out += string(data)
		}
	}
	return out
}

func TestStoryOfAStep(t *testing.T) {
	st := InMemory()
	files := disk{"a": []byte("A"), "b": []byte("B")}
	story := []struct {
		edit string
		do   func()
		in   []string
		want string
		runs bool
	}{
		{"first", func() {}, []string{"a", "x"}, "A(none)", true},
		{"nothing", func() {}, []string{"a", "x"}, "A(none)", false},
		{"a file nobody asked for", func() { files["b"] = []byte("BB") }, []string{"a", "x"}, "A(none)", false},
		{"a file that was read", func() { files["a"] = []byte("AA") }, []string{"a", "x"}, "AA(none)", true},
		{"a file that was missing appears", func() { files["x"] = []byte("X") }, []string{"a", "x"}, "AAX", true},
		{"it becomes empty", func() { files["x"] = []byte("") }, []string{"a", "x"}, "AA", true},
		{"it becomes unreadable", func() { files["x"] = nil }, []string{"a", "x"}, "AA(bad)", true},
		{"and goes again", func() { delete(files, "x") }, []string{"a", "x"}, "AA(none)", false},
		{"all as in the beginning", func() { files["a"] = []byte("A") }, []string{"a", "x"}, "A(none)", false},
		{"another argument", func() {}, []string{"b"}, "BB", true},
	}
	for _, s := range story {
		s.do()
		_, before := st.Counts()
		got := Do(st, files, "join", s.in, join)
		_, after := st.Counts()
		if got != s.want || (after > before) != s.runs {
			t.Errorf("%s: %q (ran: %v), want %q (%v)", s.edit, got, after > before, s.want, s.runs)
		}
	}
}

func TestNamesKeepStepsApart(t *testing.T) {
	st := InMemory()
	one := Do(st, nil, "one", 1, func(int, *Reader) string { return "one" })
	two := Do(st, nil, "two", 1, func(int, *Reader) string { return "two" })
	if one != "one" || two != "two" {
		t.Error(one, two)
	}
}

func TestStepsThatRememberNothing(t *testing.T) {
	for _, st := range []*Steps{nil, {}} {
		runs := 0
		for range 2 {
			Do(st, disk{}, "count", 1, func(int, *Reader) int { runs++; return runs })
		}
		if hits, counted := st.Counts(); runs != 2 || hits != 0 || counted != 0 {
			t.Errorf("%d runs, counts %d %d", runs, hits, counted)
		}
	}
}

func TestReaderWithoutFiles(t *testing.T) {
	for _, r := range []*Reader{nil, {}, NewReader(nil), NewReader(disk{})} {
		if _, err := r.ReadFile("a"); !errors.Is(err, fs.ErrNotExist) {
			t.Errorf("%v", err)
		}
	}
}

func TestDoFromManyGoroutines(t *testing.T) {
	st := InMemory()
	files := disk{"a": []byte("A")}
	var wg sync.WaitGroup
	for i := range 400 {
		wg.Go(func() {
			in := []string{"a", fmt.Sprint(i % 20)}
			if got := Do(st, files, "join", in, join); got != "A(none)" {
				t.Error(got)
			}
		})
	}
	wg.Wait()
	if hits, runs := st.Counts(); hits+runs != 400 || runs < 20 {
		t.Errorf("%d hits, %d runs", hits, runs)
	}
}

type named struct {
	A, B   string
	hidden int
}

type digest struct{ sum Sum }

func (d digest) MemoSum() Sum { return d.sum }

func TestHashTellsValuesApart(t *testing.T) {
	n, m := 1, 2
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	values := []any{
		nil, 0, 1, int64(2), uint(1), 1.0, true, false, "", "a", "b", 'a',
		[]string(nil), []string{""}, []string{"a", "b"}, []string{"ab"}, []string{"a", "b", ""},
		[]byte("a"), []byte{}, [2]int{1, 2}, []int{1, 2, 3},
		map[string]int{}, map[string]int{"a": 1}, map[string]int{"a": 2}, map[string]int{"b": 1}, map[string]int{"a": 1, "b": 2}, map[string]int{"a": 2, "b": 1},
		named{"a", "b", 0}, named{"ab", "", 0}, named{"", "ab", 0}, named{"a", "b", 1},
		&n, &m, []*int{nil}, []any{1, "1"}, []any{"1", 1}, []any{int64(1), "1"},
		digest{Sum{1}}, digest{Sum{2}}, []digest{{Sum{1}}},
		day, day.Add(1), day.In(time.FixedZone("KST", 9*3600)), []time.Time{day},
	}
	seen := map[Sum]int{}
	for i, v := range values {
		sum := Hash(v)
		if j, ok := seen[sum]; ok {
			t.Errorf("%#v and %#v have one hash", values[j], v)
		}
		seen[sum] = i
	}
}

func TestHashIsStable(t *testing.T) {
	big := map[string][]int{}
	for i := range 100 {
		big[fmt.Sprint(i)] = []int{i}
	}
	again := map[string][]int{}
	for i := range slices.Backward(make([]int, 100)) {
		again[fmt.Sprint(i)] = []int{i}
	}
	one, two := 1, 1
	cases := []struct{ a, b any }{
		{big, again},
		{&one, &two},
		{named{"a", "b", 3}, named{"a", "b", 3}},
		{[]byte("text"), []byte("text")},
	}
	for _, c := range cases {
		if Hash(c.a) != Hash(c.b) {
			t.Errorf("%v and %v differ", c.a, c.b)
		}
	}
}

// A time in an unexported field cannot be asked; it is walked like any struct.
func TestHashOfHiddenTime(t *testing.T) {
	type event struct{ at time.Time }
	day := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	if Hash(event{day}) == Hash(event{day.Add(time.Second)}) {
		t.Error("two times have one hash")
	}
	if Hash(event{day}) != Hash(event{time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)}) {
		t.Error("one time has two hashes")
	}
}

func TestHashOfHiddenSummer(t *testing.T) {
	type box struct{ d digest }
	if Hash(box{digest{Sum{1}}}) == Hash(box{digest{Sum{2}}}) {
		t.Error("two digests have one hash")
	}
}

func TestHashPanicsOnWhatHasNoValue(t *testing.T) {
	for _, v := range []any{func() {}, make(chan int), struct{ F func() }{func() {}}} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%T was hashed", v)
				}
			}()
			Hash(v)
		}()
	}
}

func TestDoubtfulResultsAreNotRemembered(t *testing.T) {
	busy := func(_ int, r *Reader) string {
		before := r.InDoubt()
		if r.Doubt(); before || !r.InDoubt() {
			t.Errorf("in doubt: %v, then %v", before, r.InDoubt())
		}
		return "in a hurry"
	}
	s, err := OpenStore(t.TempDir(), salt, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	for _, st := range []*Steps{nil, InMemory(), OnDisk(s, false)} {
		for range 2 {
			if got := Do(st, disk{}, "busy", 1, busy); got != "in a hurry" {
				t.Errorf("got %q", got)
			}
		}
		if hits, runs := st.Counts(); hits != 0 || st != nil && runs != 2 {
			t.Errorf("%d hits, %d runs", hits, runs)
		}
	}
}

func TestHashOfTimeKnowsItsOffset(t *testing.T) {
	at := time.Unix(0, 0)
	if Hash(at.In(time.FixedZone("", 9*3600))) == Hash(at.In(time.FixedZone("", 8*3600))) {
		t.Error("two times of day have one hash")
	}
}
