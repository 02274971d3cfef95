// Package gen writes Korean documentation sites of any size: headings, Hangul
// prose, tables, links between pages and code in several languages, much like
// real course notes (about 9.8 KB a page). The same seed gives the same bytes.
package gen

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"regexp"
	"strings"
)

// Site describes a generated site.
type Site struct {
	Pages int
	Seed  uint64
}

// Write lays the site out under dir: sitegen.yaml and content/. It returns the
// bytes of Markdown written.
func (s Site) Write(dir string) (int64, error) {
	plan := s.plan()
	if err := write(filepath.Join(dir, "sitegen.yaml"), "title: 측정용 문서\nlang: ko\nbase_url: https://example.kr/docs/\n"); err != nil {
		return 0, err
	}
	var total int64
	for i := range plan {
		text := s.page(plan, i)
		total += int64(len(text))
		if err := write(filepath.Join(dir, "content", filepath.FromSlash(plan[i].path)), text); err != nil {
			return total, err
		}
	}
	return total, nil
}

func write(path, text string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	return os.WriteFile(path, []byte(text), 0o644)
}

// Note picks a note to edit, in the middle of the site that lies under dir, and
// returns its path and text.
func Note(dir string) (path, text string, err error) {
	var notes []string
	err = filepath.WalkDir(filepath.Join(dir, "content"), func(path string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() && filepath.Base(path) != "README.md" {
			notes = append(notes, path)
		}
		return err
	})
	if err != nil {
		return "", "", err
	}
	path = notes[len(notes)/2]
	data, err := os.ReadFile(path)
	return path, string(data), err
}

// Retitled is the text of a note with another title.
func Retitled(text, title string) string {
	return strings.Replace(text, heading.FindString(text), "# "+title, 1)
}

var heading = regexp.MustCompile(`(?m)^# .*$`)

// leaf is where one page stands.
type leaf struct {
	path  string // relative to content/
	title string
}

// plan spreads the pages over parts of up to eight chapters, chapters of 20 to
// 40 pages; the first page of a chapter is its README.
func (s Site) plan() []leaf {
	r := s.rand(0)
	plan := []leaf{{path: "README.md", title: "처음"}}
	for part := 1; len(plan) < s.Pages; part++ {
		for chapter := 1; chapter <= 8 && len(plan) < s.Pages; chapter++ {
			size := 20 + r.IntN(21)
			dir := fmt.Sprintf("%02d-part-%d/%02d-%s-%d", part, part, chapter, pick(r, slugs), chapter)
			for n := 0; n < size && len(plan) < s.Pages; n++ {
				title := fmt.Sprintf("%s %s %d", pick(r, nouns), pick(r, topics), len(plan))
				name := "README.md"
				if n > 0 { // the number at the end keeps names apart once the one in front is stripped
					name = fmt.Sprintf("%02d-%s-%d.md", n, pick(r, slugs), n)
				}
				plan = append(plan, leaf{path: dir + "/" + name, title: title})
			}
		}
	}
	return plan
}

// rand is the source for page i, so that a page does not depend on how many came before it.
func (s Site) rand(i int) *rand.Rand { return rand.New(rand.NewPCG(s.Seed, uint64(i)+1)) }

func (s Site) page(plan []leaf, i int) string {
	r := s.rand(i + 1)
	w := &writer{r: r, plan: plan, here: i}
	w.frontMatter()
	w.printf("# %s\n\n", plan[i].title)
	w.paragraph()
	fences := 5 + r.IntN(6)
	sections := 3 + r.IntN(3)
	for n := range sections {
		w.section(2, n)
		for range fences / sections {
			w.fence()
		}
		switch r.IntN(5) {
		case 0:
			w.table()
		case 1:
			w.callout()
		case 2:
			w.list()
		}
	}
	w.section(3, r.IntN(9))
	for range fences % sections {
		w.paragraph()
		w.fence()
	}
	return w.String()
}

