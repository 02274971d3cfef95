package memo

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

var salt = Sum{1}

func openStore(t *testing.T, dir string) *Store {
	t.Helper()
	s, err := OpenStore(dir, salt, 0)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(s.Close)
	return s
}

// run does one run of the program: the step for each argument, then Save.
func run(t *testing.T, dir string, files Files, good bool, in ...[]string) (out []string, hits, runs int) {
	t.Helper()
	s, err := OpenStore(dir, salt, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	st := OnDisk(s, false)
	for _, in := range in {
		out = append(out, Do(st, files, "join", in, join))
	}
	if err := s.Save(good); err != nil {
		t.Fatal(err)
	}
	hits, runs = st.Counts()
	return out, hits, runs
}

func TestStoreRemembersBetweenRuns(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "made", "when", "needed")
	files := disk{"a": []byte("A")}
	steps := []struct {
		what string
		do   func()
		want string
		hits int
	}{
		{"first", func() {}, "A(none)", 0},
		{"nothing changed", func() {}, "A(none)", 1},
		{"a file changed", func() { files["a"] = []byte("B") }, "B(none)", 0},
		{"a missing file appeared", func() { files["x"] = []byte("X") }, "BX", 0},
		{"all as in the beginning", func() { files = disk{"a": []byte("A")} }, "A(none)", 1},
	}
	for _, step := range steps {
		step.do()
		out, hits, _ := run(t, dir, files, true, []string{"a", "x"})
		if out[0] != step.want || hits != step.hits {
			t.Errorf("%s: %q with %d hits", step.what, out[0], hits)
		}
	}
}

func TestStoreOfAnotherProgram(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, disk{}, true, []string{"a"})
	s, err := OpenStore(dir, Sum{2}, 0)
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	st := OnDisk(s, false)
	Do(st, disk{}, "join", []string{"a"}, join)
	if hits, _ := st.Counts(); hits != 0 {
		t.Error("believed what another program stored")
	}
	if err := s.Save(true); err != nil {
		t.Fatal(err)
	}
	if packs, _ := filepath.Glob(filepath.Join(dir, "*.pack")); len(packs) != 1 {
		t.Errorf("the other program's packs are still there: %v", packs)
	}
}

// TestStoreDamaged changes each file of a store in many ways. Whatever it holds,
// the steps give the right results, and the next run heals it.
func TestStoreDamaged(t *testing.T) {
	files := disk{"a": []byte("A"), "b": []byte(strings.Repeat("B", 300))}
	args := [][]string{{"a"}, {"b"}, {"a", "b"}}
	damages := map[string]func(data []byte) []byte{
		"empty":     func([]byte) []byte { return nil },
		"half":      func(d []byte) []byte { return d[:len(d)/2] },
		"one short": func(d []byte) []byte { return d[:len(d)-1] },
		"longer":    func(d []byte) []byte { return append(d, d...) },
		"zeros":     func(d []byte) []byte { return make([]byte, len(d)) },
		"first bit": func(d []byte) []byte { d[0] ^= 1; return d },
		"last bit":  func(d []byte) []byte { d[len(d)-1] ^= 1; return d },
		"middle":    func(d []byte) []byte { d[len(d)/2] ^= 0x40; return d },
		"foreign":   func([]byte) []byte { return []byte("somebody else's\n") },
	}
	for name, damage := range damages {
		for _, pattern := range []string{"index", "*.pack"} {
			dir := t.TempDir()
			want, _, _ := run(t, dir, files, true, args...)
			paths, err := filepath.Glob(filepath.Join(dir, pattern))
			if err != nil || len(paths) != 1 {
				t.Fatalf("%v, %v", paths, err)
			}
			data, err := os.ReadFile(paths[0])
			if err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(paths[0], damage(data), 0o644); err != nil {
				t.Fatal(err)
			}
			got, hits, _ := run(t, dir, files, true, args...)
			if !slices.Equal(got, want) {
				t.Errorf("%s %s: %q", name, pattern, got)
			}
			if hits == len(args) && name != "longer" {
				t.Errorf("%s %s: nothing was noticed", name, pattern)
			}
			if got, hits, _ := run(t, dir, files, true, args...); hits != len(args) || !slices.Equal(got, want) {
				t.Errorf("%s %s: not healed: %d hits", name, pattern, hits)
			}
		}
	}
}

