//go:build !linux

package disk

// OwnersTell reports whether the owner and the mode of a file were given by who made it.
func OwnersTell(string) bool { return true }
