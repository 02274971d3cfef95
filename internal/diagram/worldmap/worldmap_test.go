package worldmap

import (
	"bytes"
	"flag"
	"fmt"
	"math"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"

	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
)

var update = flag.Bool("update", false, "write golden files anew")

const (
	awsCodes = "us-east-1 us-east-2 us-west-1 us-west-2 af-south-1 ap-east-1 ap-east-2 ap-south-1 ap-south-2 ap-northeast-1 " +
		"ap-northeast-2 ap-northeast-3 ap-southeast-1 ap-southeast-2 ap-southeast-3 ap-southeast-4 ap-southeast-5 " +
		"ap-southeast-6 ap-southeast-7 ca-central-1 ca-west-1 cn-north-1 cn-northwest-1 eu-central-1 eu-central-2 eu-north-1 " +
		"eu-south-1 eu-south-2 eu-west-1 eu-west-2 eu-west-3 il-central-1 me-central-1 me-south-1 mx-central-1 sa-east-1"
	googleEurope = "europe-central2 europe-north1 europe-north2 europe-southwest1 europe-west1 europe-west2 europe-west3 " +
		"europe-west4 europe-west6 europe-west8 europe-west9 europe-west10 europe-west12"
	google = googleEurope + " africa-south1 asia-east1 asia-east2 asia-northeast1 asia-northeast2 asia-northeast3 asia-south1 " +
		"asia-south2 asia-southeast1 asia-southeast2 asia-southeast3 australia-southeast1 australia-southeast2 me-central1 " +
		"me-central2 me-west1 northamerica-northeast1 northamerica-northeast2 northamerica-south1 southamerica-east1 " +
		"southamerica-west1 us-central1 us-east1 us-east4 us-east5 us-south1 us-west1"
)

// pins are those of codes, separated by spaces; one that ends in ! is opened.
func pins(codes string) []Pin {
	var all []Pin
	for code := range strings.FieldsSeq(codes) {
		code, opened := strings.CutSuffix(code, "!")
		p, ok := Lookup(code, true)
		if !ok {
			panic(code)
		}
		all = append(all, Pin{Place: p, Code: code, Opened: opened})
	}
	return all
}

func pin(name string, lat, lon float64) Pin { return Pin{Place: Place{name, lat, lon}} }

// picture is a map taken apart.
type picture struct {
	size    scene.Point
	at      []scene.Point
	circles []scene.Circle
	texts   []scene.Text
	arcs    []scene.Path
	leads   []scene.Path
	hits    []scene.Hit
}

func draw(pins []Pin, arcs []Arc, width float64) picture {
	var p picture
	shapes, hits, size, at := Draw(pins, arcs, width)
	p.hits, p.size, p.at = hits, size, at
	for _, s := range shapes {
		switch s := s.(type) {
		case scene.Circle:
			p.circles = append(p.circles, s)
		case scene.Text:
			p.texts = append(p.texts, s)
		case scene.Path:
			switch s.Class {
			case "w":
				p.leads = append(p.leads, s)
			case "net", "net da":
				p.arcs = append(p.arcs, s)
			}
		}
	}
	return p
}

// check returns what is wrong with the map of pins: the laws that all maps keep.
func check(pins []Pin, arcs []Arc, width float64) error {
	p := draw(pins, arcs, width)
	all := scene.Box{W: p.size.X, H: p.size.Y}
	if p.size.X < width || p.size.X < minWidth || p.size.Y < height {
		return fmt.Errorf("the map is %v", p.size)
	}
	for i, at := range p.at {
		if !slices.ContainsFunc(p.circles, func(c scene.Circle) bool { return c.Centre == at }) {
			return fmt.Errorf("there is no pin at %v, where %q is", at, pins[i].Name)
		}
	}
	for _, c := range p.circles {
		if !all.Holds(scene.Box{X: c.Centre.X, Y: c.Centre.Y}.Grow(c.R)) {
			return fmt.Errorf("a pin is off the map: %v", c)
		}
	}
	for i, t := range p.texts {
		box := t.Bounds()
		if !all.Holds(box) {
			return fmt.Errorf("%q is off the map: %v", t.Lines, box)
		}
		for _, o := range p.texts[:i] {
			if box.Overlaps(o.Bounds()) {
				return fmt.Errorf("%q covers %q", t.Lines, o.Lines)
			}
		}
		for _, c := range p.circles {
			if distance(box, c.Centre) < c.R+1 {
				return fmt.Errorf("%q covers the pin at %v", t.Lines, c.Centre)
			}
		}
	}
	for _, name := range wanted(pins, arcs) {
		if !slices.ContainsFunc(p.texts, func(t scene.Text) bool { return squeeze(strings.Join(t.Lines, "")) == squeeze(name) }) {
			return fmt.Errorf("%q is not named", name)
		}
	}
	return checkHits(pins, p)
}

