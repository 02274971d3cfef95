package fence

import (
	"strings"
	"time"

	"github.com/alecthomas/chroma/v2"
)

// A token is a piece of a block's text that is coloured as one. Tokens cover the
// text without gaps, so each needs only its end.
type token struct {
	end  int
	kind kind
	role role
}

// kind is the class of a token: one of "k s c f n t v" (keyword, string,
// comment, function or name of an attribute, number or constant, type,
// variable), or 0 for what has no colour of its own.
type kind byte

// role is the part of a console session that a token belongs to.
type role byte

const (
	roleNone role = iota
	rolePrompt
	roleCommand
	roleOutput
)

const (
	// budget is the time a block may take: a fixed part and one for its length,
	// so that long honest blocks keep their colours on a busy machine, and with
	// them the output its bytes. Some lexers need quadratic time for hostile text.
	budget        = time.Second
	budgetPerByte = 10 * time.Microsecond

	// eagerStep is where probing of an eager lexer begins; see tokens.
	eagerStep = 1 << 10
)

// tokens splits text into tokens of the language lang. It says false when the
// highlighter failed: it panicked, was too slow, or lost some of the text.
func tokens(lang, text string) (toks []token, ok bool) {
	lexer := languages().byName[lang]
	if lexer == nil {
		return nil, false
	}
	defer func() {
		if recover() != nil { // some lexers ask for states they do not have
			toks, ok = nil, false
		}
	}()
	deadline := time.Now().Add(budget + time.Duration(len(text))*budgetPerByte)
	if _, lazy := lexer.(*chroma.RegexLexer); !lazy {
		// Lexers made of two lexers work before they return the first token, where
		// nothing can stop them. So they show on growing beginnings of the text how
		// their time grows.
		for n := eagerStep; n < len(text); n *= 2 {
			start := time.Now()
			scan(lexer, strings.ToValidUTF8(text[:n], ""), deadline)
			if time.Since(start)*4 > time.Until(deadline) {
				return nil, false
			}
		}
	}
	return scan(lexer, text, deadline)
}

func scan(lexer chroma.Lexer, text string, deadline time.Time) ([]token, bool) {
	size := len(text)
	if !strings.HasSuffix(text, "\n") {
		text += "\n" // many lexers need it, and not all give it back when they add it
	}
	next, err := lexer.Tokenise(&chroma.TokeniseOptions{State: "root"}, text)
	if err != nil {
		return nil, false
	}
	toks := make([]token, 0, size/8+1)
	pos := 0
	for t := next(); t != chroma.EOF; t = next() {
		if !strings.HasPrefix(text[pos:], t.Value) {
			return nil, false
		}
		pos = min(pos+len(t.Value), size)
		if k := kindOf(t.Type); len(toks) > 0 && toks[len(toks)-1].kind == k {
			toks[len(toks)-1].end = pos
		} else {
			toks = append(toks, token{end: pos, kind: k})
		}
		if time.Now().After(deadline) {
			return nil, false
		}
	}
	return upTo(toks, size), true
}

// upTo makes tokens cover the text to its end.
func upTo(toks []token, end int) []token {
	if len(toks) == 0 && end > 0 || len(toks) > 0 && toks[len(toks)-1].end < end {
		toks = append(toks, token{end: end})
	}
	return toks
}

// kindOf maps chroma's types to our classes. Punctuation, operators, white space
// and plain names have none: they look like text.
func kindOf(t chroma.TokenType) kind {
	switch t {
	case chroma.KeywordConstant:
		return 'n'
	case chroma.KeywordType:
		return 't'
	case chroma.NameAttribute, chroma.NameDecorator, chroma.NameTag, chroma.NameProperty:
		return 'f'
	case chroma.NameClass, chroma.NameException:
		return 't'
	case chroma.NameConstant, chroma.NameEntity:
		return 'n'
	case chroma.NameKeyword, chroma.OperatorWord, chroma.OperatorReserved:
		return 'k'
	case chroma.NameLabel, chroma.NameBuiltinPseudo, chroma.LiteralStringInterpol:
		return 'v'
	case chroma.LiteralStringEscape, chroma.LiteralDate:
		return 'n'
	case chroma.CommentPreprocFile, chroma.GenericInserted:
		return 's'
	case chroma.GenericHeading, chroma.GenericSubheading:
		return 'k'
	case chroma.GenericDeleted, chroma.GenericError, chroma.GenericTraceback:
		return 'v'
	case chroma.GenericPrompt, chroma.GenericOutput:
		return 'c'
	}
	switch t.SubCategory() {
	case chroma.Keyword, chroma.CommentPreproc:
		return 'k'
	case chroma.NameBuiltin:
		return 't'
	case chroma.NameVariable:
		return 'v'
	case chroma.NameFunction:
		return 'f'
	case chroma.LiteralString:
		return 's'
	case chroma.LiteralNumber:
		return 'n'
	case chroma.Comment:
		return 'c'
	}
	return 0
}
