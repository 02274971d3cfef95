package region

import (
	"math"

	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/text"
)

// Sizes of a node: its icon, and the white space around it and the text.
const (
	iconSize  = 18
	nodeLeft  = 12 // before the icon
	nodeGap   = 10 // between icon and text
	nodeRight = 14 // after the text
	nodeLeast = 28 // what the three may shrink to, together
	boxSide   = 14 // beside the text of a node without an icon
	boxLeast  = 10
	nodeMin   = 96
	nodeMax   = 240
	wrapAt    = 110 // a text is not broken to less than this if there is another way
	breakAt   = 64  // nor to less than this at all
	tileW     = 34  // a node without a title is its icon on a tile
	tileH     = 40
	titleSide = 14 // from the border of a container to its title
	titleGap  = 10 // from the title to a note beside it
	titleRoom = 11 // between the title and a link that comes from above in the middle
	labelWrap = 150
)

// geometry is where an item is, and what is known on the way there.
type geometry struct {
	index   int       // among its siblings
	texts   float64   // width of its title and note, each on as few lines as it may have
	title1  float64   // width of the title on one line
	note1   float64   // width of the note on one line
	wished  float64   // the least width at which it looks well
	floor   float64   // the least width at all
	crossed bool      // a link from outside ends in it
	linked  bool      // a link ends at it
	joints  []joint   // links between its children, or what is in them
	lanes   []float64 // added to the gaps between its rows, because labels found no room
	aisles  []float64 // added to the gaps between its columns

	titleLines, noteLines []string
	beside                bool    // the note of a container stands beside its title
	head, foot            float64 // height of a container's title, and of what is below its last row
	row                   int     // in its parent
	w, h                  float64
	rows                  []row
	gaps                  []float64 // below each row but the last
	family                *float64  // width that nodes share that stand alone in their rows
	middle                bool      // stands beside what is no container, in the middle of its height
	box                   scene.Box
}

// joint is a link between two children of a container, or what is in them.
type joint struct {
	link *link
	a, b int // index of the children, in which from and to are
}

// row is a row of children.
type row struct {
	cells []*item
	gaps  []float64 // between cells
	w, h  float64
	start float64 // where the first cell begins
	fill  bool    // the cells share the whole width of the container
	slots int     // into how many parts the rest of the width goes
	mixed bool    // containers and nodes side by side
	even  bool    // the rows of the containers in it are aligned
	grid  bool    // one of the rows of a grid of nodes
}

func (it *item) holds() bool { return it.kind.holds }

// tile tells whether the item is shown by its icon alone.
func (it *item) tile() bool { return !it.holds() && it.title.Text == "" }

// slack is the white space of a node beside its text, at its best and at its least.
func (it *item) slack() (best, least float64) {
	if it.kind.icon == "" {
		return 2 * boxSide, 2 * boxLeast
	}
	return nodeLeft + iconSize + nodeGap + nodeRight, iconSize + nodeLeast
}

// even rounds up to an even number, so that what stands in the middle of
// something stands on whole pixels, too.
func even(v float64) float64 { return 2 * math.Ceil(v/2-.01) }

// evenDown rounds down to an even number.
func evenDown(v float64) float64 { return 2 * math.Floor(v/2+.01) }

// measure finds the widths of the item's texts.
func (it *item) measure() {
	style := it.titleStyle()
	it.title1 = text.Width(it.title.Text, style.Size, style.Bold)
	if it.note != "" {
		it.note1 = text.Width(it.note, scene.Note.Size, scene.Note.Bold)
	}
	it.texts = math.Max(it.title1, it.note1)
	if most := nodeMax - nodeLeft - iconSize - nodeGap - nodeRight; !it.holds() && it.texts > float64(most) {
		it.texts = it.set(float64(most))
	}
}

// titleStyle is smaller for subnets, which are many and inside of everything else.
func (it *item) titleStyle() scene.Style {
	if it.kind.isSubnet() {
		return scene.Note
	}
	return scene.Label
}

