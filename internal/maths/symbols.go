package maths

import (
	"strings"
	"sync"
	"unicode"
)

// symbol is what a command without arguments, or a character, stands for.
type symbol struct {
	text    string
	class   class
	kind    kind
	lim     limits
	upright bool
}

// Names and their characters, in pairs. The names are those of LaTeX and of
// amsmath and amssymb.
const (
	letters = `alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ
		lambda λ mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ
		chi χ psi ψ omega ω imath ı jmath ȷ ell ℓ wp ℘ hslash ℏ hbar ℏ`

	// Not slanted.
	uprights = `Alpha Α Beta Β Epsilon Ε Zeta Ζ Eta Η Iota Ι Kappa Κ Mu Μ Nu Ν Omicron Ο Rho Ρ Tau Τ Chi Χ
		Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
		infty ∞ partial ∂ nabla ∇ Re ℜ Im ℑ aleph ℵ beth ℶ emptyset ∅ varnothing ∅ angle ∠ measuredangle ∡ triangle △
		square □ Box □ blacksquare ■ Diamond ◇ bigstar ★ checkmark ✓ degree ° top ⊤ bot ⊥ prime ′ complement ∁ eth ð
		clubsuit ♣ diamondsuit ♢ heartsuit ♡ spadesuit ♠ flat ♭ natural ♮ sharp ♯ pounds £ yen ¥ euro € won ₩ S § P ¶
		forall ∀ exists ∃ nexists ∄ neg ¬ lnot ¬ backslash \ vert | Vert ‖ | ‖ dag † ddag ‡ copyright ©
		ldots … dots … dotsc … vdots ⋮ ddots ⋱ % % $ $ # # & & _ _`

	binaries = `pm ± mp ∓ times × div ÷ cdot ⋅ cdotp ⋅ ast ∗ star ⋆ circ ∘ bullet ∙ cap ∩ cup ∪ uplus ⊎ sqcap ⊓ sqcup ⊔ vee ∨ lor ∨
		wedge ∧ land ∧ setminus ∖ smallsetminus ∖ wr ≀ diamond ⋄ bigtriangleup △ bigtriangledown ▽ triangleleft ◁ triangleright ▷
		oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ odot ⊙ amalg ⨿ dagger † ddagger ‡ bigcirc ◯ ltimes ⋉ rtimes ⋊ Join ⋈ intercal ⊺
		barwedge ⊼ veebar ⊻ curlywedge ⋏ curlyvee ⋎ boxplus ⊞ boxminus ⊟ boxtimes ⊠ boxdot ⊡ lhd ⊲ rhd ⊳ unlhd ⊴ unrhd ⊵`

	relations = `le ≤ leq ≤ ge ≥ geq ≥ leqslant ⩽ geqslant ⩾ leqq ≦ geqq ≧ ll ≪ gg ≫ lll ⋘ ggg ⋙ lt < gt > ne ≠ neq ≠ equiv ≡ sim ∼ simeq ≃
		approx ≈ approxeq ≊ cong ≅ propto ∝ varpropto ∝ asymp ≍ doteq ≐ prec ≺ succ ≻ preceq ⪯ succeq ⪰ subset ⊂ supset ⊃
		subseteq ⊆ supseteq ⊇ subsetneq ⊊ supsetneq ⊋ sqsubset ⊏ sqsupset ⊐ sqsubseteq ⊑ sqsupseteq ⊒ in ∈ ni ∋ owns ∋ notin ∉
		mid | nmid ∤ parallel ∥ nparallel ∦ perp ⊥ vdash ⊢ dashv ⊣ models ⊨ vDash ⊨ Vdash ⊩ bowtie ⋈ smile ⌣ frown ⌢
		lesssim ≲ gtrsim ≳ lessgtr ≶ gtrless ≷ nless ≮ ngtr ≯ nleq ≰ ngeq ≱ nsubseteq ⊈ nsupseteq ⊉ coloneqq ≔ eqqcolon ≕ triangleq ≜ therefore ∴ because ∵
		to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ mapsto ↦ longmapsto ⟼
		longrightarrow ⟶ longleftarrow ⟵ longleftrightarrow ⟷ Longrightarrow ⟹ Longleftarrow ⟸ Longleftrightarrow ⟺
		implies ⟹ impliedby ⟸ iff ⟺ hookrightarrow ↪ hookleftarrow ↩ rightharpoonup ⇀ rightharpoondown ⇁ leftharpoonup ↼
		leftharpoondown ↽ rightleftharpoons ⇌ leftrightharpoons ⇋ rightleftarrows ⇄ uparrow ↑ downarrow ↓ updownarrow ↕ Uparrow ⇑ Downarrow ⇓ Updownarrow ⇕ nearrow ↗
		searrow ↘ swarrow ↙ nwarrow ↖ rightsquigarrow ⇝ leadsto ⇝ twoheadrightarrow ↠ nrightarrow ↛ nRightarrow ⇏ nleftarrow ↚
		colon :`

	bigs     = `sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigvee ⋁ bigwedge ⋀ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ biguplus ⨄ bigsqcup ⨆`
	integral = `int ∫ iint ∬ iiint ∭ oint ∮ oiint ∯ intop ∫`

	opens  = `{ { lbrace { langle ⟨ lfloor ⌊ lceil ⌈ lvert | lVert ‖ lbrack [ lgroup ⟮ ulcorner ⌜`
	closes = `} } rbrace } rangle ⟩ rfloor ⌋ rceil ⌉ rvert | rVert ‖ rbrack ] rgroup ⟯ urcorner ⌝`

	inners = `cdots ⋯ dotsb ⋯ dotsm ⋯ dotsi ⋯`

	functions       = `arccos arcsin arctan arg cos cosh cot coth csc deg dim exp hom ker lg ln log sec sin sinh tan tanh`
	functionsLimits = `det gcd inf lim max min Pr sup liminf limsup argmax argmin injlim projlim`
)

