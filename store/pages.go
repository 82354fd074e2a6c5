package store

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// bbolt trusts its file: a damaged page can make it panic, read outside the file or
// recurse without end. This file reads the same pages and trusts nothing, so that damage
// can be found before bbolt sees it, and records saved from what is left.

const (
	pageHeader  = 16
	elementSize = 16
	bucketSize  = 16
	metaLength  = 64

	branchPage   = 0x01
	leafPage     = 0x02
	freelistPage = 0x10

	bucketElement = 0x01

	boltMagic   = 0xED0CDAED
	boltVersion = 2
	noFreelist  = ^uint64(0)

	minPageSize = 512
	maxPageSize = 1 << 16
	// deepest is far more than any tree needs: a branch has at least two children.
	deepest = 64
)

// meta is one of the two places where bbolt says where its newest transaction begins.
type meta struct {
	pageSize       uint64
	root, freelist uint64
	// pages is how many pages are in use or free.
	pages uint64
	txid  uint64
}

// pageFile is a bbolt file seen from its newest transaction.
type pageFile struct {
	file io.ReaderAt
	meta
	// halfMeta is true where only one of the two metas can be read, as after a power cut.
	halfMeta bool
	seen     []bool
	// free is how many pages hold nothing any more, and may still hold what was deleted.
	free   uint64
	faults []error
	// enter gets each bucket by its path, visit each other value with the path of its
	// bucket. Both may be nil.
	enter func(path []string, sequence uint64)
	visit func(path []string, key, value []byte)
}

// readPages finds the newest transaction of a file. The error says that there is none.
func readPages(file io.ReaderAt, length int64) (*pageFile, error) {
	f := &pageFile{file: file}
	first, err := readMeta(file, 0)
	var second meta
	secondErr := errors.New("no second meta page")
	if err == nil {
		second, secondErr = readMeta(file, int64(first.pageSize))
	} else {
		for size := int64(minPageSize); size <= maxPageSize && secondErr != nil; size *= 2 {
			if second, secondErr = readMeta(file, size); secondErr == nil && int64(second.pageSize) != size {
				secondErr = errors.New("a meta page at the wrong place")
			}
		}
	}
	switch {
	case err != nil && secondErr != nil:
		return nil, err
	case err != nil:
		f.meta, f.halfMeta = second, true
	case secondErr != nil:
		f.meta, f.halfMeta = first, true
	case first.txid > second.txid:
		f.meta = first
	default:
		f.meta = second
	}
	if f.pages > uint64(length)/f.pageSize {
		return nil, fmt.Errorf("it has %d bytes and should have %d", length, f.pages*f.pageSize)
	}
	return f, nil
}

func readMeta(file io.ReaderAt, at int64) (meta, error) {
	page := make([]byte, pageHeader+metaLength)
	if _, err := file.ReadAt(page, at); err != nil {
		return meta{}, errors.New("it is too short")
	}
	data := page[pageHeader:]
	order := binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(data[:metaLength-8])
	m := meta{
		pageSize: uint64(order.Uint32(data[8:])), root: order.Uint64(data[16:]), freelist: order.Uint64(data[32:]),
		pages: order.Uint64(data[40:]), txid: order.Uint64(data[48:]),
	}
	switch {
	case order.Uint32(data) != boltMagic || order.Uint32(data[4:]) != boltVersion:
		return meta{}, errors.New("it does not begin as a file of this program does")
	case order.Uint64(data[metaLength-8:]) != sum.Sum64():
		return meta{}, errors.New("its first pages are damaged")
	case m.pageSize < minPageSize || m.pageSize > maxPageSize || m.pageSize&(m.pageSize-1) != 0:
		return meta{}, errors.New("its page size is impossible")
	}
	return m, nil
}

// walk goes through every page from the root, notes each fault and goes on behind it.
func (f *pageFile) walk() []error {
	f.seen = make([]bool, f.pages)
	f.tree(f.root, nil, nil, 0)
	f.freePages()
	return f.faults
}

func (f *pageFile) fault(id uint64, problem string) {
	f.faults = append(f.faults, fmt.Errorf("page %d: %s", id, problem))
}

