package screens

import (
	"fmt"

	"readycheck/assessment"
)

// sidebarFrom is the width from which the sections stand on the left.
const sidebarFrom = 96

const sidebarWidth = 28

// sections lists the sections with what is answered in each.
func (q *questionScreen) sections(st *styles) []string {
	lines := []string{""}
	flow := q.work.Flow
	for i := range q.work.Set.Sections {
		s := &q.work.Set.Sections[i]
		total, answered := 0, 0
		for p := range flow.Len() {
			if at := flow.At(p); at.Section == s.ID {
				total++
				if q.work.Session.Answers[at.ID].Level != assessment.Unanswered {
					answered++
				}
			}
		}
		if total == 0 {
			continue
		}
		text := fmt.Sprintf("%-15s %d of %d", s.Title, answered, total)
		if s.ID == q.Section {
			lines = append(lines, st.accent.Render(cursorMark)+st.chosen.Render(text))
		} else {
			lines = append(lines, "  "+st.dim.Render(text))
		}
	}
	return lines
}

// alongside puts lines to the right of a sidebar.
func alongside(side, lines []string) []string {
	out := make([]string, max(len(side), len(lines)))
	for i := range out {
		left, right := "", ""
		if i < len(side) {
			left = side[i]
		}
		if i < len(lines) {
			right = lines[i]
		}
		out[i] = column(left, sidebarWidth) + right
	}
	return out
}