// wanted are the texts that must be on the map.
func wanted(pins []Pin, arcs []Arc) []string {
	var all []string
	for _, p := range pins {
		all = append(all, p.Name)
	}
	for _, a := range arcs {
		all = append(all, a.Label)
	}
	return slices.DeleteFunc(all, func(s string) bool { return squeeze(s) == "" })
}

func squeeze(s string) string { return strings.Join(strings.Fields(s), "") }

// checkHits tells whether each link can be followed, and from its own pin only.
func checkHits(pins []Pin, p picture) error {
	for i, pin := range pins {
		if pin.Link == nil || squeeze(pin.Name) == "" {
			continue
		}
		if !slices.ContainsFunc(p.hits, func(h scene.Hit) bool { return h.Link.Dest == pin.Link.Dest && h.Label == pin.Name }) {
			return fmt.Errorf("the link of %q at %v is lost", pin.Name, p.at[i])
		}
	}
	for _, h := range p.hits {
		if !slices.ContainsFunc(pins, func(p Pin) bool { return p.Link != nil && p.Link.Dest == h.Link.Dest }) {
			return fmt.Errorf("%q leads to %q", h.Label, h.Link.Dest)
		}
		if area := h.Area.(scene.Path); area.D.Empty() {
			return fmt.Errorf("the area of %q is empty", h.Label)
		}
	}
	return nil
}

func TestDraw(t *testing.T) {
	link := func(dest string) *scene.Link { return &scene.Link{Dest: dest} }
	long := strings.Repeat("아주 긴 이름을 가진 데이터 센터 ", 10)
	var crowd []Pin
	for i := range 40 {
		crowd = append(crowd, pin(fmt.Sprintf("데이터 센터 %d", i+1), 48+float64(i%7)*1.3, 2+float64(i/7)*2))
	}
	var web []Arc
	for i := range 40 {
		web = append(web, Arc{From: i, To: (i * 7) % 40, Dotted: i%2 == 0, Label: "데이터 복제"})
	}
	for _, c := range []struct {
		name  string
		pins  []Pin
		arcs  []Arc
		width float64
	}{
		{"nothing", nil, nil, 680},
		{"narrow", pins("ap-northeast-2!"), nil, 100},
		{"wide", pins("ap-northeast-2! sa-east-1"), nil, 1400},
		{"aws", pins(strings.Replace(awsCodes, "ap-northeast-2", "ap-northeast-2!", 1)), nil, 680},
		{"google", pins(google), nil, 680},
		{"google narrow", pins(google), nil, 0},
		{"crowd", crowd, nil, 680},
		{"web", crowd, web, 680},
		{"edges", []Pin{pin("북극", 90, 0), pin("남극", -90, 100), pin("서쪽 끝", 10, -27.9), pin("동쪽 끝", 10, -28.1)}, nil, 680},
		{"long", []Pin{pin(long, 37, 127), pin(long+"2", 50, 8), pin(long+"3", 40, -100)}, []Arc{{From: 0, To: 1, Label: long}}, 680},
		{"one place", slices.Repeat([]Pin{pin("서울", 37, 127), pin("판교", 37.1, 127.1), pin("부산", 35.18, 129.08)}, 13), nil, 680},
		{"links", []Pin{
			{Place: Place{"서울", 37, 127}, Link: link("a.md")},
			{Place: Place{"서울", 37, 127}, Link: link("b.md")},
			{Place: Place{"서울", 37, 127}},
			{Place: Place{"판교", 37, 127}, Link: link("c.md")},
			{Place: Place{"도쿄", 35, 139}},
			{Place: Place{"도쿄", 35, 139}, Link: link("d.md")},
		}, nil, 680},
		{"blank", []Pin{pin("", 37, 127), pin("  ", 50, 8)}, []Arc{{From: 0, To: 1}}, 680},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := check(c.pins, c.arcs, c.width); err != nil {
				t.Error(err)
			}
		})
	}
}

