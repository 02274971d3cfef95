package fence

import (
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/lexers"

	"sitegen/internal/diag"
)

// language names the language of a block, "" for plain text. A name nobody
// knows is plain text, too, and gets a warning.
func language(name string, pos diag.Pos) (string, []diag.Diag) {
	switch {
	case isPlain(name):
		return "", nil
	case known(name):
		return name, nil
	}
	d := diag.Warnf(pos, "COD001", "unknown language %q, shown as plain text", name)
	if near := diag.Nearest(name, languages().names); near != "" && len(name) > 1 {
		return "", []diag.Diag{d.WithHint("did you mean %q?", near)}
	}
	return "", []diag.Diag{d.WithHint("write ```text for text in no language")}
}

// isPlain tells whether name asks for text without colours.
func isPlain(name string) bool {
	switch name {
	case "", "text", "txt", "plain", "plaintext", "none", "nohighlight", "raw", "output", "log",
		"csv", "tsv", "regex", "gitignore", "crontab":
		return true
	}
	return false
}

func known(name string) bool { return languages().byName[name] != nil }

// languageOfFile names the language that files called name are written in, "" if unknown.
func languageOfFile(name string) string {
	ls, base := languages(), path.Base(name)
	lexer := ls.byFile[base]
	if lexer == nil {
		lexer = ls.byName[strings.ToLower(strings.TrimPrefix(path.Ext(base), "."))]
	}
	if lexer == nil {
		return ""
	}
	return strings.ToLower(slices.Concat(lexer.Config().Aliases, []string{lexer.Config().Name})[0])
}

// languageTable finds lexers. chroma's own look-up tries every file pattern of every lexer
// when it is given a name it does not know, and breaks ties by an unstable sort.
type languageTable struct {
	byName map[string]chroma.Lexer // names, aliases, file extensions; lower case
	byFile map[string]chroma.Lexer // whole file names: "Dockerfile"
	names  []string                // what an author may have meant, sorted
}

// languages is a constant that is only computed when a first block needs it.
var languages = sync.OnceValue(func() languageTable {
	t := languageTable{byName: map[string]chroma.Lexer{}, byFile: map[string]chroma.Lexer{}}
	all := slices.Clone(lexers.GlobalLexerRegistry.Lexers)
	slices.SortStableFunc(all, func(a, b chroma.Lexer) int { return int(1000 * (priority(b) - priority(a))) })
	for _, l := range all {
		put(t.byName, strings.ToLower(l.Config().Name), l)
		for _, alias := range l.Config().Aliases {
			put(t.byName, strings.ToLower(alias), l)
		}
	}
	for name := range t.byName {
		t.names = append(t.names, name)
	}
	slices.Sort(t.names)
	for _, s := range synonyms {
		put(t.byName, s[0], t.byName[s[1]])
	}
	for _, l := range all {
		for _, pattern := range slices.Concat(l.Config().Filenames, l.Config().AliasFilenames) {
			if ext, ok := strings.CutPrefix(pattern, "*."); ok {
				put(t.byName, strings.ToLower(ext), l)
			} else {
				put(t.byFile, pattern, l)
			}
		}
	}
	return t
})

// synonyms are names in use on GitHub that chroma does not have.
var synonyms = [][2]string{
	{"jsonc", "json"}, {"json5", "json"}, {"jsonl", "json"}, {"node", "js"}, {"astro", "html"},
	{"env", "ini"}, {"dotenv", "ini"}, {"properties", "ini"}, {"gitconfig", "ini"}, {"editorconfig", "ini"},
	{"psql", "postgresql"}, {"jinja2", "jinja"}, {"less", "scss"}, {"cuda", "c++"}, {"kql", "sql"},
	{"cloudformation", "yaml"}, {"shellscript", "bash"}, {"h", "c"}, {"mdx", "markdown"},
}

func put(m map[string]chroma.Lexer, name string, l chroma.Lexer) {
	if m[name] == nil && l != nil {
		m[name] = l
	}
}

func priority(l chroma.Lexer) float32 {
	if p := l.Config().Priority; p != 0 {
		return p
	}
	return 1
}
