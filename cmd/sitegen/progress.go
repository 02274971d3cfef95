package main

import (
	"fmt"
	"io"
	"os"
	"strings"
	"sync"
	"time"

	"golang.org/x/term"
)

const (
	patience = time.Second            // quick builds show no bar
	redraw   = 100 * time.Millisecond // between two drawings
	barWidth = 30
)

// progress draws a bar on a terminal when a build takes long. Its methods may
// be called from many goroutines.
type progress struct {
	w     io.Writer
	now   func() time.Time
	began time.Time

	mu    sync.Mutex
	drawn time.Time // zero: not yet
	ended bool
}

// newProgress returns a progress that draws nothing unless terminal is true.
func newProgress(w io.Writer, terminal bool, now func() time.Time) *progress {
	return &progress{w: w, now: now, began: now(), ended: !terminal}
}

func (p *progress) update(done, total int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended || total <= 0 {
		return
	}
	now := p.now()
	if now.Sub(p.began) < patience || now.Sub(p.drawn) < redraw {
		return
	}
	p.drawn = now
	filled := min(barWidth*done/total, barWidth)
	fmt.Fprintf(p.w, "\r[%s%s] %d/%d\x1b[K", strings.Repeat("#", filled), strings.Repeat(".", barWidth-filled), done, total)
}

// clear wipes the bar; later updates are ignored.
func (p *progress) clear() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if !p.drawn.IsZero() {
		io.WriteString(p.w, "\r\x1b[K")
	}
	p.ended = true
}

func isTerminal(w io.Writer) bool {
	f, ok := w.(*os.File)
	return ok && term.IsTerminal(int(f.Fd()))
}
