package watch

import "syscall"

// kinds of file systems on which others write without this kernel knowing.
// Overlays and bind mounts are not among them: whoever writes through them does
// so in this kernel.
var remote = map[uint32]string{
	0x6969:     "NFS",
	0x517b:     "SMB",
	0xff534d42: "SMB", // cifs
	0xfe534d42: "SMB", // smb2
	0x65735546: "FUSE",
	0x01021997: "9p", // WSL: the drives of Windows; virtual machines
	0x53464846: "the drives of Windows",
	0x786f4256: "a shared folder of VirtualBox",
	0x7c7c6673: "a shared folder of Parallels",
	0xbacbacbc: "a shared folder of VMware",
	0x5346414f: "AFS",
	0x00c36400: "Ceph",
}

// remoteKind names the file system of a folder if events may not arrive from
// it, "" otherwise.
func remoteKind(folder string) string {
	var st syscall.Statfs_t
	if syscall.Statfs(folder, &st) != nil {
		return ""
	}
	return remote[uint32(st.Type)]
}
