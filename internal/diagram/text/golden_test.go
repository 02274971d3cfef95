package text

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"math"
	"os"
	"testing"
)

var update = flag.Bool("update", false, "write golden files anew")

const golden = "testdata/widths.json"

// styles are the sizes and weights of texts in diagrams.
var styles = []struct {
	Size float64 `json:"size"`
	Bold bool    `json:"bold"`
}{{13, false}, {14, false}, {26, false}, {14, true}, {17, true}, {26, true}}

// The golden file is what tests/browser/text.test.mjs compares with a browser:
// each text, and its width in each style. The characters of ASCII are in it one
// by one.
func TestWidthsAreThoseThatTheBrowserTestReads(t *testing.T) {
	got := encode(t)
	if *update {
		if err := os.WriteFile(golden, got, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(golden)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what Width says; write it with -update, then run the browser test", golden)
	}
}

func encode(t *testing.T) []byte {
	ascii := sample{name: "ASCII, one by one"}
	for r := '!'; r <= '~'; r++ {
		ascii.lines = append(ascii.lines, string(r))
	}
	var b bytes.Buffer
	fmt.Fprintf(&b, "{\n\"styles\": %s,\n\"samples\": [", encoded(t, styles))
	for i, s := range append(samples[:len(samples):len(samples)], ascii) {
		if i > 0 {
			b.WriteString(",")
		}
		fmt.Fprintf(&b, "\n{\"name\": %s, \"lines\": [", encoded(t, s.name))
		for i, line := range s.lines {
			if i > 0 {
				b.WriteString(",")
			}
			var widths []float64
			for _, style := range styles {
				widths = append(widths, math.Round(Width(line, style.Size, style.Bold)*100)/100)
			}
			fmt.Fprintf(&b, "\n  {\"text\": %s, \"widths\": %s}", encoded(t, line), encoded(t, widths))
		}
		b.WriteString("\n]}")
	}
	b.WriteString("\n]\n}\n")
	return b.Bytes()
}

func encoded(t *testing.T, v any) []byte {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		t.Fatal(err)
	}
	return bytes.TrimSpace(b.Bytes())
}
