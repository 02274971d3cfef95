//go:build unix

// Command search makes the search of a folder of notes without the rest of the
// site, for the tests and measurements of the search:
//
//	go run ./tests/search -content content -out DIR -texts FILE
//
// With -notes it first writes notes into that folder, and with -filler the pages
// that builds are measured with.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"time"

	"sitegen/bench/gen"
	"sitegen/internal/fence"
	"sitegen/internal/markdown"
	"sitegen/internal/memo"
	"sitegen/internal/par"
	"sitegen/internal/search"
	"sitegen/internal/site"
)

func main() {
	content := flag.String("content", "", "folder of notes")
	write := flag.Int("notes", 0, "how many notes to write into it first")
	filler := flag.Int("filler", 0, "how many other pages to write into it")
	seed := flag.Uint64("seed", 1, "of what is written")
	out := flag.String("out", "", "folder to write the search to")
	texts := flag.String("texts", "", "file to write the plain text of the pages to, as JSON; that of the filler is left out")
	flag.Parse()
	err := writeNotes(filepath.Join(*content, "notes"), *write, *seed)
	if err == nil && *filler > 0 {
		_, err = gen.Site{Pages: *filler, Seed: *seed}.Write(filepath.Join(*content, "filler"))
	}
	if err == nil {
		err = run(*content, *out, *texts)
	}
	if err != nil {
		fmt.Fprintln(os.Stderr, "search:", err)
		os.Exit(1)
	}
}

func run(content, out, texts string) error {
	docs, err := parse(content)
	if err != nil {
		return err
	}
	if err := writeTexts(texts, docs); err != nil {
		return err
	}
	ctx := context.Background()
	start := cpu()
	pages, err := par.Map(ctx, len(docs), func(i int) search.Entry {
		d := docs[i]
		return search.Entry{URL: url(d.Rel), Title: d.Title, Crumbs: crumbs(d.Rel), Passages: search.Page(search.Of(d), nil)}
	})
	if err != nil {
		return err
	}
	apart := cpu()
	outputs, err := search.Index(ctx, pages)
	if err != nil {
		return err
	}
	together := cpu()
	size := 0
	for _, o := range outputs {
		size += len(o.Data)
		p := filepath.Join(out, filepath.FromSlash(o.Path))
		if err := os.MkdirAll(filepath.Dir(p), 0o755); err != nil {
			return err
		}
		if err := os.WriteFile(p, o.Data, 0o644); err != nil {
			return err
		}
	}
	fmt.Printf("%d pages; CPU s: pages %.2f, index %.2f; %d files, %.1f MB\n",
		len(pages), (apart - start).Seconds(), (together - apart).Seconds(), len(outputs), float64(size)/1e6)
	return nil
}

// cpu is the processor time that this program has used.
func cpu() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}

// parse understands all notes of a folder.
func parse(content string) ([]*site.Doc, error) {
	var files []string
	err := filepath.WalkDir(content, func(p string, e fs.DirEntry, err error) error {
		if err == nil && !e.IsDir() && filepath.Ext(p) == ".md" {
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.Sort(files)
	return par.Map(context.Background(), len(files), func(i int) *site.Doc {
		rel, err := filepath.Rel(content, files[i])
		if err != nil {
			panic(err) // WalkDir has found it below content
		}
		rel = filepath.ToSlash(rel)
		return markdown.Parse(markdown.In{File: "content/" + rel, Rel: rel, Options: markdown.Options{HTML: markdown.HTMLSafe, Lang: "ko"}},
			markdown.Fences{Info: fence.ParseInfo, Draw: draw}, memo.NewReader(disk{content}))
	})
}

// writeTexts writes what the pages say, for those who look for answers in it.
func writeTexts(file string, docs []*site.Doc) error {
	if file == "" {
		return nil
	}
	type page struct {
		URL, Title string
		Sections   []site.Section
	}
	var pages []page
	for _, d := range docs {
		if !strings.HasPrefix(d.Rel, "filler/") {
			pages = append(pages, page{url(d.Rel), d.Title, d.Texts})
		}
	}
	data, err := json.Marshal(pages)
	if err != nil {
		return err
	}
	return os.WriteFile(file, data, 0o644)
}

// draw gives the texts of fences without drawing code, which would take longest.
func draw(f site.Fence, r *memo.Reader) site.Drawn {
	switch f.Lang {
	case "loop", "region", "map", "tree":
		return fence.Draw(f, r)
	}
	return site.Drawn{Title: f.Attrs["title"], Text: f.Text}
}

type disk struct{ root string }

func (d disk) ReadFile(name string) ([]byte, error) {
	return os.ReadFile(filepath.Join(d.root, strings.TrimPrefix(name, "content/")))
}

// url is the address that a page has on a site.
func url(rel string) string {
	parts := strings.Split(strings.TrimSuffix(rel, ".md"), "/")
	if site.IsIndex(rel) {
		parts = parts[:len(parts)-1]
	}
	address := ""
	for _, part := range parts {
		address += site.StripOrder(part) + "/"
	}
	return address
}

func crumbs(rel string) []string {
	parts := strings.Split(rel, "/")
	return parts[:len(parts)-1]
}
