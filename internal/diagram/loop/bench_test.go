package loop

import (
	"os"
	"testing"

	"sitegen/internal/diagram/svg"
)

func BenchmarkInfinity(b *testing.B)     { benchmark(b, "testdata/devops.loop") }
func BenchmarkInfinityFull(b *testing.B) { benchmark(b, "testdata/infinity16.loop") }
func BenchmarkInfinityLong(b *testing.B) { benchmark(b, "testdata/infinity-long.loop") }
func BenchmarkRing(b *testing.B)         { benchmark(b, "testdata/pdca.loop") }
func BenchmarkRingFull(b *testing.B)     { benchmark(b, "testdata/ring16.loop") }

// benchmark draws and writes a source, and reports how large the SVG is.
func benchmark(b *testing.B, name string) {
	src, err := os.ReadFile(name)
	if err != nil {
		b.Fatal(err)
	}
	size := 0
	for b.Loop() {
		d, _ := Draw(string(src), korean)
		size = len(svg.Write(d, "x").Bytes)
	}
	b.ReportMetric(float64(size), "svg-bytes")
}
