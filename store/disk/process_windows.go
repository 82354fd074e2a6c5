package disk

import "golang.org/x/sys/windows"

// ProcessRuns reports whether a process of that number is there.
func ProcessRuns(pid int) bool {
	if pid <= 0 {
		return false
	}
	const stillActive = 259
	process, err := windows.OpenProcess(windows.PROCESS_QUERY_LIMITED_INFORMATION, false, uint32(pid))
	if err != nil {
		return false
	}
	defer func() { _ = windows.CloseHandle(process) }()
	var code uint32
	return windows.GetExitCodeProcess(process, &code) == nil && code == stillActive
}