// Maps with as many pins as may be, here and there and in crowds, keep the laws.
func TestDrawAnywhere(t *testing.T) {
	for seed := range uint64(60) {
		r := rand.New(rand.NewPCG(seed, 1))
		var all []Pin
		lat, lon, wide := r.Float64()*110-40, r.Float64()*360-180, 2+r.Float64()*60
		for i := range 1 + r.IntN(40) {
			name := strings.Repeat("이름 ", 1+r.IntN(5)) + fmt.Sprint(i)
			all = append(all, pin(name, lat+(r.Float64()-.5)*wide, lon+(r.Float64()-.5)*3*wide))
			all[i].Opened = r.IntN(10) == 0
		}
		var arcs []Arc
		for range r.IntN(20) {
			arcs = append(arcs, Arc{From: r.IntN(len(all)), To: r.IntN(len(all)), Label: fmt.Sprint("구간 ", len(arcs))})
		}
		if err := check(all, arcs, 640+r.Float64()*200); err != nil {
			t.Errorf("seed %d: %v", seed, err)
		}
	}
}

// The maps that authors draw have all names on the map, none of them under it.
func TestNamesStayOnTheMap(t *testing.T) {
	for name, codes := range map[string]string{"AWS": awsCodes, "Google": google, "Europe": googleEurope} {
		p := draw(pins(codes), nil, 680)
		if p.size.Y != height {
			t.Errorf("%s: the map is %v high, want %v", name, p.size.Y, height)
		}
		for i, c := range p.circles {
			for _, o := range p.circles[:i] {
				if math.Hypot(c.Centre.X-o.Centre.X, c.Centre.Y-o.Centre.Y) < c.R+o.R {
					t.Errorf("%s: pins touch at %v", name, c.Centre)
				}
			}
		}
	}
}

// A lead meets no name, no other lead and no pin but its own.
func TestLeadsAreClear(t *testing.T) {
	for name, codes := range map[string]string{"AWS": awsCodes, "Google": google, "Europe": googleEurope} {
		c := newChart(680)
		spots, _ := c.spots(pins(codes))
		r := room{width: c.width, floor: height}
		for _, s := range spots {
			r.pins = append(r.pins, s.disc)
		}
		r.names(spots)
		leads := 0
		for i, s := range spots {
			if !s.sign.lead.drawn() {
				continue
			}
			leads++
			for j, o := range spots {
				if i == j {
					continue
				}
				if s.sign.lead.meets(o.sign.box) || s.sign.lead.crosses(o.sign.lead) || s.sign.lead.distance(o.Point) < o.r {
					t.Errorf("%s: the lead of %s runs into %s", name, s.names[0].text, o.names[0].text)
				}
			}
		}
		if leads == 0 {
			t.Errorf("%s: no leads", name)
		}
	}
}

func TestPinsStayNearTheirPlaces(t *testing.T) {
	for _, codes := range []string{awsCodes, google} {
		all := pins(codes)
		p := draw(all, nil, 680)
		for i, at := range p.at {
			q := newChart(680).at(all[i].Place)
			if far := math.Hypot(q.X-at.X, q.Y-at.Y); far > 2.5*field {
				t.Errorf("%s is %.1f pixels off", all[i].Name, far)
			}
		}
	}
}

func TestSides(t *testing.T) {
	for _, c := range []struct {
		name string
		pins []Pin
		want scene.Anchor
		side side
	}{
		{"right", pins("ap-northeast-2"), scene.Start, side{1, 0}},
		{"above, when opened", pins("ap-northeast-2!"), scene.Middle, side{0, -1}},
		{"left at the right edge", []Pin{pin("동쪽 끝에 있는 섬", 10, -29)}, scene.End, side{-1, 0}},
		{"left of a neighbour", pins("ap-northeast-2 ap-northeast-1"), scene.End, side{-1, 0}},
	} {
		p := draw(c.pins, nil, 680)
		text, at := p.texts[0], p.at[0]
		mid := scene.Point{X: text.Bounds().MidX(), Y: text.Bounds().MidY()}
		if text.Anchor != c.want || direction(mid.X-at.X) != c.side.x || direction(mid.Y-at.Y) != c.side.y {
			t.Errorf("%s: %q at %v, anchor %d, of a pin at %v", c.name, text.Lines, mid, text.Anchor, at)
		}
	}
}

// direction is -1, 0 or 1.
func direction(v float64) float64 {
	switch {
	case v < -1:
		return -1
	case v > 1:
		return 1
	}
	return 0
}

// A name without a place beside its pin has a lead that ends at the pin.
func TestLeads(t *testing.T) {
	p := draw(pins(googleEurope), nil, 680)
	if len(p.leads) == 0 {
		t.Fatal("no leads")
	}
	for _, l := range p.leads {
		var x, y float64
		fmt.Sscanf(l.D.String(), "M%f %f", &x, &y)
		if !slices.ContainsFunc(p.circles, func(c scene.Circle) bool {
			return math.Abs(math.Hypot(c.Centre.X-x, c.Centre.Y-y)-c.R) < .2
		}) {
			t.Errorf("%s begins at no pin", l.D)
		}
	}
}