// symbols is a constant that is computed when the first formula needs it.
var symbols = sync.OnceValue(func() map[string]symbol {
	m := map[string]symbol{}
	add := func(pairs string, s symbol) {
		words := strings.Fields(pairs)
		for i := 0; i+1 < len(words); i += 2 {
			s.text = words[i+1]
			m[words[i]] = s
		}
	}
	add(letters, symbol{kind: kindIdent})
	add(uprights, symbol{kind: kindIdent, upright: true})
	add(binaries, symbol{kind: kindOperator, class: classBin})
	add(relations, symbol{kind: kindOperator, class: classRel})
	add(bigs, symbol{kind: kindOperator, class: classOp, lim: limitsDisplay})
	add(integral, symbol{kind: kindOperator, class: classOp})
	add(opens, symbol{kind: kindOperator, class: classOpen})
	add(closes, symbol{kind: kindOperator, class: classClose})
	add(inners, symbol{kind: kindOperator, class: classInner})
	for name := range strings.FieldsSeq(functions) {
		m[name] = symbol{text: name, kind: kindIdent, class: classOp}
	}
	for name := range strings.FieldsSeq(functionsLimits) {
		m[name] = symbol{text: name, kind: kindIdent, class: classOp, lim: limitsDisplay}
	}
	m["liminf"] = symbol{text: "lim inf", kind: kindIdent, class: classOp, lim: limitsDisplay}
	m["limsup"] = symbol{text: "lim sup", kind: kindIdent, class: classOp, lim: limitsDisplay}
	m["colon"] = symbol{text: ":", kind: kindOperator, class: classPunct}
	return m
})

// characters are signs that are typed as they are.
var characters = sync.OnceValue(func() map[rune]symbol {
	m := map[rune]symbol{}
	for _, s := range symbols() {
		if r := []rune(s.text); len(r) == 1 && r[0] > unicode.MaxASCII {
			m[r[0]] = s
		}
	}
	op := func(chars string, c class) {
		for _, r := range chars {
			m[r] = symbol{text: string(r), kind: kindOperator, class: c}
		}
	}
	op("+", classBin)
	op("=<>:", classRel)
	op("([", classOpen)
	op(")]!?", classClose)
	op(",;", classPunct)
	m['-'] = symbol{text: "−", kind: kindOperator, class: classBin}
	m['−'] = m['-']
	m['*'] = symbol{text: "∗", kind: kindOperator, class: classBin}
	for _, r := range "/|.@\"`" {
		m[r] = symbol{text: string(r), kind: kindIdent, upright: true}
	}
	return m
})

// accents are signs on one letter or, as the wide ones, on all of it; "_" before
// a sign puts it below.
var accents = map[string]string{
	"hat": "^", "check": "ˇ", "tilde": "~", "acute": "´", "grave": "`", "dot": "˙", "ddot": "¨", "dddot": "⃛",
	"breve": "˘", "bar": "¯", "vec": "→", "mathring": "˚",
	"widehat": "^", "widetilde": "~", "widecheck": "ˇ", "overline": "¯", "overbrace": "⏞", "overrightarrow": "→", "overleftarrow": "←",
	"overleftrightarrow": "↔", "underline": "__", "underbrace": "_⏟", "underrightarrow": "_→", "underleftarrow": "_←",
}

// growing are the accents as wide as what they stand on.
func growing(name string) bool {
	return strings.HasPrefix(name, "wide") || strings.HasPrefix(name, "over") || strings.HasPrefix(name, "under")
}

