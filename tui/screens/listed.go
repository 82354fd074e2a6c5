package screens

import (
	"bytes"
	"math"
	"strings"
	"time"

	"github.com/google/uuid"

	"readycheck/assessment"
)

// listed is what Home keeps of a session. There may be a hundred thousand, so it is small,
// and the texts of a page of them are one piece of memory.
type listed struct {
	// text is the business, the use, and both once more as UseKey folds them, one behind the
	// other. Before them is the id, where it is not a UUID as they are written.
	text     string
	uuid     uuid.UUID
	sequence uint64
	// changed is in seconds since 1970, which fit until 2106.
	changed                            uint32
	id, business, use, answered, total uint16
	// due is the next day in days since 1970, or noDay; they fit until 2149.
	due uint16
	// older is the row of the session of the same use that was begun before this one, counted
	// from one, or 0.
	older int32
	// earlier is true for one of whose use a session was begun later.
	earlier     bool
	stage       assessment.Stage
	provisional bool
}

// noDay is the due of a session in which nothing has a day, as far as is known.
const noDay = 0

// dayOf is a day of a standing in days since 1970.
func dayOf(due string) uint16 {
	day, err := time.Parse(assessment.DateLayout, due)
	if err != nil {
		return noDay
	}
	return uint16(max(noDay, min(day.Unix()/secondsADay, math.MaxUint16)))
}

const secondsADay = 24 * 60 * 60

// today is the day of a time, in days since 1970.
func today(now time.Time) uint16 { return dayOf(now.Format(assessment.DateLayout)) }

// nextDay is the day by which something is to be done next, as a standing has it.
func (l *listed) nextDay() string {
	if l.due == noDay {
		return ""
	}
	return time.Unix(int64(l.due)*secondsADay, 0).UTC().Format(assessment.DateLayout)
}

// short is a text whose length fits a row. No session's is longer; a damaged file's may be.
func short(text string) string { return text[:min(len(text), math.MaxUint16)] }

// newListed makes the rows of a page.
func newListed(heads []assessment.Head) []*listed {
	var texts strings.Builder
	page, ends := make([]listed, len(heads)), make([]int, len(heads))
	for i := range heads {
		head := &heads[i]
		id, business, use := short(head.ID), short(head.Business), short(head.Use)
		page[i] = listed{
			sequence: head.Sequence, changed: uint32(max(0, min(head.Changed.Unix(), math.MaxUint32))),
			business: uint16(len(business)), use: uint16(len(use)),
			answered: uint16(head.Standing.Answered), total: uint16(head.Standing.Total),
			stage: head.Standing.Stage, provisional: head.Standing.Provisional,
		}
		if day := head.Standing.NextDay(); day != "" {
			page[i].due = dayOf(day)
		}
		if parsed, err := uuid.Parse(id); err == nil && parsed.String() == id {
			page[i].uuid = parsed
		} else {
			page[i].id = uint16(len(id))
			texts.WriteString(id)
		}
		for _, part := range []string{business, use, assessment.UseKey(business, use)} {
			texts.WriteString(part)
		}
		ends[i] = texts.Len()
	}
	all, from := strings.Clone(texts.String()), 0
	rows := make([]*listed, len(heads))
	for i, end := range ends {
		page[i].text = all[from:end]
		rows[i], from = &page[i], end
	}
	return rows
}

func (l *listed) ID() string {
	if l.id == 0 {
		return l.uuid.String()
	}
	return l.text[:l.id]
}

func (l *listed) Business() string { return l.text[l.id:l.useAt()] }

func (l *listed) Use() string { return l.text[l.useAt():l.foldedAt()] }

func (l *listed) useAt() int { return int(l.id) + int(l.business) }

func (l *listed) foldedAt() int { return l.useAt() + int(l.use) }

// named finds the row of a session without writing out the id of every other.
func named(id string) func(*listed) bool {
	wanted := newListed([]assessment.Head{{ID: id}})[0]
	return func(row *listed) bool {
		return row.uuid == wanted.uuid && row.id == wanted.id && row.text[:row.id] == id[:row.id]
	}
}

// folded is the UseKey of business and use: for the filter, for sorting, and to tell what is of
// one use.
func (l *listed) folded() string { return l.text[l.foldedAt():] }

// begunAfter is BegunAfter of two heads.
func (l *listed) begunAfter(other *listed) bool {
	if l.id == 0 && other.id == 0 {
		return bytes.Compare(l.uuid[:], other.uuid[:]) > 0 // a UUID sorts as it is written
	}
	return (&assessment.Head{ID: l.ID()}).BegunAfter(&assessment.Head{ID: other.ID()})
}

func (l *listed) changedAt() time.Time { return time.Unix(int64(l.changed), 0) }

func (l *listed) Standing() assessment.Standing {
	return assessment.Standing{
		Answered: int(l.answered), Total: int(l.total), Stage: l.stage, Provisional: l.provisional,
	}
}
