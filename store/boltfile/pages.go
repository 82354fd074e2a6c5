package boltfile

import (
	"bytes"
	"encoding/binary"
	"errors"
	"fmt"
	"hash/fnv"
	"io"
)

// The parts of a page, and what its flags and those of its entries say.
const (
	PageHeader  = 16
	ElementSize = 16
	BucketSize  = 16
	metaLength  = 64

	branchPage   = 0x01
	LeafPage     = 0x02
	freelistPage = 0x10

	BucketElement = 0x01

	boltMagic   = 0xED0CDAED
	boltVersion = 2
	noFreelist  = ^uint64(0)

	minPageSize = 512
	maxPageSize = 1 << 16
	// deepest is far more than any tree needs: a branch has at least two children.
	deepest = 64
)

// Meta is one of the two places where bbolt says where its newest transaction begins.
type Meta struct {
	PageSize       uint64
	root, freelist uint64
	// Pages is how many pages are in use or free.
	Pages       uint64
	Transaction uint64
}

// File is a bbolt file seen from its newest transaction.
type File struct {
	file io.ReaderAt
	Meta
	// HalfMeta is true where only one of the two metas can be read, as after a power cut.
	HalfMeta bool
	seen     []bool
	// Free is how many pages hold nothing any more, and may still hold what was deleted.
	Free   uint64
	faults []error
	// Enter gets each bucket by its path, Visit each other value with the path of its
	// bucket. Both may be nil.
	Enter func(path []string, sequence uint64)
	Visit func(path []string, key, value []byte)
}

// Read finds the newest transaction of a file. The error says that there is none.
func Read(file io.ReaderAt, length int64) (*File, error) {
	f := &File{file: file}
	first, err := readMeta(file, 0)
	var second Meta
	secondErr := errors.New("no second meta page")
	if err == nil {
		second, secondErr = readMeta(file, int64(first.PageSize))
	} else {
		for size := int64(minPageSize); size <= maxPageSize && secondErr != nil; size *= 2 {
			if second, secondErr = readMeta(file, size); secondErr == nil && int64(second.PageSize) != size {
				secondErr = errors.New("a meta page at the wrong place")
			}
		}
	}
	switch {
	case err != nil && secondErr != nil:
		return nil, err
	case err != nil:
		f.Meta, f.HalfMeta = second, true
	case secondErr != nil:
		f.Meta, f.HalfMeta = first, true
	case first.Transaction > second.Transaction:
		f.Meta = first
	default:
		f.Meta = second
	}
	if f.Pages > uint64(length)/f.PageSize {
		return nil, fmt.Errorf("it has %d bytes and should have %d", length, f.Pages*f.PageSize)
	}
	return f, nil
}

func readMeta(file io.ReaderAt, at int64) (Meta, error) {
	page := make([]byte, PageHeader+metaLength)
	if _, err := file.ReadAt(page, at); err != nil {
		return Meta{}, errors.New("it is too short")
	}
	data := page[PageHeader:]
	order := binary.NativeEndian
	sum := fnv.New64a()
	_, _ = sum.Write(data[:metaLength-8])
	m := Meta{
		PageSize: uint64(order.Uint32(data[8:])), root: order.Uint64(data[16:]), freelist: order.Uint64(data[32:]),
		Pages: order.Uint64(data[40:]), Transaction: order.Uint64(data[48:]),
	}
	switch {
	case order.Uint32(data) != boltMagic || order.Uint32(data[4:]) != boltVersion:
		return Meta{}, errors.New("it does not begin as a file of this program does")
	case order.Uint64(data[metaLength-8:]) != sum.Sum64():
		return Meta{}, errors.New("its first pages are damaged")
	case m.PageSize < minPageSize || m.PageSize > maxPageSize || m.PageSize&(m.PageSize-1) != 0:
		return Meta{}, errors.New("its page size is impossible")
	}
	return m, nil
}

// Walk goes through every page from the root, notes each fault and goes on behind it.
func (f *File) Walk() []error {
	f.seen = make([]bool, f.Pages)
	f.tree(f.root, nil, nil, 0)
	f.freePages()
	return f.faults
}

