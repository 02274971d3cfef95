package build

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"testing"

	"sitegen/bench/gen"
)

// BenchmarkPreview times what a save costs until the new page has its bytes, for
// sites of several sizes, and what a preview of a site takes of memory.
func BenchmarkPreview(b *testing.B) {
	for _, pages := range []int{100, 1000, 10000} {
		if testing.Short() && pages > 100 {
			continue
		}
		b.Run(fmt.Sprint(pages), func(b *testing.B) { benchmarkPreview(b, pages) })
	}
}

func benchmarkPreview(b *testing.B, pages int) {
	root := b.TempDir()
	size, err := gen.Site{Pages: pages, Seed: 1}.Write(root)
	if err != nil {
		b.Fatal(err)
	}
	p, err := OpenPreview(Options{Root: root})
	if err != nil {
		b.Fatal(err)
	}
	defer p.Close()
	u, err := p.Update(b.Context(), nil)
	if err != nil {
		b.Fatal(err)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	held := float64(m.HeapAlloc)

	page := u.Snapshot.whole.site.Pages[pages/2]
	file := page.Facts.File
	source, err := os.ReadFile(filepath.Join(root, file))
	if err != nil {
		b.Fatal(err)
	}
	save := func(b *testing.B, text string) {
		b.Helper()
		if err := os.WriteFile(filepath.Join(root, file), []byte(text), 0o644); err != nil {
			b.Fatal(err)
		}
		u, err := p.Update(b.Context(), []string{file})
		if err != nil || !u.Fresh {
			b.Fatal(err, u)
		}
		if f, ok := u.Snapshot.File(page.Out); !ok || len(f.Data) == 0 {
			b.Fatal("the page is gone")
		}
	}
	b.Run("body", func(b *testing.B) {
		for i := range b.N {
			save(b, fmt.Sprintf("%s\n끝 %d.\n", source, i))
		}
		b.ReportMetric(held/float64(size), "memory/source")
	})
	b.Run("title", func(b *testing.B) {
		for i := range b.N {
			save(b, gen.Retitled(string(source), fmt.Sprintf("새 제목 %d", i)))
		}
	})
	b.Run("file", func(b *testing.B) {
		for i := range b.N {
			added := fmt.Sprintf("content/added-%d.md", i)
			if err := os.WriteFile(filepath.Join(root, added), []byte("# 새 쪽\n"), 0o644); err != nil {
				b.Fatal(err)
			}
			if u, err := p.Update(b.Context(), []string{added}); err != nil || !u.Fresh {
				b.Fatal(err, u)
			}
		}
	})
}
