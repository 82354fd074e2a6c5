package screens

import (
	"fmt"
	"math"
	"strings"
	"time"

	"github.com/google/uuid"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// listed is what Home keeps of a session. There may be a hundred thousand, so it is small,
// and the texts of a page of them are one piece of memory.
type listed struct {
	// text is the business, the use, and both once more in small letters, one behind the
	// other. Before them is the id, where it is not a UUID as they are written.
	text     string
	uuid     uuid.UUID
	sequence uint64
	// changed is in seconds since 1970, which fit until 2106.
	changed                            uint32
	id, business, use, answered, total uint16
	stage                              assessment.Stage
	provisional                        bool
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
		if parsed, err := uuid.Parse(id); err == nil && parsed.String() == id {
			page[i].uuid = parsed
		} else {
			page[i].id = uint16(len(id))
			texts.WriteString(id)
		}
		for _, part := range []string{business, use, strings.ToLower(business), "\n", strings.ToLower(use)} {
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

func (l *listed) Use() string { return l.text[l.useAt():l.lowAt()] }

func (l *listed) useAt() int { return int(l.id) + int(l.business) }

func (l *listed) lowAt() int { return l.useAt() + int(l.use) }

// named finds the row of a session without writing out the id of every other.
func named(id string) func(*listed) bool {
	wanted := newListed([]assessment.Head{{ID: id}})[0]
	return func(row *listed) bool {
		return row.uuid == wanted.uuid && row.id == wanted.id && row.text[:row.id] == id[:row.id]
	}
}

// low is business and use in small letters, for the filter and for sorting.
func (l *listed) low() string { return l.text[l.lowAt():] }

func (l *listed) Standing() assessment.Standing {
	return assessment.Standing{
		Answered: int(l.answered), Total: int(l.total), Stage: l.stage, Provisional: l.provisional,
	}
}

func (h *homeScreen) row(st *styles, at, width int) string {
	head := h.rows[h.shown[at]]
	mark, name := h.list.pointer(st, at)
	stage := ""
	if !head.Standing().Finished() {
		stage = fmt.Sprintf("%d of %d", head.Standing().Answered, head.Standing().Total)
	} else {
		stage = h.stageName(head.Standing().Stage)
	}
	when := interview.Day(time.Unix(int64(head.changed), 0), h.o.Now())
	business, use := clean(head.Business()), clean(head.Use())
	switch {
	case width < 60:
		right := st.dim.Render(stage)
		return mark + sides(name.Render(cut(business, width-len(stage)-4)), right, width-2)
	case width < 100:
		left := name.Render(column(business, 18)) + " " + st.dim.Render(column(use, width-2-18-1-1-6-2-18-1-9))
		return mark + left + " " + bar(st, head.Standing().Answered, head.Standing().Total, 6) + "  " +
			column(stage, 18) + " " + st.dim.Render(fmt.Sprintf("%9s", when))
	}
	left := name.Render(column(business, 26)) + "  " + st.dim.Render(column(use, width-2-26-2-12-2-20-2-12))
	return mark + left + "  " + bar(st, head.Standing().Answered, head.Standing().Total, 12) + "  " +
		column(stage, 20) + st.dim.Render(fmt.Sprintf("%12s", when))
}

// stageName is a stage in the set's words. The first frame is drawn before the set has been
// read, and leaves them out.
func (h *homeScreen) stageName(stage assessment.Stage) string {
	if h.set == nil {
		return ""
	}
	return h.set.StageName(stage)
}

var sortWords = [...]string{"newest first", "by name", "by stage", "least answered first"}
