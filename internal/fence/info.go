package fence

import (
	"strings"
	"unicode"
)

// ParseInfo reads the words after the opening backticks in the dialects that
// authors bring along:
//
//	go {1,3-5} title="main.go" showLineNumbers     Docusaurus, rehype
//	go hl_lines="1 3-5" linenums="10"              Material for MkDocs
//	go {hl_lines=[1,"3-5"] linenos=table}          Hugo
//	{.go .numberLines startFrom="10"}              Pandoc
//	ts:line-numbers {1} [config.ts]                VitePress
//	js:main.js · rust,ignore                       Zenn · rustdoc
//
// Synonyms come out under one name: "title" for filename and [name], "linenos"
// for all ways to ask for line numbers ("" is yes, "off" is no), "linenostart"
// for the first of them. Highlighted lines are in marks, as "1,3-5". Everything
// else is in attrs by its name in lower case, a bare word with the value "".
// No input is an error; what makes no sense is a word nobody asks for.
func ParseInfo(info string) (lang string, attrs map[string]string, marks string) {
	in := infoReader{rest: strings.TrimSpace(info), attrs: map[string]string{}}
	in.language()
	for in.item(false) {
	}
	return strings.ToLower(in.lang), in.attrs, strings.Join(in.marks, ",")
}

// infoReader is an info string that has been read up to rest.
type infoReader struct {
	rest  string
	lang  string
	attrs map[string]string
	marks []string
}

// language takes the first word if it can be a language.
func (in *infoReader) language() {
	end := strings.IndexAny(in.rest, " \t\n{,")
	if end < 0 {
		end = len(in.rest)
	}
	word := in.rest[:end]
	key, _, isPair := strings.Cut(word, "=")
	if word == "" || word[0] == '[' || isPair && !strings.Contains(key, ":") {
		return
	}
	in.rest = in.rest[end:]
	lang, label, _ := strings.Cut(word, ":")
	if lang == "" {
		in.lang = word
		return
	}
	in.lang = lang
	in.label(label)
}

// label is what follows the language after a colon.
func (in *infoReader) label(s string) {
	name, value, _ := strings.Cut(s, "=")
	switch {
	case s == "":
	case name == "line-numbers":
		in.set(name, value)
	case name == "no-line-numbers":
		in.set("linenos", "off")
	default:
		in.set("title", s)
	}
}

// item takes the next word, pair or group and tells whether there was one.
// Within braces a comma separates, too.
func (in *infoReader) item(braces bool) bool {
	in.rest = strings.TrimLeft(in.rest, " \t\n,")
	if in.rest == "" {
		return false
	}
	switch in.rest[0] {
	case '{':
		if braces {
			in.rest = in.rest[1:] // a brace within braces means nothing
			return true
		}
		in.group(in.enclosed('{', '}'))
		return true
	case '[':
		in.set("title", in.enclosed('[', ']'))
		return true
	}
	key := in.until(" \t\n,={")
	switch {
	case strings.HasPrefix(in.rest, "="):
		in.rest = in.rest[1:]
		in.set(key, in.value(braces))
	case strings.HasPrefix(in.rest, "{") && canonical(key) == "linenos":
		in.set(key, in.enclosed('{', '}'))
	case braces && strings.HasSuffix(key, ":") && len(key) > 1:
		in.rest = strings.TrimLeft(in.rest, " \t\n")
		in.set(strings.TrimSuffix(key, ":"), in.value(braces))
	default:
		in.word(key, braces)
	}
	return true
}

// group reads what stood in braces: line numbers, or items of its own.
func (in *infoReader) group(s string) {
	if isRanges(s) {
		in.addMarks(s)
		return
	}
	outer := in.rest
	in.rest = s
	for in.item(true) {
	}
	in.rest = outer
}

func (in *infoReader) word(w string, braces bool) {
	switch {
	case w == "":
	case braces && w[0] == '.' && len(w) > 1:
		if in.lang == "" {
			in.lang = w[1:]
		} else {
			in.set(w[1:], "")
		}
	case braces && w[0] == '#':
		in.set("id", w[1:])
	case braces && isRanges(w):
		in.addMarks(w)
	case braces && in.lang == "" && len(in.attrs) == 0 && unicode.IsLetter(rune(w[0])):
		in.lang = w
	default:
		in.set(w, "")
	}
}

// set files a pair under its canonical name. The first of two wins.
func (in *infoReader) set(key, value string) {
	key = canonical(key)
	switch key {
	case "":
		return
	case "marks":
		in.addMarks(value)
		return
	case "linenos":
		value = in.lineNumbers(value)
	case "linenostart":
		in.put("linenos", "")
	}
	in.put(key, value)
}

func (in *infoReader) put(key, value string) {
	if _, set := in.attrs[key]; !set {
		in.attrs[key] = value
	}
}

// lineNumbers turns the value of a wish for line numbers into "" or "off"; a
// number is where they start.
func (in *infoReader) lineNumbers(value string) string {
	switch strings.ToLower(value) {
	case "false", "off", "no", "none":
		return "off"
	}
	if value != "" && strings.Trim(value, "0123456789") == "" {
		in.put("linenostart", value)
	}
	return ""
}

func (in *infoReader) addMarks(s string) {
	in.marks = append(in.marks, strings.FieldsFunc(s, func(r rune) bool { return strings.ContainsRune(" \t\n,[]{}\"'", r) })...)
}

func (in *infoReader) until(stops string) string {
	end := strings.IndexAny(in.rest, stops)
	if end < 0 {
		end = len(in.rest)
	}
	s := in.rest[:end]
	in.rest = in.rest[end:]
	return s
}

func (in *infoReader) value(braces bool) string {
	if in.rest == "" {
		return ""
	}
	switch q := in.rest[0]; q {
	case '"', '\'':
		in.rest = in.rest[1:]
		v := in.until(string(q))
		in.rest = strings.TrimPrefix(in.rest, string(q))
		return v
	case '[':
		return in.enclosed('[', ']')
	case '{':
		return in.enclosed('{', '}')
	}
	if braces {
		return in.until(" \t\n,")
	}
	return in.until(" \t\n")
}

// enclosed takes from an opening bracket to the one that closes it, or to the
// end of the string, and returns what is between.
func (in *infoReader) enclosed(open, closing byte) string {
	depth := 0
	for i := 0; i < len(in.rest); i++ {
		switch in.rest[i] {
		case open:
			depth++
		case closing:
			if depth--; depth == 0 {
				s := in.rest[1:i]
				in.rest = in.rest[i+1:]
				return s
			}
		}
	}
	s := in.rest[1:]
	in.rest = ""
	return s
}

// canonical is the name under which a key is kept.
func canonical(key string) string {
	key = strings.ToLower(key)
	switch key {
	case "filename", "file-name":
		return "title"
	case "hl_lines", "hl-lines", "highlight", "highlight-lines", "emphasize-lines":
		return "marks"
	case "showlinenumbers", "linenumbers", "line-numbers", "numberlines", "linenums", "lineno":
		return "linenos"
	case "startline", "start-line", "startfrom", "linenumberstart", "lineno-start":
		return "linenostart"
	}
	return key
}

func isRanges(s string) bool {
	return strings.ContainsAny(s, "0123456789") && strings.Trim(s, "0123456789,- \t") == ""
}
