package screens

import (
	"cmp"
	"slices"
	"strings"

	"readycheck/assessment"
)

// The sessions of one use stand together in the list: the one begun last first, and below it
// those before. Where a use stands among the others is up to the one begun last.

// usesOf are the sessions of a list by their use.
type usesOf struct {
	rows []*listed
	// newest are rows: of each use the one begun last, in the order in which the uses came.
	newest []int32
	// places are the places in newest by use, and oldest the rows at the other end of each use,
	// while rows still come.
	places map[string]int32
	oldest []int32
	// dated are the rows whose day has come.
	dated []int32
	today uint16
}

// take takes in more rows. It reports whether they are not simply new uses, in the order in
// which they came.
func (u *usesOf) take(rows []*listed) (among bool) {
	if u.places == nil {
		u.places = map[string]int32{}
	}
	for _, row := range rows {
		at := int32(len(u.rows))
		u.rows = append(u.rows, row)
		u.dates(at)
		place, there := u.places[row.folded()]
		if !there {
			u.places[row.folded()] = int32(len(u.newest))
			u.newest, u.oldest = append(u.newest, at), append(u.oldest, at)
			continue
		}
		among = true
		u.join(place, at)
	}
	return among
}

// join puts a row among those of its use. Mostly rows come in the order of the use.
func (u *usesOf) join(place, at int32) {
	row, newest, oldest := u.rows[at], u.newest[place], u.oldest[place]
	switch {
	case !row.begunAfter(u.rows[oldest]):
		u.rows[oldest].older, u.oldest[place] = at+1, at
	case row.begunAfter(u.rows[newest]):
		row.older, u.newest[place] = newest+1, at
		u.rows[newest].earlier = true
		return
	default:
		before := u.rows[newest]
		for !row.begunAfter(u.rows[before.older-1]) {
			before = u.rows[before.older-1]
		}
		row.older, before.older = before.older, at+1
	}
	row.earlier = true
}

// dates notes a row whose day has come.
func (u *usesOf) dates(at int32) {
	if day := u.rows[at].due; day != noDay && day <= u.today {
		u.dated = append(u.dated, at)
	}
}

// found takes in a day that was worked out later.
func (u *usesOf) found(at int32, day uint16) {
	if u.rows[at].due == noDay {
		u.rows[at].due = day
		u.dates(at)
	}
}

// without is the list without a row.
func (u *usesOf) without(at int) usesOf {
	rows := slices.Delete(u.rows, at, at+1)
	for _, row := range rows {
		row.older, row.earlier = 0, false
	}
	left := usesOf{today: u.today}
	left.take(rows)
	return left
}

// appendUse adds the rows of a use to an order, the one begun last first.
func (u *usesOf) appendUse(order []int32, newest int32) []int32 {
	order = append(order, newest)
	for older := u.rows[newest].older; older != 0; older = u.rows[older-1].older {
		order = append(order, older-1)
	}
	return order
}

// comeDue counts the uses in which something has come due, and finds the row of the one where
// it is oldest. Only the session begun last counts: what was planned in one before was looked
// at since.
func (u *usesOf) comeDue() (uses int, oldest int32) {
	for _, at := range u.dated {
		row := u.rows[at]
		if row.earlier {
			continue
		}
		if uses == 0 || row.due < u.rows[oldest].due {
			oldest = at
		}
		uses++
	}
	return uses, oldest
}

// sorts are the ways to sort the uses, each with its words.
var sorts = [...]struct {
	words   string
	compare func(a, b *listed) int
}{
	{"newest first", nil},
	{"by name", func(a, b *listed) int { return strings.Compare(a.folded(), b.folded()) }},
	{"by stage", func(a, b *listed) int { return cmp.Compare(a.stage, b.stage) }},
	{"least answered first", func(a, b *listed) int {
		return cmp.Compare(int(a.answered)*max(1, int(b.total)), int(b.answered)*max(1, int(a.total)))
	}},
	{"next day first", func(a, b *listed) int { return cmp.Compare(a.due-1, b.due-1) }}, // no day comes last
}

// byNextDay is the way that goes by what may be found after the list was read.
const byNextDay = len(sorts) - 1

// sorted is the order of the rows by one of the ways. It takes the place of an order before.
func (u *usesOf) sorted(way int, before []int32) []int32 {
	newest := u.newest
	if compare := sorts[way].compare; compare != nil {
		// Uses came in the order of their last change, which decides where nothing else does.
		newest = slices.Clone(newest)
		slices.SortStableFunc(newest, func(a, b int32) int { return compare(u.rows[a], u.rows[b]) })
	}
	order := slices.Grow(before[:0], len(u.rows))
	for _, at := range newest {
		order = u.appendUse(order, at)
	}
	return order
}

// wanted is what a filter asks for. A use fits where each of its words stands in the business,
// in the use, or in the words that the row shows of the stage and the next day.
type wanted []wantedWord

type wantedWord struct {
	text string
	// stages are those whose name has the word.
	stages       [assessment.Broad + 1]bool
	overdue, due bool
	today        uint16
}

// wants reads a filter that is folded already.
func (h *homeScreen) wants(text string) wanted {
	var all wanted
	for word := range strings.FieldsSeq(text) {
		w := wantedWord{text: word, overdue: strings.Contains("overdue", word), due: strings.Contains("due", word), today: h.uses.today}
		for stage := range w.stages {
			w.stages[stage] = h.set != nil && strings.Contains(assessment.Fold(h.stageName(assessment.Stage(stage))), word)
		}
		all = append(all, w)
	}
	return all
}

// fits reports whether a use fits by its newest session.
func (w wanted) fits(row *listed) bool {
	for i := range w {
		word := &w[i]
		if strings.Contains(row.folded(), word.text) || word.stages[row.stage] && row.Standing().Finished() {
			continue
		}
		switch {
		case row.due == noDay || row.due > word.today:
			return false
		case row.due < word.today && !word.overdue, row.due == word.today && !word.due:
			return false
		}
	}
	return true
}

// narrow keeps the uses that fit the filter. When the filter only grew, what it left out before
// stays out.
func (h *homeScreen) narrow(before string) {
	text := assessment.Fold(h.filter.Value())
	from := h.order
	if before != "" && strings.HasPrefix(text, before) {
		from = h.shown
	}
	if text == "" {
		h.shown = from
	} else {
		// What is left is never more than what there was, so the place is enough even
		// where it holds what is being read.
		h.narrowed = slices.Grow(h.narrowed[:0], len(from))
		shown, wanted, fits := h.narrowed, h.wants(text), false
		for _, at := range from {
			if row := h.uses.rows[at]; !row.earlier {
				fits = wanted.fits(row)
			}
			if fits {
				shown = append(shown, at)
			}
		}
		h.shown = shown
	}
	h.come, h.oldest = 0, 0
	if text == "" && !h.filtering {
		h.come, h.oldest = h.uses.comeDue()
	}
	h.list.has(h.lead() + len(h.shown))
}
