package loop

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"sitegen/internal/diagram/scene"
	"sitegen/internal/diagram/svg"
)

var update = flag.Bool("update", false, "write the goldens instead of comparing")

var korean = scene.Language{Korean: true, Words: map[string]string{
	"diagram_loop": "무한 고리, %d단계: %s",
	"diagram_ring": "%d단계 고리: %s",
}}

// TestGolden compares each testdata/NAME.loop, drawn, with NAME.svg.
func TestGolden(t *testing.T) {
	sources, err := filepath.Glob("testdata/*.loop")
	if err != nil || len(sources) == 0 {
		t.Fatal("no sources:", err)
	}
	pictures, err := filepath.Glob("testdata/*.svg")
	if err != nil {
		t.Fatal(err)
	}
	unowned := map[string]bool{}
	for _, name := range pictures {
		unowned[name] = true
	}
	for _, name := range sources {
		golden := strings.TrimSuffix(name, ".loop") + ".svg"
		delete(unowned, golden)
		t.Run(filepath.Base(name), func(t *testing.T) {
			src, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			d, problems := Draw(string(src), korean)
			if d == nil || len(problems) > 0 {
				t.Fatal("not drawn as it is:", problems)
			}
			got := lined(svg.Write(d, "x").Bytes)
			if *update {
				if err := os.WriteFile(golden, got, 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			want, err := os.ReadFile(golden)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got, want) {
				t.Errorf("%s differs; -update writes it anew\n%s", golden, got)
			}
		})
	}
	for name := range unowned {
		t.Errorf("%s has no source", name)
	}
}

// lined gives each element a line of its own, but for lines of text: a break
// between those would show.
func lined(svg []byte) []byte {
	out := bytes.ReplaceAll(svg, []byte("><"), []byte(">\n<"))
	for _, tag := range []string{"<tspan", "</text"} {
		out = bytes.ReplaceAll(out, []byte("\n"+tag), []byte(tag))
	}
	return append(out, '\n')
}
