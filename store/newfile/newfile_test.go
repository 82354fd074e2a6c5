package newfile_test

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"

	"readycheck/store/newfile"
)

// A file that turns up while a draft is written is not replaced.
func TestPutInPlaceNeverReplaces(t *testing.T) {
	folder := t.TempDir()
	draft, path := filepath.Join(folder, "draft"), filepath.Join(folder, "report.md")
	for file, text := range map[string]string{draft: "ours", path: "theirs"} {
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	if err := newfile.PutInPlace(draft, path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("PutInPlace returned %v", err)
	}
	if data, err := os.ReadFile(path); err != nil || string(data) != "theirs" {
		t.Errorf("the file holds %q (%v)", data, err)
	}
}
