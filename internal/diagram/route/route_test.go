package route

import (
	"slices"
	"strings"
	"testing"

	"sitegen/internal/diagram/scene"
)

const plenty = 1 << 30 // of steps

func TestFind(t *testing.T) {
	for _, c := range []struct{ name, drawing, want string }{
		{"equal boxes below each other are joined centre to centre", `
			a 20,20 120x40
			b 20,120 120x40
			a b`, `
			a b: 80,60 V120`},
		{"boxes that overlap a little are joined in the middle of what they share", `
			a 20,20 100x40
			b 200,40 100x40
			b a`, `
			b a: 200,50 H120`},
		{"three are spread evenly", `
			a 20,20 120x46
			b 240,20 120x46
			a b
			a b
			a b`, `
			a b: 140,30 H240
			a b: 140,43 H240
			a b: 140,56 H240`},
		{"there and back are two lines", `
			a 20,20 120x46
			b 20,140 120x46
			a b
			b a`, `
			a b: 91,66 V140
			b a: 69,140 V66`},
		{"one bend", `
			a 20,20 120x40
			b 240,160 120x40
			a b`, `
			a b: 140,40 H300 V160`},
		{"two bends, where one is not possible", `
			a 20,20 120x40
			b 240,160 120x40
			c 20,160 120x40
			d 240,20 120x40
			a b`, `
			a b: 140,40 H190 V180 H240`},
		{"around a wall", `
			a 20,20 120x40
			w 20,100 140x40
			b 20,180 120x40
			a b`, `
			a b: 20,40 H3 V200 H20`},
		{"a link beside a straight one leaves it in the middle", `
			a 20,20 160x40
			b 20,120 160x40
			w 188,110 20x80
			d 220,20 160x40
			a b
			d b`, `
			a b: 100,60 V120
			d b: 220,40 H200 V85 H122 V120`},
		{"a fan of two has two ports in the gutter between containers", `
			lb 200,20 160x46
			[g 20,100 240x200
			[h 300,100 240x200
			c 60,120 160x46
			d 340,120 160x46
			a 60,200 160x46
			b 340,200 160x46
			lb a
			lb b`, `
			lb a: 269,66 V223 H220
			lb b: 291,66 V223 H340`},
		{"a title is passed beside it", `
			a 20,20 120x40
			[g 10,100 260x120
			"22,108 50x16
			b 30,140 120x40
			a b`, `
			a b: 85,60 V140`},
		{"a link into a container ends at its border", `
			a 20,20 120x40
			[g 10,100 260x120
			b 30,140 120x40
			a g
			b g`, `
			a g: 80,60 V100
			b g: 30,160 H10`},
		{"a container that holds neither end is gone around", `
			a 20,20 100x40
			[g 160,0 140x90
			b 340,20 100x40
			a b`, `
			a b: 70,20 V-16 H390 V20`},
		{"two boxes with nearly the same middle are both left at theirs", `
			a 20,20 100x40
			b 400,25 100x40
			c 245,160 30x100
			a c
			b c`, `
			a c: 120,40 H252.5 V160
			b c: 400,45 H267.5 V160`},
		{"a slit is passed if there is no other way", `
			a 100,100 60x40
			n 60,60 140x20
			s 60,160 140x20
			w 60,80 20x80
			e 180,80 20x35
			f 180,125 20x35
			b 300,100 60x40
			a b`, `
			a b: 160,120 H300`},
		{"where there is no way, a wall is crossed", `
			a 100,100 60x40
			n 60,60 140x20
			s 60,160 140x20
			w 60,80 20x80
			e 180,80 20x80
			b 300,100 60x40
			a b`, `
			a b: 160,120 H300`},
		{"a link to itself", `
			a 20,60 120x40
			a a`, `
			a a: 140,80 H157 V43 H80 V60`},
		{"a label stands in the middle", `
			a 20,20 120x46
			b 300,20 120x46
			a b 60x18`, `
			a b: 140,43 H300 label 220,43`},
		{"a label keeps off a border", `
			a 20,20 120x40
			[g 10,120 200x140
			b 20,190 120x40
			a b 60x18`, `
			a b: 80,60 V190 label 80,131`},
		{"labels of two links beside each other have room", `
			a 20,20 160x40
			b 20,160 160x40
			a b 60x18
			b a 60x18`, `
			a b: 116.5,60 V160 label 116.5,110
			b a: 83.5,160 V60 label 83.5,90`},
		{"a label that is too long for its link has no place", `
			a 20,20 120x40
			b 180,20 120x40
			a b 60x18`, `
			a b: 140,40 H180 no place`},
	} {
		t.Run(c.name, func(t *testing.T) {
			d := parse(t, c.drawing)
			routes, ok := Find(d.field, d.jobs, plenty)
			if !ok {
				t.Fatal("gave up")
			}
			got := strings.TrimSpace(d.courses(routes))
			want := strings.TrimSpace(strings.ReplaceAll(c.want, "\t", ""))
			if got != want {
				t.Errorf("\n got %s\nwant %s", got, want)
			}
		})
	}
}

