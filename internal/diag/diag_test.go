package diag

import (
	"slices"
	"testing"
)

func TestPosString(t *testing.T) {
	cases := map[string]Pos{
		"":         {},
		"a.md":     {File: "a.md"},
		"a.md:3":   {File: "a.md", Line: 3},
		"a.md:3:7": {File: "a.md", Line: 3, Col: 7},
	}
	for want, pos := range cases {
		if got := pos.String(); got != want {
			t.Errorf("%#v prints %q, want %q", pos, got, want)
		}
	}
}

func TestSort(t *testing.T) {
	at := func(file string, line, col int, code, msg string) Diag {
		return Errorf(Pos{file, line, col}, code, "%s", msg)
	}
	want := []Diag{
		at("a.md", 1, 1, "A", "1"), at("a.md", 1, 1, "A", "2"), at("a.md", 1, 1, "B", "1"),
		at("a.md", 1, 2, "A", "1"), at("a.md", 2, 1, "A", "1"), at("b.md", 0, 0, "A", "1"),
	}
	got := append(slices.Clone(want), want[2], want[0])
	slices.Reverse(got)
	if got = Sort(got); !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

// Equal mistakes found twice are one, in whatever order they and their
// neighbours were found.
func TestSortDropsRepeats(t *testing.T) {
	a := Errorf(Pos{"a.md", 1, 1}, "A", "m")
	hinted, warning := a.WithHint("h"), Warnf(a.Pos, "A", "m")
	want := Sort([]Diag{a, hinted, warning})
	for _, ds := range [][]Diag{{warning, a, hinted, a}, {a, warning, a, hinted}, {hinted, a, warning, hinted, a}} {
		if got := Sort(slices.Clone(ds)); !slices.Equal(got, want) {
			t.Errorf("%v sorts to %v, want %v", ds, got, want)
		}
	}
}

func TestPromote(t *testing.T) {
	ds := []Diag{
		Warnf(Pos{}, "A", "plain"),
		Warnf(Pos{}, "B", "link").AsBroken(),
		Errorf(Pos{}, "C", "error"),
	}
	for _, c := range []struct {
		all              bool
		errors, warnings int
	}{{false, 2, 1}, {true, 3, 0}} {
		errors, warnings := Count(Promote(ds, c.all))
		if errors != c.errors || warnings != c.warnings {
			t.Errorf("all=%v: %d errors, %d warnings", c.all, errors, warnings)
		}
	}
	if errors, _ := Count(ds); errors != 1 {
		t.Error("Promote changed its argument")
	}
}

func TestNearest(t *testing.T) {
	cases := []struct {
		name       string
		candidates []string
		want       string
	}{
		{"titel", []string{"description", "title", "lang"}, "title"},
		{"base-url", []string{"base_url", "baseURL"}, "base_url"},
		{"b.md", []string{"a.md", "c.md"}, "a.md"}, // a tie goes to the first
		{"가용영역.md", []string{"가용-영역.md", "리전.md"}, "가용-영역.md"},
		{"go", []string{"js", "golang"}, ""},
		{"jS", []string{"js"}, "js"},
		{"", []string{"title", "x"}, ""},
		{"y", []string{"나", "z"}, ""},
		{"some", []string{"safe"}, ""},
		{"x", nil, ""},
	}
	for _, c := range cases {
		if got := Nearest(c.name, c.candidates); got != c.want {
			t.Errorf("Nearest(%q, %q) = %q, want %q", c.name, c.candidates, got, c.want)
		}
	}
}

func TestDistance(t *testing.T) {
	cases := []struct {
		a, b string
		want int
	}{
		{"", "", 0}, {"a", "", 1}, {"", "ab", 2}, {"ab", "ba", 1}, {"kitten", "sitting", 3}, {"한글", "한굴", 1},
		{"abcdef", "badcfe", 3}, {"ca", "abc", 3},
	}
	for _, c := range cases {
		if got := distance([]rune(c.a), []rune(c.b), 99); got != c.want {
			t.Errorf("distance(%q, %q) = %d, want %d", c.a, c.b, got, c.want)
		}
	}
}
