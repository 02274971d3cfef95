package markdown

import (
	"github.com/yuin/goldmark-emoji/definition"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// shortcodeAttr is the attribute of an emoji that holds its shortcode, and of a
// formula's text that holds its source: GitHub makes heading ids of these, not of
// what is shown.
const shortcodeAttr = "shortcode"

// maxShortcode is longer than any shortcode.
const maxShortcode = 64

// emojiParser replaces GitHub's shortcodes, :tada:, by the character itself,
// which screen readers know how to name. An unknown code stays text.
type emojiParser struct{}

// Trigger implements parser.InlineParser.
func (emojiParser) Trigger() []byte { return []byte{':'} }

// Parse implements parser.InlineParser.
func (emojiParser) Parse(parent ast.Node, block text.Reader, _ parser.Context) ast.Node {
	line, segment := block.PeekLine()
	switch before := block.PrecendingCharacter(); {
	case before < 0x80 && isShortcodeByte(byte(before)):
		return nil // a ratio or a time, 1:100:5
	case before == ':' && !endsWithEmoji(parent):
		return nil // an address, fe80::a:b:1
	}
	n := 1
	for n < len(line) && n <= maxShortcode && isShortcodeByte(line[n]) {
		n++
	}
	if n == 1 || n >= len(line) || line[n] != ':' {
		return nil
	}
	e, ok := definition.Github().Get(string(line[1:n]))
	if !ok || !e.IsUnicode() {
		return nil
	}
	block.Advance(n + 1)
	node := ast.NewString([]byte(string(e.Unicode)))
	node.SetAttributeString(shortcodeAttr, string(line[1:n]))
	node.SetPos(segment.Start)
	return node
}

// endsWithEmoji reports whether the colon before the reader belongs to an emoji.
func endsWithEmoji(parent ast.Node) bool {
	s, ok := parent.LastChild().(*ast.String)
	if ok {
		_, ok = s.AttributeString(shortcodeAttr)
	}
	return ok
}

func isShortcodeByte(c byte) bool {
	switch c {
	case '_', '-', '+':
		return true
	}
	return 'a' <= c && c <= 'z' || '0' <= c && c <= '9' || 'A' <= c && c <= 'Z'
}
