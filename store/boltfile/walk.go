package boltfile

import (
	"bytes"
	"encoding/binary"
	"fmt"
)

// Bucket is a bucket as a walk meets it.
type Bucket struct {
	Path     []string
	Sequence uint64
	// Root is the page where the bucket's own tree begins, 0 where it lies inside its
	// value. Page is the one that its entry stands on.
	Root, Page uint64
	// Same is true where no page of the bucket changed since the notes were made.
	Same bool
}

// Way is how a walk goes through a bucket. The zero Way visits all of it.
type Way struct {
	// Pass leaves the bucket out, with all in it. It must be the Same bucket under the same path.
	Pass bool
	// Tree, 1 or 2, is the number of a bucket whose unchanged parts are left out, where
	// they were part of the bucket of that number before. Kept tells which those are.
	Tree uint8
}

// Visitor hears of what a walk meets. What it gets is good only until it returns.
type Visitor struct {
	// Enter gets each bucket before what is in it.
	Enter func(Bucket) Way
	// Visit gets each other value, with the path of its bucket and the page it stands on.
	Visit func(path []string, key, value []byte, page uint64)
}

// Walked is what a walk found.
type Walked struct {
	Faults []error
	// Free is how many pages hold nothing any more, and may still hold what was deleted.
	Free uint64
	// Notes are for the next walk. They hold only where there are no faults.
	Notes Notes
	state []state
}

// Kept reports whether a page was left out of the walk, since it and all that leads to it
// from the place where the walk turned back is as it was before.
func (w *Walked) Kept(page uint64) bool {
	return page < uint64(len(w.state)) && w.state[page]&kept != 0
}

const (
	// deepest is far more than any tree needs: a branch has at least two children.
	deepest = 64
	// mostHeld is how many bytes of long pages are held at a time. No record comes near.
	mostHeld = 32 << 20
)

type walk struct {
	*File
	*Walked
	visitor Visitor
	before  Notes
	// pages are where pages of usual length are read into, one for each depth.
	pages [deepest + 2][]byte
	held  uint64
}

// bucketOf is the bucket whose tree is walked.
type bucketOf struct {
	path []string
	tree uint8
}

// Walk goes through every page from the root, notes each fault and goes on behind it. With
// the notes of a walk before it, it leaves out what the visitor need not hear of again; what
// it finds is the same, since it reads first which pages changed.
func (f *File) Walk(visitor Visitor, before Notes) *Walked {
	w := &walk{File: f, Walked: &Walked{Notes: make(Notes, f.Pages), state: make([]state, f.Pages)}, visitor: visitor, before: before}
	w.sum()
	w.markChanged()
	w.tree(f.root, metaPages, bucketOf{}, nil, 0)
	w.freelistRun()
	w.keep()
	w.freePages()
	return w.Walked
}

func (w *walk) fault(id uint64, problem string) {
	w.Faults = append(w.Faults, fmt.Errorf("page %d: %s", id, problem))
}

// take marks a page and what overflows from it as in use, once, below another page.
func (w *walk) take(id, overflow, above uint64, tree uint8) bool {
	for i := id; i <= id+overflow; i++ {
		if w.state[i]&seen != 0 {
			w.fault(i, "is used twice")
			return false
		}
	}
	for i := id; i <= id+overflow; i++ {
		w.state[i] |= seen
		w.Notes[i].is(id, overflowing)
	}
	w.Notes[id].is(above, tree)
	return true
}

// header reads what a page says of itself, and checks it.
func (w *walk) header(id uint64, allowed ...uint16) (h header, ok bool) {
	if id < 2 || id >= w.Pages {
		w.fault(id, "lies outside the file")
		return h, false
	}
	raw := make([]byte, PageHeader)
	if _, err := w.file.ReadAt(raw, int64(id*w.PageSize)); err != nil {
		w.fault(id, "cannot be read: "+err.Error())
		return h, false
	}
	return w.checkHeader(id, raw, allowed...)
}