// widths are spaces, in em.
var widths = map[string]string{
	",": ".167", "thinspace": ".167", ":": ".222", ">": ".222", "medspace": ".222", ";": ".278", "thickspace": ".278",
	"!": "-.167", "negthinspace": "-.167", "negmedspace": "-.222", "negthickspace": "-.278",
	" ": ".25", "space": ".25", "nobreakspace": ".25", "enspace": ".5", "enskip": ".5", "quad": "1", "qquad": "2",
}

// arrows are drawn as long as what stands on them.
var arrows = map[string]string{
	"xrightarrow": "→", "xleftarrow": "←", "xleftrightarrow": "↔", "xRightarrow": "⇒", "xLeftarrow": "⇐", "xLeftrightarrow": "⇔",
	"xmapsto": "↦", "xhookrightarrow": "↪", "xhookleftarrow": "↩", "xrightleftharpoons": "⇌",
}

// silent are commands that say how to set a formula where nothing is to be done.
var silent = map[string]bool{
	"strut": true, "mathstrut": true, "nonumber": true, "notag": true, "allowbreak": true, "nobreak": true, "relax": true,
	"textstyle": true, "scriptstyle": true, "scriptscriptstyle": true, "normalsize": true, "small": true, "large": true, "displaylimits": true,
}

// fonts are commands that set their argument in another alphabet.
var fonts = map[string]font{
	"mathrm": fontUpright, "mathup": fontUpright, "rm": fontUpright, "mathnormal": fontNone, "mathit": fontItalic, "it": fontItalic,
	"mathbf": fontBold, "bf": fontBold, "bold": fontBold, "mathbfup": fontBold, "boldsymbol": fontBoldItalic, "bm": fontBoldItalic, "pmb": fontBoldItalic,
	"mathbb": fontDouble, "Bbb": fontDouble, "mathcal": fontScript, "cal": fontScript, "mathscr": fontScript, "mathfrak": fontFraktur, "frak": fontFraktur,
	"mathsf": fontSans, "sf": fontSans, "mathtt": fontMono, "tt": fontMono,
}

// isSwitch reports whether a font command holds to the end of its group.
func isSwitch(name string) bool { return len(name) == 2 && name != "bm" }

// words are commands that take text.
var words = map[string]font{
	"text": fontNone, "textrm": fontNone, "textnormal": fontNone, "mbox": fontNone, "hbox": fontNone, "textup": fontNone,
	"textbf": fontBold, "textit": fontItalic, "emph": fontItalic, "textsf": fontSans, "texttt": fontMono,
}

// bigSizes are brackets of a given size, in em. The last letter says on which
// side of something they stand.
var bigSizes = map[string]string{
	"big": "1.2", "bigl": "1.2", "bigr": "1.2", "bigm": "1.2", "Big": "1.8", "Bigl": "1.8", "Bigr": "1.8", "Bigm": "1.8",
	"bigg": "2.4", "biggl": "2.4", "biggr": "2.4", "biggm": "2.4", "Bigg": "3", "Biggl": "3", "Biggr": "3", "Biggm": "3",
}

// environments say how a \begin{…} is drawn.
type environment struct {
	open, close string
	look        string // class of the table
	columns     string
	display     bool
	argument    bool // {lcr} or {2} follows its name
}

var environments = map[string]environment{
	"matrix": {}, "pmatrix": {open: "(", close: ")"}, "bmatrix": {open: "[", close: "]"}, "Bmatrix": {open: "{", close: "}"},
	"vmatrix": {open: "|", close: "|"}, "Vmatrix": {open: "‖", close: "‖"}, "smallmatrix": {}, "array": {argument: true}, "subarray": {argument: true},
	"cases": {open: "{", look: "mc"}, "dcases": {open: "{", look: "mc", display: true}, "rcases": {close: "}", look: "mc"},
	"aligned": {look: "ma", display: true}, "align": {look: "ma", display: true}, "align*": {look: "ma", display: true},
	"split": {look: "ma", display: true}, "alignat": {look: "ma", display: true, argument: true}, "alignat*": {look: "ma", display: true, argument: true},
	"alignedat": {look: "ma", display: true, argument: true}, "eqnarray": {look: "ma", display: true}, "eqnarray*": {look: "ma", display: true},
	"gathered": {look: "mg", display: true}, "gather": {look: "mg", display: true}, "gather*": {look: "mg", display: true},
	"multline": {look: "mg", display: true}, "multline*": {look: "mg", display: true},
	"equation": {look: "mg", display: true}, "equation*": {look: "mg", display: true}, "displaymath": {look: "mg", display: true}, "math": {look: "mg"},
}
