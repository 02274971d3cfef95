// Command floor does the least that any generator of this kind must do with a
// folder of Markdown: goldmark makes HTML of every page and chroma colours the
// code, on all cores, and the result is thrown away. What sitegen needs is
// measured as a multiple of it.
//
//	floor DIR
package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"

	"github.com/alecthomas/chroma/v2"
	"github.com/alecthomas/chroma/v2/formatters/html"
	"github.com/alecthomas/chroma/v2/lexers"
	"github.com/alecthomas/chroma/v2/styles"
	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/renderer"
	"github.com/yuin/goldmark/util"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: floor DIR")
		os.Exit(2)
	}
	if err := run(os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "floor:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	paths, err := markdownFiles(dir)
	if err != nil {
		return err
	}
	md := goldmark.New(
		goldmark.WithExtensions(extension.GFM, extension.Footnote, extension.DefinitionList),
		goldmark.WithParserOptions(parser.WithAutoHeadingID()),
		goldmark.WithRendererOptions(renderer.WithNodeRenderers(util.Prioritized(newCode(), 100))),
	)
	var next, written atomic.Int64
	var wait sync.WaitGroup
	errs := make([]error, runtime.GOMAXPROCS(0))
	for worker := range errs {
		wait.Go(func() {
			var out bytes.Buffer
			for i := next.Add(1) - 1; i < int64(len(paths)); i = next.Add(1) - 1 {
				source, err := os.ReadFile(paths[i])
				if err == nil {
					out.Reset()
					err = md.Convert(withoutFrontMatter(source), &out)
				}
				if err != nil {
					errs[worker] = fmt.Errorf("%s: %w", paths[i], err)
					return
				}
				written.Add(int64(out.Len()))
			}
		})
	}
	wait.Wait()
	for _, err := range errs {
		if err != nil {
			return err
		}
	}
	fmt.Printf("%d pages, %d bytes of HTML\n", len(paths), written.Load())
	return nil
}

func markdownFiles(dir string) ([]string, error) {
	var paths []string
	err := filepath.WalkDir(dir, func(p string, d fs.DirEntry, err error) error {
		if err == nil && !d.IsDir() && strings.HasSuffix(p, ".md") {
			paths = append(paths, p)
		}
		return err
	})
	return paths, err
}

func withoutFrontMatter(source []byte) []byte {
	if rest, ok := bytes.CutPrefix(source, []byte("---\n")); ok {
		if _, body, ok := bytes.Cut(rest, []byte("\n---\n")); ok {
			return body
		}
	}
	return source
}

// code renders fenced blocks with chroma, as classes.
type code struct {
	formatter *html.Formatter
	style     *chroma.Style
	lexers    sync.Map // language → chroma.Lexer
}

func newCode() *code {
	return &code{formatter: html.New(html.WithClasses(true)), style: styles.Fallback}
}

// RegisterFuncs implements renderer.NodeRenderer.
func (c *code) RegisterFuncs(reg renderer.NodeRendererFuncRegisterer) {
	reg.Register(ast.KindFencedCodeBlock, c.render)
}

func (c *code) render(w util.BufWriter, source []byte, node ast.Node, entering bool) (ast.WalkStatus, error) {
	if !entering {
		return ast.WalkContinue, nil
	}
	block := node.(*ast.FencedCodeBlock)
	tokens, err := c.lexer(string(block.Language(source))).Tokenise(nil, string(block.Lines().Value(source)))
	if err != nil {
		return ast.WalkStop, err
	}
	return ast.WalkSkipChildren, c.formatter.Format(w, c.style, tokens)
}

func (c *code) lexer(language string) chroma.Lexer {
	if known, ok := c.lexers.Load(language); ok {
		return known.(chroma.Lexer)
	}
	lexer := lexers.Get(language)
	if lexer == nil {
		lexer = lexers.Fallback
	}
	lexer = chroma.Coalesce(lexer)
	c.lexers.Store(language, lexer)
	return lexer
}
