package boltfile

import (
	"hash/crc32"
	"runtime"
	"sync"
)

// Notes are what is remembered of a file that was found sound, eight bytes a page: the
// checksum of the page as it was, and which page leads to it. With them the next walk reads
// which pages changed, as fast as it can read at all, and looks only at those.
type Notes []note

// note is about one page. Two bits of link are the tree that the page is part of, the rest
// is the page above it. It is 0 where the page was not in use.
type note struct{ sum, link uint32 }

const (
	treeBits = 2
	treeMask = 1<<treeBits - 1
	// overflowing stands in the place of the tree where a page is what overflows from the
	// one above it.
	overflowing = treeMask
	// metaPages stands above the root of all and the list of free pages. No page can have it.
	metaPages = 1
	// mostNoted is the first page whose number does not fit. Files of a terabyte are walked
	// as a whole each time.
	mostNoted = 1 << (32 - treeBits)
)

func (n note) above() uint64 { return uint64(n.link >> treeBits) }
func (n note) tree() uint8   { return uint8(n.link & treeMask) }

func (n *note) is(above uint64, tree uint8) { n.link = uint32(above)<<treeBits | uint32(tree) }

// state is what a walk knows of a page.
type state uint8

const (
	// seen: it is in use, or free, and must not be met again.
	seen state = 1 << iota
	// changed: it, or a page below it, is not as it was noted.
	changed
	// turned: the walk turned back here.
	turned
	// kept and dropped: whether it lies at or below a page where the walk turned back.
	kept
	dropped
)

// chunk is how many bytes are read at a time: few calls, and what was read is still near the
// processor when it is summed.
const chunk = 256 << 10

// pieces are used again, since fresh memory takes longer to come by than to fill.
var pieces = sync.Pool{New: func() any { return new([chunk]byte) }}

// sum reads the whole file in its order and notes the checksum of each page.
func (w *walk) sum() {
	workers := uint64(min(runtime.GOMAXPROCS(0), 4))
	perChunk := chunk / w.PageSize
	chunks := (w.Pages + perChunk - 1) / perChunk
	workers = max(1, min(workers, chunks/8))
	var all sync.WaitGroup
	for n := range workers {
		all.Go(func() {
			w.sumPages(chunks*n/workers*perChunk, min(w.Pages, chunks*(n+1)/workers*perChunk))
		})
	}
	all.Wait()
}

func (w *walk) sumPages(from, to uint64) {
	table, size := crc32.MakeTable(crc32.Castagnoli), w.PageSize
	room := pieces.Get().(*[chunk]byte)
	defer pieces.Put(room)
	piece := room[:]
	for id := from; id < to; {
		n := min(to-id, chunk/size)
		if _, err := w.file.ReadAt(piece[:n*size], int64(id*size)); err != nil {
			w.sumUnreadable(id, id+n, piece[:size])
		} else {
			for i := range n {
				w.Notes[id+i].sum = crc32.Checksum(piece[i*size:(i+1)*size], table)
			}
		}
		id += n
	}
}

// sumUnreadable is sumPages where a page cannot be read: such a one counts as changed, so
// that the walk comes to it and says so.
func (w *walk) sumUnreadable(from, to uint64, page []byte) {
	for id := from; id < to; id++ {
		if _, err := w.file.ReadAt(page, int64(id*w.PageSize)); err == nil {
			w.Notes[id].sum = crc32.Checksum(page, crc32.MakeTable(crc32.Castagnoli))
		} else if id < uint64(len(w.before)) {
			w.Notes[id].sum = ^w.before[id].sum
		}
	}
}

// markChanged marks each page that is not as it was noted, and those above it.
func (w *walk) markChanged() {
	if w.Pages >= mostNoted {
		w.before = nil
	}
	for id := range uint64(len(w.before)) {
		if id < w.Pages && w.before[id].sum == w.Notes[id].sum {
			continue
		}
		for up := id; up > metaPages && w.before[up].link != 0; up = w.before[up].above() {
			if up < w.Pages {
				if w.state[up]&changed != 0 {
					break
				}
				w.state[up] |= changed
			}
		}
	}
}

// same reports whether a page, and all below it, is as it was when it was in use before.
func (w *walk) same(id uint64) bool {
	return id > metaPages && id < w.Pages && id < uint64(len(w.before)) && w.before[id].link != 0 &&
		w.before[id].tree() != overflowing && w.state[id]&changed == 0
}

// turnBack leaves out a page that is the same, with all below it.
func (w *walk) turnBack(id, above uint64) bool {
	if w.state[id]&seen != 0 {
		w.fault(id, "is used twice")
		return false
	}
	w.state[id] |= seen | turned | kept
	w.Notes[id].is(above, w.before[id].tree())
	return true
}

// keep finds all pages that were left out, and takes over what was noted of them. None may
// be in use elsewhere too.
func (w *walk) keep() {
	var chain []uint64
	end := min(w.Pages, uint64(len(w.before)))
	for id := uint64(2); id < end; id++ {
		if w.before[id].link == 0 {
			continue
		}
		isKept := w.resolve(id, &chain)
		above := w.before[id].above()
		switch {
		case w.state[id]&turned != 0:
			if above < end && above > metaPages && w.resolve(above, &chain) {
				w.fault(id, "is used twice")
			}
		case isKept && w.state[id]&seen != 0:
			w.fault(id, "is used twice")
		case isKept:
			w.state[id] |= seen
			w.Notes[id].link = w.before[id].link
		}
	}
}

// resolve reports whether a page lies at or below one where the walk turned back, by the
// pages that led to it before.
func (w *walk) resolve(id uint64, chain *[]uint64) bool {
	*chain = (*chain)[:0]
	answer := dropped
	for up := id; up > metaPages && up < w.Pages && w.state[up]&changed == 0; up = w.before[up].above() {
		if known := w.state[up] & (kept | dropped); known != 0 {
			answer = known
			break
		}
		*chain = append(*chain, up)
	}
	for _, up := range *chain {
		w.state[up] |= answer
	}
	return answer == kept
}
