//go:build !windows

package sshd

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// asItStands opens a file and nothing that it points to, and waits for no other program.
const asItStands = unix.O_NOFOLLOW | unix.O_NONBLOCK

// ofThisUserAlone reports whether a file belongs to who runs the program, nobody else may open
// it, and it has no other name.
func ofThisUserAlone(info fs.FileInfo) bool {
	about, ok := info.Sys().(*syscall.Stat_t)
	return info.Mode().Perm()&0o077 == 0 && (!ok || int(about.Uid) == os.Geteuid() && about.Nlink == 1)
}
