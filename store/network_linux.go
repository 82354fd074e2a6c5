package store

import "syscall"

// Kinds of file systems that lie on another machine, from statfs(2).
var networked = map[int64]string{
	0x6969: "NFS", 0xFF534D42: "CIFS", 0xFE534D42: "SMB", 0x517B: "SMB", 0x564C: "NCP", 0x5346414F: "AFS",
	0x01021997: "9P", 0x00C36400: "Ceph", 0x47504653: "GPFS", 0x0BD00BD0: "Lustre",
}

// networkDisk names the kind of a file system that lies on another machine, where locks
// and syncs cannot be relied on; empty for a disk of this one, and where nobody can say.
func networkDisk(folder string) string {
	var about syscall.Statfs_t
	if syscall.Statfs(folder, &about) != nil {
		return ""
	}
	return networked[int64(about.Type)&0xFFFFFFFF]
}
