package snippet

import "testing"

func TestRegion(t *testing.T) {
	tests := []struct {
		name, text, region, want string
		first                    int
		ok                       bool
	}{
		{"c-like", "a\n// #region wire\nb\nc\n// #endregion\nd\n", "wire", "b\nc\n", 3, true},
		{"named end", "# region a\nx\n# endregion a\n", "a", "x\n", 2, true},
		{"nested", "// #region a\n1\n// #region b\n2\n// #endregion\n3\n// #endregion\n4\n", "a", "1\n2\n3\n", 2, true},
		{"inner", "// #region a\n1\n// #region b\n2\n// #endregion\n3\n// #endregion\n", "b", "2\n", 4, true},
		{"anchor", "/* ANCHOR: 설치 */\nx\n/* ANCHOR_END: 설치 */\n", "설치", "x\n", 2, true},
		{"scissors", "# --8<-- [start:s]\nx\n# --8<-- [end:s]\n", "s", "x\n", 2, true},
		{"html", "<!-- #region t -->\n<p>\n<!-- #endregion t -->\n", "t", "<p>\n", 2, true},
		{"missing", "a\n", "x", "", 0, false},
		{"unclosed", "// #region x\na\n", "x", "", 0, false},
		{"prefix of a name", "// #region wires\na\n// #endregion\n", "wire", "", 0, false},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, first, ok := Region(tt.text, tt.region)
			if got != tt.want || ok != tt.ok || ok && first != tt.first {
				t.Errorf("Region = %q from %d, %v; want %q from %d, %v", got, first, ok, tt.want, tt.first, tt.ok)
			}
		})
	}
}

func TestLines(t *testing.T) {
	const text = "1\n2\n3\n4"
	tests := []struct {
		spec, want string
		first      int
		ok         bool
	}{
		{"2", "2\n", 2, true},
		{"2-3", "2\n3\n", 2, true},
		{"3-", "3\n4\n", 3, true},
		{"-2", "1\n2\n", 1, true},
		{"1,3-4", "1\n3\n4\n", 1, true},
		{"4-5", "", 0, false},
		{"0", "", 0, false},
		{"3-2", "", 0, false},
		{"", "", 0, false},
		{"-", "", 0, false},
		{"x", "", 0, false},
	}
	for _, tt := range tests {
		got, first, ok := Lines(text, tt.spec)
		if got != tt.want || ok != tt.ok || ok && first != tt.first {
			t.Errorf("Lines(%q) = %q from %d, %v; want %q from %d, %v", tt.spec, got, first, ok, tt.want, tt.first, tt.ok)
		}
	}
}

func TestDedent(t *testing.T) {
	for in, want := range map[string]string{
		"  a\n    b\n\n  c\n": "a\n  b\n\nc\n",
		"\ta\n\tb":            "a\nb",
		"a\n  b\n":            "a\n  b\n",
		"  a\n\tb\n":          "  a\n\tb\n",
		"":                    "",
	} {
		if got := Dedent(in); got != want {
			t.Errorf("Dedent(%q) = %q, want %q", in, got, want)
		}
	}
}
