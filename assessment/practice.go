package assessment

import (
	"cmp"
	"errors"
	"iter"
	"slices"
	"time"
)

// A consultant looks at a practice: all clients, each with where its lines stand. Of sessions of
// one use only the newest is in it.

// PracticeRow is one use of AI of one client.
type PracticeRow struct {
	Head
	// Levels is where each line stands, in the order of the set's items. It is nil where it is
	// not known: see Missing.
	Levels []Level
	// Missing is why Levels is nil: OtherQuestions, or NotWorkedOut.
	Missing Missing
	// Overdue is how much of what is open was to be done by a day that has passed.
	Overdue int

	lacks []bool
}

// Missing is why nobody knows where the lines of a client stand.
type Missing uint8

const (
	// NotMissing is where it is known.
	NotMissing Missing = iota
	// NotWorkedOut is a session that was stored without its lines, or with those of another
	// version of the questions. WorkOut finds them.
	NotWorkedOut
	// OtherQuestions is a session that was answered with another set: --questions reads it.
	OtherQuestions
)

// LastVisit is the day of the last change, in DateLayout: a consultant's sessions change when
// they visit. Tags and a next visit are no change.
func (r *PracticeRow) LastVisit() string { return r.Changed.Local().Format(DateLayout) }

// Started reports whether anything was answered.
func (r *PracticeRow) Started() bool { return r.Standing.Answered > 0 }

// Level is where a line stands, by its place among the set's items: unanswered where it is not known.
func (r *PracticeRow) Level(item int) Level {
	if item < 0 || item >= len(r.Levels) {
		return Unanswered
	}
	return r.Levels[item]
}

// Lacks reports whether a line, or a part of it, is known to be missing: it is not in place, or only
// partly, or nobody is sure of it. That may be known before all of the line is answered. One without
// any answer is not known to be missing.
func (r *PracticeRow) Lacks(item int) bool {
	return Lacking(r.Level(item)) || item >= 0 && item < len(r.lacks) && r.lacks[item]
}

// Lacking reports whether what has this level is known to be missing, or part of it.
func Lacking(level Level) bool { return level == No || level == Unsure || level == Partly }

// Practice are the clients of a list of sessions, in its order, and of re-checks of one use only
// the newest. It reads heads alone; those that need a look at the session are NotWorkedOut.
func Practice(set *Set, heads iter.Seq2[Head, error], now time.Time) ([]PracticeRow, error) {
	newest, err := NewestOfEachUse(heads)
	if err != nil {
		return nil, err
	}
	return PracticeRows(set, newest, now), nil
}

// PracticeRows are the rows of some sessions, re-checks and those before them.
func PracticeRows(set *Set, heads []Head, now time.Time) []PracticeRow {
	rows := make([]PracticeRow, len(heads))
	today := now.Format(DateLayout)
	for i := range heads {
		rows[i] = rowOf(set, heads[i], today)
	}
	return rows
}

func rowOf(set *Set, head Head, today string) PracticeRow {
	row := PracticeRow{Head: head, Overdue: head.Standing.Overdue(today)}
	row.Levels, row.lacks = head.Standing.lines(set)
	switch {
	case row.Levels != nil:
	case head.Standing.ofOtherSet(set):
		row.Missing = OtherQuestions
	default:
		row.Missing = NotWorkedOut
	}
	return row
}

// ToWorkOut are the ids of the sessions whose lines are not worked out.
func ToWorkOut(rows []PracticeRow) []string {
	var ids []string
	for i := range rows {
		if rows[i].Missing == NotWorkedOut {
			ids = append(ids, rows[i].ID)
		}
	}
	return ids
}

// StandingFound is the standing of a session that was stored without it, as of a revision of it.
type StandingFound struct {
	Session  string
	Revision uint64
	Standing Standing
	// Missing is OtherQuestions where the session was asked with another set. It has no standing
	// here then, and none is to be stored.
	Missing Missing
}

// FindStandings works out the standings of sessions, where they fit the set.
func FindStandings(set *Set, sessions []*Session) []StandingFound {
	found := make([]StandingFound, len(sessions))
	for i, session := range sessions {
		found[i] = StandingFound{Session: session.ID, Revision: session.Revision}
		if set.Fits(session) != nil {
			found[i].Missing = OtherQuestions
			continue
		}
		sum := Evaluate(set, session)
		found[i].Standing = sum.Standing()
		found[i].Standing.Told = session.Told
	}
	return found
}

// WorkedOut puts what was found into its rows. What was found of a session as it is no longer is
// left out.
func WorkedOut(set *Set, rows []PracticeRow, found []StandingFound, now time.Time) {
	places := map[string]int{}
	for i := range rows {
		places[rows[i].ID] = i
	}
	for _, f := range found {
		at, ok := places[f.Session]
		if !ok || rows[at].Revision != f.Revision {
			continue
		}
		if f.Missing != NotMissing {
			rows[at].Missing = f.Missing
			continue
		}
		head := rows[at].Head
		head.Standing = f.Standing
		rows[at] = rowOf(set, head, now.Format(DateLayout))
	}
}