func (w *walk) checkHeader(id uint64, page []byte, allowed ...uint16) (h header, ok bool) {
	h = headerOf(page)
	right := false
	for _, flag := range allowed {
		right = right || h.flags == flag
	}
	switch {
	case h.id != id:
		w.fault(id, "is another page")
	case !right:
		w.fault(id, "is of a wrong kind")
	case h.overflow >= w.Pages-id:
		w.fault(id, "is longer than the file")
	default:
		return h, true
	}
	return h, false
}

// read reads a branch or leaf with what overflows from it. The page is good until another
// one of the same depth is read, and let go with release.
func (w *walk) read(id uint64, depth int) (page []byte, h header, ok bool) {
	if id < 2 || id >= w.Pages {
		w.fault(id, "lies outside the file")
		return nil, h, false
	}
	if w.pages[depth] == nil {
		w.pages[depth] = make([]byte, w.PageSize)
	}
	page, at := w.pages[depth], int64(id*w.PageSize)
	if _, err := w.file.ReadAt(page, at); err != nil {
		w.fault(id, "cannot be read: "+err.Error())
		return nil, h, false
	}
	if h, ok = w.checkHeader(id, page, branchPage, LeafPage); !ok || h.overflow == 0 {
		return page, h, ok
	}
	length := (h.overflow + 1) * w.PageSize
	if w.held+length > mostHeld {
		w.fault(id, "is longer than all that it could hold")
		return nil, h, false
	}
	page = make([]byte, length)
	if _, err := w.file.ReadAt(page, at); err != nil {
		w.fault(id, "cannot be read: "+err.Error())
		return nil, h, false
	}
	w.held += length
	return page, h, true
}

func (w *walk) release(h header) {
	if h.overflow > 0 {
		w.held -= (h.overflow + 1) * w.PageSize
	}
}

// tree walks a page and all below it. Every key lies from least on and below the key
// after it. It returns the last one.
func (w *walk) tree(id, above uint64, b bucketOf, least []byte, depth int) (last []byte) {
	if depth > deepest {
		w.fault(id, "lies too deep")
		return nil
	}
	if b.tree != 0 && w.same(id) && w.before[id].tree() == b.tree {
		if !w.turnBack(id, above) {
			return nil
		}
		return w.edges(id, least, depth)
	}
	page, h, ok := w.read(id, depth)
	if !ok {
		return nil
	}
	defer w.release(h)
	if !w.take(id, h.overflow, above, b.tree) {
		return nil
	}
	return w.elements(id, page, b, least, depth)
}

func (w *walk) elements(id uint64, page []byte, b bucketOf, least []byte, depth int) (last []byte) {
	h := headerOf(page)
	leaf := h.flags == LeafPage
	if PageHeader+h.count*ElementSize > len(page) {
		w.fault(id, "has too many entries")
		return nil
	}
	if !leaf && h.count == 0 {
		w.fault(id, "has no entries")
	}
	last = least
	for i := range h.count {
		e, ok := elementAt(page, leaf, i)
		if !ok {
			w.fault(id, "has an entry outside it")
			continue
		}
		if len(e.key) == 0 {
			w.fault(id, "has an entry without a name")
			continue
		}
		// A child begins with the very key of its branch, or a later one.
		if order := bytes.Compare(e.key, last); order < 0 || order == 0 && i > 0 {
			w.fault(id, "has its entries in a wrong order")
		}
		last = e.key
		switch {
		case !leaf:
			if end := w.tree(e.child, id, b, e.key, depth+1); end != nil {
				last = end
			}
		case e.flags == BucketElement:
			w.bucket(id, e.value, append(b.path[:len(b.path):len(b.path)], string(e.key)), depth)
		case e.flags != 0:
			w.fault(id, "has an entry of a wrong kind")
		case w.visitor.Visit != nil:
			w.visitor.Visit(b.path, e.key, e.value, id)
		}
	}
	return last
}