func (f *File) fault(id uint64, problem string) {
	f.faults = append(f.faults, fmt.Errorf("page %d: %s", id, problem))
}

// page reads a page with what overflows from it, once.
func (f *File) page(id uint64, allowed ...uint16) []byte {
	if id < 2 || id >= f.Pages {
		f.fault(id, "lies outside the file")
		return nil
	}
	data := make([]byte, f.PageSize)
	at := int64(id * f.PageSize)
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
	case overflow >= f.Pages-id:
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
	whole := make([]byte, (overflow+1)*f.PageSize)
	if _, err := f.file.ReadAt(whole, at); err != nil {
		f.fault(id, "cannot be read: "+err.Error())
		return nil
	}
	return whole
}

// tree walks a page and all below it. Every key lies from least on and below the key
// after it; below is nil at the right edge.
func (f *File) tree(id uint64, path []string, least []byte, depth int) (last []byte) {
	if depth > deepest {
		f.fault(id, "lies too deep")
		return nil
	}
	page := f.page(id, branchPage, LeafPage)
	if page == nil {
		return nil
	}
	return f.elements(id, page, path, least, depth)
}

func (f *File) elements(id uint64, page []byte, path []string, least []byte, depth int) (last []byte) {
	order := binary.NativeEndian
	count, leaf := int(order.Uint16(page[10:])), order.Uint16(page[8:]) == LeafPage
	if PageHeader+count*ElementSize > len(page) {
		f.fault(id, "has too many entries")
		return nil
	}
	if !leaf && count == 0 {
		f.fault(id, "has no entries")
	}
	last = least
	for i := range count {
		at := PageHeader + i*ElementSize
		element := page[at : at+ElementSize]
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
		if keyAt < ElementSize || end > uint64(len(page)) {
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
		case flags == BucketElement:
			f.bucket(id, page[middle:end], append(path[:len(path):len(path)], string(key)), depth)
		case flags != 0:
			f.fault(id, "has an entry of a wrong kind")
		case f.Visit != nil:
			f.Visit(path, key, page[middle:end])
		}
	}
	return last
}

// bucket walks a bucket: a tree of its own, or, when it is small, a page inside its value.
func (f *File) bucket(id uint64, value []byte, path []string, depth int) {
	if len(value) < BucketSize {
		f.fault(id, "has a bucket that is too short")
		return
	}
	if f.Enter != nil {
		f.Enter(path, binary.NativeEndian.Uint64(value[8:]))
	}
	if root := binary.NativeEndian.Uint64(value); root != 0 {
		f.tree(root, path, nil, depth+1)
		return
	}
	// bbolt would give back the page that a small bucket names, so it must name none.
	inside := value[BucketSize:]
	if len(inside) < PageHeader || binary.NativeEndian.Uint16(inside[8:]) != LeafPage ||
		binary.NativeEndian.Uint64(inside) != 0 || binary.NativeEndian.Uint32(inside[12:]) != 0 {
		f.fault(id, "has a small bucket that is none")
		return
	}
	f.elements(id, inside, path, nil, depth+1)
}

// freePages checks that what bbolt would write over is in use nowhere.
func (f *File) freePages() {
	if f.freelist == noFreelist {
		return
	}
	page := f.page(f.freelist, freelistPage)
	if page == nil {
		return
	}
	order := binary.NativeEndian
	count, ids := uint64(order.Uint16(page[10:])), page[PageHeader:]
	if count == 0xFFFF {
		count, ids = order.Uint64(ids), ids[8:]
	}
	if count > uint64(len(ids)/8) {
		f.fault(f.freelist, "has too many entries")
		return
	}
	for i := range count {
		switch id := order.Uint64(ids[i*8:]); {
		case id < 2 || id >= f.Pages:
			f.fault(id, "is said to be free and lies outside the file")
		case f.seen[id]:
			f.fault(id, "is in use and said to be free")
		default:
			f.seen[id] = true
			f.Free++
		}
	}
}
