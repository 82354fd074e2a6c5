package store

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

// A file that is damaged while it is open makes bbolt panic. Once it is sound again,
// another process saves in it at once, and so does the one where that happened.
func TestAPanicLetsGoOfTheFile(t *testing.T) {
	if runtime.GOOS == "windows" {
		t.Skip("a file that bbolt has open cannot be damaged there, since it is locked")
	}
	read := func(s *Store, fn func(tx *bbolt.Tx) error) error { return s.read(fn) }
	write := func(s *Store, fn func(tx *bbolt.Tx) error) error { return s.write(fn) }
	for name, burst := range map[string]func(*Store, func(tx *bbolt.Tx) error) error{"read": read, "write": write} {
		t.Run(name, func(t *testing.T) {
			path := filepath.Join(folderOf(t), "sessions.db")
			s := open(t, path)
			id := create(t, s, "Rosa's Bakery").ID
			quiet(s)
			sound, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			err = burst(s, func(tx *bbolt.Tx) error {
				// Where the trees begin and which pages are free are not to be read any more, so
				// bbolt panics here, and again when it takes back a transaction.
				if err := writeAt(path, make([]byte, len(sound)-2*damagePage), 2*damagePage); err != nil {
					return err
				}
				return tx.Bucket(sessionsBucket).ForEach(func(_, _ []byte) error { return nil })
			})
			if !errors.Is(err, ErrDamaged) || !strings.Contains(fmt.Sprint(err), "assertion failed") && !strings.Contains(fmt.Sprint(err), "invalid freelist page") {
				t.Fatalf("the control: bbolt says %v", err)
			}
			if maps, err := os.ReadFile("/proc/self/maps"); err == nil && strings.Contains(string(maps), path) {
				t.Error("the file is still mapped")
			}
			if err := writeAt(path, sound[2*damagePage:], 2*damagePage); err != nil {
				t.Fatal(err)
			}
			other := child("save many", path, id, "other", "3")
			said, err := other.CombinedOutput()
			if err != nil {
				t.Errorf("another process: %v: %s", err, said)
			}
			if saved := <-s.SaveAnswer(assessment.AnswerChange{Session: id, Question: "here", Base: 1 << 62, Answer: answer(assessment.No, "here")}); saved.Err != nil {
				t.Errorf("the same process: %v", saved.Err)
			}
			if session, err := open(t, path).Load(id); err != nil || len(session.Answers) != 4 {
				t.Errorf("afterwards: %v, %v", session, err)
			}
		})
	}
}

// Also where files that are mapped cannot be replaced, a new one takes the place of one that
// was let go.
func TestAPanicLetsTheFileBeReplaced(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	id := create(t, s, "Rosa's Bakery").ID
	for name, burst := range map[string]func(func(tx *bbolt.Tx) error) error{"read": s.read, "write": s.write} {
		if err := burst(func(*bbolt.Tx) error { panic("as bbolt does") }); !errors.Is(err, ErrDamaged) {
			t.Fatalf("the control: %v", err)
		}
		if said, err := child("save many", path, id, name, "3").CombinedOutput(); err != nil {
			t.Errorf("another process: %v: %s", err, said)
		}
		if _, err := s.Compact(); err != nil {
			t.Error(err)
		}
	}
}

func writeAt(path string, data []byte, offset int64) error {
	file, err := os.OpenFile(path, os.O_RDWR, 0)
	if err != nil {
		return err
	}
	_, err = file.WriteAt(data, offset)
	return errors.Join(err, file.Close())
}