// TestStoreKilled leaves a run without Save, as a kill does.
func TestStoreKilled(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, disk{}, true, []string{"a"})
	s := openStore(t, dir)
	Do(OnDisk(s, false), disk{}, "join", []string{"b"}, join)
	s.Close()
	if _, hits, runs := run(t, dir, disk{}, true, []string{"a"}, []string{"b"}); hits != 1 || runs != 1 {
		t.Errorf("%d hits, %d runs", hits, runs)
	}
}

func TestStoreIsTrimmed(t *testing.T) {
	dir := t.TempDir()
	big := disk{"big": bytes.Repeat([]byte("x"), 10_000)}
	run(t, dir, big, true, []string{"big"}, []string{"a"})
	for range maxAge {
		run(t, dir, big, true, []string{"a"})
	}
	if _, hits, _ := run(t, dir, big, false, []string{"big"}); hits != 1 {
		t.Error("dropped too soon")
	}
	run(t, dir, big, false, []string{"a"}) // a run that failed ages nothing
	run(t, dir, big, true, []string{"a"})
	if size := folderSize(t, dir); size > 2000 {
		t.Errorf("the store still has %d bytes", size)
	}
	if _, hits, _ := run(t, dir, big, true, []string{"big"}, []string{"a"}); hits != 1 {
		t.Errorf("%d hits", hits)
	}
}

// TestStoreStaysSmall edits one file for many runs.
func TestStoreStaysSmall(t *testing.T) {
	dir := t.TempDir()
	files := disk{"a": nil, "b": bytes.Repeat([]byte("b"), 1000)}
	for i := range 100 {
		files["a"] = bytes.Repeat([]byte{byte(i)}, 1000)
		if _, hits, _ := run(t, dir, files, true, []string{"a"}, []string{"b"}); i > 0 && hits != 1 {
			t.Fatalf("run %d: %d hits", i, hits)
		}
		packs, _ := filepath.Glob(filepath.Join(dir, "*.pack"))
		if size := folderSize(t, dir); len(packs) > maxPacks+1 || size > 20_000 {
			t.Fatalf("run %d: %d packs, %d bytes", i, len(packs), size)
		}
	}
}

