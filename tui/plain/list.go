package plain

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/tui/interview"
)

// mostListed is how many sessions are read out at once.
const mostListed = 20

// list is the sessions as they were read out: the uses in their order, each with the session
// begun last and then those before.
type list struct {
	rows []row
	// all is how many sessions there are, and read how many of the rows were read out.
	all, read int
	// come counts the uses in which something has come due, due is the one where it is oldest.
	come int
	due  *assessment.Head
}

// row is a session of the list; earlier is true where one of the same use was begun later.
type row struct {
	*assessment.Head
	earlier bool
}

// sorts are the ways to sort the uses, each with its words.
var sorts = [...]struct {
	words   string
	compare func(a, b *assessment.Head) int
}{
	{"the one changed last first", nil},
	{"by name", func(a, b *assessment.Head) int {
		return cmp.Compare(assessment.UseKey(a.Business, a.Use), assessment.UseKey(b.Business, b.Use))
	}},
	{"by stage", func(a, b *assessment.Head) int { return cmp.Compare(a.Standing.Stage, b.Standing.Stage) }},
	{"the least answered first", func(a, b *assessment.Head) int {
		return cmp.Compare(a.Standing.Answered*max(1, b.Standing.Total), b.Standing.Answered*max(1, a.Standing.Total))
	}},
	{"the next day first", func(a, b *assessment.Head) int { return cmp.Compare(dayLast(a), dayLast(b)) }},
}

// dayLast is a session's next day, so that none comes behind all days.
func dayLast(head *assessment.Head) string { return cmp.Or(head.Standing.NextDay(), "~") }

// sessions puts the sessions into the order in which they are read out.
func (t *talk) sessions(heads []assessment.Head) list {
	uses, keys := map[string][]*assessment.Head{}, []string(nil)
	for i := range heads {
		head := &heads[i]
		key := assessment.UseKey(head.Business, head.Use)
		if uses[key] == nil {
			keys = append(keys, key)
		}
		uses[key] = append(uses[key], head)
	}
	for _, of := range uses {
		slices.SortStableFunc(of, func(a, b *assessment.Head) int {
			switch {
			case a.BegunAfter(b):
				return -1
			case b.BegunAfter(a):
				return 1
			}
			return 0
		})
	}
	if compare := sorts[t.sort].compare; compare != nil {
		slices.SortStableFunc(keys, func(a, b string) int { return compare(uses[a][0], uses[b][0]) })
	}
	l, today := list{all: len(heads)}, t.o.Now().Format(assessment.DateLayout)
	words := strings.Fields(assessment.Fold(t.filter))
	for _, key := range keys {
		newest := uses[key][0]
		if slices.ContainsFunc(words, func(word string) bool { return !t.fits(newest, key, word, today) }) {
			continue
		}
		for i, head := range uses[key] {
			l.rows = append(l.rows, row{head, i > 0})
		}
		if day := newest.Standing.NextDay(); day != "" && day <= today {
			if l.come++; l.due == nil || day < l.due.Standing.NextDay() {
				l.due = newest
			}
		}
	}
	if t.filter != "" {
		l.come, l.due = 0, nil
	}
	return l
}

// fits reports whether a word of the filter stands in a use, or in what is said of its stage and
// its next day.
func (t *talk) fits(head *assessment.Head, key, word, today string) bool {
	stage, day := head.Standing.Stage, head.Standing.NextDay()
	switch {
	case strings.Contains(key, word), head.Standing.Finished() && strings.Contains(assessment.Fold(t.set.StageName(stage)), word):
		return true
	case day == "" || day > today:
		return false
	case day < today:
		return strings.Contains("overdue", word)
	}
	return strings.Contains("due", word)
}

// mostUndated is of how many sessions the next day is worked out, where an earlier version saved
// them without it.
const mostUndated = 2000

// dates works out the next day of sessions that were saved without it, once in a talk.
func (t *talk) dates(heads []assessment.Head) {
	var ids []string
	for i := range heads {
		if heads[i].Standing.Due == "" && len(ids) < mostUndated {
			ids = append(ids, heads[i].ID)
		}
	}
	if t.dated || len(ids) == 0 {
		return
	}
	t.dated = true
	found, err := t.o.FindDue(ids)
	if err != nil {
		t.o.Note(err)
	}
	days := map[string]string{}
	for _, f := range found {
		days[f.Session] = f.Due
	}
	for i := range heads {
		heads[i].Standing.Due = cmp.Or(heads[i].Standing.Due, days[heads[i].ID])
	}
}

// readList reads the list out from a row on: what has come due first.
func (t *talk) readList(from int) {
	l := &t.listed
	if from > 0 && from >= len(l.rows) {
		t.say("That was the whole list.")
		return
	}
	t.gap()
	switch {
	case l.all == 0:
		t.welcome()
		return
	case len(l.rows) == 0:
		t.say("No session fits %s. An empty line shows all again.", assessment.Quoted(clean(t.filter)))
		return
	case from > 0:
	default:
		t.readDue()
		title := "Your sessions"
		if t.filter != "" {
			title = assessment.Counted(len(l.rows), "session", "sessions") + " for " + assessment.Quoted(clean(t.filter))
		}
		t.say("%s, %s:", title, sorts[t.sort].words)
	}
	to := min(len(l.rows), from+mostListed)
	for i := from; i < to; i++ {
		t.say("%d. %s", i+1, t.row(l.rows[i]))
	}
	l.read = to
	if more := len(l.rows) - to; more > 0 {
		t.say("And %d more. m reads on, and / with a few words finds one.", more)
	}
	t.hint("home", homeHint)
}

// welcome says on first start what this is, and how to begin.
func (t *talk) welcome() {
	t.say("You have no session yet. You answer plain questions about one use of AI in your business. It takes 4 to 9 minutes, or up to 24 for the whole picture, " +
		"and you can stop at any time. Then you hear what you may do now, what not yet, and what to do first. Your answers stay on this computer.")
	t.say("Type n to begin, or x to hear a finished example.")
}

// readDue says what has come due.
func (t *talk) readDue() {
	due := t.listed.due
	if due == nil {
		return
	}
	t.say("%s %s, %s: %s. An empty line opens it.", report.UsesDue(t.listed.come), clean(due.Business), strings.TrimSuffix(clean(due.Use), "."), report.NextDay(t.set, due.Standing.NextDay(), t.o.Now()))
	t.gap()
}

// row says a session in a line.
func (t *talk) row(r row) string {
	s := r.Standing
	said := fmt.Sprintf("%d of %d answered, %s", s.Answered, s.Total, t.set.StageName(s.Stage))
	if s.Answered == 0 {
		said = "not started"
	}
	if r.earlier {
		return fmt.Sprintf("Earlier, %s: %s.", r.Changed.Local().Format("2 January 2006"), said)
	}
	said = assessment.Capital(said)
	if day := report.NextDay(t.set, s.NextDay(), t.o.Now()); day != "" {
		said += ". " + assessment.Capital(day)
	}
	return fmt.Sprintf("%s: %s. %s. Changed %s.", clean(r.Business), strings.TrimSuffix(clean(r.Use), "."), said, interview.Day(r.Changed, t.o.Now()))
}
