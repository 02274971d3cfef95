package markdown

import (
	"strings"
	"testing"
)

func TestCalloutKinds(t *testing.T) {
	for src, want := range map[string]string{
		"> [!NOTE]\n> x":              `<div class="note" role="note">`,
		"> [!Tip]\n> x":               `<div class="note tip" role="note">`,
		"> [!important]\n> x":         `<div class="note imp" role="note">`,
		">[!WARNING]\n>x":             `<div class="note warn" role="note">`,
		"> [!CAUTION] 제목":             `<div class="note dang" role="note">`,
		"> [!NOTE]- 제목\n> x":          `<details class="note">`,
		"> [!NOTE]+\n> x":             `<details class="note" open>`,
		"- > [!NOTE]\n  > x":          `<div class="note" role="note">`,
		"> > [!NOTE]\n> > x":          `<div class="note" role="note">`,
		"> [!NOTE] <b>굵게</b>\n> x":    `</svg><b>굵게</b></p>`,
		"> [!NOTE]\n> # 제목":           `<h1>제목</h1>`,
		"> [!NOTE]\nlazy":             "<p>lazy</p>\n</div>",
		"> [!NOTE] a **b\n> c** d":    "</svg>a **b</p>\n<p>c** d</p>",
		"> [!NOTE]글":                  "<blockquote>",
		"> [!NOTE]: x":                "<blockquote>",
		"> \\[!NOTE]\n> x":            "<blockquote>",
		"> x\n> [!NOTE]":              "<blockquote>",
		"> [!NOTE]x [y](z)\n> x":      "<blockquote>",
		"    > [!NOTE]":               "<pre><code>&gt; [!NOTE]",
		"[!NOTE]":                     "<p>[!NOTE]</p>",
		"> [!NOTE]\n> | a |\n> |---|": "<table>",
	} {
		got, _ := withExtras(t, HTMLSafe, src)
		if !strings.Contains(got, want) {
			t.Errorf("%q: no %s in\n%s", src, want, got)
		}
	}
}

func TestUnknownCallout(t *testing.T) {
	for kind, hint := range map[string]string{
		"NOET":   "did you mean [!NOTE]?",
		"INFO":   "did you mean [!NOTE]?",
		"DANGER": "did you mean [!CAUTION]?",
		"경고":     "the kinds are NOTE, TIP, IMPORTANT, WARNING and CAUTION",
	} {
		_, x := withExtras(t, HTMLSafe, "> [!"+kind+"]\n> 글\n")
		if len(x.findings) != 1 || x.findings[0].code != "STR010" || x.findings[0].hint != hint || x.findings[0].offset != 2 {
			t.Errorf("[!%s]: %+v", kind, x.findings)
		}
	}
}
