//go:build unix

package postgres_test

import (
	"bytes"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"readycheck/store/sync"
)

// Whoever takes the disk of a hub reads no word of what was said: not in its tables, and not in its log
// of writes. The control is a change that nobody sealed.
func TestTheDiskTellsNothing(t *testing.T) {
	t.Parallel()
	f := newFirm(t)
	url, _ := f.invite(t, "dana")
	h := open(t, url)
	canary := []byte("the canary sings of the oven " + rand.Text())
	ring := sync.Keyring{sync.NewKey()}
	long := bytes.Repeat(append(canary, '\n'), 5000) // lies in a file of its own
	for _, text := range [][]byte{canary, long} {
		row := newRows(1)[0]
		var err error
		if row.Body, err = ring.Seal(f.id, row.Session, row.ID, text); err != nil {
			t.Fatal(err)
		}
		if err := h.Push(t.Context(), []sync.Row{row}); err != nil {
			t.Fatal(err)
		}
	}
	if in := f.onDisk(t, canary); in != "" {
		t.Errorf("%s tells it", in)
	}
	if err := h.Push(t.Context(), []sync.Row{rowOf(newRows(1)[0].Session, canary)}); err != nil {
		t.Fatal(err)
	}
	if f.onDisk(t, canary) == "" {
		t.Error("what is not sealed is not found either, so this finds nothing")
	}
}

// onDisk is a file of the hub's database, or of the server's log of writes, that holds a text.
func (f firm) onDisk(t testing.TB, text []byte) (in string) {
	t.Helper()
	data := filepath.Join(f.Dir, "data")
	base := f.SQL(f.db, "CHECKPOINT; SELECT oid FROM pg_database WHERE datname = current_database()")[0][0]
	for _, folder := range []string{filepath.Join(data, "base", base), filepath.Join(data, "pg_wal")} {
		err := filepath.WalkDir(folder, func(path string, d fs.DirEntry, err error) error {
			if err != nil || d.IsDir() {
				return err
			}
			found, err := os.ReadFile(path)
			if errors.Is(err, fs.ErrNotExist) {
				return nil // the server is at work
			}
			if bytes.Contains(found, text) {
				in = path
			}
			return err
		})
		if err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
	}
	return in
}
