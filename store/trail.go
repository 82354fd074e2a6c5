package store

import (
	"os"
	"slices"

	"readycheck/store/boltfile"
)

// trail is which pages can have changed since the file was examined, so that two windows that
// save by turns need not read the whole file each time. bbolt writes over no page that is in
// use: one transaction changes only what was free before it, and adds pages at the end. So the
// trail goes on from one transaction to the next, and ends where more than one was not seen:
// the second can use what the first gave back.
type trail struct {
	info os.FileInfo
	// transaction is the last one that is on the trail, free and end what the next one may
	// write to.
	transaction uint64
	free        []uint64
	end         uint64
	// touched are the pages that can have changed. It is nil where there is no trail.
	touched []uint64
	// since counts the examinations since one read every page.
	since int
}

// mostOnTrail is how many examinations in a row may read only what can have changed: what
// something other than bbolt did to the other pages is noticed by the next one.
const mostOnTrail = 32

// start begins a trail at a file that was just examined: as a whole, or by the trail before.
func (t *trail) start(info os.FileInfo, pages *boltfile.File, byTrail bool) {
	since := 0
	if byTrail {
		since = t.since + 1
	}
	*t = trail{since: since}
	if free, err := pages.FreePages(); err == nil && since < mostOnTrail {
		*t = trail{info: info, transaction: pages.Transaction, free: free, end: pages.Pages, touched: []uint64{0, 1}, since: since}
	}
}

// follow takes the trail on to the newest transaction, and returns the pages that can have
// changed, or nil where nobody knows.
func (t *trail) follow(info os.FileInfo, pages *boltfile.File) []uint64 {
	if t.touched == nil {
		return nil
	}
	free, err := pages.FreePages()
	if err != nil || pages.Transaction != t.transaction+1 || !os.SameFile(t.info, info) {
		// Also where the transaction is the same: something other than bbolt wrote.
		t.touched = nil
		return nil
	}
	t.touched = append(t.touched, t.free...)
	for id := t.end; id < pages.Pages; id++ {
		t.touched = append(t.touched, id)
	}
	slices.Sort(t.touched)
	t.touched = slices.Compact(t.touched)
	t.transaction, t.free, t.end = pages.Transaction, free, pages.Pages
	return t.touched
}
