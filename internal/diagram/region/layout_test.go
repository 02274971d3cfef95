package region

import (
	"fmt"
	"math"
	"math/rand/v2"
	"strings"
	"testing"

	"sitegen/internal/diagram/scene"
)

// random writes a diagram as an author might: a tree of items, and links. The
// more is given, the deeper and wider it gets.
type random struct {
	*rand.Rand
	strings.Builder
	ids, left int
}

var (
	someTitles = []string{"서버", "앱 서버", "로드 밸런서", "주문 API", "데이터베이스", "NAT 게이트웨이", "x", "사내 시스템과 이어진 아주 긴 이름의 서버", "Internet-facing application load balancer", "🚀 배포"}
	someNotes  = []string{"EC2", "10.0.1.0/24", "ap-northeast-2a", "PostgreSQL · 읽기 전용 대기", "들어온 주문의 재고와 가격을 확인한 뒤 결제를 요청합니다", "a"}
	someLabels = []string{"HTTPS", "동기 복제", "443", "장바구니에 담은 물건을 한 번에 주문합니다", "요청과 응답"}
	containers = []string{"cloud", "region", "vpc", "az", "az", "public", "private", "data", "subnet", "group", "group", "onprem"}
	nodes      = []string{"user", "lb", "vm", "vm", "db", "box", "api", "dc", "queue", "firewall"}
)

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }

func newRandom(seed uint64, items, links int) string {
	r := &random{Rand: rand.New(rand.NewPCG(seed, 1)), left: items}
	for r.left > 0 {
		r.item(0)
	}
	for range links {
		a, b := r.IntN(r.ids), r.IntN(r.ids)
		fmt.Fprintf(r, "n%d %s n%d", a, pick(r.Rand, []string{"-->", "-->", "-->", "---", "-.->", "<-->"}), b)
		if r.IntN(3) == 0 {
			fmt.Fprintf(r, " : %s", pick(r.Rand, someLabels))
		}
		r.WriteByte('\n')
	}
	return r.String()
}

func (r *random) item(depth int) {
	r.left--
	kind := pick(r.Rand, nodes)
	holds := depth < 5 && r.IntN(3) > 0
	if holds {
		kind = pick(r.Rand, containers)
	}
	r.WriteString(strings.Repeat("  ", depth))
	fmt.Fprintf(r, "%s n%d: ", kind, r.ids)
	r.ids++
	if kind != "dc" || r.IntN(2) == 0 {
		r.WriteString(pick(r.Rand, someTitles))
		if r.IntN(3) == 0 {
			fmt.Fprintf(r, " (%s)", pick(r.Rand, someNotes))
		}
	}
	r.WriteByte('\n')
	if !holds {
		return
	}
	if r.IntN(6) == 0 {
		fmt.Fprintf(r, "%sdirection %s\n", strings.Repeat("  ", depth+1), pick(r.Rand, []string{"LR", "TB"}))
	}
	for range 1 + r.IntN(4) {
		if r.left > 0 {
			r.item(depth + 1)
		}
	}
}

// laid lays src out. What cannot be joined in a random diagram is left out.
func laid(t *testing.T, src string) *picture {
	t.Helper()
	for {
		d, problems := read(src)
		if !problems.Bad {
			d.prepare()
			p, ok := lay(d, scene.Language{})
			if !ok {
				t.Fatalf("no way found:\n%s", src)
			}
			return p
		}
		lines := strings.Split(src, "\n")
		bad := problems.List[len(problems.List)-1]
		if !isLink(lines[bad.Pos.Line-1]) {
			t.Fatalf("%v\n%s", bad, src)
		}
		src = strings.Join(append(lines[:bad.Pos.Line-1:bad.Pos.Line-1], lines[bad.Pos.Line:]...), "\n")
	}
}

func many(t *testing.T, check func(t *testing.T, p *picture, src string)) {
	n := 250
	if testing.Short() {
		n = 60
	}
	for seed := range n {
		items := 3 + seed%30
		src := newRandom(uint64(seed), items, seed%(items+5))
		check(t, laid(t, src), src)
		if t.Failed() {
			t.Fatalf("seed %d:\n%s", seed, src)
		}
	}
}

