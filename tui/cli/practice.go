package cli

import (
	"slices"

	"readycheck/assessment"
	"readycheck/store"
)

const aboutFilter = "A filter is words of a business, of its use or a tag, and any of stage:pilot, overdue, tag:retail\n" +
	"and gap:off-switch, which is a line of the checklists that is missing, or part of it. All of it must\n" +
	"hold. Of a use that was checked again it means the newest session."

const filterUsage = "only those that fit this `FILTER`, such as 'gap:off-switch tag:retail'"

// filterFlag is the name of the flag that chooses sessions.
const filterFlag = "filter"

// practice are the clients that a filter chooses, the one changed last first, and of each use the
// newest session.
func (p *program) practice(sessions *store.Store, set *assessment.Set, f *assessment.Filter) ([]assessment.PracticeRow, error) {
	rows, err := assessment.Practice(set, heads(sessions), p.now())
	if err != nil {
		return nil, err
	}
	if err := p.workOut(sessions, set, rows); err != nil {
		return nil, err
	}
	return f.Choose(rows), nil
}

// workOut looks into the sessions that were stored without their lines. It keeps nothing, since
// whoever calls it only reads.
func (p *program) workOut(sessions *store.Store, set *assessment.Set, rows []assessment.PracticeRow) error {
	progress := p.progress("sessions looked at")
	defer progress.end()
	for some := range slices.Chunk(assessment.ToWorkOut(rows), sessionsAtATime) {
		loaded, err := sessions.LoadAll(some)
		if err != nil {
			return err
		}
		assessment.WorkedOut(set, rows, assessment.FindStandings(set, loaded), p.now())
		for range some {
			progress.step()
		}
	}
	return nil
}

// allRows walks all sessions, re-checks and those before them, in the order of the list.
func (p *program) allRows(sessions *store.Store, set *assessment.Set) rowsWalk {
	return func(yield func(assessment.PracticeRow, error) bool) {
		var page []assessment.Head
		pass := func() bool {
			rows := assessment.PracticeRows(set, page, p.now())
			page = page[:0]
			if err := p.workOut(sessions, set, rows); err != nil {
				yield(assessment.PracticeRow{}, err)
				return false
			}
			for i := range rows {
				if !yield(rows[i], nil) {
					return false
				}
			}
			return true
		}
		for head, err := range heads(sessions) {
			if err != nil {
				yield(assessment.PracticeRow{}, err)
				return
			}
			if page = append(page, head); len(page) == pageOfHeads && !pass() {
				return
			}
		}
		pass()
	}
}

// rowsWalk walks rows, or ends with an error.
type rowsWalk = func(yield func(assessment.PracticeRow, error) bool)

func rowsIn(list []assessment.PracticeRow) rowsWalk {
	return func(yield func(assessment.PracticeRow, error) bool) {
		for i := range list {
			if !yield(list[i], nil) {
				return
			}
		}
	}
}

// headsOf are the heads of rows.
func headsOf(rows []assessment.PracticeRow) []assessment.Head {
	heads := make([]assessment.Head, len(rows))
	for i := range rows {
		heads[i] = rows[i].Head
	}
	return heads
}

// filter reads a filter. What is wrong in it is wrong use.
func filter(set *assessment.Set, text string) (assessment.Filter, error) {
	f, err := assessment.ReadFilter(set, text)
	if err != nil {
		return f, wrongUse(assessment.Sentence(err))
	}
	return f, nil
}

const nobodyFits = sentence("No session fits this filter. `readycheck list` shows them all.")
