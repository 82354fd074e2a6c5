//go:build !windows

package cli

// showsScreens says why a console cannot show the screens: all can.
func showsScreens() error { return nil }

// holdWindow does nothing: no system but Windows closes a window at once.
func holdWindow() {}