type writer struct {
	strings.Builder
	r    *rand.Rand
	plan []leaf
	here int
}

func (w *writer) printf(format string, args ...any) { fmt.Fprintf(w, format, args...) }

func (w *writer) frontMatter() {
	about := topic(pick(w.r, nouns)) + " " + object(pick(w.r, nouns)) + " " + pick(w.r, verbs)
	w.printf("---\ndescription: %s.\ntags: [%s, %s]\n---\n\n", about, pick(w.r, tags), pick(w.r, tags))
}

func (w *writer) section(level, n int) {
	w.printf("%s %d. %s %s\n\n", strings.Repeat("#", level), n+1, pick(w.r, nouns), pick(w.r, topics))
	w.paragraph()
	w.paragraph()
}

func (w *writer) paragraph() {
	for n := range 2 + w.r.IntN(3) {
		if n > 0 {
			w.WriteByte(' ')
		}
		w.WriteString(w.sentence())
	}
	w.WriteString("\n\n")
}

// sentence is a clause or two of nouns with fitting particles and a verb.
func (w *writer) sentence() string {
	var s strings.Builder
	for n := range 2 + w.r.IntN(2) {
		if n > 0 {
			s.WriteString(pick(w.r, joints))
		}
		s.WriteString(topic(w.term()) + " " + object(w.term()) + " " + pick(w.r, adverbs))
	}
	return s.String() + " " + pick(w.r, verbs) + "."
}

// term is a noun, now and then marked up or a link to another page.
func (w *writer) term() string {
	noun := pick(w.r, nouns)
	switch w.r.IntN(16) {
	case 0:
		return "**" + noun + "**"
	case 1:
		return "`" + pick(w.r, words) + "`"
	case 2:
		return "**" + noun + "(" + pick(w.r, words) + ")**"
	case 3:
		to := w.near()
		return "[" + noun + "](" + relative(w.plan[w.here].path, w.plan[to].path) + ")"
	}
	return noun
}

// near picks a page to link to: most often a neighbour, sometimes any.
func (w *writer) near() int {
	if w.r.IntN(4) == 0 {
		return w.r.IntN(len(w.plan))
	}
	n := w.here - 15 + w.r.IntN(31)
	return min(max(n, 0), len(w.plan)-1)
}

// relative is the link from one page's file to another's.
func relative(from, to string) string {
	return strings.Repeat("../", strings.Count(from, "/")) + to
}

func (w *writer) table() {
	w.printf("| %s | %s | %s |\n| --- | ---: | --- |\n", pick(w.r, nouns), pick(w.r, topics), pick(w.r, nouns))
	for range 4 + w.r.IntN(6) {
		w.printf("| %s | %d | %s |\n", w.term(), w.r.IntN(10000), object(pick(w.r, nouns))+" "+pick(w.r, verbs))
	}
	w.WriteByte('\n')
}

func (w *writer) callout() {
	w.printf("> [!%s]\n> %s\n> %s\n\n", pick(w.r, callouts), w.sentence(), w.sentence())
}

func (w *writer) list() {
	for range 3 + w.r.IntN(4) {
		w.printf("- %s\n", w.sentence())
		if w.r.IntN(3) == 0 {
			w.printf("  - %s\n", w.sentence())
		}
	}
	w.WriteByte('\n')
}

// topic and object add the particle that the last syllable of a word asks for.
func topic(word string) string  { return word + particle(word, "은", "는") }
func object(word string) string { return word + particle(word, "을", "를") }

func particle(word, afterConsonant, afterVowel string) string {
	last := rune(0)
	for _, c := range word {
		if c >= '가' && c <= '힣' {
			last = c
		}
	}
	if last != 0 && (last-'가')%28 != 0 {
		return afterConsonant
	}
	return afterVowel
}

func pick(r *rand.Rand, from []string) string { return from[r.IntN(len(from))] }
