package fence

import (
	"regexp"
	"strings"

	"sitegen/internal/site"
)

// drawConsole draws a terminal session: prompts, which nobody wants to copy,
// commands, coloured as what they are, and output. A block without any prompt is
// shown as it is, since nothing says which of its lines were typed.
func drawConsole(f site.Fence) site.Drawn {
	b, ds := newBlock(f)
	b.classes = append([]string{"tty"}, b.classes...)
	b.lang = "console"
	if tooLong := tooMuch(b.text, f.Pos); tooLong != nil {
		return b.drawn(append(ds, tooLong...))
	}
	s := readSession(b.text)
	toks, failed := s.tokens()
	for _, lang := range failed {
		ds = append(ds, gaveUp(lang, f.Pos))
	}
	b.toks = toks
	return b.drawn(ds)
}

// shell is a kind of prompt and what is typed behind it.
type shell struct {
	lang     string // "" for plain text
	prompt   *regexp.Regexp
	escape   byte           // at a line's end: the command goes on
	more     *regexp.Regexp // the prompt of further lines of a command
	optional bool           // the sign is also used otherwise; see shellsOf
}

// shells are tried in this order.
var shells = []shell{
	{lang: "python", prompt: regexp.MustCompile(`^(?:\([^()\s]+\) )?>>>(?: |$)`), more: regexp.MustCompile(`^\.\.\.(?: |$)`)},
	{lang: "powershell", prompt: regexp.MustCompile(`^(?:\([^()\s]+\) )?PS(?: [^>]*)?>(?: |$)`), escape: '`', more: regexp.MustCompile(`^>>(?: |$)`)},
	{lang: "batch", prompt: regexp.MustCompile(`^(?:\([^()\s]+\) )?[A-Za-z]:\\[^<>|]*> ?`), escape: '^'},
	{lang: "bash", prompt: regexp.MustCompile(`^(?:\([^()\s]+\) )?(?:` +
		`\$(?: |$)` + // $
		`|[^\s@$#]+@[^\s:$#]+(?::[^\s$#]* ?[$#%]| \S+ [$#%]|[$#%])(?: |$)` + // user@host:~$ · user@host dir %
		`|\[[^\[\]]+@[^\[\]]+\][$#](?: |$)` + // [user@host dir]$
		`|(?:ba|z)?sh-[\d.]+[$#](?: |$)` + // bash-5.2$
		`|(?:~|/)\S* ?[$#%](?: |$)` + // ~/dir $
		`|[❯➜](?: |$)` +
		`)`), escape: '\\', more: moreShell},
	{lang: "bash", prompt: regexp.MustCompile(`^[#%](?: |$)`), escape: '\\', more: moreShell, optional: true},
	{prompt: regexp.MustCompile(`^>(?: |$)`), optional: true},
}

var (
	moreShell = regexp.MustCompile(`^>(?: |$)`)
	heredoc   = regexp.MustCompile(`<<-?\s*['"]?([A-Za-z_]\w*)`)
)

// shellsOf are the shells whose prompts count in text. "# " and "> " also begin
// comments and output, so they are prompts only where the session begins with
// one and shows no other prompt.
func shellsOf(text string) []shell {
	var sure []shell
	for _, sh := range shells {
		if !sh.optional {
			sure = append(sure, sh)
		}
	}
	first := ""
	for line := range strings.Lines(text) {
		line = strings.TrimSuffix(line, "\n")
		if first == "" {
			first = line
		}
		if sh, _ := promptOf(sure, line); sh != nil {
			return sure
		}
	}
	for _, sh := range shells {
		if sh.optional && sh.prompt.MatchString(first) {
			return []shell{sh}
		}
	}
	return nil
}

// promptOf finds the prompt that line begins with.
func promptOf(shells []shell, line string) (*shell, int) {
	for i := range shells {
		if loc := shells[i].prompt.FindStringIndex(line); loc != nil {
			return &shells[i], loc[1]
		}
	}
	return nil, 0
}

// session is a terminal session in parts that cover its text.
type session struct {
	text  string
	parts []part
}

type part struct {
	end  int
	role role
	lang string // of a command
}

