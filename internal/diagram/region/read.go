package region

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"sitegen/internal/diag"
	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/worldmap"
)

// Limits of a drawing: above them it is no picture any more, and hostile ones
// would cost time.
const (
	maxItems = 150 // nodes and containers
	maxLinks = 100
	maxArcs  = 60 // links between pins: their labels are costly to place
	maxDepth = 16
	maxPins  = 40
)

// drawing is what a source says.
type drawing struct {
	title string
	root  *item   // holds what stands at the top level; it is not drawn
	items []*item // all but the root, in the order of the source
	links []*link
}

// item is a node, a container, the map or a pin.
type item struct {
	kind      *kind
	id        string // how links name it
	named     bool   // whether the author gave the id, or the title is the id
	title     parse.Label
	note      string
	direction string // "LR", "TB" or "": how the children are laid
	directed  int    // the line that says so
	line, col int
	depth     int // of the root: 0
	parent    *item
	children  []*item

	place worldmap.Place // of a pin
	code  string         // of a pin that is a region of a cloud

	geometry
}

// Directions.
const (
	leftRight = "LR"
	topBottom = "TB"
)

// link joins two items.
type link struct {
	from, to   *item
	dotted     bool
	tail, head bool // whether there is an arrow head at from, at to
	label      parse.Label
	line       int

	lines []string    // of the label
	size  scene.Point // of the label and its ground
}

// read reads the language.
func read(src string) (*drawing, *parse.Problems) {
	root := &item{kind: &kind{holds: true}, line: 1}
	r := reader{d: &drawing{root: root}, ids: map[string]*item{}, titles: map[string][]*item{}}
	r.open = []level{{indent: -1, item: root}}
	for _, l := range parse.Lines(src) {
		if r.tooMany {
			break
		}
		r.read(l)
	}
	r.closeMap()
	r.join()
	return r.d, &r.Problems
}

type reader struct {
	parse.Problems
	d        *drawing
	open     []level            // the items that the next line may stand in, outermost first
	ids      map[string]*item   // by the id the author gave
	titles   map[string][]*item // those without, by title
	pending  []statement        // links, to be joined when all items are known
	theMap   *item
	pins     int
	hints    int  // how many misspelt words were looked up
	repeated int  // how many links were written twice
	titled   int  // line of the title, 0 for none
	tooMany  bool // a limit was passed: what follows is not read
}

// level is an item whose lines may follow, and how far its own is indented.
type level struct {
	indent int
	item   *item
	scold  bool // it was said that it cannot hold anything
}

func (r *reader) read(l parse.Line) {
	word, rest, at := cutWord(l.Text)
	switch {
	case isLink(l.Text) && !r.isTitle(word, rest):
		r.statement(l)
	case r.isTitle(word, rest):
		r.title(l, word, rest, at)
	case slices.Contains(directionWords, strings.ToLower(word)):
		r.direction(l, word, rest, at)
	default:
		r.item(l, word, rest, at)
	}
}

// isTitle tells a title from an item whose id is "title".
func (r *reader) isTitle(word, rest string) bool {
	if !slices.Contains(titleWords, strings.ToLower(word)) {
		return false
	}
	second, _, _ := cutWord(rest)
	_, ok := arrows[second]
	return !ok
}

func (r *reader) title(l parse.Line, word, rest string, at int) {
	switch {
	case rest == "":
		r.Valueless(l, word, at, word+" TEXT")
		return
	case r.titled > 0:
		r.Twice(l, word, r.titled)
		return
	}
	label := r.Label(l, at, rest)
	r.NoTitleLink(label)
	r.titled, r.d.title = l.No, label.Text
}

func (r *reader) direction(l parse.Line, word, rest string, at int) {
	in := r.parent(l)
	if in == nil {
		return
	}
	hint := "LR puts what follows side by side, TB one below the other"
	switch it := in.item; {
	case rest == "":
		r.Valueless(l, word, at, word+" LR")
	case rest != leftRight && rest != topBottom:
		r.Syntax(l.No, l.ColAt(at), hint, "there is no direction %q", shorten(rest))
	case it.directed > 0:
		r.Twice(l, word, it.directed)
	case !it.kind.holds || it.kind == mapKind:
		r.Syntax(l.No, l.Col, "indent it under a container", "a %s has no direction: nothing is laid out in it", it.kind.name())
	default:
		it.direction, it.directed = rest, l.No
	}
}

