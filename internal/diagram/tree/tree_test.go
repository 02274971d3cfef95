package tree

import (
	"fmt"
	"strings"
	"testing"
	"unicode/utf8"

	"sitegen/internal/diag"
)

// show writes entries as a list: a star before folders, the comment and the
// line behind.
func show(entries []Entry, depth int) string {
	var b strings.Builder
	for _, e := range entries {
		b.WriteString(strings.Repeat("  ", depth))
		if e.Folder {
			b.WriteString("*")
		}
		b.WriteString(e.Name)
		if e.Comment != "" {
			fmt.Fprintf(&b, " (%s)", e.Comment)
		}
		fmt.Fprintf(&b, " %d\n", e.Line)
		b.WriteString(show(e.Entries, depth+1))
	}
	return b.String()
}

func problems(ds []diag.Diag) string {
	var b strings.Builder
	for _, d := range ds {
		fmt.Fprintf(&b, "%d:%d %s %s [%s]\n", d.Pos.Line, d.Pos.Col, d.Code, d.Msg, d.Hint)
	}
	return b.String()
}

func TestParse(t *testing.T) {
	for _, c := range []struct{ name, src, want string }{
		{"tree", `backend/
├── cmd
│   └── server
│       └── main.go   # 시작하는 곳
├── go.mod
└── 문서
    ├── 설치.md
    └── 운영.md

4 directories, 4 files
`, `*backend/ 1
  *cmd 2
    *server 3
      main.go (시작하는 곳) 4
  go.mod 5
  *문서 6
    설치.md 7
    운영.md 8
`},
		{"tree with no-break spaces", ".\n├── a\n│\u00a0\u00a0 ├── b\n│\u00a0\u00a0 └── c\n└── d\n    └── e\n\n1 directory\n", "*. 1\n  *a 2\n    b 3\n    c 4\n  *d 5\n    e 6\n"},
		{"without a root", "├── a\n│   └── b\n└── c/\n", "*a 1\n  b 2\n*c/ 3\n"},
		{"two roots", "a\n└── b\nc\n└── d\n    └── e\n", "*a 1\n  b 2\n*c 3\n  *d 4\n    e 5\n"},
		{"narrow", "src/\n├─ a\n│  ├─ b\n│  └─ c\n╰─ d\n", "*src/ 1\n  *a 2\n    b 3\n    c 4\n  d 5\n"},
		{"heavy", "a\n┣━ b\n┃  ┗━ c\n┗━ d\n", "*a 1\n  *b 2\n    c 3\n  d 4\n"},
		{"ascii", "a\n|-- b\n|   |-- c\n|   `-- d\n`-- e\n    `-- f\n", "*a 1\n  *b 2\n    c 3\n    d 4\n  *e 5\n    f 6\n"},
		{"ascii of windows", "C:.\n|   README.md\n|   \n+---cmd\n|       main.go\n|       \n\\---internal\n    |   a.go\n    |   \n    \\---b\n            c.go\n", "*C:. 1\n  README.md 2\n  *cmd 4\n    main.go 5\n  *internal 7\n    a.go 8\n    *b 10\n      c.go 11\n"},
		{"bars alone", "C:.\n│   README.md\n│\n", "*C:. 1\n  README.md 2\n"},
		{"windows /F", "D:\\노트\n│   README.md\n│\n├───cmd\n│       main.go\n│\n└───internal\n    │   a.go\n    │\n    └───b\n            c.go\n", "*D:\\노트 1\n  README.md 2\n  *cmd 4\n    main.go 5\n  *internal 7\n    a.go 8\n    *b 10\n      c.go 11\n"},
		{"list", "backend/\n  cmd/\n    main.go\n  go.mod\nweb/\n", "*backend/ 1\n  *cmd/ 2\n    main.go 3\n  go.mod 4\n*web/ 5\n"},
		{"bullets", "- a\n    - b\n    - c-d\n* e\n\t+ f # 설명\n", "*a 1\n  b 2\n  c-d 3\n*e 4\n  f (설명) 5\n"},
		{"tabs", "a\n\tb\n\t\tc\n\td\n", "*a 1\n  *b 2\n    c 3\n  d 4\n"},
		{"all indented", "  a\n    b\n  c\n", "*a 1\n  b 2\nc 3\n"},
		{"all indented, drawn", "  a\n  ├── b\n  └── c\n  d\n", "*a 1\n  b 2\n  c 3\nd 4\n"},
		{"comments and gaps", "%% 설명\na/   # 첫째 # 둘째\n\n  b#c\n  C# 노트   #\n  \tx\t# 셋째\n", "*a/ (첫째 # 둘째) 2\n  b#c 4\n  *C# 노트 5\n    x (셋째) 6\n"},
		{"what is left out", "a/\n├── b -> ../c\n├── …\n└── ...\n", "*a/ 1\n  b -> ../c 2\n  … 3\n  ... 4\n"},
		{"space between folders", "├── a\n│   └── b\n│\n│\n└── c\n", "*a 1\n  b 2\nc 5\n"},
		{"a step back over two levels", "a\n  b\n    c\n      d\n  e\n", "*a 1\n  *b 2\n    *c 3\n      d 4\n  e 5\n"},
		{"names that look like drawings", "- -x\n- |y\n- a | b\n- 1 directory\n", "-x 1\n|y 2\na | b 3\n1 directory 4\n"},
	} {
		entries, ds := Parse(c.src)
		if got := show(entries, 0); got != c.want || len(ds) > 0 {
			t.Errorf("%s:\n%s%swant\n%s", c.name, got, problems(ds), c.want)
		}
	}
}

