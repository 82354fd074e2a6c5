//go:build !windows

package workshop

import (
	"io/fs"
	"os"
	"syscall"

	"golang.org/x/sys/unix"
)

// asItStands opens a file and nothing that it points to, and waits for no other program.
const asItStands = unix.O_NOFOLLOW | unix.O_NONBLOCK

// ofThisUserAlone reports whether a file belongs to who runs the program, and nobody else may
// open it.
func ofThisUserAlone(info fs.FileInfo) bool {
	owner, ok := info.Sys().(*syscall.Stat_t)
	return info.Mode().Perm()&0o077 == 0 && (!ok || int(owner.Uid) == os.Geteuid())
}
