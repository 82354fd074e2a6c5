package cli

import (
	"bufio"
	"fmt"
	"os"
	"unsafe"

	"golang.org/x/sys/windows"
)

// showsScreens says why a console cannot show the screens, or nothing: one that knows no
// control sequences would show them as letters.
func showsScreens() error {
	console := windows.Handle(os.Stdout.Fd())
	var mode uint32
	if windows.GetConsoleMode(console, &mode) != nil {
		return nil // not a console of Windows: it has its own ways
	}
	if mode&windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING != 0 || windows.SetConsoleMode(console, mode|windows.ENABLE_VIRTUAL_TERMINAL_PROCESSING) == nil {
		return nil
	}
	return wrongUse("This window is too old to show the screens. Windows Terminal shows them; here, `readycheck --plain` asks the same questions in lines of text.")
}

var consoleProcesses = windows.NewLazySystemDLL("kernel32.dll").NewProc("GetConsoleProcessList")

// holdWindow waits for enter where the window was opened for this program alone, by a double
// click: it would close before anybody has read what went wrong.
func holdWindow() {
	list := make([]uint32, 2)
	n, _, _ := consoleProcesses.Call(uintptr(unsafe.Pointer(&list[0])), uintptr(len(list)))
	if n != 1 {
		return
	}
	fmt.Fprintln(os.Stderr, "Press enter to close this window.")
	_, _ = bufio.NewReader(os.Stdin).ReadString('\n')
}
