package disk

import "syscall"

// ownerless are kinds of file systems, from statfs(2), where the owner of a file is what was
// said when the disk was put in, or what another computer says: FAT, exFAT, NTFS, those of
// programs, and those of a network.
var ownerless = map[int64]bool{
	0x4d44: true, 0x2011BAB0: true, 0x5346544e: true, 0x7366746e: true, 0x65735546: true,
	0x6969: true, 0xFF534D42: true, 0xFE534D42: true, 0x517B: true, 0x01021997: true,
}

// OwnersTell reports whether the owner and the mode of a file were given by who made it.
func OwnersTell(path string) bool {
	var about syscall.Statfs_t
	return syscall.Statfs(path, &about) != nil || !ownerless[int64(about.Type)&0xFFFFFFFF]
}