func folderSize(t *testing.T, dir string) (size int64) {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, e := range entries {
		info, err := e.Info()
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	return size
}

func TestNothingChangedWritesNothing(t *testing.T) {
	dir := t.TempDir()
	run(t, dir, disk{}, true, []string{"a"})
	before, err := os.Stat(filepath.Join(dir, indexName))
	if err != nil {
		t.Fatal(err)
	}
	run(t, dir, disk{}, true, []string{"a"})
	after, err := os.Stat(filepath.Join(dir, indexName))
	if err != nil || !os.SameFile(before, after) || !before.ModTime().Equal(after.ModTime()) {
		t.Error("the index was written again")
	}
}

func TestStoreIsForOne(t *testing.T) {
	dir := t.TempDir()
	first := openStore(t, dir)
	if _, err := OpenStore(dir, salt, 50*time.Millisecond); !errors.Is(err, ErrBusy) {
		t.Fatalf("got %v", err)
	}
	go func() {
		time.Sleep(30 * time.Millisecond)
		first.lock.Release()
	}()
	second, err := OpenStore(dir, salt, 10*time.Second)
	if err != nil {
		t.Fatal(err)
	}
	second.Close()
}

func TestStoreThatCannotBeWritten(t *testing.T) {
	dir := t.TempDir()
	s := openStore(t, dir)
	// The name of the pack to be written is taken by a folder.
	if err := os.Mkdir(s.path(packName(s.serial)), 0o755); err != nil {
		t.Fatal(err)
	}
	if got := Do(OnDisk(s, false), disk{}, "join", []string{"a"}, join); got != "(none)" {
		t.Errorf("got %q", got)
	}
	if err := s.Save(true); err == nil {
		t.Error("nothing was said")
	}
}

func TestVerify(t *testing.T) {
	dir := t.TempDir()
	word := "first"
	fickle := func(int, *Reader) string { return word }
	verify := func() []string {
		s, err := OpenStore(dir, salt, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer s.Close()
		st := OnDisk(s, true)
		if got := Do(st, disk{}, "fickle", 1, fickle); got != word {
			t.Errorf("got %q", got)
		}
		if err := s.Save(true); err != nil {
			t.Fatal(err)
		}
		return st.Differences()
	}
	for range 2 {
		if got := verify(); len(got) > 0 {
			t.Errorf("got %v", got)
		}
	}
	word = "second"
	if got := verify(); !slices.Equal(got, []string{"fickle"}) {
		t.Errorf("got %v", got)
	}
	if got := verify(); len(got) > 0 {
		t.Errorf("the wrong result stayed in the store: %v", got)
	}
}

type leaf struct {
	Name string
	Data []byte
	Age  int8
}

type tree struct {
	Leaf  leaf
	More  []*tree
	By    map[string]leaf
	Sum   Sum
	When  time.Time
	Ok    bool
	Ratio float64
	N     uint16
	None  *leaf
	Empty []string
	Nil   []string
}

func TestCodec(t *testing.T) {
	seoul := time.FixedZone("Asia/Seoul", 9*3600)
	in := tree{
		Leaf:  leaf{"가", []byte("bytes"), -3},
		More:  []*tree{{Leaf: leaf{Name: "inner", Data: []byte{}}}, nil},
		By:    map[string]leaf{"b": {Age: 1}, "a": {}, "": {}},
		Sum:   Sum{9, 8},
		When:  time.Date(2026, 1, 2, 3, 4, 5, 6, seoul),
		Ok:    true,
		Ratio: -.5,
		N:     65535,
		Empty: []string{},
	}
	data := marshal(in)
	var out tree
	if err := unmarshal(data, &out); err != nil {
		t.Fatal(err)
	}
	if Hash(in) != Hash(out) || !bytes.Equal(data, marshal(out)) || !in.When.Equal(out.When) {
		t.Errorf("got %+v", out)
	}
	if out.Empty == nil || out.Nil != nil || out.More[0].Leaf.Data == nil || out.More[0].By != nil {
		t.Error("nil and empty are mixed up")
	}
	var zero tree
	if err := unmarshal(marshal(tree{}), &zero); err != nil || !reflect.DeepEqual(zero, tree{}) {
		t.Errorf("zero: %+v, %v", zero, err)
	}
	for n := range len(data) {
		var cut tree
		if unmarshal(data[:n], &cut) == nil {
			t.Errorf("%d bytes of %d were enough", n, len(data))
		}
	}
}

func TestCodecRefuses(t *testing.T) {
	for _, v := range []any{
		struct{ hidden int }{},
		struct{ F func() }{},
		struct{ I any }{},
		make(chan int),
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%T was taken", v)
				}
			}()
			marshal(v)
		}()
	}
}

func FuzzUnmarshal(f *testing.F) {
	f.Add(marshal(tree{Leaf: leaf{"가", []byte("x"), 1}, More: []*tree{{}}, By: map[string]leaf{"a": {}}}))
	f.Add([]byte{255, 255, 255, 255, 255, 255, 255, 255, 127})
	f.Fuzz(func(t *testing.T, data []byte) {
		var out tree
		_ = unmarshal(data, &out)
	})
}
