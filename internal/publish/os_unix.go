//go:build !windows

package publish

import (
	"errors"

	"golang.org/x/sys/unix"
)

func tooLong(err error) bool { return errors.Is(err, unix.ENAMETOOLONG) }

func notFolder(err error) bool { return errors.Is(err, unix.ENOTDIR) }

// busy tells whether a rename may succeed a moment later. On Unix an open file is no obstacle.
func busy(error) bool { return false }
