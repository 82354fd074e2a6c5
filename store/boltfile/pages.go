package boltfile

import (
	"encoding/binary"
	"errors"
	"fmt"
	"hash/crc32"
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

// FreelistSum is a checksum of the list of free pages, 0 where it cannot be read.
func (f *File) FreelistSum() uint32 {
	if f.freelist < 2 || f.freelist >= f.Pages {
		return 0
	}
	at := int64(f.freelist * f.PageSize)
	page := make([]byte, f.PageSize)
	if _, err := f.file.ReadAt(page, at); err != nil {
		return 0
	}
	table := crc32.MakeTable(crc32.Castagnoli)
	sum := crc32.Checksum(page, table)
	for range min(headerOf(page).overflow, f.Pages-f.freelist-1) {
		at += int64(f.PageSize)
		if _, err := f.file.ReadAt(page, at); err != nil {
			return 0
		}
		sum = crc32.Update(sum, table, page)
	}
	return sum
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

// header is what a page says of itself.
type header struct {
	id       uint64
	flags    uint16
	count    int
	overflow uint64
}

func headerOf(page []byte) header {
	order := binary.NativeEndian
	return header{order.Uint64(page), order.Uint16(page[8:]), int(order.Uint16(page[10:])), uint64(order.Uint32(page[12:]))}
}

// element is one entry of a branch or leaf. A branch has a child, a leaf flags and a value.
type element struct {
	key, value []byte
	child      uint64
	flags      uint32
}

// elementAt reads an entry of a page. It fails where the entry does not lie in the page.
func elementAt(page []byte, leaf bool, i int) (element, bool) {
	order, at := binary.NativeEndian, PageHeader+i*ElementSize
	if at+ElementSize > len(page) {
		return element{}, false
	}
	var e element
	var offset, keyLength, valueLength uint32
	raw := page[at : at+ElementSize]
	if leaf {
		e.flags, offset, keyLength, valueLength = order.Uint32(raw), order.Uint32(raw[4:]), order.Uint32(raw[8:]), order.Uint32(raw[12:])
	} else {
		offset, keyLength, e.child = order.Uint32(raw), order.Uint32(raw[4:]), order.Uint64(raw[8:])
	}
	start := uint64(at) + uint64(offset)
	middle := start + uint64(keyLength)
	end := middle + uint64(valueLength)
	if offset < ElementSize || end > uint64(len(page)) {
		return element{}, false
	}
	e.key, e.value = page[start:middle], page[middle:end]
	return e, true
}

// Loose gives every entry that can be read in any leaf of the file, whether or not a tree
// leads to it, and those of the small buckets inside. What it gives is the receiver's own.
func Loose(file io.ReaderAt, length int64, pageSize uint64, each func(bucket bool, key, value []byte)) {
	size := int64(pageSize)
	for at := int64(0); at+size <= length; at += size {
		head := make([]byte, PageHeader)
		if _, err := file.ReadAt(head, at); err != nil || headerOf(head).flags != LeafPage {
			continue
		}
		page := make([]byte, min(1+int64(headerOf(head).overflow), (length-at)/size, mostHeld/size)*size)
		if _, err := file.ReadAt(page, at); err == nil {
			looseIn(page, each)
		}
	}
}

func looseIn(page []byte, each func(bucket bool, key, value []byte)) {
	if len(page) < PageHeader || headerOf(page).flags != LeafPage {
		return
	}
	for i := range headerOf(page).count {
		e, ok := elementAt(page, true, i)
		if !ok {
			continue
		}
		bucket := e.flags == BucketElement
		each(bucket, e.key, e.value)
		if bucket && len(e.value) > BucketSize+PageHeader && binary.NativeEndian.Uint64(e.value) == 0 {
			looseIn(e.value[BucketSize:], each)
		}
	}
}