// TestBoxes asks that what stands in a container is drawn in it, below its
// title, and that nothing lies on its sibling.
func TestBoxes(t *testing.T) {
	many(t, func(t *testing.T, p *picture, src string) {
		for _, it := range p.items {
			in := it.parent
			room := scene.Box{X: in.box.X, Y: in.box.Y + in.head, W: in.box.W, H: in.box.H - in.head}
			if in.parent != nil {
				room = scene.Box{X: room.X + 6, Y: room.Y, W: room.W - 12, H: room.H - 6}
			}
			if !room.Holds(it.box) {
				t.Errorf("line %d: %v is not in %v", it.line, it.box, room)
			}
			if it.box != (scene.Box{X: math.Round(it.box.X), Y: math.Round(it.box.Y), W: math.Round(it.box.W), H: math.Round(it.box.H)}) {
				t.Errorf("line %d: %v is not on whole pixels", it.line, it.box)
			}
			for _, sibling := range in.children {
				if sibling != it && sibling.box.Grow(2).Overlaps(it.box.Grow(2)) {
					t.Errorf("line %d: %v lies on line %d: %v", it.line, it.box, sibling.line, sibling.box)
				}
			}
		}
	})
}

// texts are all texts of a picture, with what they belong to.
func (p *picture) texts() (texts []scene.Text, of []*item) {
	for _, it := range p.items {
		if it.holds() {
			for _, t := range it.headTexts() {
				texts, of = append(texts, t), append(of, it)
			}
			continue
		}
		if it.tile() {
			continue
		}
		for _, s := range it.inside() {
			if t, ok := s.(scene.Text); ok {
				texts, of = append(texts, t), append(of, it)
			}
		}
	}
	return texts, of
}

// TestTexts asks that each text is in its box, clear of the border and of the
// icon, and on no other text.
func TestTexts(t *testing.T) {
	many(t, func(t *testing.T, p *picture, src string) {
		texts, of := p.texts()
		for i, text := range texts {
			it, b := of[i], text.Bounds()
			room := it.box.Grow(-3)
			if it.holds() {
				room.H = it.head
			} else if it.kind.icon != "" {
				room.X += iconSize + 10
				room.W -= iconSize + 10
			}
			if !room.Holds(b) {
				t.Errorf("line %d: %q at %v is not in %v", it.line, text.Lines, b, room)
			}
			for k, other := range texts[:i] {
				if b.Overlaps(other.Bounds()) {
					t.Errorf("line %d: %q lies on line %d: %q", it.line, text.Lines, of[k].line, other.Lines)
				}
			}
		}
		for i, l := range p.wires {
			if l.size.X == 0 || !p.routes[i].Placed {
				continue
			}
			b := ground(l, p.routes[i])
			for k, text := range texts {
				if b.Overlaps(text.Bounds()) {
					t.Errorf("line %d: the label %v lies on line %d: %q", l.line, b, of[k].line, text.Lines)
				}
			}
			for k, other := range p.wires[:i] {
				if other.size.X > 0 && p.routes[k].Placed && b.Overlaps(ground(other, p.routes[k])) {
					t.Errorf("line %d: the label lies on the one of line %d", l.line, other.line)
				}
			}
		}
	})
}

// onBorder tells whether p lies on the border of b.
func onBorder(p scene.Point, b scene.Box) bool {
	return b.Grow(.1).Holds(scene.Box{X: p.X, Y: p.Y}) && !b.Grow(-.1).Holds(scene.Box{X: p.X, Y: p.Y})
}