// page reads a page with what overflows from it, once.
func (f *pageFile) page(id uint64, allowed ...uint16) []byte {
	if id < 2 || id >= f.pages {
		f.fault(id, "lies outside the file")
		return nil
	}
	data := make([]byte, f.pageSize)
	at := int64(id * f.pageSize)
	if _, err := f.file.ReadAt(data, at); err != nil {
		f.fault(id, "cannot be read: "+err.Error())
		return nil
	}
	order := binary.NativeEndian
	flags, overflow := order.Uint16(data[8:]), uint64(order.Uint32(data[12:]))
	right := false
	for _, flag := range allowed {
		right = right || flags == flag
	}
	switch {
	case order.Uint64(data) != id:
		f.fault(id, "is another page")
		return nil
	case !right:
		f.fault(id, "is of a wrong kind")
		return nil
	case overflow >= f.pages-id:
		f.fault(id, "is longer than the file")
		return nil
	}
	for i := id; i <= id+overflow; i++ {
		if f.seen[i] {
			f.fault(i, "is used twice")
			return nil
		}
	}
	for i := id; i <= id+overflow; i++ {
		f.seen[i] = true
	}
	if overflow == 0 {
		return data
	}
	whole := make([]byte, (overflow+1)*f.pageSize)
	if _, err := f.file.ReadAt(whole, at); err != nil {
		f.fault(id, "cannot be read: "+err.Error())
		return nil
	}
	return whole
}

// tree walks a page and all below it. Every key lies from least on and below the key
// after it; below is nil at the right edge.
func (f *pageFile) tree(id uint64, path []string, least []byte, depth int) (last []byte) {
	if depth > deepest {
		f.fault(id, "lies too deep")
		return nil
	}
	page := f.page(id, branchPage, leafPage)
	if page == nil {
		return nil
	}
	return f.elements(id, page, path, least, depth)
}

func (f *pageFile) elements(id uint64, page []byte, path []string, least []byte, depth int) (last []byte) {
	order := binary.NativeEndian
	count, leaf := int(order.Uint16(page[10:])), order.Uint16(page[8:]) == leafPage
	if pageHeader+count*elementSize > len(page) {
		f.fault(id, "has too many entries")
		return nil
	}
	if !leaf && count == 0 {
		f.fault(id, "has no entries")
	}
	last = least
	for i := range count {
		at := pageHeader + i*elementSize
		element := page[at : at+elementSize]
		var flags, value uint32
		var child uint64
		var keyAt, keyLength uint32
		if leaf {
			flags, keyAt, keyLength, value = order.Uint32(element), order.Uint32(element[4:]), order.Uint32(element[8:]), order.Uint32(element[12:])
		} else {
			keyAt, keyLength, child = order.Uint32(element), order.Uint32(element[4:]), order.Uint64(element[8:])
		}
		start := uint64(at) + uint64(keyAt)
		middle := start + uint64(keyLength)
		end := middle + uint64(value)
		if keyAt < elementSize || end > uint64(len(page)) {
			f.fault(id, "has an entry outside it")
			continue
		}
		if keyLength == 0 {
			f.fault(id, "has an entry without a name")
			continue
		}
		key := page[start:middle]
		// A child begins with the very key of its branch, or a later one.
		if order := bytes.Compare(key, last); order < 0 || order == 0 && i > 0 {
			f.fault(id, "has its entries in a wrong order")
		}
		last = key
		switch {
		case !leaf:
			if end := f.tree(child, path, key, depth+1); end != nil {
				last = end
			}
		case flags == bucketElement:
			f.bucket(id, page[middle:end], append(path[:len(path):len(path)], string(key)), depth)
		case flags != 0:
			f.fault(id, "has an entry of a wrong kind")
		case f.visit != nil:
			f.visit(path, key, page[middle:end])
		}
	}
	return last
}

// bucket walks a bucket: a tree of its own, or, when it is small, a page inside its value.
func (f *pageFile) bucket(id uint64, value []byte, path []string, depth int) {
	if len(value) < bucketSize {
		f.fault(id, "has a bucket that is too short")
		return
	}
	if f.enter != nil {
		f.enter(path, binary.NativeEndian.Uint64(value[8:]))
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		f.tree(root, path, nil, depth+1)
		return
	}
	// bbolt would give back the page that a small bucket names, so it must name none.
	inside := value[bucketSize:]
	if len(inside) < pageHeader || binary.NativeEndian.Uint16(inside[8:]) != leafPage ||
		binary.NativeEndian.Uint64(inside) != 0 || binary.NativeEndian.Uint32(inside[12:]) != 0 {
		f.fault(id, "has a small bucket that is none")
		return
	}
	f.elements(id, inside, path, nil, depth+1)
}

// freePages checks that what bbolt would write over is in use nowhere.
func (f *pageFile) freePages() {
	if f.freelist == noFreelist {
		return
	}
	page := f.page(f.freelist, freelistPage)
	if page == nil {
		return
	}
	order := binary.NativeEndian
	count, ids := uint64(order.Uint16(page[10:])), page[pageHeader:]
	if count == 0xFFFF {
		count, ids = order.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		f.fault(f.freelist, "has too many entries")
		return
	}
	for i := range count {
		switch id := order.Uint64(ids[i*8:]); {
		case id < 2 || id >= f.pages:
			f.fault(id, "is said to be free and lies outside the file")
		case f.seen[id]:
			f.fault(id, "is in use and said to be free")
		default:
			f.seen[id] = true
			f.free++
		}
	}
}