// parent returns where a line stands by its indentation, nil if nowhere.
func (r *reader) parent(l parse.Line) *level {
	left := -1 // the indentation of the outermost item that this line leaves
	for top := len(r.open) - 1; r.open[top].indent >= l.Indent; top-- {
		left = r.open[top].indent
		r.open = r.open[:top]
	}
	in := &r.open[len(r.open)-1]
	if left >= 0 && left != l.Indent {
		r.Syntax(l.No, l.Col, fmt.Sprintf("indent it by %d, like the lines it belongs to, or further, to stand inside the item above it", left),
			"this line is indented by %d, which is between two levels", l.Indent)
		return nil
	}
	return in
}

func (r *reader) item(l parse.Line, word, rest string, at int) {
	k := kindOf(word)
	if r.nearlyLink(l, rest, k != nil) {
		return
	}
	in := r.parent(l)
	if in == nil {
		return
	}
	if k == nil {
		r.unknownKind(l, word, rest)
		k = &kind{words: []string{word}, holds: true} // so that what stands inside is read, too
	}
	it := &item{kind: k, line: l.No, col: l.Col, parent: in.item, depth: in.item.depth + 1}
	if !r.belongs(l, it, in) {
		return
	}
	if len(r.d.items) == maxItems {
		r.tooMany = true
		r.Limit(l.No, l.Col, "split the diagram", "more than %d items are too many for a diagram", maxItems)
		return
	}
	if it.depth > maxDepth {
		r.tooMany = true
		r.Limit(l.No, l.Col, "show the inner ones in a diagram of their own", "items are nested deeper than %d levels", maxDepth)
		return
	}
	r.name(l, it, rest, at)
	in.item.children = append(in.item.children, it)
	r.d.items = append(r.d.items, it)
	r.open = append(r.open, level{indent: l.Indent, item: it})
}

func (r *reader) unknownKind(l parse.Line, word, rest string) {
	hint := "a line begins with what it is: a container such as group, region or vpc, or a node such as vm, db or user"
	second, _, _ := cutWord(rest)
	joined := word + strings.TrimRight(second, ":：")
	if kindOf(joined) != nil {
		hint = fmt.Sprintf("write %s in one word", joined)
	} else if near := r.nearest(word, allWords()); near != "" {
		hint = fmt.Sprintf("did you mean %q?", near)
	}
	r.Syntax(l.No, l.Col, hint, "unknown kind %q", word)
}

// belongs tells whether it may stand in its place.
func (r *reader) belongs(l parse.Line, it *item, in *level) bool {
	parent := in.item
	switch {
	case parent.kind == mapKind && it.kind != pinKind:
		r.Syntax(l.No, l.Col, "indent it less to put it below the map", "only pins stand on a map, not a %s", it.kind.name())
	case it.kind == pinKind && parent.kind != mapKind:
		r.Syntax(l.No, l.Col, "indent it under a line that says: map", "a pin stands on a map")
	case it.kind == mapKind && parent.parent != nil:
		r.Syntax(l.No, l.Col, "do not indent it", "a map stands for itself, not in a %s", parent.kind.name())
		return true // for its pins
	case it.kind == mapKind && r.theMap != nil:
		r.Syntax(l.No, l.Col, "put all pins on one map", "a second map: the first is %s", parse.Away(l.No, r.theMap.line))
		return true
	case !parent.kind.holds:
		if !in.scold {
			in.scold = true
			r.Syntax(l.No, l.Col, fmt.Sprintf("indent it like the %s %s, or put both into a container such as group", parent.kind.name(), parse.Away(l.No, parent.line)),
				"a %s is no container: nothing stands inside", parent.kind.name())
		}
	default:
		return true
	}
	return false
}

