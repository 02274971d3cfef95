package worldmap

import (
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"sitegen/internal/diagram/scene"
)

func landRows() []string { return strings.Split(strings.Trim(land, "\n"), "\n") }

// fieldOf is the field of land in which a place lies.
func fieldOf(p Place) (row, column int) {
	c := newChart(0)
	at := c.at(p)
	return int(math.Floor((at.Y - top) / field)), int(math.Floor((at.X - c.left) / field))
}

func TestLand(t *testing.T) {
	all := landRows()
	if len(all) != rows {
		t.Errorf("%d rows, want %d", len(all), rows)
	}
	for i, row := range all {
		if len(row) != columns || strings.Trim(row, ".#") != "" {
			t.Errorf("row %d is %q", i, row)
		}
	}
}

// What everybody knows of the world must be so on the map, or it is shifted,
// mirrored or cut at a wrong place.
func TestLandIsWhereItIs(t *testing.T) {
	for _, c := range []struct {
		name     string
		lat, lon float64
		want     byte
	}{
		{"서울", 37.57, 126.98, '#'},
		{"베이징", 39.9, 116.4, '#'},
		{"모스크바", 55.75, 37.6, '#'},
		{"사하라", 23, 10, '#'},
		{"콩고", -2, 23, '#'},
		{"데칸고원", 18, 77, '#'},
		{"앨리스스프링스", -23.7, 133.9, '#'},
		{"캔자스", 38.5, -98, '#'},
		{"브라질리아", -15.8, -47.9, '#'},
		{"그린란드", 70, -40, '#'},
		{"알래스카", 66, -150, '#'},
		{"태평양", 0, -150, '.'},
		{"대서양", 30, -45, '.'},
		{"기니만", 0, -5, '.'},
		{"인도양", -20, 80, '.'},
		{"동해의 동쪽", 42, 150, '.'},
		{"멕시코만", 25, -90, '.'},
		{"지중해", 34, 18, '.'},
	} {
		row, column := fieldOf(Place{Lat: c.lat, Lon: c.lon})
		if got := landRows()[row][column]; got != c.want {
			t.Errorf("%s: field %d, %d is %c, want %c", c.name, row, column, got, c.want)
		}
	}
}

func TestChart(t *testing.T) {
	c := newChart(680)
	at := func(lat, lon float64) scene.Point { return c.at(Place{Lat: lat, Lon: lon}) }
	if seoul, far := at(37.57, 126.98), at(37.57, 126.98+720); math.Hypot(seoul.X-far.X, seoul.Y-far.Y) > 1e-6 {
		t.Errorf("twice around the world from %v is %v", seoul, far)
	}
	if japan, america := at(35, 139), at(38, -122); japan.X >= america.X {
		t.Error("the Pacific does not lie between Japan and America")
	}
	if a, b := at(0, 100), at(40, 140); math.Abs(b.X-a.X-70) > 1e-6 || math.Abs(a.Y-b.Y-70) > 1e-6 {
		t.Errorf("ten fields to the north and to the east of %v is %v", a, b)
	}
	for _, p := range []Place{
		{Lat: 90}, {Lat: -90}, {Lon: -28.001}, {Lon: -27.999}, {Lat: 1e300, Lon: -1e300},
		{Lat: math.NaN(), Lon: math.NaN()}, {Lat: math.Inf(1), Lon: math.Inf(-1)},
	} {
		if q := c.at(p); !c.sea().Holds(scene.Box{X: q.X, Y: q.Y}) {
			t.Errorf("%v is off the map: %v", p, q)
		}
	}
}

// The path, drawn as the stylesheet says, must give the dots of the table.
func TestDots(t *testing.T) {
	for _, width := range []float64{0, 680, 683.7, 1200} {
		c := newChart(width)
		got := make([][]byte, rows)
		for i := range got {
			got[i] = []byte(strings.Repeat(".", columns))
		}
		d := c.dots().D.String()
		if strings.Contains(d, ".") {
			t.Errorf("%v: coordinates are not whole", width)
		}
		for run := range strings.SplitSeq(d[1:], "M") {
			var x, y, end int
			if _, err := fmt.Sscanf(run, "%d %dH%d", &x, &y, &end); err != nil {
				t.Fatalf("%q: %v", run, err)
			}
			for ; x <= end; x += field {
				column := (float64(x) - c.left - field/2) / field
				row := (float64(y) - top - field/2) / field
				if column != math.Trunc(column) || row != math.Trunc(row) {
					t.Fatalf("%v: %d, %d is not the middle of a field", width, x, y)
				}
				got[int(row)][int(column)] = '#'
			}
		}
		if want := landRows(); !slices.EqualFunc(got, want, func(a []byte, b string) bool { return string(a) == b }) {
			t.Errorf("%v: the dots differ from the table:\n%s", width, strings.Join(want, "\n"))
		}
		const most = 1400
		if len(d) > most {
			t.Errorf("%v: %d bytes, want at most %d", width, len(d), most)
		}
	}
}
