package store

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode"

	"readycheck/assessment"
)

// A record that was changed in any way is an error, and one that is as it was sealed is
// read as it was.
func FuzzRecord(f *testing.F) {
	const place = "sessions/1/answers/own-login"
	for _, note := range []string{"", "Ask Dev", "語", "\x00\xff"} {
		sealed, err := seal(place, answerRecord{Answer: assessment.Answer{Level: assessment.No, Note: note}, Revision: 7, Window: "w"})
		if err != nil {
			f.Fatal(err)
		}
		f.Add(sealed)
		f.Add(append(sealed, ' '))
	}
	f.Add([]byte("00000000 {}"))
	f.Fuzz(func(t *testing.T, record []byte) {
		var answer answerRecord
		if err := unseal(place, record, &answer); err != nil {
			if sumOf(record) != 0 && len(record) < sumLength {
				t.Error("a checksum without room for one")
			}
			return
		}
		if err := unseal(place+"x", record, &answer); err == nil {
			t.Error("it is good in another place too")
		}
		again, err := seal(place, answer)
		if err != nil {
			t.Fatal(err)
		}
		var second answerRecord
		if err := unseal(place, again, &second); err != nil || second != answer {
			t.Errorf("%+v was sealed, and %+v read (%v)", answer, second, err)
		}
	})
}

// Whatever a file holds, examining it and looking through its pages comes to an end.
func FuzzExamine(f *testing.F) {
	data, err := os.ReadFile(filepath.Join("testdata", "schema-3.db"))
	if err != nil {
		f.Fatal(err)
	}
	// The fuzzer sees 4 KiB at a time: one page, and where it goes.
	for page := range len(data) / damagePage {
		f.Add(data[page*damagePage:(page+1)*damagePage], uint8(page), true)
	}
	f.Add([]byte("not a page"), uint8(0), false)
	f.Fuzz(func(t *testing.T, page []byte, at uint8, inside bool) {
		file := page
		if inside {
			file = bytes.Clone(data)
			copy(file[int(at)%(len(file)/damagePage)*damagePage:], page)
		}
		live, err := readInventory(bytes.NewReader(file), int64(len(file)), true)
		if err != nil {
			live = emptyInventory()
		}
		for _, r := range gather(live, scan(bytes.NewReader(file), int64(len(file)), live), emptyInventory(), true) {
			if r.head == nil {
				t.Error("a session without a head")
			}
		}
	})
}

// Whatever stands in a lock's file, reading the note comes to an end, and what this process
// writes after it is read as it was.
func FuzzLockNote(f *testing.F) {
	for _, data := range []string{
		"", "\x00", `x{"pid":7,"since":"2026-11-22T14:03:00Z","transaction":9}`, `{"pid":7,"transaction":18446744073709551615}`, `x{"pid":-1,"since":"9999-12-31T23:59:59Z"}`,
		`x{"pid":1e99}`, "xnull", "x[]", `x{"since":"10000-01-01T00:00:00Z"}`, "x" + strings.Repeat("[", 200), strings.Repeat(" ", 4096) + "{}",
	} {
		f.Add([]byte(data))
	}
	path := filepath.Join(folderOf(f), "sessions.db"+lockSuffix)
	f.Fuzz(func(t *testing.T, data []byte) {
		if err := os.WriteFile(path, data, 0o600); err != nil {
			t.Fatal(err)
		}
		file, err := os.OpenFile(path, os.O_RDWR, 0)
		if err != nil {
			t.Fatal(err)
		}
		defer func() { _ = file.Close() }()
		h := &held{file: file, note: readHolder(file)}
		if text := busy(path, h.note).(*Error).Sentence(); strings.ContainsFunc(text, unicode.IsControl) {
			t.Errorf("it says %q", text)
		}
		h.note.PID, h.note.Since = os.Getpid(), time.Unix(1_764_000_000, 0).UTC()
		if err := h.sign(); err != nil {
			t.Fatal(err)
		}
		if again := readHolder(file); again != h.note {
			t.Errorf("%+v is written, and %+v read", h.note, again)
		}
		info, err := file.Stat()
		if err != nil || info.Size() != max(int64(len(data)), noteOffset+2*noteLength) {
			t.Errorf("%d bytes became %d (%v)", len(data), info.Size(), err)
		}
	})
}