// name reads what follows the kind: id, title and note.
func (r *reader) name(l parse.Line, it *item, rest string, at int) {
	before := len(r.List)
	id, rest, at := r.id(l, rest, at)
	title, note, noteAt, ok := cutNote(rest)
	if !ok {
		r.Syntax(l.No, l.ColAt(at+noteAt), "close it with ), or put the title into double quotes", "a note without its )")
		title, note = rest, ""
	}
	it.title = r.Label(l, at, title)
	if id == "" && title != "" && it.kind != pinKind {
		r.tightColon(l, it, title, at)
	}
	if it.kind == pinKind {
		r.pin(l, it, id, note, at, at+noteAt)
	} else {
		it.note = r.note(l, at+noteAt, note)
	}
	switch {
	case it.kind == mapKind:
		r.theMap = it
		if rest != "" {
			r.Syntax(l.No, l.ColAt(at), "say it in a line: title TEXT", "a map has no title of its own")
		}
		return
	case it.title.Text == "" && it.kind.plain != "" && note == "":
	case it.title.Text == "" && len(r.List) == before:
		r.Syntax(l.No, l.ColAt(at), fmt.Sprintf("write it as: %s TITLE (NOTE)", it.kind.name()), "a %s needs a title", it.kind.name())
	}
	r.register(l, it, id)
}

// id takes the id off, if there is one: a word before a colon.
func (r *reader) id(l parse.Line, rest string, at int) (id, after string, afterAt int) {
	if rest == "" || rest[0] == '[' || rest[0] == '"' {
		return "", rest, at
	}
	word, _, next := cutWord(rest)
	end, colon := -1, 0
	for i := range word {
		if colon = parse.Colon(rest, i); colon > 0 {
			end = i
			break
		}
	}
	if end < 0 && next < len(rest) && parse.Colon(rest, next) > 0 {
		end, colon = len(word), next-len(word)+parse.Colon(rest, next)
	}
	if end < 0 {
		return "", rest, at
	}
	id = rest[:end]
	after = strings.TrimLeft(rest[end+colon:], " \t")
	if id == "" || len(id) > parse.MaxLabel || strings.ContainsFunc(id, isNoID) {
		r.Syntax(l.No, l.ColAt(at), `an id is one word of letters, digits, "-", "_" and "."; a title with a colon stands in double quotes`, "%q cannot be an id", shorten(id))
	}
	return id, after, at + len(rest) - len(after)
}

// tightColon reports a colon in the first word of a title that may end an id.
func (r *reader) tightColon(l parse.Line, it *item, title string, at int) {
	word, _, _ := cutWord(title)
	i := parse.TightColon(word)
	if i < 0 || title[0] == '[' || title[0] == '"' || strings.ContainsFunc(word[:i], isNoID) {
		return
	}
	r.Syntax(l.No, l.ColAt(at+i), fmt.Sprintf("write: %s %s: %s (or the title in double quotes)", it.kind.name(), shorten(title[:i]), shorten(title[i+1:])),
		"it is not clear whether this colon ends an id")
}

func isNoID(c rune) bool {
	return !unicode.IsLetter(c) && !unicode.IsDigit(c) && !unicode.IsMark(c) && !strings.ContainsRune("-_.", c)
}

func (r *reader) note(l parse.Line, at int, s string) string {
	note := r.Label(l, at, s)
	if note.Link != nil {
		r.Syntax(l.No, l.ColAt(at), "make the title the link: [title](address) (note)", "a note cannot be a link")
	}
	return note.Text
}

// register makes the item known to links.
func (r *reader) register(l parse.Line, it *item, id string) {
	it.id, it.named = id, id != ""
	if !it.named {
		it.id = squeeze(it.title.Text)
		if it.id != "" {
			r.titles[it.id] = append(r.titles[it.id], it)
		}
		return
	}
	if first := r.ids[id]; first != nil {
		r.Syntax(l.No, l.Col, "give each an id of its own", "the id %q is used twice: the first is %s", id, parse.Away(l.No, first.line))
		return
	}
	r.ids[id] = it
}

