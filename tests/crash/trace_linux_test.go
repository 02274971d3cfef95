package crash_test

import (
	"errors"
	"fmt"
	"os"
	"runtime"
	"strings"
	"syscall"
	"testing"
	"unsafe"

	"golang.org/x/sys/unix"
)

// A build is traced by the means of debuggers, and stopped at the very call that
// changes the disk: every state that a crash can leave is one that a test can
// make on purpose. A filter in the kernel lets all other calls pass, so that a
// traced build is hardly slower than another one.

// call is a call of the system that changes something on disk.
type call struct {
	name string
	n    int // the how many-th of its name, from 1
}

// verdict is what becomes of a call.
type verdict struct {
	signal syscall.Signal // sent before the call is made; 0 for none
	fail   syscall.Errno  // the call is not made and gives this error; 0 for none
}

// names of the calls that a build changes the disk by.
var names = map[uint32]string{
	unix.SYS_OPENAT:    "create",
	unix.SYS_WRITE:     "write",
	unix.SYS_PWRITE64:  "write",
	unix.SYS_MKDIRAT:   "mkdir",
	unix.SYS_RENAMEAT:  "rename",
	unix.SYS_RENAMEAT2: "rename",
	unix.SYS_UNLINKAT:  "unlink",
	unix.SYS_FTRUNCATE: "truncate",
	unix.SYS_FCHMODAT:  "chmod",
	unix.SYS_FCHMOD:    "chmod",
	unix.SYS_FSYNC:     "sync",
}

// nameOf is the name of a call. Removing a folder is not what removing a file is.
func nameOf(nr uint64, args [6]uint64) string {
	if nr == unix.SYS_UNLINKAT && args[2]&unix.AT_REMOVEDIR != 0 {
		return "rmdir"
	}
	return names[uint32(nr)]
}

// filter stops at the calls above: of those that open, at the ones that may make
// or empty a file; of those that write, not at what the program says.
func filter() []unix.SockFilter {
	const nr, firstArg, thirdArg = 0, 16, 32 // in what the filter sees of a call, all of them little-endian
	load := func(at uint32) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_LD | unix.BPF_W | unix.BPF_ABS, K: at}
	}
	jump := func(test uint16, k uint32, yes, no uint8) unix.SockFilter {
		return unix.SockFilter{Code: unix.BPF_JMP | test | unix.BPF_K, Jt: yes, Jf: no, K: k}
	}
	give := func(k uint32) unix.SockFilter { return unix.SockFilter{Code: unix.BPF_RET | unix.BPF_K, K: k} }
	stop, pass := give(unix.SECCOMP_RET_TRACE), give(unix.SECCOMP_RET_ALLOW)

	f := []unix.SockFilter{
		load(nr),
		jump(unix.BPF_JEQ, unix.SYS_OPENAT, 0, 4),
		load(thirdArg),
		jump(unix.BPF_JSET, unix.O_CREAT|unix.O_TRUNC, 0, 1),
		stop,
		pass,
		jump(unix.BPF_JEQ, unix.SYS_WRITE, 0, 4),
		load(firstArg),
		jump(unix.BPF_JGT, 2, 0, 1),
		stop,
		pass,
	}
	for nr := range names {
		if nr != unix.SYS_OPENAT && nr != unix.SYS_WRITE {
			f = append(f, jump(unix.BPF_JEQ, nr, 0, 1), stop)
		}
	}
	return append(f, pass)
}

// tracedBuild makes this test binary become the program, behind the filter.
const tracedBuild = "SITEGEN_TEST_TRACED"

func init() {
	if os.Getenv(tracedBuild) == "" {
		return
	}
	f := filter()
	prog := unix.SockFprog{Len: uint16(len(f)), Filter: &f[0]}
	runtime.LockOSThread()
	if err := unix.Prctl(unix.PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(125)
	}
	if err := unix.Prctl(unix.PR_SET_SECCOMP, unix.SECCOMP_MODE_FILTER, uintptr(unsafe.Pointer(&prog)), 0, 0); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(125)
	}
	err := syscall.Exec(os.Args[1], os.Args[1:], environment())
	fmt.Fprintln(os.Stderr, err)
	os.Exit(125)
}

