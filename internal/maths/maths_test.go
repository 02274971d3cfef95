package maths

import (
	"bytes"
	"encoding/xml"
	"flag"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"
)

var update = flag.Bool("update", false, "record what Convert gives as what is wanted")

// TestGolden holds what becomes of the formulas of testdata/*.txt. A formula is
// a line; a $ in front asks for it in a line of text. Below it stand its text,
// its MathML, and its problems, indented.
func TestGolden(t *testing.T) {
	names, err := filepath.Glob("testdata/*.txt")
	if err != nil || len(names) == 0 {
		t.Fatalf("no formulas: %v", err)
	}
	for _, name := range names {
		t.Run(filepath.Base(name), func(t *testing.T) {
			data, err := os.ReadFile(name)
			if err != nil {
				t.Fatal(err)
			}
			var got strings.Builder
			for line := range strings.Lines(string(data)) {
				if strings.HasPrefix(line, "    ") {
					continue
				}
				got.WriteString(line)
				if line = strings.TrimSuffix(line, "\n"); line == "" || strings.HasPrefix(line, "## ") {
					continue
				}
				source, inline := strings.CutPrefix(line, "$")
				got.WriteString(dump(Convert(source, !inline)))
			}
			if *update {
				if err := os.WriteFile(name, []byte(got.String()), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if got.String() != string(data) {
				t.Errorf("%s differs; got\n%s", name, got.String())
			}
		})
	}
}

func dump(f Formula) string {
	var b strings.Builder
	if f.MathML != "" {
		wide := ""
		if f.Wide {
			wide = " (wide)"
		}
		fmt.Fprintf(&b, "    %s%s\n    %s\n", f.Text, wide, f.MathML)
	}
	for _, p := range f.Problems {
		fmt.Fprintf(&b, "    %d: %s %s", p.Offset, p.Code, p.Msg)
		if p.Hint != "" {
			fmt.Fprintf(&b, " [%s]", p.Hint)
		}
		b.WriteByte('\n')
	}
	return b.String()
}

// Every command that the tables name is understood with arguments behind it.
func TestEveryCommand(t *testing.T) {
	tried := 0
	try := func(format string, args ...any) {
		tried++
		source := fmt.Sprintf(format, args...)
		f := Convert(source, true)
		if len(f.Problems) > 0 {
			t.Errorf("%s: %v", source, f.Problems)
		}
		wellFormed(t, source, f)
	}
	for name := range symbols() {
		try(`a\%s b`, name)
	}
	for _, name := range append(mapKeys(fonts), mapKeys(accents)...) {
		try(`\%s{ABCxyz 012 \alpha\Gamma}^2`, name)
	}
	for name := range words {
		try(`\%s{가 a$x$ \%%}`, name)
	}
	for name := range arrows {
		try(`a \%s[b]{c} d`, name)
	}
	for name := range widths {
		try(`a\%s b`, name)
	}
	for name := range bigSizes {
		try(`\%s( x \%s|`, name, name)
	}
	for name := range silent {
		try(`a\%s b`, name)
	}
	for name, e := range environments {
		argument := ""
		if e.argument {
			argument = "{l|cr}"
		}
		try(`\begin{%s}%s a & b \\[2pt] \hline c & d \end{%s}`, name, argument, name)
	}
	if tried < 400 {
		t.Errorf("only %d commands", tried)
	}
}

func mapKeys[V any](m map[string]V) []string {
	var keys []string
	for k := range m {
		keys = append(keys, k)
	}
	return keys
}

// No two tables say something of one name: the first would win in silence.
func TestNamesAreOnce(t *testing.T) {
	seen := map[string]string{}
	claim := func(table string, names []string) {
		for _, n := range names {
			if other, ok := seen[n]; ok {
				t.Errorf(`\%s is in %s and in %s`, n, other, table)
			}
			seen[n] = table
		}
	}
	claim("symbols", mapKeys(symbols()))
	claim("widths", mapKeys(widths))
	claim("fonts", mapKeys(fonts))
	claim("words", mapKeys(words))
	claim("accents", mapKeys(accents))
	claim("arrows", mapKeys(arrows))
	claim("bigSizes", mapKeys(bigSizes))
	claim("silent", mapKeys(silent))
}

func TestPairsAreWhole(t *testing.T) {
	for i, pairs := range []string{letters, uprights, binaries, relations, bigs, integral, opens, closes, inners} {
		words := strings.Fields(pairs)
		if len(words)%2 != 0 {
			t.Errorf("table %d has an odd number of words", i)
		}
		for j := 1; j < len(words); j += 2 {
			if utf8.RuneCountInString(words[j]) != 1 {
				t.Errorf("table %d: %q stands for %q", i, words[j-1], words[j])
			}
		}
	}
}

// What is hostile ends: it is told, or it is small.
func TestHostile(t *testing.T) {
	const n = 1000
	for name, source := range map[string]string{
		"groups":       strings.Repeat("{", n) + "x" + strings.Repeat("}", n),
		"open groups":  strings.Repeat("{", n),
		"roots":        strings.Repeat(`\sqrt`, n) + "x",
		"fractions":    strings.Repeat(`\frac1{`, n) + "x" + strings.Repeat("}", n),
		"scripts":      strings.Repeat("x^{", n) + "x" + strings.Repeat("}", n),
		"styles":       strings.Repeat(`\displaystyle`, 600) + "x",
		"fonts":        strings.Repeat(`\mathbf`, n) + "x",
		"accents":      strings.Repeat(`\hat`, n) + "x",
		"lefts":        strings.Repeat(`\left(`, n),
		"tables":       strings.Repeat(`\begin{matrix}`, 500),
		"texts":        strings.Repeat(`\text{$`, n) + "x" + strings.Repeat("$}", n),
		"cells":        `\begin{matrix}` + strings.Repeat("&", 8000) + `\end{matrix}`,
		"rows":         `\begin{matrix}` + strings.Repeat(`\\`, 4000) + `\end{matrix}`,
		"primes":       "x" + strings.Repeat("'", 8000),
		"unknown":      strings.Repeat(`\nope `, 1300),
		"nots":         strings.Repeat(`\not`, n) + "=",
		"overs":        strings.Repeat(`a\over `, n),
		"long":         strings.Repeat("x", maxBytes+1),
		"substacks":    strings.Repeat(`\substack{`, 800),
		"operators":    strings.Repeat(`\operatorname{`, 500) + "x" + strings.Repeat("}", 500),
		"a definition": `\def\a{\a\a}\a`,
	} {
		t.Run(name, func(t *testing.T) {
			f := Convert(source, true)
			if len(f.Problems) > maxProblems {
				t.Errorf("%d problems", len(f.Problems))
			}
			wellFormed(t, name, f)
		})
	}
}

// wellFormed holds of every formula: it is told what is wrong, or there is MathML
// whose elements are closed, not deep and not long.
func wellFormed(t *testing.T, source string, f Formula) {
	t.Helper()
	if (f.MathML == "") != (len(f.Problems) > 0) {
		t.Fatalf("%q: problems %v and %q", source, f.Problems, f.MathML)
	}
	if f.MathML == "" {
		return
	}
	d := xml.NewDecoder(strings.NewReader(f.MathML))
	depth, deepest := 0, 0
	for {
		tok, err := d.Token()
		if err == io.EOF {
			break
		}
		if err != nil {
			t.Fatalf("%q: %v in %s", source, err, f.MathML)
		}
		switch tok.(type) {
		case xml.StartElement:
			depth++
			deepest = max(deepest, depth)
		case xml.EndElement:
			depth--
		}
	}
	if deepest > 400 { // browsers flatten what is deeper than 512
		t.Errorf("%q: %d elements within each other", source, deepest)
	}
	if strings.ContainsAny(f.Text, "\n<>") && !strings.ContainsAny(source, "<>lgt") {
		t.Errorf("%q: text %q", source, f.Text)
	}
}

func FuzzConvert(f *testing.F) {
	names, _ := filepath.Glob("testdata/*.txt")
	for _, name := range names {
		data, err := os.ReadFile(name)
		if err != nil {
			f.Fatal(err)
		}
		for line := range bytes.Lines(data) {
			if !bytes.HasPrefix(line, []byte(" ")) {
				f.Add(string(bytes.TrimSpace(line)), true)
			}
		}
	}
	f.Fuzz(func(t *testing.T, source string, display bool) {
		if !utf8.ValidString(source) || strings.ContainsFunc(source, func(r rune) bool { return r < ' ' || r >= 0xFFFE }) {
			t.Skip() // the page has none of these
		}
		got := Convert(source, display)
		wellFormed(t, source, got)
		if len(got.MathML) > 150*len(source)+100 {
			t.Errorf("%d bytes became %d", len(source), len(got.MathML))
		}
		for _, p := range got.Problems {
			if p.Offset < 0 || p.Offset > len(source) {
				t.Errorf("%q: a problem at %d", source, p.Offset)
			}
		}
	})
}

func BenchmarkConvert(b *testing.B) {
	const source = `P(A \mid B) = \frac{P(B \mid A)\,P(A)}{\sum_{i=1}^{n} P(B \mid A_i)\,P(A_i)}`
	b.SetBytes(int64(len(source)))
	for b.Loop() {
		Convert(source, true)
	}
}
