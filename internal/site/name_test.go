package site

import "testing"

func TestStripOrder(t *testing.T) {
	for in, want := range map[string]string{
		"02-az": "az", "2. 소개": "소개", "10_x": "x", "001 y": "y",
		"az": "az", "2026-회고": "2026-회고", "2026-01-02-회의": "2026-01-02-회의",
		"12-30": "12-30", "3.10-venv": "3.10-venv", "01": "01", "01-": "01-", "1장": "1장", "": "",
	} {
		if got := StripOrder(in); got != want {
			t.Errorf("StripOrder(%q) = %q, want %q", in, got, want)
		}
	}
}

func TestNameTitle(t *testing.T) {
	for in, want := range map[string]string{
		"a/02-리전.md": "리전", "a/README.md": "a", "01-aws/index.md": "aws", "index.md": "index", "x.md.md": "x.md",
	} {
		if got := NameTitle(in); got != want {
			t.Errorf("NameTitle(%q) = %q, want %q", in, got, want)
		}
	}
}