// edges looks only at the first and the last key below a page that is as it was.
func (w *walk) edges(id uint64, least []byte, depth int) (last []byte) {
	first := true
	for ; depth <= deepest; depth++ {
		page, h, ok := w.read(id, depth)
		if !ok {
			return nil
		}
		// The key that is returned stays readable, since long pages are never read into again.
		w.release(h)
		if h.count == 0 {
			return least
		}
		leaf := h.flags == LeafPage
		e, ok := elementAt(page, leaf, 0)
		if first && (!ok || bytes.Compare(e.key, least) < 0) {
			w.fault(id, "has its entries in a wrong order")
		}
		first = false
		if e, ok = elementAt(page, leaf, h.count-1); !ok {
			w.fault(id, "has an entry outside it")
			return nil
		}
		if leaf {
			return e.key
		}
		id = e.child
	}
	w.fault(id, "lies too deep")
	return nil
}

// bucket walks a bucket: a tree of its own, or, when it is small, a page inside its value.
func (w *walk) bucket(id uint64, value []byte, path []string, depth int) {
	if len(value) < BucketSize {
		w.fault(id, "has a bucket that is too short")
		return
	}
	order := binary.NativeEndian
	root, way := order.Uint64(value), Way{}
	if w.visitor.Enter != nil {
		way = w.visitor.Enter(Bucket{path, order.Uint64(value[8:]), root, id, root != 0 && w.same(root)})
	}
	switch {
	case root != 0 && way.Pass && w.same(root):
		w.turnBack(root, id)
		return
	case root != 0:
		w.tree(root, id, bucketOf{path, way.Tree}, nil, depth+1)
		return
	}
	// bbolt would give back the page that a small bucket names, so it must name none.
	inside := value[BucketSize:]
	if len(inside) < PageHeader || headerOf(inside).flags != LeafPage || headerOf(inside).id != 0 || headerOf(inside).overflow != 0 {
		w.fault(id, "has a small bucket that is none")
		return
	}
	if depth >= deepest {
		w.fault(id, "lies too deep")
		return
	}
	w.elements(id, inside, bucketOf{path: path}, nil, depth+1)
}

// freelistRun takes the pages that list the free ones.
func (w *walk) freelistRun() {
	if w.freelist == noFreelist {
		return
	}
	if h, ok := w.header(w.freelist, freelistPage); ok {
		w.take(w.freelist, h.overflow, metaPages, 0)
	}
}

// freePages checks that what bbolt would write over is in use nowhere.
func (w *walk) freePages() {
	if w.freelist == noFreelist || w.freelist < 2 || w.freelist >= w.Pages || w.Notes[w.freelist].above() != metaPages {
		return // said already
	}
	h, ok := w.header(w.freelist, freelistPage)
	if !ok {
		return
	}
	order := binary.NativeEndian
	count, at, end := uint64(h.count), int64(w.freelist*w.PageSize)+PageHeader, int64((w.freelist+h.overflow+1)*w.PageSize)
	if h.count == 0xFFFF {
		long := make([]byte, 8)
		if _, err := w.file.ReadAt(long, at); err != nil {
			w.fault(w.freelist, "cannot be read: "+err.Error())
			return
		}
		count, at = order.Uint64(long), at+8
	}
	if count > uint64(end-at)/8 {
		w.fault(w.freelist, "has too many entries")
		return
	}
	piece := make([]byte, min(chunk, count*8))
	for left := count; left > 0; {
		n := min(left, chunk/8)
		if _, err := w.file.ReadAt(piece[:n*8], at); err != nil {
			w.fault(w.freelist, "cannot be read: "+err.Error())
			return
		}
		for i := range n {
			w.freePage(order.Uint64(piece[i*8:]))
		}
		left, at = left-n, at+int64(n*8)
	}
}

func (w *walk) freePage(id uint64) {
	switch {
	case id < 2 || id >= w.Pages:
		w.fault(id, "is said to be free and lies outside the file")
	case w.state[id]&seen != 0:
		w.fault(id, "is in use and said to be free")
	default:
		w.state[id] |= seen
		w.Free++
	}
}
