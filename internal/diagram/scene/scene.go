// Package scene is the vocabulary of a diagram: what a kind of diagram hands to
// the writer of SVG. A Diagram is a picture and the same in words; the picture
// is a list of shapes in the order in which they are painted.
//
// Lengths are in CSS pixels at natural size, x to the right, y down. Colours and
// fonts are not in here: shapes carry class names, and the theme's stylesheet
// says what they look like.
package scene

import (
	"cmp"
	"math"
)

// Diagram is a picture and what it says in words.
type Diagram struct {
	Title   string // its caption, plain text; "" if the author gave none
	Summary string // one sentence that stands for the picture
	Outline []Item // the whole content as a list, for those who do not see the picture
	View    Box    // the part of the plane that is shown
	Shapes  []Shape
	Hits    []Hit // where the picture leads to other pages
}

// Name is what the picture is called by those who do not see it.
func (d *Diagram) Name() string { return cmp.Or(d.Title, d.Summary) }

// Item is one line of a Diagram's outline.
type Item struct {
	Text    string
	Link    *Link // where the text leads; nil: nowhere
	Ordered bool  // whether the order of Items says something
	Items   []Item
}

// Link is an address as the author wrote it.
type Link struct {
	Dest      string
	Line, Col int // place in the source of the diagram, both from 1, Col in characters
}

// Hit is an area that leads somewhere.
type Hit struct {
	Area  Shape // a Rect or a Path; it is not painted
	Label string
	Link  Link
}

// Shape is one of Rect, Circle, Path, Text, Icon.
type Shape interface{ shape() }

// Rect is a rectangle with round corners.
type Rect struct {
	Box
	Round float64 // radius of the corners
	Class string
}

// Circle is a circle.
type Circle struct {
	Centre Point
	R      float64
	Class  string
}

// Icon is a glyph of 18 by 18 pixels.
type Icon struct {
	Name  string // see svg.Icons
	At    Point  // its top left corner
	Class string
}

// Text is one or more lines of text, as a block.
type Text struct {
	At     Point // middle of the block in y; where the lines start, centre or end in x
	Anchor Anchor
	Style  Style
	Class  string // more classes, beside the one of the style
	Lines  []string
	Angle  float64 // degrees clockwise, around At
}

func (Rect) shape()   {}
func (Circle) shape() {}
func (Icon) shape()   {}
func (Text) shape()   {}
func (Path) shape()   {}

// Anchor says which end of a line of text stands at its place.
type Anchor uint8

const (
	Start Anchor = iota
	Middle
	End
)

// Style is how a text is set. Class is its name in the stylesheet, which must
// agree with the numbers.
type Style struct {
	Class   string
	Size    float64 // of the font
	Bold    bool    // weight 600 and more
	Leading float64 // from line to line
}

// The styles of all diagrams. The smallest is legible at the least scale the theme allows.
var (
	Heading = Style{"t", 26, true, 32}  // the name of a half of a loop
	Sub     = Style{"u", 14, false, 19} // under a Heading
	Step    = Style{"l", 17, true, 22}  // on a filled ribbon
	Label   = Style{"b", 14, true, 19}  // names of nodes and containers
	Note    = Style{"m", 13, false, 17} // captions, notes, labels of links
)

// Point is a place.
type Point struct{ X, Y float64 }

// Add returns p moved by (dx, dy).
func (p Point) Add(dx, dy float64) Point { return Point{p.X + dx, p.Y + dy} }

// Box is an upright rectangle.
type Box struct{ X, Y, W, H float64 }

// Right and Bottom are the far edges, MidX and MidY the middle.
func (b Box) Right() float64  { return b.X + b.W }
func (b Box) Bottom() float64 { return b.Y + b.H }
func (b Box) MidX() float64   { return b.X + b.W/2 }
func (b Box) MidY() float64   { return b.Y + b.H/2 }

// Grow returns b with d more on each side.
func (b Box) Grow(d float64) Box { return Box{b.X - d, b.Y - d, b.W + 2*d, b.H + 2*d} }

// Overlaps tells whether a and b share an area.
func (b Box) Overlaps(o Box) bool {
	return b.X < o.Right() && o.X < b.Right() && b.Y < o.Bottom() && o.Y < b.Bottom()
}

// Holds tells whether o lies in b.
func (b Box) Holds(o Box) bool {
	return o.X >= b.X && o.Y >= b.Y && o.Right() <= b.Right() && o.Bottom() <= b.Bottom()
}

// Union is the least box around both. A zero Box adds nothing.
func (b Box) Union(o Box) Box {
	switch {
	case b == Box{}:
		return o
	case o == Box{}:
		return b
	}
	x, y := math.Min(b.X, o.X), math.Min(b.Y, o.Y)
	return Box{x, y, math.Max(b.Right(), o.Right()) - x, math.Max(b.Bottom(), o.Bottom()) - y}
}