// LineCount is how many clients are where on one line.
type LineCount struct {
	// Item is the id of the line.
	Item string
	Counts
	// Lack is how many lack it, see Lacking.
	Lack int
}

// CountLines counts the clients of each line: what stands at the foot of a practice.
func CountLines(set *Set, rows []PracticeRow) []LineCount {
	lines := make([]LineCount, len(set.Items))
	for i := range lines {
		lines[i].Item = set.Items[i].ID
		for r := range rows {
			if rows[r].Levels == nil {
				continue
			}
			lines[i].add(rows[r].Levels[i])
			if rows[r].Lacks(i) {
				lines[i].Lack++
			}
		}
	}
	return lines
}

// WhoLack are the clients who lack a line, by its place among the set's items.
func WhoLack(rows []PracticeRow, item int) []PracticeRow {
	return slices.DeleteFunc(slices.Clone(rows), func(row PracticeRow) bool { return !row.Lacks(item) })
}

// LeastForBenchmark is how many businesses a benchmark needs, so that it gives nobody away.
const LeastForBenchmark = 8

// ErrTooFew means that there are too few businesses for a benchmark.
var ErrTooFew = errors.New("too few businesses for a benchmark")

// Benchmark says of each line how many clients have it, and where one of them stands. It names
// nobody, and counts only.
type Benchmark struct {
	// Uses is how many uses of AI are counted, of Businesses.
	Uses       int             `json:"uses"`
	Businesses int             `json:"businesses"`
	Lines      []BenchmarkLine `json:"lines"`
	// Here is how many lines the one client has in place, or -1 where the benchmark is of nobody.
	// Fewer, Same and More are how many others have less, as many, and more than that.
	Here  int `json:"here"`
	Fewer int `json:"fewer"`
	Same  int `json:"same"`
	More  int `json:"more"`
}

// BenchmarkLine is one line of a benchmark.
type BenchmarkLine struct {
	Item  string `json:"item"`
	Title string `json:"title"`
	// InPlace is how many have it in place, of the Known for whom it was answered and applies.
	InPlace int `json:"in_place"`
	Known   int `json:"known"`
	// TooFew is true where the line was answered by fewer than LeastForBenchmark businesses.
	// Nothing is counted then.
	TooFew bool `json:"too_few"`
	// Here is where the one client stands, unanswered where the benchmark is of nobody.
	Here Level `json:"here"`
}

// NewBenchmark counts over the clients that have begun to answer. Here is the id of the one to
// set beside them, or empty. Fewer than LeastForBenchmark businesses are ErrTooFew.
func NewBenchmark(set *Set, rows []PracticeRow, here string) (Benchmark, error) {
	b := Benchmark{Here: -1, Lines: make([]BenchmarkLine, len(set.Items))}
	businesses := map[string]bool{}
	var counted []*PracticeRow
	var one *PracticeRow
	for i := range rows {
		row := &rows[i]
		if row.ID == here && here != "" {
			one = row
		}
		if row.Levels == nil || !row.Started() {
			continue
		}
		counted = append(counted, row)
		businesses[Fold(row.Business)] = true
	}
	b.Uses, b.Businesses = len(counted), len(businesses)
	if b.Businesses < LeastForBenchmark {
		return b, ErrTooFew
	}
	for i := range b.Lines {
		b.Lines[i] = benchmarkLine(&set.Items[i], i, counted)
		if one != nil {
			b.Lines[i].Here = one.Level(i)
		}
	}
	if one != nil && one.Levels != nil {
		b.place(one, counted)
	}
	return b, nil
}

func benchmarkLine(item *Item, place int, rows []*PracticeRow) BenchmarkLine {
	line := BenchmarkLine{Item: item.ID, Title: item.Title}
	businesses := map[string]bool{}
	for _, row := range rows {
		level := row.Level(place)
		if level == Unanswered || level == NA {
			continue
		}
		line.Known++
		businesses[Fold(row.Business)] = true
		if level == InPlace {
			line.InPlace++
		}
	}
	if len(businesses) < LeastForBenchmark {
		line.InPlace, line.Known, line.TooFew = 0, 0, true
	}
	return line
}

// place counts the others that have fewer lines in place than one, as many, and more.
func (b *Benchmark) place(one *PracticeRow, rows []*PracticeRow) {
	b.Here = one.inPlace()
	for _, row := range rows {
		if row.ID == one.ID {
			continue
		}
		switch cmp.Compare(row.inPlace(), b.Here) {
		case -1:
			b.Fewer++
		case 0:
			b.Same++
		default:
			b.More++
		}
	}
}

func (r *PracticeRow) inPlace() (n int) {
	for _, level := range r.Levels {
		if level == InPlace {
			n++
		}
	}
	return n
}
