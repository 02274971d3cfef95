package main

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"strings"
	"time"

	"sitegen/internal/build"
	"sitegen/internal/diag"
)

// finish writes the last words of a build that came to its end and says how it ended.
func (a *app) finish(w io.Writer, text string, r *build.Result) error {
	if _, err := io.WriteString(w, text); err != nil {
		return err
	}
	if errs, _ := diag.Count(r.Diags); errs > 0 {
		return errContent
	}
	return nil
}

// summary is the last line of a build.
func summary(r *build.Result, took time.Duration) string {
	errs, warnings := diag.Count(r.Diags)
	var found []string
	if errs > 0 {
		found = append(found, count(errs, "error"))
	}
	if warnings > 0 {
		found = append(found, count(warnings, "warning"))
	}
	trouble := strings.Join(found, ", ")
	if !r.Published {
		return fmt.Sprintf("not published: %s (%s); what was published before stays as it was\n", trouble, duration(took))
	}
	s := r.Stats
	line := fmt.Sprintf("%s in %s: %s written, %d unchanged, %d deleted",
		count(r.Pages, "page"), duration(took), count(s.Written, "file"), s.Same, s.Deleted)
	if s.Foreign > 0 {
		line += fmt.Sprintf(", %d of others left alone", s.Foreign)
	}
	if trouble != "" {
		line += "; " + trouble
	}
	return line + "\n"
}

func count(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return fmt.Sprintf("%d %ss", n, noun)
}

func duration(d time.Duration) string {
	if d < time.Second {
		return fmt.Sprintf("%d ms", d.Milliseconds())
	}
	return fmt.Sprintf("%.1f s", d.Seconds())
}

// document is what --json prints.
type document struct {
	Pages       int          `json:"pages"`
	Written     int          `json:"written"`
	Unchanged   int          `json:"unchanged"`
	Deleted     int          `json:"deleted"`
	Foreign     int          `json:"foreign"`
	Published   bool         `json:"published"`
	MS          int64        `json:"ms"`
	Errors      int          `json:"errors"`
	Warnings    int          `json:"warnings"`
	Error       string       `json:"error,omitempty"` // what the machine did; the build has no result
	Recalled    int          `json:"recalled"`        // steps answered from what earlier builds remembered
	Ran         int          `json:"ran"`             // steps that were not
	Notes       []string     `json:"notes"`
	Steps       []step       `json:"steps"`
	Diagnostics []diagnostic `json:"diagnostics"`
}

// step is how long a part of the build took.
type step struct {
	Name string  `json:"name"`
	MS   float64 `json:"ms"`
}

type diagnostic struct {
	File     string `json:"file"`
	Line     int    `json:"line"`
	Col      int    `json:"col"`
	Severity string `json:"severity"`
	Code     string `json:"code"`
	Message  string `json:"message"`
	Hint     string `json:"hint"`
}

// report makes the document of a build; r may be nil if there is an error.
func report(r *build.Result, failure error, took time.Duration) ([]byte, error) {
	doc := document{MS: took.Milliseconds(), Notes: []string{}, Steps: []step{}, Diagnostics: []diagnostic{}}
	if failure != nil {
		doc.Error = failure.Error()
	}
	if r != nil {
		doc.Pages, doc.Published = r.Pages, r.Published
		doc.Written, doc.Unchanged, doc.Deleted, doc.Foreign = r.Stats.Written, r.Stats.Same, r.Stats.Deleted, r.Stats.Foreign
		doc.Errors, doc.Warnings = diag.Count(r.Diags)
		doc.Recalled, doc.Ran = r.Recalled, r.Ran
		doc.Notes = append(doc.Notes, r.Notes...)
		for _, s := range r.Steps {
			doc.Steps = append(doc.Steps, step{s.Name, float64(s.Took.Microseconds()) / 1000})
		}
		for _, d := range r.Diags {
			doc.Diagnostics = append(doc.Diagnostics, diagnostic{
				d.Pos.File, d.Pos.Line, d.Pos.Col, d.Severity.String(), d.Code, d.Msg, d.Hint,
			})
		}
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(doc)
	return b.Bytes(), err
}
