// Package route leads links around boxes: along straight lines with right
// angles, without crossing a box, with as few bends and crossings as it finds,
// and with a free place for each label.
package route

import "sitegen/internal/diagram/scene"

// Field is where links run.
type Field struct {
	Area   scene.Box   // no link leaves it
	Walls  []scene.Box // nodes and titles: no link and no label crosses them
	Groups []scene.Box // containers: a link may cross their borders, but does not run along them; a label does not lie on a border if there is another place
}

// Job is a link to be led.
type Job struct {
	From, To scene.Box // the boxes it joins, each one of the Walls or one of the Groups
	// Label is the size of its label; zero for none.
	Label scene.Point
}

// Route is the course of a link.
type Route struct {
	Points []scene.Point // from the border of From to the border of To; consecutive points share x or y
	Label  scene.Point   // the middle of its label
	Placed bool          // whether the label found a free place; if not, Label is the middle of the longest part
}

// Find leads the jobs, which are of one drawing and know of each other. It takes
// at most the given number of steps of search; ok is false if they did not
// suffice. The result depends on the arguments alone.
func Find(f Field, jobs []Job, steps int) (routes []Route, ok bool) {
	return nil, false
}
