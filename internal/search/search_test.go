package search

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"runtime"
	"slices"
	"strings"
	"testing"

	"sitegen/internal/site"
)

// page is a page with one section.
func page(url, title, text string) Entry {
	in := In{Title: title, Sections: []site.Section{{ID: "s", Title: title, Level: 1, Text: text}}}
	return Entry{URL: url, Title: title, Passages: Page(in, nil)}
}

func build(t testing.TB, pages []Entry) []site.Output {
	t.Helper()
	out, err := Index(context.Background(), pages)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func inflate(t testing.TB, data []byte) []byte {
	t.Helper()
	r, err := zlib.NewReader(bytes.NewReader(data))
	if err != nil {
		t.Fatal(err)
	}
	out, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// term is what a shard says of a word.
type term struct {
	text  string
	stem  bool
	shown []string
	posts []byte
}

// readShard undoes shardOf, for texts without characters beyond the basic plane.
func readShard(data []byte) []term {
	size, data := number(data)
	lines, data := string(data[:size]), data[size:]
	var out []term
	var sizes []uint64
	before := []rune{}
	for line := range strings.Lines(lines) {
		fields := strings.Split(strings.TrimSuffix(line, "\n"), "\t")
		text := append(slices.Clone(before[:fields[0][0]-' ']), []rune(fields[0][1:])...)
		before = text
		var n uint64
		n, data = number(data)
		out = append(out, term{text: string(text), stem: n&1 == 1, shown: fields[1:]})
		sizes = append(sizes, n>>1)
	}
	for i, n := range sizes {
		out[i].posts, data = data[:n], data[n:]
	}
	return out
}

// made is an index as a client finds it.
type made struct {
	files        map[string][]byte
	root         root
	words, pairs []term
}

// check reads everything that is published for pages, and returns it.
func check(t testing.TB, pages []Entry) made {
	t.Helper()
	m := made{files: map[string][]byte{}}
	for _, o := range build(t, pages) {
		if m.files[o.Path] != nil {
			t.Errorf("%s is written twice", o.Path)
		}
		m.files[o.Path] = inflate(t, o.Data)
	}
	if err := json.Unmarshal(m.files[Root], &m.root); err != nil {
		t.Fatal(err)
	}
	file := func(folders []string, i int) []byte {
		data, ok := m.files[fmt.Sprintf("%s%s/%d.bin", Folder, folders[i/groupSize], i%groupSize)]
		if !ok {
			t.Fatalf("file %d is missing", i)
		}
		return data
	}
	row := 0
	for i, rows := range m.root.Rows {
		for range rows {
			var list []json.RawMessage
			var about []string
			data := file(m.root.Texts, row)
			if err := json.Unmarshal(data, &list); err != nil {
				t.Fatalf("%v: %s", err, data)
			}
			if err := json.Unmarshal(list[0], &about); err != nil || about[0] != pages[i].URL {
				t.Errorf("row %d is of %v, not of %s", row, about, pages[i].URL)
			}
			row++
		}
	}
	for _, s := range []struct {
		shelf
		into *[]term
	}{{m.root.Words, &m.words}, {m.root.Pairs, &m.pairs}} {
		for i, key := range s.Keys {
			for _, w := range readShard(file(s.Folders, i)) {
				if w.text < key || i+1 < len(s.Keys) && w.text >= s.Keys[i+1] {
					t.Errorf("%q lies in shard %d, of %q", w.text, i, key)
				}
				*s.into = append(*s.into, w)
			}
		}
	}
	for i, list := range [][]term{m.words, m.pairs} {
		if !slices.IsSortedFunc(list, func(a, b term) int { return strings.Compare(a.text, b.text) }) {
			t.Errorf("list %d is not sorted", i)
		}
	}
	return m
}

// words are the terms of an index, those that are only ends of others in brackets.
func (m made) say() string {
	var out []string
	for _, w := range m.words {
		s := w.text
		if !w.stem {
			s = "(" + s + ")"
		}
		for _, other := range w.shown {
			s += "=" + other
		}
		out = append(out, s)
	}
	for _, p := range m.pairs {
		out = append(out, "+"+p.text)
	}
	return strings.Join(out, " ")
}

func TestStems(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"a sure ending after three syllables":   {"마지노선에서", "(노선) 마지노선 (지노선)"},
		"an ending that may be part of a noun":  {"전문가, 문서화, 속도, 온라인", "(라인) (문가) 문서화 (서화) 속도 온라인 전문가"},
		"what stands alone":                     {"화분, 화분을", "화분"},
		"what has several endings":              {"테라스가, 테라스로, 테라스도", "(라스) 테라스"},
		"two endings":                           {"오솔길들에서, 오솔길들", "(솔길) 오솔길"},
		"하다 and 되다":                             {"초기화하는, 초기화됩니다, 초기화한", "(기화) 초기화"},
		"verbs have no ends":                    {"나누었습니다, 만들어요", "나누었습니다 만들어요"},
		"one syllable is hardly ever a stem":    {"값, 값을", "값 값을"},
		"a loanword needs no evidence":          {"캐시나", "(cache)=캐시 (캐쉬)=캐시 캐시"},
		"ends of a compound":                    {"고가용성", "(가용성) 고가용성 (용성)"},
		"words beside each other":               {"가용 영역", "가용 영역 +가용영역"},
		"of which one has an ending":            {"화분, 화분을 영역", "영역 화분"},
		"English forms lead to what is there":   {"fold folding string str", "fold folding str (stre) string"},
		"and to what may be":                    {"deploys, policies, caching", "(cach) (cache) caching (deploy) deploys (polici) (policie) policies (policy)"},
		"bigrams, and the last character alone": {"東京都", "京都 東京 都"},
		"an identifier, its parts and its ends": {"useLayoutEffect", "effect layout layouteffect use uselayouteffect"},
	} {
		m := check(t, []Entry{page("a/", "", c.text)})
		if got := m.say(); got != c.want {
			t.Errorf("%s:\ngot  %s\nwant %s", name, got, c.want)
		}
	}
}

func TestIndexIsTheSameOnAnyNumberOfProcessors(t *testing.T) {
	var pages []Entry
	for i := range 300 {
		pages = append(pages, page(fmt.Sprint(i, "/"), fmt.Sprint("쪽 ", i), strings.Repeat(fmt.Sprintf("가용 영역 %d, 서버%d대를 둔다. ", i, i%7), 9)))
	}
	want := build(t, pages)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(1))
	got := build(t, pages)
	if !slices.EqualFunc(got, want, func(a, b site.Output) bool { return a.Path == b.Path && bytes.Equal(a.Data, b.Data) }) {
		t.Error("the index differs")
	}
}

