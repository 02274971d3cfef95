//go:build !windows

package publish

import (
	"errors"
	"os"

	"golang.org/x/sys/unix"
)

var errHeld error = unix.EWOULDBLOCK

func lockFile(f *os.File) error {
	for {
		err := unix.Flock(int(f.Fd()), unix.LOCK_EX|unix.LOCK_NB)
		if !errors.Is(err, unix.EINTR) {
			return err
		}
	}
}

func tooLong(err error) bool { return errors.Is(err, unix.ENAMETOOLONG) }

func notFolder(err error) bool { return errors.Is(err, unix.ENOTDIR) }

// busy tells whether a rename may succeed a moment later. On Unix an open file is no obstacle.
func busy(error) bool { return false }
