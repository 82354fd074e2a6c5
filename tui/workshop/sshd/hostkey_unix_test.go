//go:build !windows

package sshd

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
)

// A key that others could have read or put there is refused with a sentence, and nothing is
// changed: neither what lies there nor the folder that it lies in.
func TestAHostKeyOfOthersIsRefused(t *testing.T) {
	key, err := hostKey(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	for name, put := range map[string]func(path string) error{
		"one that all may read": func(path string) error {
			return errors.Join(os.WriteFile(path, key, 0o600), os.Chmod(path, 0o644))
		},
		"one that the group may write": func(path string) error {
			return errors.Join(os.WriteFile(path, key, 0o600), os.Chmod(path, 0o620))
		},
		"a link to another file": func(path string) error {
			there := filepath.Join(filepath.Dir(path), "elsewhere")
			return errors.Join(os.WriteFile(there, key, 0o600), os.Symlink(there, path))
		},
		"a link to a device": func(path string) error { return os.Symlink(os.DevNull, path) },
		"a link to nothing":  func(path string) error { return os.Symlink(path+"-gone", path) },
		"a folder":           func(path string) error { return os.Mkdir(path, 0o700) },
		"one with two names": func(path string) error {
			there := filepath.Join(filepath.Dir(path), "elsewhere")
			return errors.Join(os.WriteFile(there, key, 0o600), os.Link(there, path))
		},
		"one of another user": func(path string) error {
			if os.Geteuid() != 0 {
				return os.WriteFile(path, nil, 0o600) // only root can give a file away
			}
			return errors.Join(os.WriteFile(path, key, 0o600), os.Chown(path, 1, 1))
		},
		"a pipe":        func(path string) error { return syscall.Mkfifo(path, 0o600) },
		"half of one":   func(path string) error { return os.WriteFile(path, key[:len(key)/2], 0o600) },
		"an empty file": func(path string) error { return os.WriteFile(path, nil, 0o600) },
	} {
		t.Run(name, func(t *testing.T) {
			folder := t.TempDir()
			if err := errors.Join(os.Chmod(folder, 0o1777), put(filepath.Join(folder, hostKeyName))); err != nil {
				t.Fatal(err)
			}
			before := files(t, folder)
			room, _ := openRoom(t, nil)
			_, err := NewServer(room, ServerOptions{Folder: folder})
			if said := new(interface{ Sentence() string }); !errors.As(err, said) || !strings.Contains((*said).Sentence(), filepath.Join(folder, hostKeyName)) {
				t.Errorf("it says %v", err)
			}
			if after := files(t, folder); !slices.Equal(before, after) {
				t.Errorf("the folder held %v and holds %v", before, after)
			}
		})
	}
	// The control: an own key is used, and a folder for all stays one.
	folder := t.TempDir()
	if err := errors.Join(os.Chmod(folder, 0o777|os.ModeSticky), os.WriteFile(filepath.Join(folder, hostKeyName), key, 0o600)); err != nil {
		t.Fatal(err)
	}
	room, _ := openRoom(t, nil)
	if _, err := NewServer(room, ServerOptions{Folder: folder}); err != nil {
		t.Fatal(err)
	}
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o777 || info.Mode()&os.ModeSticky == 0 {
		t.Errorf("the folder's mode is %v now", info.Mode())
	}
}
