package screens

import (
	"readycheck/assessment"
)

// words draws a glossary. The first two terms, integration and deployment, stand side by
// side where there is room, since each is best understood by the other.
func words(st *styles, glossary []assessment.Term, width int) []string {
	if len(glossary) == 0 {
		return nil
	}
	lines := []string{st.strong.Render("Words")}
	if half := min(width, longestLine) / 2; half >= 30 && len(glossary) >= 2 {
		left, right := term(st, glossary[0], half-2), term(st, glossary[1], half-2)
		for i := range max(len(left), len(right)) {
			line := column("", half)
			if i < len(left) {
				line = column(left[i], half)
			}
			if i < len(right) {
				line += right[i]
			}
			lines = append(lines, line)
		}
		lines = append(lines, "")
		glossary = glossary[2:]
	}
	for _, t := range glossary {
		lines = append(lines, term(st, t, width)...)
		lines = append(lines, "")
	}
	return lines
}

func term(st *styles, t assessment.Term, width int) []string {
	return append([]string{st.accent.Render(assessment.Capital(t.Term))}, wrapped(st.text, t.Text, width)...)
}
