//go:build !linux

package store

// networkDisk cannot tell on this system.
func networkDisk(string) string { return "" }
