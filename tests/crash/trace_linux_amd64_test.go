package crash_test

import "syscall"

const canFail = true

// failCall keeps the kernel from making the call that a thread is stopped at,
// and makes it give an error.
func failCall(thread int, errno syscall.Errno) error {
	var regs syscall.PtraceRegs
	if err := syscall.PtraceGetRegs(thread, &regs); err != nil {
		return err
	}
	regs.Orig_rax = ^uint64(0)
	regs.Rax = -uint64(errno)
	return syscall.PtraceSetRegs(thread, &regs)
}
