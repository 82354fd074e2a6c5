package store

import (
	"bytes"
	"os"
	"path/filepath"
	"testing"

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
	data, err := os.ReadFile(filepath.Join("testdata", "schema-1.db"))
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