func TestProblems(t *testing.T) {
	const empty = "0:0 DIA002 this tree is empty [write its content between the fences, or remove it]\n"
	for _, c := range []struct{ name, src, want string }{
		{"empty", "", empty},
		{"only comments", "\n%% 나중에\n\n", empty},
		{"only bars", "│\n| |\n", empty},
		{"only a report", "\n0 directories, 0 files\n", empty},
		{"a jump", "a/\n  b/\n      c\n  d\n",
			`3:7 DIA001 "c" is 4 columns deeper than the line above, but a level has 2 here [indent it by one level, or write the folder that it is in]` + "\n"},
		{"a drawn jump", "a/\n├── b\n│   ├── c\n│   │       └── d\n",
			`4:17 DIA001 "d" is 8 columns deeper than the line above, but a level has 4 here [indent it by one level, or write the folder that it is in]` + "\n"},
		{"between two levels", "a/\n    b\n  c\n    d\n",
			`3:3 DIA001 "c" stands left of what is in "a/", 2 lines above, and right of the folder itself [align it with the others in that folder]` + "\n"},
		{"left of the first", "  a\n    b\nc\n",
			`3:1 DIA001 "c" stands further left than the first line [begin the first line further left]` + "\n"},
		{"no name", "a\n├──\n└── b\n",
			"2:4 DIA001 this branch has no name [write a name behind it, or remove the line]\n"},
		{"no branch", "a\n├── b\n│ c\n",
			`3:3 DIA001 nothing tells which folder "c" is in [draw a branch before it: ├── c]` + "\n"},
		{"a long name", "a\n└── " + strings.Repeat("가", 201) + "\n",
			"2:5 DIA004 a name or comment of 201 characters is too long for a tree: 200 are allowed [shorten it: … stands for what is left out]\n"},
		{"a long comment", "a # " + strings.Repeat("가", 201) + "\n",
			"1:1 DIA004 a name or comment of 201 characters is too long for a tree: 200 are allowed [shorten it: … stands for what is left out]\n"},
		{"too many", strings.Repeat("a\n", 2001),
			"2001:1 DIA004 a tree of more than 2000 entries is too long [leave out what does not matter: … stands for it]\n"},
		{"too deep", stairs(33),
			"33:33 DIA004 a tree of more than 32 levels is too deep [show a part of it]\n"},
		{"too large", strings.Repeat("가나다라마바사아자차카타파하\n", 1200),
			"0:0 DIA004 a tree of 50 KB is too large: 48 KB are allowed [leave out what does not matter: … stands for it]\n"},
	} {
		entries, ds := Parse(c.src)
		if got := problems(ds); got != c.want || entries != nil {
			t.Errorf("%s: %v\n%swant\n%s", c.name, entries, got, c.want)
		}
		for _, d := range ds {
			if d.Strict != (d.Code != "DIA002") {
				t.Errorf("%s: %s has Strict %v", c.name, d.Code, d.Strict)
			}
		}
	}
}

func TestMostIsAllowed(t *testing.T) {
	for name, src := range map[string]string{
		"entries": strings.Repeat("a\n", maxEntries),
		"levels":  stairs(maxLevels),
		"name":    strings.Repeat("가", 200) + " # " + strings.Repeat("나", 200),
	} {
		if entries, ds := Parse(src); entries == nil || len(ds) > 0 {
			t.Errorf("%s: %s", name, problems(ds))
		}
	}
}

// stairs goes one level down with each line.
func stairs(n int) string {
	var b strings.Builder
	for i := range n {
		b.WriteString(strings.Repeat(" ", i) + "a\n")
	}
	return b.String()
}

// FuzzParse holds that each entry is a line of the source, in its order, and
// that problems lie in the source and say what to do.
func FuzzParse(f *testing.F) {
	for _, src := range []string{
		"a/\n├── b # c\n│   └── d\n└── e\n", "- a\n  - b\n", "C:.\n|   a\n+---b\n|       c\n\\---d\n", "a\n\tb\n  c\n", "│\u00a0\u00a0 ├── b\n", "├──\n", "  a\nb\n", "%%\n…\n1 directory\n",
	} {
		f.Add(src)
	}
	f.Fuzz(func(t *testing.T, src string) {
		entries, ds := Parse(src)
		if (entries == nil) == (len(ds) == 0) {
			t.Fatalf("%d entries and %d problems", len(entries), len(ds))
		}
		lines := strings.Split(src, "\n")
		last, count := 0, 0
		var walk func([]Entry, int)
		walk = func(entries []Entry, depth int) {
			if depth >= maxLevels && len(entries) > 0 {
				t.Fatalf("%d levels", depth+1)
			}
			for _, e := range entries {
				if count++; e.Line <= last || e.Name == "" || !strings.Contains(lines[e.Line-1], e.Name) || !strings.Contains(lines[e.Line-1], e.Comment) {
					t.Fatalf("entry %+v after line %d", e, last)
				}
				if len(e.Entries) > 0 && !e.Folder {
					t.Fatalf("%q holds entries and is no folder", e.Name)
				}
				last = e.Line
				walk(e.Entries, depth+1)
			}
		}
		walk(entries, 0)
		if count > maxEntries {
			t.Fatalf("%d entries", count)
		}
		for _, d := range ds {
			if d.Pos.Line > len(lines) || d.Hint == "" {
				t.Fatalf("problem %+v", d)
			}
			if d.Pos.Line > 0 && d.Pos.Col > utf8.RuneCountInString(lines[d.Pos.Line-1])+1 {
				t.Fatalf("problem %+v is beyond the end of %q", d, lines[d.Pos.Line-1])
			}
		}
	})
}
