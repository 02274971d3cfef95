package equivalence_test

import (
	"strings"
	"testing"
)

// TestEachKind makes one edit of each kind to the site that stories begin with.
// It must find something to do, show what it says it shows, and leave the site
// as a clean build would.
func TestEachKind(t *testing.T) {
	if len(kinds) < 66 {
		t.Fatalf("only %d kinds", len(kinds))
	}
	seen := map[string]bool{}
	for i := range kinds {
		k := &kinds[i]
		if seen[k.name] {
			t.Fatalf("two kinds are called %q", k.name)
		}
		seen[k.name] = true
		t.Run(k.name, func(t *testing.T) {
			if gitProgram == "" && strings.HasPrefix(k.name, "git") {
				t.Skip("there is no git here")
			}
			told := begin(t, subjects[0], &tally{kinds: map[string]int{}})
			also := &shows{}
			defer also.end()
			prepare(t, told, k)
			if err := also.ready(told.desk); err != nil {
				t.Fatal(err)
			}
			defer func() {
				if _, fault := also.update(told.desk, false); fault != "" {
					t.Errorf("the preview: %s\n%s", told.log.String(), fault)
				}
			}()
			if got := one(t, told, k); !got[k.shows] {
				t.Errorf("it shows %v, want %s\n%s", got, k.shows, told.log.String())
			}
		})
	}
}

// prepare does what must have been before a kind.
func prepare(t *testing.T, told *telling, k *kind) {
	t.Helper()
	if k.after == "" {
		return
	}
	before := kindNamed(k.after)
	if before == nil {
		t.Fatalf("%q comes after a kind that is not there", k.name)
	}
	prepare(t, told, before)
	one(t, told, before)
}

// one makes an edit and says what it changed.
func one(t *testing.T, told *telling, k *kind) map[effect]bool {
	t.Helper()
	d := told.desk
	before, err := lookAt(d.path(d.output()))
	if err != nil {
		t.Fatal(err)
	}
	said := d.said
	if !told.do(edit{k, uint64(len(k.name))}) {
		t.Fatalf("%q finds nothing to do", k.name)
	}
	if d.err != nil {
		t.Fatal(d.err)
	}
	got, fault := told.keeper.update(d, false)
	if fault != "" {
		t.Fatalf("%s\n%s", told.log.String(), fault)
	}
	shows := map[effect]bool{}
	if !got.done {
		shows[stops] = true
		return shows
	}
	if differentReports(got.diags, said) != "" {
		shows[onReport] = true
	}
	if differ(got.files, before) != "" {
		shows[onPages] = true
	}
	if len(shows) == 0 && got.written > 0 {
		shows[heals] = true
	}
	if len(shows) == 0 {
		shows[nothing] = true
	}
	return shows
}