// A picture of two zones as authors draw it: what is fanned out, joined and
// copied from one zone to the other.
func TestFindZones(t *testing.T) {
	d := parse(t, `
		user 315,12 130x44
		[cloud 12,92 736x536
		"26,100 100x16
		[vpc 44,164 672x432
		"58,172 110x16
		lb 290,196 180x46
		[az1 60,260 298x320
		"74,268 190x16
		[az2 402,260 298x320
		"416,268 190x16
		[app1s 74,390 270x82
		"86,398 90x16
		[app2s 416,390 270x82
		"428,398 90x16
		[db1s 74,484 270x82
		"86,492 90x16
		[db2s 416,484 270x82
		"428,492 90x16
		app1 129,418 160x46
		app2 471,418 160x46
		db1 129,512 160x46
		db2 471,512 160x46
		user lb 50x18
		lb app1
		lb app2
		app1 db1
		app2 db1
		db1 db2 58x18`)
	routes, ok := Find(d.field, d.jobs, plenty)
	if !ok {
		t.Fatal("gave up")
	}
	want := strings.ReplaceAll(strings.TrimPrefix(`
		user lb: 380,56 V196 label 380,126
		lb app1: 369,242 V441 H289
		lb app2: 391,242 V430 H471
		app1 db1: 209,464 V512
		app2 db1: 471,452 H380 V522 H289
		db1 db2: 289,535 H471 label 380,535
		`, "\n"), "\t", "")
	if got := d.courses(routes); got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// The result depends on what the arguments say, not on where they lie.
func TestFindIsPure(t *testing.T) {
	for seed := range uint64(20) {
		f, jobs := nested(seed, 12, 16)
		first, _ := Find(f, jobs, plenty)
		roomy := Field{f.Area, slices.Grow(slices.Clone(f.Walls), 100), slices.Grow(slices.Clone(f.Groups), 100)}
		second, _ := Find(roomy, slices.Grow(slices.Clone(jobs), 100), plenty)
		if !slices.EqualFunc(first, second, sameRoute) {
			t.Errorf("seed %d: two results", seed)
		}
	}
}

func sameRoute(a, b Route) bool {
	return slices.Equal(a.Points, b.Points) && a.Label == b.Label && a.Placed == b.Placed
}

func TestBudget(t *testing.T) {
	straight := parse(t, `
		a 20,20 120x40
		b 20,120 120x40
		a b`)
	if _, ok := Find(straight.field, straight.jobs, 0); !ok {
		t.Error("a straight link needs no search")
	}
	f, jobs := nested(1, 30, 30)
	if routes, ok := Find(f, jobs, 100); ok || routes != nil {
		t.Error("100 steps sufficed for 30 links")
	}
	// With less than the best way needs, there is still a way.
	full := newRouter(f, jobs, plenty)
	if !full.lead(full.straight(full.shortFirst())) {
		t.Fatal("gave up")
	}
	used := plenty - full.steps
	if _, ok := Find(f, jobs, used/2); !ok {
		t.Errorf("half of the %d steps of the best ways do not suffice for any", used)
	}
}

func TestNoJobs(t *testing.T) {
	routes, ok := Find(Field{Area: scene.Box{W: 100, H: 100}}, nil, 0)
	if !ok || len(routes) != 0 {
		t.Errorf("%v, %v", routes, ok)
	}
}

func TestNearestFree(t *testing.T) {
	within := span{0, 100}
	for _, c := range []struct {
		at      float64
		blocked []span
		want    float64
		ok      bool
	}{
		{50, nil, 50, true},
		{50, []span{{60, 70}}, 50, true},
		{50, []span{{40, 55}}, 55, true},
		{50, []span{{48, 70}}, 48, true},
		{50, []span{{45, 55}}, 45, true},
		{50, []span{{45, 55}, {30, 46}}, 55, true},
		{50, []span{{50, 55}}, 50, true},
		{50, []span{{20, 30}, {28, 44}, {42, 52}, {51, 90}}, 20, true},
		{50, []span{{-10, 60}, {59, 90}}, 90, true},
		{50, []span{{-10, 60}, {59, 110}}, 50, false},
	} {
		got, ok := nearestFree(c.at, within, c.blocked)
		if got != c.want || ok != c.ok {
			t.Errorf("%v among %v: %v, %v", c.at, c.blocked, got, ok)
		}
	}
}
