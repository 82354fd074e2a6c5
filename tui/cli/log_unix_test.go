//go:build !windows

package cli

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"readycheck/assessment"
	"readycheck/store"
)

// What somebody put in the place of the log is neither written nor cut, and a sentence says
// what is wrong: after the screens, and by the doctor.
func TestNothingElseIsTakenForTheLog(t *testing.T) {
	for name, put := range map[string]func(path, victim string) error{
		"is a link to another place": func(path, victim string) error { return os.Symlink(victim, path) },
		"has a second name":          func(path, victim string) error { return os.Link(victim, path) },
		"is not a file":              func(path, _ string) error { return syscall.Mkfifo(path, 0o600) },
		"is a folder":                func(path, _ string) error { return os.Mkdir(path, 0o700) },
		"belongs to another user": func(path, _ string) error {
			return errors.Join(os.WriteFile(path, nil, 0o600), os.Chown(path, 1, 1))
		},
	} {
		t.Run(name, func(t *testing.T) {
			if os.Geteuid() != 0 && name == "belongs to another user" {
				t.Skip("only root can give a file away")
			}
			folder := t.TempDir()
			victim := filepath.Join(folder, "victim")
			// Longer than a log that starts anew.
			precious := strings.Repeat("precious", maxLog/8+1)
			before := time.Date(2020, 1, 2, 3, 4, 5, 0, time.UTC)
			l := newLog(store.New(filepath.Join(folder, "data", "sessions.db"), time.Now))
			if err := errors.Join(os.Mkdir(filepath.Dir(l.path), 0o700), os.WriteFile(victim, []byte(precious), 0o640), os.Chtimes(victim, before, before), put(l.path, victim)); err != nil {
				t.Fatal(err)
			}
			_, err := l.Write([]byte("a fault"))
			for when, err := range map[string]error{"writing": err, "at the end": l.refused, "the doctor": l.check()} {
				if err == nil || !strings.Contains(assessment.Sentence(err), name) || !strings.Contains(assessment.Sentence(err), l.path) {
					t.Errorf("%s says %v", when, err)
				}
			}
			data, err := os.ReadFile(victim)
			info, looking := os.Stat(victim)
			if err := errors.Join(err, looking); err != nil || string(data) != precious || info.Mode() != 0o640 || !info.ModTime().Equal(before) {
				t.Errorf("%d bytes, %v, %v (%v)", len(data), info.Mode(), info.ModTime(), err)
			}
		})
	}
	// The control: a log of ours is written, and says nothing.
	l := newLog(store.New(filepath.Join(t.TempDir(), "sessions.db"), time.Now))
	if err := l.check(); err != nil {
		t.Errorf("before there is one: %v", err)
	}
	if _, err := l.Write([]byte("a fault")); err != nil || l.refused != nil || l.check() != nil {
		t.Errorf("%v, %v, %v", err, l.refused, l.check())
	}
}
