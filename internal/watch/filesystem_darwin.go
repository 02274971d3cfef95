package watch

import (
	"strings"
	"syscall"
)

// remoteKind names the file system of a folder if events may not arrive from
// it, "" otherwise.
func remoteKind(folder string) string {
	var st syscall.Statfs_t
	if syscall.Statfs(folder, &st) != nil {
		return ""
	}
	var name strings.Builder
	for _, c := range st.Fstypename {
		if c == 0 {
			break
		}
		name.WriteByte(byte(c))
	}
	switch kind := name.String(); {
	case kind == "nfs", kind == "smbfs", kind == "afpfs", kind == "webdav", kind == "virtiofs", kind == "prl_fs", kind == "vmhgfs",
		strings.Contains(kind, "fuse"):
		return kind
	}
	return ""
}
