package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"slices"
	"strings"

	"readycheck/store/disk"
)

// Notes outside the folder of the data file. They hold no content of it, and losing them
// is harmless: less is noticed.

const (
	// awayLength is the fixed length of a note, which is written over in place.
	awayLength = 1024
	// mostAway is how many files one place is known to have had.
	mostAway = 8
)

// away is the file of the note, empty for none.
func (s *Store) away() string {
	place, err := filepath.Abs(s.path)
	if s.Notes == "" || err != nil {
		return ""
	}
	if target, err := filepath.EvalSymlinks(place); err == nil {
		place = target
	} else if folder, err := filepath.EvalSymlinks(filepath.Dir(place)); err == nil {
		place = filepath.Join(folder, filepath.Base(place))
	}
	if runtime.GOOS == "windows" {
		place = strings.ToLower(place)
	}
	sum := sha256.Sum256([]byte(place))
	return filepath.Join(s.Notes, hex.EncodeToString(sum[:8])+".json")
}

// notesAway are the last marks of the files that were in this place, one a lineage.
func (s *Store) notesAway() []mark {
	path := s.away()
	if path == "" {
		return nil
	}
	file, err := disk.OpenOwnNow(path, os.O_RDONLY, 0, nil)
	if err != nil {
		return nil
	}
	defer func() { _ = file.Close() }()
	note := make([]byte, awayLength)
	n, _ := disk.ReadAt(file, note, 0)
	var marks []mark
	if json.Unmarshal(bytes.TrimSpace(note[:n]), &marks) != nil {
		return nil
	}
	return slices.DeleteFunc(marks, func(m mark) bool { return !m.whole() })
}

// noteAway remembers a mark outside the folder. It is not synced, like the note in the lock.
func (s *Store) noteAway(m mark) {
	path := s.away()
	if path == "" || m.Hash == "" {
		return
	}
	m.Since = 0 // the file has it
	marks := append(slices.DeleteFunc(s.notesAway(), func(old mark) bool { return old.Lineage == m.Lineage }), m)
	if len(marks) > mostAway {
		marks = marks[len(marks)-mostAway:]
	}
	note, err := json.Marshal(marks)
	if err != nil || len(note) >= awayLength || disk.MakeFolder(s.Notes) != nil {
		return
	}
	file, err := disk.OpenOwnNow(path, os.O_CREATE|os.O_RDWR, 0o600, nil)
	if err != nil {
		return
	}
	_ = disk.WriteAt(file, fmt.Appendf(nil, "%-*s\n", awayLength-1, note), 0)
	_ = file.Close()
}