// set breaks title and note into lines of at most width, and returns how wide they are.
func (it *item) set(width float64) float64 {
	it.titleLines = lines(it.title.Text, it.titleStyle(), it.title1, width)
	it.noteLines = lines(it.note, scene.Note, it.note1, width)
	w := 0.0
	if len(it.titleLines) == 1 && len(it.noteLines) <= 1 {
		return math.Max(it.title1, it.note1)
	}
	for _, s := range it.titleLines {
		w = math.Max(w, text.Width(s, it.titleStyle().Size, it.titleStyle().Bold))
	}
	for _, s := range it.noteLines {
		w = math.Max(w, text.Width(s, scene.Note.Size, scene.Note.Bold))
	}
	return w
}

// lines breaks s, which is so wide on one line, into lines of at most width.
func lines(s string, style scene.Style, one, width float64) []string {
	switch {
	case s == "":
		return nil
	case one <= width+.1: // sums of widths are not exact
		return []string{s}
	}
	return text.Wrap(s, style.Size, style.Bold, width)
}

// natural is the width at which a node needs no more lines than it must have.
func (it *item) natural() float64 {
	if it.tile() {
		return tileW
	}
	best, _ := it.slack()
	return even(math.Max(nodeMin, it.texts+best))
}

// least is the width a node may be narrowed to without looking crammed.
func (it *item) least() float64 {
	if it.tile() {
		return tileW
	}
	_, least := it.slack()
	return even(math.Min(it.texts, wrapAt) + least)
}

// narrowest is the width a node may be narrowed to.
func (it *item) narrowest() float64 {
	if it.tile() {
		return tileW
	}
	_, least := it.slack()
	return even(math.Min(it.texts, breakAt) + least)
}

// fit gives a node its width and finds its height.
func (it *item) fit(width float64) {
	it.w, it.h, it.family = width, tileH, nil
	if it.tile() {
		return
	}
	_, least := it.slack()
	// A word that is wider than the node widens it.
	it.w = even(math.Max(width, it.set(math.Max(width-least, 0))+least))
	it.h = even(math.Max(44, it.textHeight()+10))
}

// textHeight is the height of title and note, with their leading.
func (it *item) textHeight() float64 {
	return it.titleStyle().Leading*float64(len(it.titleLines)) + scene.Note.Leading*float64(len(it.noteLines))
}

// titleLeft is the white space beside a container's title.
func (it *item) titleLeft() float64 {
	if it.kind.isSubnet() {
		return titleSide - 2
	}
	return titleSide
}

// headWish is the least width at which a container's title looks well.
func (it *item) headWish() float64 {
	return math.Min(it.texts, 2*wrapAt) + 2*it.titleLeft()
}

// setHead sets the title of a container that is to be content wide and may be
// budget wide, with the note beside it if there is room. It returns the width
// the container needs.
func (it *item) setHead(content, budget float64) float64 {
	sides := 2 * it.titleLeft()
	width := it.title1
	if it.note != "" {
		width += titleGap + it.note1
	}
	it.beside = width+sides <= budget
	if !it.beside {
		width = math.Max(budget-sides, breakAt)
	}
	broken := it.set(width)
	it.head = it.titleStyle().Leading*float64(len(it.titleLines)) + 2*it.headAbove()
	if !it.beside {
		width = broken
		it.head += scene.Note.Leading * float64(len(it.noteLines))
	}
	content = math.Max(content, width+sides)
	// A link that comes from above in the middle passes beside the title.
	if passed := sides + 2*(it.title1+titleRoom); it.crossed && it.beside && passed <= budget {
		content = math.Max(content, passed)
	}
	return even(content)
}

// headAbove is the white space above a container's title.
func (it *item) headAbove() float64 {
	if it.kind.isSubnet() {
		return 5.5
	}
	return 8.5
}

// setLabel breaks the label of a link into lines.
func (l *link) setLabel() {
	if l.label.Text == "" {
		return
	}
	one := text.Width(l.label.Text, scene.Note.Size, scene.Note.Bold)
	t := scene.Text{Style: scene.Note, Lines: lines(l.label.Text, scene.Note, one, labelWrap)}
	l.lines = t.Lines
	l.size = scene.Point{X: even(t.Width() + 8), Y: t.Style.Leading*float64(len(t.Lines)) + 2}
}
