package store

import (
	"bytes"
	"encoding/binary"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"readycheck/store/boltfile"
)

// What bbolt would only stumble over when it writes is found before it reads.
func TestPagesThatOnlyWritingWouldFind(t *testing.T) {
	path := filepath.Join(folderOf(t), "sessions.db")
	s := open(t, path)
	create(t, s, "Rosa's Bakery")
	good, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if inv, err := examine(bytes.NewReader(good), int64(len(good))); err != nil || inv.sound() != nil {
		t.Fatalf("the control: %v, %v", err, inv.sound())
	}
	// leaf changes the first used leaf page that has what is wanted.
	leaf := func(change func(page []byte) bool) []byte {
		data := bytes.Clone(good)
		for at := 2 * damagePage; at < len(data); at += damagePage {
			page := data[at : at+damagePage]
			if binary.NativeEndian.Uint16(page[8:]) == boltfile.LeafPage && change(page) {
				inv, err := examine(bytes.NewReader(data), int64(len(data)))
				if err == nil && inv.sound() == nil {
					copy(page, good[at:]) // a page that is no longer in use
					continue
				}
				return data
			}
		}
		t.Fatal("no page noticed the change")
		return nil
	}
	inline := func(change func(inside []byte)) func([]byte) bool {
		return func(page []byte) bool {
			for i := range int(binary.NativeEndian.Uint16(page[10:])) {
				element := page[boltfile.PageHeader+i*boltfile.ElementSize:]
				start := boltfile.PageHeader + i*boltfile.ElementSize + int(binary.NativeEndian.Uint32(element[4:])) + int(binary.NativeEndian.Uint32(element[8:]))
				if binary.NativeEndian.Uint32(element) == boltfile.BucketElement && binary.NativeEndian.Uint64(page[start:]) == 0 {
					change(page[start+boltfile.BucketSize:])
					return true
				}
			}
			return false
		}
	}
	for want, data := range map[string][]byte{
		"has an entry without a name": leaf(func(page []byte) bool {
			binary.NativeEndian.PutUint32(page[boltfile.PageHeader+8:], 0)
			return true
		}),
		"has a small bucket that is none": leaf(inline(func(inside []byte) { inside[0] = 5 })),
	} {
		inv, err := examine(bytes.NewReader(data), int64(len(data)))
		if err != nil || !strings.Contains(texts([]Finding{{Text: inv.sound().Error()}}), want) {
			t.Errorf("%v, %v; want %q", err, inv.sound(), want)
		}
	}
}
