// Package filelock keeps other processes out of a folder by locking a file in
// it. The kernel drops the lock when its process ends, however it ends.
package filelock

import (
	"errors"
	"os"
	"time"
)

// ErrHeld says that another process holds the lock.
var ErrHeld = errors.New("the lock is held by another process")

// Try locks an open file without waiting. The lock lasts until the file is
// closed. The error is ErrHeld if another process holds it.
func Try(f *os.File) error {
	err := lockFile(f)
	if errors.Is(err, errTaken) {
		return ErrHeld
	}
	return err
}

// Lock is a lock on a file of its own.
type Lock struct{ f *os.File }

// between is how long Wait sleeps between two attempts.
const between = 20 * time.Millisecond

// Wait locks the file at path, which is made if need be and stays. It tries for
// as long as patience and then returns ErrHeld.
func Wait(path string, patience time.Duration) (*Lock, error) {
	f, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o644)
	if err != nil {
		return nil, err
	}
	for {
		err := Try(f)
		if err == nil {
			return &Lock{f}, nil
		}
		if !errors.Is(err, ErrHeld) || patience <= 0 {
			f.Close()
			return nil, err
		}
		time.Sleep(between)
		patience -= between
	}
}

// Release gives the lock up.
func (l *Lock) Release() { l.f.Close() }
