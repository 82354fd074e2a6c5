package store

import (
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
)

// A memory stick knows no links. Whatever call the computer stops at, the data file is there.
func TestInterruptedOnAMemoryStick(t *testing.T) {
	folder := folderOf(t)
	image, stick := filepath.Join(folder, "stick.img"), filepath.Join(folder, "stick")
	if err := os.WriteFile(image, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Truncate(image, 64<<20); err != nil {
		t.Fatal(err)
	}
	if err := os.Mkdir(stick, 0o700); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("mkfs.vfat", image).CombinedOutput(); err != nil {
		t.Skipf("a disk of that kind cannot be made here: %v %s", err, out)
	}
	if out, err := exec.Command("mount", "-o", "loop", image, stick).CombinedOutput(); err != nil {
		t.Skipf("a disk of that kind cannot be mounted here: %v %s", err, out)
	}
	t.Cleanup(func() {
		if err := syscall.Unmount(stick, syscall.MNT_DETACH); err != nil {
			t.Error(err)
		}
	})
	file := filepath.Join(stick, "one")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if os.Link(file, file+"-too") == nil {
		t.Skip("this disk knows links")
	}
	interrupted(t, stick)
}