// A shard is named by what is in it: what an edit leaves as it was keeps its name.
func TestNames(t *testing.T) {
	var pages []Entry
	for i := range 200 {
		pages = append(pages, page(fmt.Sprint(i, "/"), fmt.Sprint("쪽 ", i), strings.Repeat("글 ", i)))
	}
	before := map[string][]byte{}
	for _, o := range build(t, pages) {
		before[o.Path] = o.Data
	}
	pages[70] = page("70/", "쪽 70", "다른 글")
	kept, changed := 0, 0
	for _, o := range build(t, pages) {
		switch data, there := before[o.Path]; {
		case there && bytes.Equal(data, o.Data):
			kept++
		case there && o.Path != Root:
			t.Errorf("%s is not what it was", o.Path)
		default:
			changed++
		}
	}
	if kept < 5*groupSize || changed < groupSize {
		t.Errorf("%d files kept, %d changed", kept, changed)
	}
}

func TestNoPages(t *testing.T) {
	m := check(t, nil)
	if len(m.root.Rows) != 0 || len(m.root.Words.Folders) != 1 {
		t.Errorf("%+v", m.root)
	}
}

// Of a word that is in more places than are listed, the pages of the others are known.
func TestMoreThanIsListed(t *testing.T) {
	var pages []Entry
	for i := range mostPosts + 500 {
		text := "흔한 낱말"
		if i%100 == 0 {
			text = "흔한 흔한 흔한 흔한"
		}
		pages = append(pages, page(fmt.Sprint(i, "/"), fmt.Sprint(i), text))
	}
	m := check(t, pages)
	for _, w := range m.words {
		if w.text != "흔한" {
			continue
		}
		listed, known := 0, 0
		data := w.posts
		for {
			var n uint64
			if n, data = number(data); n == 0 {
				break
			}
			at := uint64(0)
			for range n >> 4 {
				var gap uint64
				gap, data = number(data)
				at += gap
				if listed++; listed <= 15 && at/rowSize%100 != 0 {
					t.Errorf("page %d stands among the first", at/rowSize)
				}
			}
		}
		all, data := number(data)
		for _, b := range data {
			for ; b > 0; b &= b - 1 {
				known++
			}
		}
		if listed != mostPosts || all != uint64(len(pages)) || known != 500 {
			t.Errorf("%d listed, %d known beside, of %d", listed, known, all)
		}
		return
	}
	t.Error("the word is not found")
}

