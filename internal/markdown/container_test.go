package markdown

import (
	"strings"
	"testing"
)

func TestContainerFindings(t *testing.T) {
	for src, want := range map[string]string{
		"::: tip\nx\n:::\n":                         "",
		"::: tip\nx\n:::":                           "",
		":::: tip\n::: note\nx\n:::\n::::\n":        "",
		"::: tip\n:::: note\nx\n::::\n:::\n":        "",
		"::: tip\n::: note\nx\n:::\n:::\n":          "",
		"::: tip\n- a\n  ::: note\n  b\n  :::\n:::": "",
		"::: tip\n- a\n  ::: note\n  b\n:::":        "3:STR012",
		"::: tip\nx\n":                              "1:STR012",
		"x\n\n:::\n":                                "3:STR012",
		"::: tip\n> ::: note\n> x\n:::\n":           "2:STR012",
		"::: nope\nx\n:::\n":                        "1:STR011",
		"::: tabs\nx\n:::\n":                        "1:STR011",
		"::: code-group\nx\n:::\n":                  "1:STR011",
		"::: tip\n```\n:::\n```\n:::\n":             "",
		"::: tip\n<!--\n:::\n-->\n:::\n":            "",
		"::: tip\n<div>a</div>\n:::\n":              "",
		"```\n::: nope\n```\n":                      "",
		"    ::: nope\n":                            "",
		"글 ::: nope\n":                              "",
		":: nope\n":                                 "",
		"::: !\n":                                   "",
	} {
		_, x := withExtras(t, HTMLSafe, src)
		if got := codesOf(src, x.findings); got != want {
			t.Errorf("%q: got %q, want %q", src, got, want)
		}
	}
}

func TestContainerDepth(t *testing.T) {
	src := strings.Repeat("::: tip\n", maxContainers+1) + "x\n" + strings.Repeat(":::\n", maxContainers)
	out, x := withExtras(t, HTMLSafe, src)
	if got := codesOf(src, x.findings); got != "51:LIM001" {
		t.Error(got)
	}
	if n := strings.Count(out, `role="note"`); n != maxContainers {
		t.Error(n, "containers")
	}
}

func TestTabsInContainers(t *testing.T) {
	src := ":::: tabs\n== a\n::: tabs\n== c\nx\n:::\n== b\ny\n::::\n"
	out, x := withExtras(t, HTMLSafe, src)
	if len(x.findings) > 0 {
		t.Error(reportOf(src, x.findings))
	}
	for _, want := range []string{`id="sg-t1-0"`, `id="sg-t1-1"`, `id="sg-t2-0"`, `<label for="sg-t2-0">c</label>`} {
		if strings.Count(out, want) != 1 {
			t.Errorf("%s missing in\n%s", want, out)
		}
	}
	if x.groups != 2 {
		t.Error(x.groups, "groups")
	}
}

func TestTabValue(t *testing.T) {
	for label, want := range map[string]string{"macOS": "macos", "Windows 11": "windows-11", " 리눅스 ": "리눅스", "C++": "c++", "C#": "c#", `a"b`: "a-b"} {
		if got := tabValue(label); got != want {
			t.Errorf("%q: %q, want %q", label, got, want)
		}
	}
}

// A group's labels stand once in it: in every tab they would be quadratic.
func TestManyTabs(t *testing.T) {
	tabs := func(n int) string { return "::: tabs\n" + numbered("== 탭%d\n본문%d\n\n", n) + ":::\n" }
	src := tabs(100)
	out, x := withExtras(t, HTMLSafe, src)
	if n := strings.Count(out, "data-g="); n != 1 || len(x.findings) > 0 {
		t.Errorf("%d lists of labels, findings %v", n, x.findings)
	}
	src = tabs(3000)
	out, x = withExtras(t, HTMLSafe, src)
	if got := codesOf(src, x.findings); got != "302:LIM001" {
		t.Errorf("got %q", got)
	}
	if n := strings.Count(out, "<input"); n != 100 || !strings.Contains(out, "</div>\n</div>\n<p>탭100</p>\n<p>본문100</p>\n<p>탭101</p>") || !strings.Contains(out, "<p>본문2999</p>") {
		t.Errorf("%d tabs in %.3000s", n, out)
	}
	if len(out) > 5*len(src) {
		t.Errorf("%d bytes of %d", len(out), len(src))
	}
}