func readSession(text string) session {
	s := session{text: text}
	shells := shellsOf(text)
	if shells == nil {
		s.add(len(text), roleNone, "")
		return s
	}
	var typing *shell // the shell whose command may go on in this line
	goesOn := false   // the line before ended in the middle of the command
	until := ""       // the word that ends a here-document
	pos := 0
	for line := range strings.Lines(text) {
		body := strings.TrimSuffix(line, "\n")
		sh, prompt := promptOf(shells, body)
		switch {
		case until != "" || goesOn && sh == nil:
			n := 0
			if loc := moreOf(typing, body); loc > 0 {
				n = loc
				s.add(pos+n, rolePrompt, "")
			}
			s.command(pos, pos+n, pos+len(body), typing.lang)
			if strings.TrimSpace(body[n:]) == until {
				until = ""
			}
		case sh != nil:
			typing = sh
			s.add(pos+prompt, rolePrompt, "")
			s.add(pos+len(body), roleCommand, sh.lang)
			until = hereDocument(shells, sh, body, text[pos+len(line):])
		case typing != nil && moreOf(typing, body) > 0:
			s.add(pos+moreOf(typing, body), rolePrompt, "")
			s.add(pos+len(body), roleCommand, typing.lang)
		default:
			typing = nil
			s.output(pos, pos+len(body))
		}
		goesOn = typing != nil && endsWithEscape(body, typing.escape)
		s.add(pos+len(line), roleNone, "")
		pos += len(line)
	}
	return s
}

// add ends a part at end, unless it would be empty.
func (s *session) add(end int, r role, lang string) {
	start := 0
	if n := len(s.parts); n > 0 {
		start = s.parts[n-1].end
	}
	if end > start {
		s.parts = append(s.parts, part{end, r, lang})
	}
}

// command adds a further line to a command; with no prompt between, the line is
// one part with the one before.
func (s *session) command(lineStart, start, end int, lang string) {
	n := len(s.parts)
	if start == lineStart && n >= 2 && s.parts[n-2].role == roleCommand {
		s.parts = s.parts[:n-1]
		s.parts[n-2].end = end
		return
	}
	s.add(end, roleCommand, lang)
}

// output adds a line of output, joined with the lines of output before it.
func (s *session) output(start, end int) {
	n := len(s.parts)
	if n >= 2 && s.parts[n-2].role == roleOutput && s.parts[n-1].end == start && s.parts[n-1].role == roleNone {
		s.parts = s.parts[:n-1]
		s.parts[n-2].end = end
		return
	}
	s.add(end, roleOutput, "")
}

func moreOf(sh *shell, line string) int {
	if sh == nil || sh.more == nil {
		return 0
	}
	if loc := sh.more.FindStringIndex(line); loc != nil {
		return loc[1]
	}
	return 0
}

// hereDocument returns the word that ends the here-document begun in line, if
// one is begun and the word follows before the next prompt.
func hereDocument(shells []shell, sh *shell, line, after string) string {
	if sh.lang != "bash" {
		return ""
	}
	m := heredoc.FindStringSubmatch(line)
	if m == nil {
		return ""
	}
	for l := range strings.Lines(after) {
		l = strings.TrimSuffix(l, "\n")
		if strings.TrimSpace(l[moreOf(sh, l):]) == m[1] {
			return m[1]
		}
		if next, _ := promptOf(shells, l); next != nil {
			break
		}
	}
	return ""
}

// endsWithEscape tells whether the newline after line is escaped.
func endsWithEscape(line string, escape byte) bool {
	if escape == 0 {
		return false
	}
	n := len(line) - len(strings.TrimRight(line, string(escape)))
	return n%2 == 1
}

// tokens colours the commands. It also names the languages that failed.
func (s *session) tokens() (toks []token, failed []string) {
	pos := 0
	for _, p := range s.parts {
		c := cursor{}
		if p.lang != "" && len(failed) == 0 {
			var ok bool
			if c.toks, ok = tokens(p.lang, s.text[pos:p.end]); !ok {
				failed = append(failed, p.lang)
			}
		}
		n := len(toks)
		toks = c.take(toks, pos, p.end-pos)
		for i := range toks[n:] {
			toks[n+i].role = p.role
		}
		pos = p.end
	}
	return toks, failed
}