func TestTooManyRows(t *testing.T) {
	p := page("a/", "쪽", "글")
	p.Passages.Rows = slices.Repeat(p.Passages.Rows, mostRows+1)
	if _, err := Index(context.Background(), []Entry{p}); err == nil {
		t.Error("no error")
	}
}

func TestInterrupted(t *testing.T) {
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := Index(ctx, []Entry{page("a/", "쪽", "글")}); err == nil {
		t.Error("no error")
	}
}

func TestJoinedDigests(t *testing.T) {
	for _, n := range []int{0, 1, 100, 65535, 65536, 200000} {
		front, back := strings.Repeat("앞", n/3), bytes.Repeat([]byte("뒤 "), n/4)
		text := Text{deflate(back), len(back), 0}
		text.Digest = checksum(back)
		if got := inflate(t, text.after([]byte(front))); string(got) != front+string(back) {
			t.Errorf("%d bytes come back as %d", len(front)+len(back), len(got))
		}
	}
}

// Spellings are words of Hangul, what they mean words of another script, and none
// stands in two groups.
func TestSpellings(t *testing.T) {
	seen := map[string]bool{}
	for _, g := range spellings {
		for i, list := range [][]string{g.spelled, g.meant} {
			for _, w := range list {
				if isASCII(w) != (i == 1) || seen[w] {
					t.Errorf("%q is in the wrong place, or twice", w)
				}
				seen[w] = true
			}
		}
	}
}

func BenchmarkIndex(b *testing.B) {
	var pages []Entry
	for i := range 1000 {
		pages = append(pages, page(fmt.Sprint(i, "/"), fmt.Sprintf("서버%d 구성", i), strings.Repeat(fmt.Sprintf("가용 영역 %d에 낱말%d을 두고 서버%d대를 늘린다. ", i, i%91, i%17), 30)))
	}
	for b.Loop() {
		build(b, pages)
	}
}

// A page may hold the same text so often that whole folders of files are alike.
func TestSameTextOverAndOver(t *testing.T) {
	text := strings.Repeat(strings.Repeat("가나다라 ", 200)+"\n", 20_000)
	p := Page(In{Title: "되풀이", Sections: []site.Section{{Text: text}}}, nil)
	out, err := Index(t.Context(), []Entry{{URL: "a/", Title: "되풀이", Passages: p}})
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for _, o := range out {
		if seen[o.Path] {
			t.Fatalf("%s is made twice", o.Path)
		}
		seen[o.Path] = true
	}
}

// Of two words beside each other the first consonants alone find those that a heading
// names or that several passages have: what was said once in passing fits too much.
func TestPairsBySound(t *testing.T) {
	lists := []list{
		{term: "가용영역", named: true},
		{term: "다중인증", twice: true},
		{term: "만난이래", stem: true},
		{term: "multifactor", named: true},
	}
	_, shards := soundShards(index{pairs: lists})
	var got []string
	for line := range strings.Lines(string(bytes.Join(shards, nil))) {
		got = append(got, strings.TrimSpace(line[1:]))
	}
	if want := []string{"가용영역", "다중인증"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
