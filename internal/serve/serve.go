// Package serve shows a site to its author's own browsers while it is being
// written: the HTTP edge of a preview.
//
// It is told what to show (Server.Show) and answers from that alone. A request
// goes this way, in handler.go:
//
//	admit     is it from here, and only a question?     guard.go
//	resolve   which published file is meant?            path.go
//	content   its bytes, their type and their digest    content.go
//	decorate  pages bring the live script with them     decorate.go
//
// Nothing of a request ever becomes the name of a file on the disk: it is looked
// up in the table of what would be published, and what is not there is not there.
//
// Browsers hear of changes over a stream of events (events.go): which version is
// shown, and what is wrong with the notes (state.go). Without a site to show,
// because the first build has found errors, every page is a list of these
// (problems.go).
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"maps"
	"net"
	"net/http"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"sitegen/internal/diag"
)

// Site is what is served: the files that would be published. It does not change;
// another version is another Site. Two Sites that are equal (==) are the same.
type Site interface {
	Base() string                  // "/" or "/repo/": the path below which the site lies, not encoded
	File(name string) (File, bool) // by its path below the base: "aws/az/index.html"; a folder is not a file
}

// File is one file of a Site: its bytes, or where to read them, or why there are none.
type File struct {
	Data  []byte
	Open  func() (io.ReadSeekCloser, error) // used if Data is nil
	Diags []diag.Diag                       // shown if there is neither
}

// View is what there is to show.
type View struct {
	Site  Site                               // nil: there has not been a good one yet
	Diags []diag.Diag                        // what is wrong with the notes as they are now
	Line  func(file string, line int) string // a line of a source, for excerpts; may be nil
	Moved map[string]string                  // pages that have another address now: old → new, relative to the base
	Root  string                             // absolute path of the project, for links into an editor
}

// Options say where to serve and how to speak of it.
type Options struct {
	Addr   string            // HOST:PORT; "" for DefaultAddr
	Asked  bool              // somebody asked for just this address: no other will do
	Editor string            // which editor links open, see Editors; "" for the first of them
	Log    func(line string) // told what the person at the desk should know; may be nil
}

// Server serves one preview.
type Server struct {
	listener net.Listener
	hosts    hosts
	editor   editor
	log      func(line string)
	limits   limits
	run      string // tells one process from the next
	hub      hub
	held     atomic.Int64 // bytes of files that answers hold

	mu    sync.Mutex // of Show
	shown atomic.Pointer[shown]
	ready chan struct{} // closed when there is something to show
}

// limits keep slow, broken and greedy clients from holding the server up.
type limits struct {
	header    time.Duration // for all of a request
	idle      time.Duration // between two requests of a connection
	write     time.Duration // for a client to take the next piece of an answer
	heartbeat time.Duration // between two signs of life on a stream of events
	farewell  time.Duration // for answers under way when the server ends
	streams   int           // of events at once
	held      int64         // bytes of files that answers hold at once
}

var usual = limits{
	header:    5 * time.Second,
	idle:      2 * time.Minute,
	write:     30 * time.Second,
	heartbeat: 15 * time.Second,
	farewell:  500 * time.Millisecond,
	streams:   256,
	held:      8 * readable,
}

// shown is a View with all that is told of it.
type shown struct {
	View
	version int
	state   state
}

// Show makes v what is served from now on, and tells all browsers if they could
// see a difference.
func (s *Server) Show(v View) {
	s.mu.Lock()
	defer s.mu.Unlock()
	old := s.shown.Load()
	v.Line = oneAtATime(v.Line)
	next := &shown{View: v, version: 1, state: stateOf(v, v.Diags, s.editor)}
	next.state.Run = s.run
	if old != nil {
		next.state.Moved = mergeMoves(old.state.Moved, v.Moved)
		if old.Site == v.Site && old.state.same(next.state) {
			return
		}
		next.version = old.version + 1
	}
	next.state.Version = next.version
	s.shown.Store(next)
	if old == nil {
		close(s.ready)
	}
	s.hub.tell(next.state.message())
}

// oneAtATime makes line safe to be called for several requests at once.
func oneAtATime(line func(string, int) string) func(string, int) string {
	if line == nil {
		return func(string, int) string { return "" }
	}
	var mu sync.Mutex
	return func(file string, n int) string {
		mu.Lock()
		defer mu.Unlock()
		return line(file, n)
	}
}

// mergeMoves brings moves up to date with newer ones. A browser that was asleep
// for some of them must still find its page, so all are kept, within reason.
func mergeMoves(old, newer map[string]string) map[string]string {
	const most = 1000
	all := map[string]string{}
	if len(old)+len(newer) <= most {
		maps.Copy(all, old)
	}
	for from, to := range all {
		if further, ok := newer[to]; ok {
			all[from] = further
		}
	}
	for _, from := range slices.Sorted(maps.Keys(newer))[:min(len(newer), most)] {
		all[from] = newer[from]
	}
	maps.DeleteFunc(all, func(from, to string) bool { return from == to })
	return all
}

// Serve answers until ctx is done, and then ends what is still under way.
func (s *Server) Serve(ctx context.Context) error {
	work, stop := context.WithCancel(context.WithoutCancel(ctx))
	defer stop()
	server := &http.Server{
		Handler:           s,
		ReadHeaderTimeout: s.limits.header,
		IdleTimeout:       s.limits.idle,
		BaseContext:       func(net.Listener) context.Context { return work },
		ErrorLog:          log.New(lines(s.log), "", 0),
		// OPTIONS is refused like everything that is not a question for a file.
		DisableGeneralOptionsHandler: true,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(newDoor(s.listener, s.log)) }()
	select {
	case err := <-ended:
		return fmt.Errorf("serving %s: %w", s.listener.Addr(), err)
	case <-ctx.Done():
	}
	stop() // streams of events, and whoever waits for the first build
	quickly, cancel := context.WithTimeout(context.WithoutCancel(ctx), s.limits.farewell)
	defer cancel()
	if err := server.Shutdown(quickly); err != nil && !errors.Is(err, context.DeadlineExceeded) {
		return err
	}
	server.Close()
	<-ended
	return nil
}

// lines is a writer that says each line.
type lines func(line string)

func (say lines) Write(p []byte) (int, error) {
	for line := range strings.Lines(string(p)) {
		say(strings.TrimRight(line, "\n"))
	}
	return len(p), nil
}
