//go:build linux && !amd64

package crash_test

import (
	"errors"
	"syscall"
)

// How a call is made to fail is only written down for one processor.
const canFail = false

func failCall(int, syscall.Errno) error { return errors.ErrUnsupported }
