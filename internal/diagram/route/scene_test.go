package route

import (
	"fmt"
	"strconv"
	"strings"
	"testing"

	"sitegen/internal/diagram/scene"
)

// drawing is a drawing that a person can read: a line for each box or link.
//
//	a 20,20 120x40            a node
//	[g 10,10 200x100          a container
//	"20,20 60x16              a title
//	a b                       a link
//	a b 40x18                 a link with a label of that size
type drawing struct {
	field Field
	boxes map[string]scene.Box
	jobs  []Job
	names []string // of the links
}

func parse(t *testing.T, text string) *drawing {
	t.Helper()
	d := &drawing{boxes: map[string]scene.Box{}}
	all := scene.Box{}
	for line := range strings.Lines(text) {
		words := strings.Fields(line)
		switch {
		case len(words) == 0:
		case strings.HasPrefix(words[0], `"`):
			d.field.Walls = append(d.field.Walls, box(t, words[0][1:], words[1]))
		case len(words) == 3 && strings.Contains(words[1], ","):
			b := box(t, words[1], words[2])
			name, isGroup := strings.CutPrefix(words[0], "[")
			if d.boxes[name] = b; isGroup {
				d.field.Groups = append(d.field.Groups, b)
			} else {
				d.field.Walls = append(d.field.Walls, b)
			}
			all = all.Union(b)
		default:
			j := Job{From: d.boxes[words[0]], To: d.boxes[words[1]]}
			if len(words) == 3 {
				j.Label.X, j.Label.Y = numbers(t, words[2], "x")
			}
			d.jobs = append(d.jobs, j)
			d.names = append(d.names, words[0]+" "+words[1])
		}
	}
	d.field.Area = all.Grow(30)
	return d
}

func box(t *testing.T, at, size string) (b scene.Box) {
	t.Helper()
	b.X, b.Y = numbers(t, at, ",")
	b.W, b.H = numbers(t, size, "x")
	return b
}

func numbers(t *testing.T, s, by string) (a, b float64) {
	t.Helper()
	x, y, _ := strings.Cut(s, by)
	a, err := strconv.ParseFloat(x, 64)
	if err != nil {
		t.Fatal(err)
	}
	if b, err = strconv.ParseFloat(y, 64); err != nil {
		t.Fatal(err)
	}
	return a, b
}

// courses writes where links go: where they start, then how far right or down
// they go, as SVG writes it, and the middle of the label.
func (d *drawing) courses(routes []Route) string {
	var b strings.Builder
	for i, r := range routes {
		b.WriteString(d.names[i] + ":")
		for k, p := range r.Points {
			switch {
			case k == 0:
				fmt.Fprintf(&b, " %v,%v", p.X, p.Y)
			case p.X == r.Points[k-1].X:
				fmt.Fprintf(&b, " V%v", p.Y)
			default:
				fmt.Fprintf(&b, " H%v", p.X)
			}
		}
		if r.Placed {
			fmt.Fprintf(&b, " label %v,%v", r.Label.X, r.Label.Y)
		} else if d.jobs[i].Label.X > 0 {
			b.WriteString(" no place")
		}
		b.WriteString("\n")
	}
	return b.String()
}
