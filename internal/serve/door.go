package serve

import (
	"errors"
	"net"
	"sync"
	"syscall"
	"time"
)

// door is a listener that outlives a machine which has run out of something: it
// tries again, for as long as it takes, and says so once.
type door struct {
	net.Listener
	say    func(line string)
	closed chan struct{}
	close  func() error
}

func newDoor(l net.Listener, say func(line string)) *door {
	d := &door{Listener: l, say: say, closed: make(chan struct{})}
	d.close = sync.OnceValue(func() error {
		close(d.closed)
		return l.Close()
	})
	return d
}

// Times between two tries.
const (
	firstTry = 5 * time.Millisecond
	laterTry = time.Second
)

// Accept implements net.Listener.
func (d *door) Accept() (net.Conn, error) {
	for wait := firstTry; ; wait = min(2*wait, laterTry) {
		conn, err := d.Listener.Accept()
		if err == nil || !exhausted(err) {
			return conn, err
		}
		d.say("browsers have to wait: " + reasonOf(err).Error())
		select {
		case <-d.closed:
			return nil, net.ErrClosed
		case <-time.After(wait):
		}
	}
}

// Close implements net.Listener.
func (d *door) Close() error { return d.close() }

// exhausted reports whether an error is of a kind that passes: a connection was
// gone before it was accepted, or the machine has run out of something.
func exhausted(err error) bool {
	for _, passing := range []error{syscall.EMFILE, syscall.ENFILE, syscall.ENOMEM, syscall.ENOBUFS, syscall.ECONNABORTED, syscall.ECONNRESET} {
		if errors.Is(err, passing) {
			return true
		}
	}
	return false
}

// reasonOf is an error of the network without where it happened.
func reasonOf(err error) error {
	if cause := syscall.Errno(0); errors.As(err, &cause) {
		return cause
	}
	return err
}
