//go:build !windows

package screens

import (
	"os"
	"syscall"
)

// hangupSignals come when the terminal goes away. Left alone they would end the program
// with the terminal still in its other screen.
var hangupSignals = []os.Signal{syscall.SIGHUP, syscall.SIGQUIT}
