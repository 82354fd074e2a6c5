//go:build !windows

package cli

import (
	"fmt"

	"golang.org/x/sys/unix"
)

const (
	// leastFiles is how many files the program must be able to have open. With fewer, Go
	// itself ends it with a trace that nobody can read.
	leastFiles = 16
	// leastSpace is the address space that it needs for a file of some length; most of it is
	// never used. Below a third of it Go itself does not start, and nothing can be said.
	leastSpace = 2 << 30
)

// enoughToRun says which limit of the system is too low for the program.
func enoughToRun() error {
	var limit unix.Rlimit
	if unix.Getrlimit(unix.RLIMIT_NOFILE, &limit) == nil && uint64(limit.Cur) < leastFiles {
		return sentence(fmt.Sprintf("The system lets the program have only %d files open at once, and it needs %d. Nothing was changed. Type `ulimit -n 256` first, and try again.", limit.Cur, leastFiles))
	}
	if unix.Getrlimit(unix.RLIMIT_AS, &limit) == nil && uint64(limit.Cur) < leastSpace {
		return sentence("The system gives the program too little memory: it needs an address space of 2 GiB. Nothing was changed. Type `ulimit -v unlimited` first, and try again.")
	}
	return nil
}
