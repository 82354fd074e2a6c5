// Package boltfile knows the bytes of a bbolt file, and no record of this program.
//
// A file is a row of pages of one size. Pages 0 and 1 are metas: each says where a
// transaction's tree begins, which page lists the free ones, and how many pages there
// are; the valid one with the higher transaction counts. All other pages are branches or
// leaves of a tree, the list of free pages, or what overflows from the page before. A
// bucket is a tree of its own, or a small page inside its value.
//
// bbolt trusts all that, and neither a page nor a tree has a checksum. This package reads
// the same bytes and trusts nothing.
package boltfile
