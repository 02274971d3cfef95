package diagram

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"sitegen/internal/diagram/parse"
	"sitegen/internal/diagram/scene"
)

// mission are the diagrams of this project's own notes.
type mission struct {
	name, kind, src string
}

var fenced = regexp.MustCompile("(?ms)^```(" + strings.Join(Kinds(), "|") + ")\\b[^\n]*\n(.*?)^```$")

func missions(tb testing.TB) []mission {
	tb.Helper()
	var all []mission
	err := fs.WalkDir(os.DirFS("../.."), "content", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".md" {
			return err
		}
		text, err := os.ReadFile(filepath.Join("../..", path))
		for i, m := range fenced.FindAllStringSubmatch(string(text), -1) {
			all = append(all, mission{fmt.Sprintf("%s#%d", strings.TrimPrefix(path, "content/"), i+1), m[1], m[2]})
		}
		return err
	})
	if err != nil {
		tb.Fatal(err)
	}
	if len(all) < 6 {
		tb.Fatalf("the notes have %d diagrams", len(all))
	}
	return all
}

var korean = scene.Language{Korean: true, Words: map[string]string{
	"diagram_loop":   "무한 고리, %d단계: %s",
	"diagram_ring":   "%d단계 고리: %s",
	"diagram_region": "상자 %d개에 담긴 항목 %d개, 연결 %d개",
	"diagram_map":    "지도 위의 장소 %d곳",
	"diagram_links":  "연결",
}}

var asked = Options{ID: "sg-f1", Lang: korean}

// maxPicture is how large a picture of our notes may be: a reader on a phone
// waits for it.
const maxPicture = 8 << 10 // bytes, before compression

func TestMissions(t *testing.T) {
	for _, m := range missions(t) {
		t.Run(m.name, func(t *testing.T) {
			r, ds := Render(m.kind, m.src, asked)
			if len(ds) > 0 {
				t.Fatalf("%v", ds)
			}
			if n := len(r.Picture.Bytes); n > maxPicture {
				t.Errorf("%d bytes, %d are allowed", n, maxPicture)
			}
			if r.Name == "" || len(r.Outline) == 0 {
				t.Error("says nothing to those who do not see it")
			}
			again, _ := Render(m.kind, m.src, asked)
			if !bytes.Equal(r.Picture.Bytes, again.Picture.Bytes) {
				t.Error("differs from one time to the next")
			}
			for _, word := range []string{"NaN", "Inf", "%!"} {
				if bytes.Contains(r.Picture.Bytes, []byte(word)) {
					t.Errorf("contains %s", word)
				}
			}
		})
	}
}

func BenchmarkMissions(b *testing.B) {
	for _, m := range missions(b) {
		b.Run(m.name, func(b *testing.B) {
			size := 0
			for b.Loop() {
				r, _ := Render(m.kind, m.src, asked)
				size = len(r.Picture.Bytes)
			}
			b.ReportMetric(float64(size), "bytes")
		})
	}
}

func TestRenderRefuses(t *testing.T) {
	tests := []struct{ name, src, code string }{
		{"nothing", " \n\n", "DIA002"},
		{"too much", strings.Repeat("# 가나다라마바사\n", parse.MaxBytes/10), "DIA004"},
	}
	for _, kind := range Kinds() {
		for _, test := range tests {
			r, ds := Render(kind, test.src, asked)
			if r != nil || len(ds) != 1 || ds[0].Code != test.code {
				t.Errorf("%s, %s: %v, %v", kind, test.name, r, ds)
			}
		}
	}
}

// FuzzRender feeds each kind with the same text: whatever comes, it is drawn or
// refused with a reason.
func FuzzRender(f *testing.F) {
	for _, m := range missions(f) {
		f.Add(m.src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		for _, kind := range Kinds() {
			r, ds := Render(kind, src, asked)
			if r == nil && len(ds) == 0 {
				t.Errorf("%s: not drawn without a reason: %q", kind, src)
			}
			if r != nil && bytes.Contains(r.Picture.Bytes, []byte("NaN")) {
				t.Errorf("%s: NaN for %q", kind, src)
			}
		}
	})
}

func TestCaptionOfThePage(t *testing.T) {
	const src = "title 안\n계획\n실행\n점검\n"
	r, ds := Render("loop", src, Options{ID: "a", Caption: "밖 <b>", Lang: korean})
	if len(ds) > 0 || r.Caption != "밖 <b>" || r.Name != r.Caption || !bytes.Contains(r.Picture.Bytes, []byte(`<title id="a-t">밖 &lt;b&gt;</title>`)) {
		t.Errorf("%v, %q, %q, %s", ds, r.Caption, r.Name, r.Picture.Bytes)
	}
}
