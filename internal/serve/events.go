package serve

import (
	"fmt"
	"net/http"
	"sync"
	"time"
)

// hub passes messages on to all streams of events.
type hub struct {
	mu      sync.Mutex
	streams map[*stream]bool
	last    *message // nil: nothing has been said yet
}

// stream is what one browser listens to. Its mailbox holds the newest message
// only: what came before is of no use to a browser that is late.
type stream struct {
	mailbox chan *message
}

// message is a state of the site, as an event.
type message struct {
	here, there []byte // for browsers on this machine, and for others
}

// tell sends m to all streams, now and to come.
func (h *hub) tell(m *message) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.last = m
	for s := range h.streams {
		s.put(m)
	}
}

// put replaces what is in the mailbox. Only the hub calls it, one at a time.
func (s *stream) put(m *message) {
	select {
	case <-s.mailbox:
	default:
	}
	s.mailbox <- m
}

// join adds a stream, unless there are most of them already.
func (h *hub) join(most int) (*stream, bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	if len(h.streams) >= most {
		return nil, false
	}
	if h.streams == nil {
		h.streams = map[*stream]bool{}
	}
	s := &stream{make(chan *message, 1)}
	h.streams[s] = true
	if h.last != nil {
		s.put(h.last)
	}
	return s, true
}

func (h *hub) leave(s *stream) {
	h.mu.Lock()
	defer h.mu.Unlock()
	delete(h.streams, s)
}

// serveEvents tells a browser how the site stands, whenever that changes, until
// one of them goes.
func (s *Server) serveEvents(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("X-Accel-Buffering", "no")
	if r.Method == http.MethodHead {
		w.WriteHeader(http.StatusOK)
		return
	}
	stream, ok := s.hub.join(s.limits.streams)
	if !ok {
		say(w, http.StatusServiceUnavailable, "Too many pages listen already.")
		return
	}
	defer s.hub.leave(stream)
	control, here := http.NewResponseController(w), fromHere(r)
	send := func(data []byte) bool {
		_, err := w.Write(data)
		return err == nil && control.Flush() == nil
	}
	heartbeat := time.NewTicker(s.limits.heartbeat)
	defer heartbeat.Stop()
	for open := send([]byte("retry: 500\n\n")); open; {
		select {
		case <-r.Context().Done():
			return
		case m := <-stream.mailbox:
			open = send(m.to(here))
		case <-heartbeat.C:
			open = send([]byte(":\n\n"))
		}
	}
}

func (m *message) to(here bool) []byte {
	if here {
		return m.here
	}
	return m.there
}

// event writes data, a line, as an event of the protocol.
func event(name, id string, data []byte) []byte {
	return fmt.Appendf(nil, "event: %s\nid: %s\ndata: %s\n\n", name, id, data)
}
