package serve

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"slices"
	"strings"
	"syscall"
	"testing"
	"testing/synctest"
	"time"
)

// exhaustedListener gives what it is told to, one after another, and then waits.
type exhaustedListener struct {
	net.Listener
	next   []error // nil for a connection
	closed chan struct{}
}

func (l *exhaustedListener) Accept() (net.Conn, error) {
	if len(l.next) == 0 {
		<-l.closed
		return nil, net.ErrClosed
	}
	err := l.next[0]
	l.next = l.next[1:]
	if err != nil {
		return nil, &net.OpError{Op: "accept", Net: "tcp", Err: os.NewSyscallError("accept4", err)}
	}
	conn, _ := net.Pipe()
	return conn, nil
}

func (l *exhaustedListener) Close() error {
	close(l.closed)
	return nil
}

// A server whose machine has no descriptors for a while says so once, and goes on.
func TestDoorOutlivesExhaustion(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		var said []string
		l := &exhaustedListener{closed: make(chan struct{})}
		l.next = slices.Concat(slices.Repeat([]error{syscall.EMFILE}, 20), []error{nil, syscall.EMFILE, nil})
		d := newDoor(l, once(func(line string) { said = append(said, line) }))
		began := time.Now()
		for range 2 {
			if conn, err := d.Accept(); err != nil || conn == nil {
				t.Fatal(conn, err)
			}
		}
		if took := time.Since(began); took < 10*time.Second || took > 20*time.Second {
			t.Errorf("tried for %v", took)
		}
		if want := []string{"browsers have to wait: " + syscall.EMFILE.Error()}; !slices.Equal(said, want) {
			t.Errorf("said %q", said)
		}
		l.next = slices.Repeat([]error{syscall.EMFILE}, 1000)
		time.AfterFunc(90*time.Second, func() {
			if err := errors.Join(d.Close(), d.Close()); err != nil {
				t.Error(err)
			}
		})
		began = time.Now()
		if _, err := d.Accept(); !errors.Is(err, net.ErrClosed) || time.Since(began) > 91*time.Second {
			t.Errorf("%v after %v", err, time.Since(began))
		}
		if len(said) != 2 { // once more after a minute
			t.Errorf("said %q", said)
		}
	})
}

// Any other error ends the server.
func TestDoorThatIsGone(t *testing.T) {
	d := newDoor(&exhaustedListener{next: []error{syscall.EINVAL}}, func(line string) { t.Errorf("said %q", line) })
	if _, err := d.Accept(); !errors.Is(err, syscall.EINVAL) {
		t.Error(err)
	}
}

// What cannot be read is said once, however often it is asked for.
func TestTroubleIsSaidOnce(t *testing.T) {
	site := notes()
	site.disk = map[string]func() (io.ReadSeekCloser, error){
		"a.csv": func() (io.ReadSeekCloser, error) { return nil, fs.ErrPermission },
		"b.csv": func() (io.ReadSeekCloser, error) { return nil, fs.ErrPermission },
	}
	s := show(t, site)
	for range 5 {
		for _, path := range []string{"/a.csv", "/b.csv"} {
			if a := s.get(path); a.StatusCode != 500 {
				t.Errorf("%s: %d", path, a.StatusCode)
			}
		}
	}
	if said := s.saidAll(); strings.Count(said, "\n") > 2 || strings.Count(said, "cannot be shown") != 2 {
		t.Errorf("said %q", said)
	}
}

func TestOnceForgets(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		n := 0
		say := once(func(string) { n++ })
		for i := range 3 * differentNotes {
			say(fmt.Sprint(i))
			say(fmt.Sprint(i))
		}
		if n != 3*differentNotes {
			t.Errorf("said %d", n)
		}
		time.Sleep(seldom)
		if say(fmt.Sprint(3*differentNotes - 1)); n != 3*differentNotes+1 {
			t.Errorf("said %d", n)
		}
	})
}
