package maths

// kind is what a node of the tree is.
type kind uint8

const (
	kindRow      kind = iota // kids side by side
	kindIdent                // a variable or the name of a function
	kindNumber               //
	kindOperator             // signs, brackets, marks
	kindWords                // text
	kindSpace                // text is its width
	kindFraction             // over and under a line; without a line if text is "0"
	kindRoot                 // of kids[0]; kids[1] is its index, if there is one
	kindScripts              // kids: base, below, above; the latter two may be nil
	kindAccent               // kids: base, below, above; signs that belong to the base
	kindFenced               // kids between the brackets open and close, which grow with them
	kindTable                // rows
	kindStyle                // kids in another style: text is its attribute
	kindPhantom              // leaves room for its kids
	kindBoxed                // kids in a frame
)

// class is how a node behaves beside others, as TeX has it.
type class uint8

const (
	classOrd   class = iota // a variable, a number
	classOp                 // a sum, the name of a function
	classBin                // plus, times
	classRel                // equals, arrows
	classOpen               // (
	classClose              // )
	classPunct              // ,
	classInner              // a fraction
	classNone               // spaces, which change nothing
)

// limits is where what stands below and above a node goes.
type limits uint8

const (
	limitsBeside  limits = iota
	limitsDisplay        // under and over it, in a formula on its own line
	limitsAlways
)

// node is a part of a formula. The zero node is an empty row.
type node struct {
	kind        kind
	class       class
	limits      limits
	text        string
	upright     bool   // a single letter that is not slanted
	grows       bool   // a bracket that is as high as what stands beside it
	size        string // of a bracket, in em; "" for what it has by itself
	display     bool   // of a fraction or table: as on its own line, whatever is around it
	inline      bool   // of a fraction: as in a line of text
	open, close string // of kindFenced, "" for none
	kids        []*node
	rows        []tableRow
	look        string // class attribute of a table
	columns     string // alignment of columns, a letter for each
}

// tableRow is a row of a table; ruled if there is a line above it.
type tableRow struct {
	cells []*node
	ruled bool
}

func row(kids ...*node) *node {
	if len(kids) == 1 {
		return kids[0]
	}
	n := &node{kind: kindRow, kids: kids}
	if len(kids) > 0 {
		n.class = classOrd
	}
	return n
}

func operator(text string, c class) *node { return &node{kind: kindOperator, class: c, text: text} }
