package svg

import (
	"encoding/xml"
	"io"
	"maps"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// maxIcon is how many bytes an icon may have: a picture has several.
const maxIcon = 200

// TestIcons asks that icons are lines and nothing else, and stay in their square.
func TestIcons(t *testing.T) {
	geometry := map[string]bool{"cx": true, "cy": true, "r": true, "rx": true, "ry": true, "x": true, "y": true, "width": true, "height": true, "d": true}
	for _, name := range slices.Sorted(maps.Keys(Icons)) {
		if n := len(Icons[name]); n > maxIcon {
			t.Errorf("%s has %d bytes", name, n)
		}
		d := xml.NewDecoder(strings.NewReader(Icons[name]))
		for {
			token, err := d.Token()
			if err == io.EOF {
				break
			}
			if err != nil {
				t.Fatalf("%s: %v", name, err)
			}
			start, ok := token.(xml.StartElement)
			if !ok {
				continue
			}
			is := map[string]float64{}
			course := ""
			for _, a := range start.Attr {
				if !geometry[a.Name.Local] {
					t.Errorf("%s: attribute %s", name, a.Name.Local)
				}
				if a.Name.Local == "d" {
					course = a.Value
					continue
				}
				if is[a.Name.Local], err = strconv.ParseFloat(a.Value, 64); err != nil {
					t.Errorf("%s: %v", name, err)
				}
			}
			var xs, ys []float64
			switch start.Name.Local {
			case "circle":
				xs, ys = around(is["cx"], is["r"]), around(is["cy"], is["r"])
			case "ellipse":
				xs, ys = around(is["cx"], is["rx"]), around(is["cy"], is["ry"])
			case "rect":
				xs, ys = []float64{is["x"], is["x"] + is["width"]}, []float64{is["y"], is["y"] + is["height"]}
			case "path":
				xs, ys = walk(t, name, course)
			default:
				t.Errorf("%s: element %s", name, start.Name.Local)
				continue
			}
			// A line is 1.5 wide.
			for _, v := range slices.Concat(xs, ys) {
				if v < .75 || v > 17.25 {
					t.Errorf("%s: %v is outside: %s", name, v, Icons[name])
				}
			}
		}
	}
}

func around(middle, radius float64) []float64 { return []float64{middle - radius, middle + radius} }

// walk returns all places that a path names, controls of curves included.
func walk(t *testing.T, name, d string) (xs, ys []float64) {
	t.Helper()
	var x, y float64
	for d != "" {
		command := d[0]
		d = d[1:]
		end := strings.IndexAny(d, "MmLlHhVvCcSsQqAaZz")
		if end < 0 {
			end = len(d)
		}
		args := numbers(t, name, d[:end])
		d = d[end:]
		relative := command >= 'a'
		size := map[byte]int{'m': 2, 'l': 2, 'h': 1, 'v': 1, 'c': 6, 's': 4, 'q': 4, 'a': 7}[command|0x20]
		for ; size > 0 && len(args) >= size; args = args[size:] {
			ox, oy := 0.0, 0.0
			if relative {
				ox, oy = x, y
			}
			switch command | 0x20 {
			case 'h':
				x = ox + args[0]
			case 'v':
				y = oy + args[0]
			case 'a':
				x, y = ox+args[5], oy+args[6]
			default:
				for i := 0; i < size; i += 2 {
					x, y = ox+args[i], oy+args[i+1]
					xs, ys = append(xs, x), append(ys, y)
				}
			}
			xs, ys = append(xs, x), append(ys, y)
		}
		if len(args) > 0 {
			t.Errorf("%s: %v left over after %c", name, args, command)
		}
	}
	return xs, ys
}

// numbers splits "1.5.5-2 3" into 1.5, .5, -2 and 3.
func numbers(t *testing.T, name, s string) (list []float64) {
	t.Helper()
	for i := 0; i < len(s); {
		if s[i] == ' ' {
			i++
			continue
		}
		k, dot := i+1, s[i] == '.'
		for k < len(s) && (s[k] >= '0' && s[k] <= '9' || s[k] == '.' && !dot) {
			dot = dot || s[k] == '.'
			k++
		}
		v, err := strconv.ParseFloat(s[i:k], 64)
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
		list = append(list, v)
		i = k
	}
	return list
}
