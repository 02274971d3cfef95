package worldmap

import (
	"math"
	"strings"

	"sitegen/internal/diagram/scene"
)

// land is the land of the world between 72° N and 44° S, a character for each
// field of 4° by 4°. The first column begins at 28° W, where the map is cut, so
// that the Pacific is whole and Korea near the middle, as on Korean maps.
//
// It comes from the coastlines of Natural Earth (naturalearthdata.com), which are
// in the public domain, reduced to these fields.
const land = `
....................#...#####################.......#...######..##########################
....#######.....###......#...........................#####################################
........###########################################.....##################....##.....##...
.........##..#############################....##.........#.....###########....###.........
......#..#################################....#.................############.######.......
......#####################################......................################.#.......
......###################################.........................###############.........
.....###..####.#.##.####################..#.......................#############...........
.....##.....#.#######################.#..#........................############............
.....#####......#####################..##..........................###########............
....#################################...............................#########.............
...#################.################................................####.................
...###################..############..................................###.................
...##################....###..####...#.................................####...............
...################......##....###...#....................................##..............
...#################......#......#..........................................#.###.........
....###############.............#.............................................######......
.........#########.............##..#.........................................#######......
.........########...............#..#....##...................................#########....
..........#######................#.......###.................................###########..
..........#######............................................................###########..
..........#######..#..................###.#...................................#########...
..........#######.##.................#######...................................########...
..........######..#.................#########..................................########...
...........####....................##########..................................######.....
...........####.....................#########..................................######.....
............#.......................#....####..................................#####......
..........................................##...................................####.......
..................................................#...........................###.........
`

// The map's measures. A field is as many pixels wide as the dashes of the class
// "land" are long, so it has one size whatever the width of the map.
const (
	field   = 7.0 // pixels
	degrees = 4.0 // in a field
	west    = -28 // longitude of the left edge
	north   = 72  // latitude of the upper edge
	columns = 360 / degrees
	rows    = 29

	edge        = 8        // where no pin is
	top, bottom = 7.5, 7.5 // sea around the rows
	minWidth    = columns*field + 10
	height      = top + rows*field + bottom
)

// chart lays the globe on the picture: a cylinder rolled out, equidistant.
type chart struct {
	width float64
	left  float64 // of the first column
}

func newChart(width float64) chart {
	if !(width > minWidth) {
		width = minWidth
	}
	// Half a pixel more puts the middles of fields, where dots are, on whole
	// pixels, which take the fewest bytes to write.
	return chart{width, math.Floor((width-columns*field)/2) + .5}
}

// at is where a place is on the picture: near the edge if it is not on the map.
func (c chart) at(p Place) scene.Point {
	east := math.Mod(p.Lon-west, 360)
	if east < 0 {
		east += 360
	}
	return within(c.sea(), scene.Point{
		X: c.left + east/degrees*field,
		Y: top + (north-p.Lat)/degrees*field,
	})
}

// sea is where pins and arcs may be.
func (c chart) sea() scene.Box {
	return scene.Box{W: c.width, H: height}.Grow(-edge)
}

// dots draws the land: each run of dots is a line, of which the stylesheet makes
// dots with dashes of no length and round ends.
func (c chart) dots() scene.Path {
	var d scene.Data
	y := top + field/2
	for row := range strings.Lines(land[1:]) {
		for from := 0; from < len(row); from++ {
			if row[from] != '#' {
				continue
			}
			to := from
			for row[to+1] == '#' {
				to++
			}
			// A pixel more makes sure of the last dot, which rounding could lose.
			d.M(scene.Point{X: c.column(from), Y: y}).L(scene.Point{X: c.column(to) + 1, Y: y})
			from = to
		}
		y += field
	}
	return scene.Path{D: d, Class: "land"}
}

// column is where the dots of a column are.
func (c chart) column(n int) float64 { return c.left + field/2 + float64(n)*field }