// pin reads where a pin is.
func (r *reader) pin(l parse.Line, it *item, id, note string, at, noteAt int) {
	if r.pins++; r.pins > maxPins {
		r.tooMany = true
		r.Limit(l.No, l.Col, "leave some out", "more than %d pins are too many for a map", maxPins)
		return
	}
	if note == "" {
		it.code = it.title.Text
		if place, ok := worldmap.Lookup(it.code, true); ok {
			it.place = place
			return
		}
		hint := "a place that is no region of a cloud is written as: pin TITLE (LATITUDE, LONGITUDE)"
		if near := cmp.Or(worldmap.CodeOf(it.code), r.nearest(it.code, worldmap.Codes())); near != "" {
			hint = fmt.Sprintf("did you mean %q?", near)
		}
		if it.code != "" {
			r.Syntax(l.No, l.ColAt(at), hint, "unknown region %q", it.code)
		}
		return
	}
	lat, lon, ok := coordinates(note)
	if !ok {
		r.Syntax(l.No, l.ColAt(noteAt), "write latitude and longitude in degrees: pin 서울 (37.57, 126.98)", "%q is no place on a map", note)
		return
	}
	if lat < -90 || lat > 90 || lon < -180 || lon > 180 {
		r.Syntax(l.No, l.ColAt(noteAt), "latitudes go from -90 to 90, longitudes from -180 to 180, in this order", "there is no place at %s", note)
	}
	it.place = worldmap.Place{Name: it.title.Text, Lat: lat, Lon: lon}
}

func coordinates(s string) (lat, lon float64, ok bool) {
	a, b, ok := strings.Cut(s, ",")
	lat, err1 := strconv.ParseFloat(strings.TrimSpace(a), 64)
	lon, err2 := strconv.ParseFloat(strings.TrimSpace(b), 64)
	return lat, lon, ok && err1 == nil && err2 == nil && lat == lat && lon == lon
}

func (r *reader) closeMap() {
	if r.theMap != nil && len(r.theMap.children) == 0 {
		r.Syntax(r.theMap.line, r.theMap.col, "indent pins under it: pin ap-northeast-2", "a map without pins shows nothing")
	}
}

// cutWord returns the first word of s, what follows the white space after it,
// and where that begins.
func cutWord(s string) (word, rest string, at int) {
	i := strings.IndexAny(s, " \t")
	if i < 0 {
		return s, "", len(s)
	}
	rest = strings.TrimLeft(s[i:], " \t")
	return s[:i], rest, len(s) - len(rest)
}

// cutNote splits "title (note)". The note begins after white space, so that
// neither f(x) nor the address of a link is one; at is where its text begins.
func cutNote(s string) (title, note string, at int, ok bool) {
	quoted := 0 // the end of a title in double quotes, in which nothing is a note
	if strings.HasPrefix(s, `"`) {
		quoted = strings.IndexByte(s[1:], '"') + 2
	}
	if !strings.HasSuffix(s, ")") {
		open := unclosed(s)
		if open > quoted && isSpace(s[open-1]) {
			return s, "", open, false
		}
		return s, "", len(s), true
	}
	depth := 0
	for i := len(s) - 1; i >= quoted; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			depth--
		}
		if depth > 0 {
			continue
		}
		if i == 0 || isSpace(s[i-1]) {
			return strings.TrimRight(s[:i], " \t"), s[i+1 : len(s)-1], i + 1, true
		}
		break
	}
	return s, "", len(s), true
}

// unclosed returns where the last parenthesis begins that does not end, -1 for none.
func unclosed(s string) int {
	depth := 0
	for i := len(s) - 1; i >= 0; i-- {
		switch s[i] {
		case ')':
			depth++
		case '(':
			if depth == 0 {
				return i
			}
			depth--
		}
	}
	return -1
}

func isSpace(c byte) bool { return c == ' ' || c == '\t' }

// squeeze makes one space of each run of white space: names are the same then.
func squeeze(s string) string { return strings.Join(strings.Fields(s), " ") }

// mostHints is how many misspelt words are looked up: more than are reported.
const mostHints = 20

// nearest is diag.Nearest for a name that somebody may have meant. It costs time
// for each pair of characters, so a hostile source does not get it for nothing.
func (r *reader) nearest(name string, known []string) string {
	const longest = 60
	if r.hints++; r.hints > mostHints || utf8.RuneCountInString(name) > longest {
		return ""
	}
	return diag.Nearest(name, known)
}