// traced builds the project and asks judge about each call that changes
// something on disk, before it is made. It returns how the program ended and
// what it said.
func traced(t testing.TB, p *project, judge func(c call) verdict) (syscall.WaitStatus, string) {
	t.Helper()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	said, err := os.CreateTemp(t.TempDir(), "said")
	if err != nil {
		t.Fatal(err)
	}
	defer said.Close()
	runtime.LockOSThread() // the kernel takes orders from the thread that began only
	defer runtime.UnlockOSThread()
	pid, err := syscall.ForkExec(self, []string{self, sitegen, "build", "--root", p.root}, &syscall.ProcAttr{
		Env:   append(environment(), tracedBuild+"=1"),
		Files: []uintptr{0, said.Fd(), said.Fd()},
		Sys:   &syscall.SysProcAttr{Ptrace: true},
	})
	if errors.Is(err, syscall.EPERM) {
		t.Skip("processes may not be traced here")
	}
	if err != nil {
		t.Fatal(err)
	}
	status, err := follow(pid, judge)
	if err != nil {
		_ = syscall.Kill(pid, syscall.SIGKILL)
		t.Fatal(err)
	}
	text, err := os.ReadFile(said.Name())
	if err != nil {
		t.Fatal(err)
	}
	if status.ExitStatus() == 125 {
		t.Skipf("calls may not be filtered here: %s", text)
	}
	return status, string(text)
}

// follow lets a process that was begun for tracing run to its end.
func follow(pid int, judge func(c call) verdict) (syscall.WaitStatus, error) {
	var status syscall.WaitStatus
	if _, err := syscall.Wait4(pid, &status, 0, nil); err != nil {
		return status, fmt.Errorf("wait for the program to begin: %w", err)
	}
	const options = unix.PTRACE_O_TRACESECCOMP | unix.PTRACE_O_TRACECLONE | unix.PTRACE_O_TRACEEXEC | unix.PTRACE_O_EXITKILL
	if err := syscall.PtraceSetOptions(pid, options); err != nil {
		return status, fmt.Errorf("trace: %w", err)
	}
	thread, signal, begun := pid, 0, false
	counts := map[string]int{}
	for {
		// A thread that is being killed takes no more orders; Wait4 tells of it.
		if err := syscall.PtraceCont(thread, signal); err != nil && !errors.Is(err, syscall.ESRCH) {
			return status, fmt.Errorf("go on: %w", err)
		}
		var err error
		for thread, err = syscall.Wait4(-1, &status, syscall.WALL, nil); err == syscall.EINTR; {
			thread, err = syscall.Wait4(-1, &status, syscall.WALL, nil)
		}
		if err != nil {
			return status, fmt.Errorf("wait: %w", err)
		}
		signal = 0
		switch {
		case status.Exited() || status.Signaled():
			if thread == pid {
				return status, nil
			}
		case status.StopSignal() == syscall.SIGTRAP:
			switch status.TrapCause() {
			case unix.PTRACE_EVENT_EXEC:
				begun = true
			case unix.PTRACE_EVENT_SECCOMP:
				if !begun {
					break
				}
				if err := atCall(pid, thread, counts, judge); err != nil && !errors.Is(err, syscall.ESRCH) {
					return status, err
				}
			}
		case status.StopSignal() == syscall.SIGSTOP: // a new thread
		default:
			signal = int(status.StopSignal())
		}
	}
}

// atCall judges the call that a thread is stopped at.
func atCall(pid, thread int, counts map[string]int, judge func(c call) verdict) error {
	// What the kernel tells of a call, the same on every processor.
	var info struct {
		_    [24]byte
		nr   uint64
		args [6]uint64
		_    uint64
	}
	const getSyscallInfo = 0x420e
	_, _, errno := syscall.Syscall6(syscall.SYS_PTRACE, getSyscallInfo, uintptr(thread), unsafe.Sizeof(info), uintptr(unsafe.Pointer(&info)), 0, 0)
	if errno != 0 {
		return fmt.Errorf("look at a call: %w", errno)
	}
	name := nameOf(info.nr, info.args)
	if name == "write" {
		// What runs the program wakes itself up by writing to what is no file.
		to, err := os.Readlink(fmt.Sprintf("/proc/%d/fd/%d", pid, info.args[0]))
		if err != nil || !strings.HasPrefix(to, "/") {
			return nil
		}
	}
	counts[name]++
	v := judge(call{name, counts[name]})
	if v.signal != 0 {
		if err := syscall.Kill(pid, v.signal); err != nil {
			return fmt.Errorf("send a signal: %w", err)
		}
	}
	if v.fail != 0 {
		return failCall(thread, v.fail)
	}
	return nil
}
