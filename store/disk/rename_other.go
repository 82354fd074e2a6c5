//go:build !linux && !windows

package disk

import (
	"errors"
	"os"
)

func rename(from, to string, replace bool) error {
	if !replace {
		return errors.ErrUnsupported
	}
	return os.Rename(from, to)
}
