package search

import (
	"encoding/binary"
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"sitegen/internal/site"
)

// read writes what a page is found by, a term a line: the passages that have it,
// each with its weight.
func read(p Passages) string {
	var b strings.Builder
	var terms []string
	posts := bytesReader(p.Posts)
	eachTerm(p.Terms, func(term []byte) {
		terms = append(terms, string(term))
		fmt.Fprintf(&b, "%s", term)
		at := uint64(0)
		for range posts.number() {
			at += posts.number()
			fmt.Fprintf(&b, " %d:%d", at, posts.byte())
		}
		b.WriteByte('\n')
	})
	if len(posts) > 0 {
		b.WriteString("posts are left over\n")
	}
	first := uint64(0)
	for r := bytesReader(p.Pairs); len(r) > 0; {
		first += r.number()
		fmt.Fprintf(&b, "%s+%s", terms[first], terms[r.number()])
		fmt.Fprintf(&b, " %d:%d\n", r.number(), r.byte())
	}
	return b.String()
}

func TestPage(t *testing.T) {
	got := read(Page(In{
		Title: "리전", Description: "리전은 위치입니다", Tags: []string{"AWS"},
		Sections: []site.Section{
			{Title: "리전", Level: 1, Text: "AWS의 리전, 가용 영역.", Code: "aws ec2"},
			{ID: "az", Title: "가용 영역", Level: 2, Text: "리전 리전 리전"},
			{ID: "t", Title: "가용성 (Availability)", Level: 7},
		},
	}, nil))
	want := strings.TrimPrefix(`
availability 2:64
aws 0:37
ec2 0:2
가용 0:11 1:52
가용성 2:64
리전 0:131 1:14
리전은 0:11
영역 0:11 1:52
위치입니다 0:11
aws+리전 0:8
가용+영역 0:8
가용+영역 1:60
리전+리전 1:8
리전은+위치입니다 0:8
`, "\n")
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

// Old names of a page count as its tags do.
func TestOf(t *testing.T) {
	var d site.Doc
	d.Meta.Tags = []string{"AWS"}
	d.Meta.Aliases = []string{"/old/availability-zone/", "az.html", "/"}
	if got, want := strings.Join(Of(&d).Tags, " "), "AWS availability-zone az /"; got != want {
		t.Errorf("tags %s, want %s", got, want)
	}
	if len(d.Meta.Tags) != 1 {
		t.Errorf("the page now has the tags %v", d.Meta.Tags)
	}
}

func TestPageWithoutText(t *testing.T) {
	p := Page(In{Title: "빈 페이지"}, nil)
	if len(p.Rows) != 1 || p.Rows[0].Count != 1 || !strings.Contains(read(p), "페이지 0:") {
		t.Errorf("%d rows, %s", len(p.Rows), read(p))
	}
}

// A word counts more the more a passage is about it.
func TestWeights(t *testing.T) {
	of := func(in ...any) (w byte) {
		var shares, sizes [fields]int
		for i := 0; i < len(in); i += 3 {
			f := in[i].(field)
			shares[f], sizes[f] = in[i+1].(int), in[i+2].(int)
		}
		return weight(&shares, &sizes)
	}
	order := []struct {
		name   string
		weight byte
	}{
		{"code", of(inCode, 100, 80)},
		{"a long text", of(inText, 100, 200)},
		{"a text", of(inText, 100, 80)},
		{"twice in a text", of(inText, 200, 80)},
		{"often in a text", of(inText, 2000, 80)},
		{"one of many words of a heading", of(inHeading, 100, 8)},
		{"a whole heading", of(inHeading, 100, 1)},
		{"one of many words of a title", of(inTitle, 100, 5)},
		{"a whole title", of(inTitle, 100, 1)},
		{"everywhere", of(inTitle, 100, 1, inHeading, 100, 1, inText, 2000, 80)},
	}
	for i := 1; i < len(order); i++ {
		if order[i].weight <= order[i-1].weight {
			t.Errorf("%s weighs %d, %s %d", order[i].name, order[i].weight, order[i-1].name, order[i-1].weight)
		}
	}
	if w := of(inText, 100, usual); w != 8 {
		t.Errorf("one mention weighs %d eighths", w)
	}
}

func TestPassages(t *testing.T) {
	para := strings.Repeat("가나다라 마바사. ", 30) // 300 characters
	s := site.Section{ID: "x", Title: "제목", Text: strings.TrimSpace(para) + "\n" + strings.TrimSpace(para) + "\n" + strings.Repeat("긴 낱말. ", 500) + "\n" + strings.Repeat("쉬", 2000), Code: strings.Repeat("line of code\n", 100)}
	var all strings.Builder
	for i, p := range passagesOf(&s) {
		n := utf8.RuneCountInString(p.text) + utf8.RuneCountInString(p.code)
		if n == 0 || n > most || p.first != (i == 0) {
			t.Errorf("passage %d has %d characters", i, n)
		}
		all.WriteString(p.text + p.code)
	}
	strip := func(s string) string { return strings.NewReplacer("\n", "", " ", "").Replace(s) }
	if strip(all.String()) != strip(s.Text+s.Code) {
		t.Error("text was lost")
	}
}

func TestRows(t *testing.T) {
	var sections []site.Section
	for i := range 100 {
		sections = append(sections, site.Section{ID: fmt.Sprint(i), Title: "제목", Text: strings.Repeat("글 ", 10*i)})
	}
	p := Page(In{Title: "긴 페이지", Sections: sections}, nil)
	n := 0
	for _, r := range p.Rows {
		n += r.Count
		if r.Count < 1 || r.Count > rowSize || r.Count > 1 && r.Text.Size > rowBytes+2000 {
			t.Errorf("a row of %d passages, %d bytes", r.Count, r.Text.Size)
		}
	}
	if n < 100 {
		t.Errorf("%d passages", n)
	}
}

// The code of a section is searched up to a limit, and cut between characters.
func TestMuchCode(t *testing.T) {
	s := site.Section{Code: strings.Repeat("가나다\n", 5000)}
	size := 0
	for _, p := range passagesOf(&s) {
		size += len(p.code)
		if !utf8.ValidString(p.code) {
			t.Error("cut inside of a character")
		}
	}
	if size == 0 || size > maxCode {
		t.Errorf("%d bytes of code", size)
	}
}

func FuzzPage(f *testing.F) {
	f.Add("리전", "가용 영역", "가용 영역은\n\n긴 글", "x := 1\n")
	f.Add("", "\xff", strings.Repeat("한 줄 ", 2000), "\x00")
	f.Add("C++", "--force", "東京ですค่ะ", ".gitignore")
	f.Fuzz(func(t *testing.T, title, heading, text, code string) {
		in := In{Title: title, Sections: []site.Section{{Text: text}, {ID: "h", Title: heading, Level: 2, Text: text, Code: code}}}
		p := Page(in, nil)
		if strings.Contains(read(p), "left over") {
			t.Error("posts are left over")
		}
		entries := []Entry{{URL: "a/", Title: title, Passages: p}, {URL: "b/", Title: heading, Passages: p}}
		check(t, entries)
	})
}

func BenchmarkPage(b *testing.B) {
	text := strings.Repeat("가용 영역은 서로 격리된 데이터 센터의 묶음이며, `ap-northeast-2`처럼 리전마다 여럿입니다.\n", 12)
	in := In{Title: "리전과 가용 영역"}
	for i := range 5 {
		in.Sections = append(in.Sections, site.Section{ID: fmt.Sprint(i), Title: "가용 영역", Level: 2, Text: text, Code: "for i := range servers {\n\tserver.deploy(ctx, i)\n}\n"})
	}
	b.SetBytes(int64(len(text) * 5))
	for b.Loop() {
		Page(in, nil)
	}
}

// number reads a number as a client does.
func number(data []byte) (uint64, []byte) {
	n, size := binary.Uvarint(data)
	return n, data[size:]
}

// BenchmarkLongLine takes a page apart that is one line of a megabyte.
func BenchmarkLongLine(b *testing.B) {
	in := In{Title: "한 줄", Sections: []site.Section{{Text: strings.Repeat("가나 다라. ", 1<<16)}}}
	for b.Loop() {
		Page(in, nil)
	}
}
