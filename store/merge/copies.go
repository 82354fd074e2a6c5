package merge

import (
	"bytes"
	"cmp"
	"slices"
)

// Copy is a number that was given twice on one key of a session: two computers write with one token,
// since somebody copied the data file, or put back an old one by hand. All of the changes count.
// Whoever finds the token of its own file here gives that file a new one.
type Copy struct {
	Writer  Writer
	Session string
	N       uint64
	Key     Key
	Changes []ID
}

// Copies finds the numbers that were given twice on one key, in changes of any sessions. What one
// act did to several keys has one number, and is no copy. Nor are copies that worked on different
// sessions or keys found: they harm nothing.
func Copies(changes []*Record) []Copy {
	all := slices.Clone(changes)
	slices.SortFunc(all, compareNumbers)
	all = slices.CompactFunc(all, func(a, b *Record) bool { return a.id == b.id })
	var out []Copy
	for len(all) > 0 {
		n := 1
		for n < len(all) && compareGiven(all[0], all[n]) == 0 {
			n++
		}
		if c := &all[0].change; n > 1 {
			out = append(out, Copy{c.Writer, c.Session, c.N, c.Key, idsOf(all[:n])})
		}
		all = all[n:]
	}
	return out
}

// compareGiven finds two changes alike that cannot both be of one data file.
func compareGiven(a, b *Record) int {
	one, two := &a.change, &b.change
	if order := bytes.Compare(one.Writer[:], two.Writer[:]); order != 0 {
		return order
	}
	if order := cmp.Compare(one.N, two.N); order != 0 {
		return order // as nearly always, so that no text is compared
	}
	return cmp.Or(cmp.Compare(one.Session, two.Session), compareKeys(one.Key, two.Key))
}

// compareNumbers never finds two changes alike, not even those of copies. Seats that one act made
// are in the order of their ids.
func compareNumbers(a, b *Record) int { return cmp.Or(compareGiven(a, b), compareID(a, b)) }