// TestLinks asks that each link goes from border to border in right angles, and
// through no node and no text.
func TestLinks(t *testing.T) {
	many(t, func(t *testing.T, p *picture, src string) {
		texts, of := p.texts()
		for i, l := range p.wires {
			points := p.routes[i].Points
			if !onBorder(points[0], l.from.box) || !onBorder(points[len(points)-1], l.to.box) {
				t.Errorf("line %d: %v does not join %v and %v", l.line, points, l.from.box, l.to.box)
			}
			for k := 1; k < len(points); k++ {
				a, b := points[k-1], points[k]
				part := scene.Box{X: math.Min(a.X, b.X), Y: math.Min(a.Y, b.Y), W: math.Abs(a.X - b.X), H: math.Abs(a.Y - b.Y)}
				if part.W > .01 && part.H > .01 {
					t.Errorf("line %d: %v is askew", l.line, points)
				}
				for _, it := range p.items {
					if !it.holds() && crosses(part, it.box.Grow(-1)) {
						t.Errorf("line %d: %v goes through line %d: %v", l.line, points, it.line, it.box)
					}
				}
				for n, text := range texts {
					if of[n].holds() && crosses(part, text.Bounds()) {
						t.Errorf("line %d: %v goes through the title of line %d", l.line, points, of[n].line)
					}
				}
			}
		}
	})
}

// crosses tells whether a line, which is a box without an area, passes b.
func crosses(line, b scene.Box) bool { return line.Grow(.01).Overlaps(b) }

// TestPageWidth asks that a diagram without long rows by the author's will is
// not wider than a page, but for links around it.
func TestPageWidth(t *testing.T) {
	many(t, func(t *testing.T, p *picture, src string) {
		if strings.Contains(src, "direction LR") {
			return
		}
		if p.root.box.W > pageWidth {
			t.Errorf("%v wide", p.root.box.W)
		}
	})
}

// TestView asks that everything that is painted is on the picture.
func TestView(t *testing.T) {
	many(t, func(t *testing.T, p *picture, src string) {
		d := p.paint()
		for _, s := range d.Shapes {
			var b scene.Box
			switch s := s.(type) {
			case scene.Rect:
				b = s.Box
			case scene.Text:
				b = s.Bounds()
			case scene.Icon:
				b = scene.Box{X: s.At.X, Y: s.At.Y, W: iconSize, H: iconSize}
			}
			if !d.View.Holds(b) {
				t.Errorf("%v is not on %v: %+v", b, d.View, s)
			}
		}
		for i, l := range p.wires {
			for _, pt := range p.routes[i].Points {
				if !d.View.Grow(-1).Holds(scene.Box{X: pt.X, Y: pt.Y}) {
					t.Errorf("line %d: %v is not on %v", l.line, pt, d.View)
				}
			}
		}
	})
}

// TestExamples asks more of the diagrams in testdata than of random ones: they
// are not wider than a page, and each label has a place of its own.
func TestExamples(t *testing.T) {
	for name, src := range sources(t) {
		p := laid(t, src)
		if d := p.paint(); d.View.W > pageWidth+2 {
			t.Errorf("%s is %v wide", name, d.View.W)
		}
		for i, l := range p.wires {
			if l.size.X > 0 && !p.routes[i].Placed {
				t.Errorf("%s: no place for the label in line %d", name, l.line)
			}
		}
	}
}

// TestNoteFollowsTitle asks that the note of a container stands at the same
// distance from its title, however wide the container is.
func TestNoteFollowsTitle(t *testing.T) {
	for _, inside := range []string{"  vm a", "  direction LR\n  vm 첫째 서버\n  vm 둘째 서버\n  vm 셋째 서버\n  vm 넷째 서버"} {
		d, problems := Draw("group 서버 (VM)\n"+inside, scene.Language{})
		if d == nil {
			t.Fatal(problems)
		}
		var title, note scene.Box
		for _, s := range d.Shapes {
			if s, ok := s.(scene.Text); ok && s.Lines[0] == "서버" {
				title = s.Bounds()
			} else if ok && s.Lines[0] == "VM" {
				note = s.Bounds()
			}
		}
		if gap := note.X - title.Right(); math.Abs(gap-titleGap) > .1 {
			t.Errorf("%s: the note is %v after the title", inside, gap)
		}
	}
}
