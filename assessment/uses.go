package assessment

import (
	"iter"
	"maps"
	"slices"
)

// A business checks the same use again and again. Its sessions belong together, and only the
// newest says how things are; the ones before are what it grew from.

// UseKey is the same for all sessions of the same business and use, however they are written.
func UseKey(business, use string) string { return Fold(business) + "\n" + Fold(use) }

// BegunAfter reports whether a session was begun after another one.
func (h *Head) BegunAfter(other *Head) bool { return h.ID > other.ID } // ids are in that order

// NewestOfEachUse leaves out the sessions of which one begun later has the same business and
// use. The others stay in their order.
func NewestOfEachUse(all iter.Seq2[Head, error]) ([]Head, error) {
	var list []Head
	newest := map[string]int{}
	for head, err := range all {
		if err != nil {
			return nil, err
		}
		list = append(list, head)
		key := UseKey(head.Business, head.Use)
		if at, again := newest[key]; !again || head.BegunAfter(&list[at]) {
			newest[key] = len(list) - 1
		}
	}
	places := slices.Sorted(maps.Values(newest))
	out := make([]Head, len(places))
	for i, at := range places {
		out[i] = list[at]
	}
	return out, nil
}
