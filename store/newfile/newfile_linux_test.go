package newfile_test

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"syscall"
	"testing"

	"readycheck/store/newfile"
)

// A disk that fills up while a file is written leaves the old one, and nothing else.
func TestWriteOnAFullDisk(t *testing.T) {
	folder := t.TempDir()
	if err := syscall.Mount("tmpfs", folder, "tmpfs", 0, "size=256k"); err != nil {
		t.Skipf("a small disk cannot be made here: %v", err)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(folder, 0); err != nil {
			t.Error(err)
		}
	})
	path := filepath.Join(folder, "report.md")
	write := func(bytesOf int, force bool) error {
		return newfile.Write(path, force, func(file *os.File) error {
			_, err := file.Write(bytes.Repeat([]byte("x"), bytesOf))
			return err
		})
	}
	if err := write(1000, false); err != nil {
		t.Fatal(err)
	}
	if err := write(300_000, true); !errors.Is(err, syscall.ENOSPC) {
		t.Errorf("got %v, want ENOSPC", err)
	}
	if left, err := os.ReadDir(folder); err != nil || len(left) != 1 {
		t.Errorf("%v are left, want only the old report (%v)", left, err)
	}
	if data, err := os.ReadFile(path); err != nil || len(data) != 1000 {
		t.Errorf("the old report has %d bytes (%v)", len(data), err)
	}
	if err := write(2000, true); err != nil {
		t.Errorf("retry: %v", err)
	}
}
