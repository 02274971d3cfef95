// Package worldmap is a dotted map of the world with places on it.
package worldmap

import "sitegen/internal/diagram/scene"

// Place is somewhere on the map.
type Place struct {
	Name     string
	Lat, Lon float64 // degrees, north and east positive
}

// Lookup finds a region of a cloud by its code: "ap-northeast-2" is Seoul.
func Lookup(code string, korean bool) (Place, bool) { return Place{}, false }

// Codes are all codes that Lookup knows, for hints.
func Codes() []string { return nil }

// Pin is a Place to be drawn.
type Pin struct {
	Place
	Code   string
	Opened bool // the one that is shown enlarged
	Link   *scene.Link
}

// Arc joins two pins, given by their index.
type Arc struct {
	From, To int
	Dotted   bool
	Label    string
}

// Draw draws the land, the arcs and the pins with their names, with the top
// left corner at (0, 0), width pixels wide. It returns the size of the map and
// where each pin is.
func Draw(pins []Pin, arcs []Arc, width float64) (shapes []scene.Shape, hits []scene.Hit, size scene.Point, at []scene.Point) {
	return nil, nil, scene.Point{}, nil
}
