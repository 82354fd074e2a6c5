package screens

import (
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// What is due next stands beside each session in the file. An earlier version did not know of
// it, so where it is missing, it is worked out once, after Home is there: the sessions changed
// last first, some at a time, and a bounded number in a run of the program.

const (
	// undatedAtATime are few enough that nobody waits long for the file.
	undatedAtATime = 100
	mostUndated    = 2000
)

// undated are the sessions for which that is left to do.
type undated struct {
	rows []int32
	ids  []string
	// tried counts those that were begun in this run.
	tried int
	busy  bool
}

// note takes in those of a page of the list, whose rows begin at from.
func (u *undated) note(heads []assessment.Head, from int) {
	if from == 0 {
		u.rows, u.ids = nil, nil
	}
	for i := range heads {
		if heads[i].Standing.Due == "" && u.tried+len(u.ids) < mostUndated {
			u.rows, u.ids = append(u.rows, int32(from+i)), append(u.ids, heads[i].ID)
		}
	}
}

// next takes some of them out.
func (u *undated) next() (rows []int32, ids []string) {
	n := min(undatedAtATime, len(u.ids))
	rows, ids = u.rows[:n], u.ids[:n]
	u.rows, u.ids = u.rows[n:], u.ids[n:]
	u.tried += n
	return rows, ids
}

// dueFound brings what was worked out for some rows of the list.
type dueFound struct {
	rows  []int32
	found []assessment.DueFound
	err   error
}

// findDue works out some more, once the list and the set are there.
func (c *owner) findDue() tea.Cmd {
	if c.undated.busy || len(c.undated.ids) == 0 || !c.home.whole || c.home.set == nil {
		return nil
	}
	c.undated.busy = true
	rows, ids := c.undated.next()
	return workOutDue(&c.m.o.Options, rows, ids)
}

func workOutDue(o *interview.Options, rows []int32, ids []string) tea.Cmd {
	return func() tea.Msg {
		found, err := o.FindDue(ids)
		return dueFound{rows, found, err}
	}
}

// dueFound takes that in and goes on. Where it cannot be kept, the next run tries again.
func (c *owner) dueFound(msg dueFound) tea.Cmd {
	c.undated.busy = false
	c.home.dueFound(msg.rows, msg.found)
	if msg.err != nil {
		c.m.o.Note(msg.err)
		c.undated.tried, c.undated.ids = mostUndated, nil
		return nil
	}
	return c.findDue()
}