func TestOneCurveForAPair(t *testing.T) {
	p := draw(pins("ap-northeast-2 us-east-1 asia-northeast3"), []Arc{
		{From: 0, To: 1, Label: "가는 길"}, {From: 1, To: 0, Label: "오는 길"}, {From: 0, To: 2, Label: "같은 곳"}, {From: 1, To: 2},
	}, 680)
	if len(p.arcs) != 1 {
		t.Errorf("%d curves, want 1", len(p.arcs))
	}
	if want := 2 + 3; len(p.texts) != want {
		t.Errorf("%d texts, want %d", len(p.texts), want)
	}
}

func TestArcsAreBowedUpward(t *testing.T) {
	c := newChart(680)
	for _, codes := range []string{"ap-northeast-2 us-east-1", "us-east-1 ap-northeast-2", "eu-central-1 ap-southeast-1", "ap-southeast-1 ap-northeast-2", "eu-north-1 us-west-2"} {
		all := pins(codes)
		p, q := c.at(all[0].Place), c.at(all[1].Place)
		b := c.bows([]Arc{{From: 0, To: 1}}, []scene.Point{p, q})[0]
		if mid := b.at(.5); mid.Y >= (p.Y+q.Y)/2 {
			t.Errorf("%s: the middle %v is not above the straight line", codes, mid)
		}
		for _, s := range b.steps() {
			if !c.sea().Holds(scene.Box{X: s.X, Y: s.Y}) {
				t.Errorf("%s: the arc leaves the map at %v", codes, s)
			}
		}
	}
}

func TestGolden(t *testing.T) {
	seoul := pins("ap-northeast-2!")
	seoul[0].Link = &scene.Link{Dest: "seoul.md"}
	for _, c := range []struct {
		name string
		pins []Pin
		arcs []Arc
	}{
		{"five", pins("us-east-1 eu-central-1 ap-southeast-1 ap-northeast-2! ap-northeast-1"), []Arc{
			{From: 3, To: 4}, {From: 4, To: 0, Label: "해저 케이블"}, {From: 1, To: 3, Dotted: true, Label: "복제"}, {From: 2, To: 3},
		}},
		{"neighbours", append(seoul, pins("kr1 koreasouth ap-northeast-1 ap-northeast-3")...), nil},
		{"europe", pins(googleEurope), nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			shapes, hits, size, _ := Draw(c.pins, c.arcs, 680)
			got := svg.Write(&scene.Diagram{
				Title: c.name, Summary: c.name, View: scene.Box{W: size.X, H: size.Y}, Shapes: shapes, Hits: hits,
			}, "m").Bytes
			const most = 2500
			if len(c.pins) <= 5 && len(got) > most {
				t.Errorf("%d bytes, want at most %d", len(got), most)
			}
			got = append(bytes.ReplaceAll(got, []byte("><"), []byte(">\n<")), '\n')
			path := "testdata/" + c.name + ".svg"
			if *update {
				if err := os.WriteFile(path, got, 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("got\n%s\nwant\n%s", got, want)
			}
		})
	}
}

func FuzzDraw(f *testing.F) {
	f.Add("서울", "도쿄\n구간", 37.57, 126.98, 35.68, 139.69, 680.0, 2)
	f.Add("", " ", 90.0, -180.0, -90.0, 180.0, 0.0, 39)
	f.Add("a\x00<b>&\"", strings.Repeat("길", 200), 1e9, math.Inf(1), math.NaN(), -1e300, 1e4, 40)
	f.Fuzz(func(t *testing.T, name, label string, lat, lon, lat2, lon2, width float64, n int) {
		if len(name) > 600 || len(label) > 600 || !(math.Abs(width) < 1e5) {
			return // the language of diagrams allows no longer labels, and the layout no wider maps
		}
		n = max(n%41, 0)
		var all []Pin
		var arcs []Arc
		for i := range n {
			part := float64(i) / float64(n)
			all = append(all, Pin{Place: Place{name, lat + (lat2-lat)*part, lon + (lon2-lon)*part}, Opened: i%5 == 1, Link: &scene.Link{Dest: fmt.Sprint(i)}})
			if i%3 == 0 {
				all[i].Name += fmt.Sprint(i)
				arcs = append(arcs, Arc{From: i, To: i / 2, Label: label})
			}
		}
		if err := check(all, arcs, width); err != nil {
			t.Error(err)
		}
	})
}
