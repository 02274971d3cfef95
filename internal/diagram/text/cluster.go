package text

// cluster is what a reader takes for one character, as far as it has been read:
// a syllable of several jamo, a letter with its accents, an emoji made of
// several. It follows the extended grapheme clusters of Unicode (UAX #29),
// without the conjuncts of Indic scripts. The zero value is the start of a text.
type cluster struct {
	kind  kind
	first rune
	wide  int // how wide it is so far, in thousandths of an em
}

// kind is what a character does to its neighbours.
type kind uint8

const (
	none     kind = iota // nothing joins it: the start of a text, a control
	plain                // a letter, a digit, a sign
	mark                 // an accent or an invisible addition to what is before it
	symbol               // may be shown as an emoji
	emoji                // asks for the symbol before it as an emoji
	skin                 // gives the symbol before it a colour of skin
	joiner               // joins two symbols to one,
	joining              // as which a cluster waits for the second
	keycap               // makes the digit before it a key
	halfFlag             // a letter of a flag
	mixed                // a script of letters and marks: ask Unicode's tables

	// Hangul: jamo, and syllables that a jamo may complete
	lead   // a leading consonant
	vowel  // a vowel
	tail   // a closing consonant
	open   // a syllable that ends in a vowel
	closed // a syllable that ends in a consonant
)

// next reads a character. It tells how much wider the text becomes, in
// thousandths of an em, and whether the character joins what is before it.
func (c *cluster) next(r rune, weight int) (grows int, joins bool) {
	w, k := look(r, weight)
	if !c.takes(k) {
		*c = cluster{kind: k, first: r, wide: w}
		return w, false
	}
	switch {
	case k == mark: // only those of some Indic scripts have a width
		grows = w
	case k >= lead && !c.composes(k): // jamo that make no syllable stand side by side
		grows = w
	case k == emoji && c.kind == symbol, k == keycap && isKey(c.first):
		grows = max(0, wideEmoji-c.wide)
	default:
		grows = max(0, w-c.wide)
	}
	c.wide += grows
	c.kind = c.after(k)
	return grows, true
}

// takes tells whether a character of kind k belongs to c.
func (c *cluster) takes(k kind) bool {
	switch k {
	case mark, emoji, joiner, keycap:
		return c.kind != none
	case skin:
		return c.kind == symbol
	case symbol:
		return c.kind == joining
	case halfFlag:
		return c.kind == halfFlag
	case lead, open, closed:
		return c.kind == lead
	case vowel:
		return c.kind == lead || c.kind == vowel || c.kind == open
	case tail:
		return c.kind >= vowel
	}
	return false
}

// composes tells whether a jamo of kind k completes the syllable in c.
func (c *cluster) composes(k kind) bool {
	return k == vowel && c.kind == lead || k == tail && (c.kind == vowel || c.kind == open)
}

// after is the kind of c once it took a character of kind k.
func (c *cluster) after(k kind) kind {
	switch {
	case c.kind == symbol && k == joiner:
		return joining
	case c.kind == symbol:
		return symbol
	case k == symbol, k >= lead:
		return k
	}
	return plain
}

func isKey(r rune) bool { return r >= '0' && r <= '9' || r == '#' || r == '*' }

// look finds the width of a character that stands alone, and its kind.
func look(r rune, weight int) (int, kind) {
	switch {
	case r < 0x100:
		if r == '©' || r == '®' {
			return int(latin[weight][r]), symbol
		}
		return int(latin[weight][r]), plain
	case r >= 0xAC00 && r <= 0xD7A3:
		if (r-0xAC00)%28 == 0 {
			return wideHangul, open
		}
		return wideHangul, closed
	case r >= 0x4E00 && r <= 0x9FFF:
		return wideFull, plain
	}
	return lookInSpans(r, weight)
}
