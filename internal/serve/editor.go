package serve

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// editor is the address that opens a place in an editor, with {file}, {line}
// and {column} in it; "" opens nothing.
type editor string

// editors are those whose addresses are known. The first is the usual one.
var editors = []struct {
	name    string
	address editor
}{
	{"vscode", "vscode://file/{file}:{line}:{column}"},
	{"cursor", "cursor://file/{file}:{line}:{column}"},
	{"zed", "zed://file/{file}:{line}:{column}"},
	{"idea", "idea://open?file={file}&line={line}&column={column}"},
	{"sublime", "subl://open?url=file://{file}&line={line}&column={column}"},
	{"none", ""},
}

// Editors are the names that Options.Editor may have; it may be a template, too.
func Editors() []string {
	var names []string
	for _, e := range editors {
		names = append(names, e.name)
	}
	return names
}

// scheme is how an address of a program begins.
var scheme = regexp.MustCompile(`^([a-zA-Z][a-zA-Z0-9+.-]*):`)

// newEditor reads a name or a template.
func newEditor(asked string) (editor, error) {
	if asked == "" {
		return editors[0].address, nil
	}
	for _, e := range editors {
		if e.name == asked {
			return e.address, nil
		}
	}
	m := scheme.FindStringSubmatch(asked)
	if m == nil || !strings.Contains(asked, "{file}") {
		return "", fmt.Errorf("%q is no editor; it is one of %s, or a template such as %s", asked, strings.Join(Editors(), ", "), editors[0].address)
	}
	switch strings.ToLower(m[1]) {
	case "javascript", "data", "vbscript", "blob":
		return "", fmt.Errorf("an editor is not opened by an address that begins with %s", m[0])
	}
	return editor(asked), nil
}

// link is the address that opens a place of a file. file is absolute, with slashes.
func (e editor) link(file string, line, col int) string {
	if e == "" {
		return ""
	}
	before, _, _ := strings.Cut(string(e), "{file}")
	// "C:/notes/a.md" has no slash at its beginning, "/notes/a.md" has one.
	if strings.HasSuffix(before, "/") && !strings.HasSuffix(before, "//") {
		file = strings.TrimPrefix(file, "/")
	}
	return strings.NewReplacer(
		"{file}", escapeFile(file),
		"{line}", strconv.Itoa(max(line, 1)),
		"{column}", strconv.Itoa(max(col, 1)),
	).Replace(string(e))
}

// escapeFile percent-encodes a path such that it can stand anywhere in an address.
func escapeFile(file string) string {
	const plain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/"
	var b strings.Builder
	for i := range len(file) {
		if c := file[i]; strings.IndexByte(plain, c) >= 0 || c == ':' && i == 1 {
			b.WriteByte(c)
		} else {
			fmt.Fprintf(&b, "%%%02X", c)
		}
	}
	return b.String()
}
