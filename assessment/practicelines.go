package assessment

import (
	"strings"
)

// A list of many sessions shows where each line of the checklists stands, and working out a
// thousand verdicts for it would take too long. So a standing keeps the lines as letters,
// behind the question set that they were worked out with: "ai-readiness 2.0 yynpu-…".

// lineLetters are the levels of a standing's lines.
const lineLetters = "-nupyx"

// linesOf is what stands before the letters of a set.
func linesOf(set SetRef) string { return set.ID + " " + set.Version + " " }

// lines are the Lines of the standing.
func (s *Summary) lines() string {
	letters := make([]byte, len(s.Items))
	for i := range s.Items {
		letters[i] = lineLetters[s.Items[i].Status]
	}
	return linesOf(s.QuestionSet) + string(letters)
}

// Levels is where each line of the checklists stands, in the order of the set's items. It is nil
// where nobody has worked it out with these questions: those of another set, or of another
// version of it, say nothing here.
func (s *Standing) Levels(set *Set) []Level {
	letters, ok := strings.CutPrefix(s.Lines, linesOf(SetRef{ID: set.ID, Version: set.Version}))
	if !ok || len(letters) != len(set.Items) {
		return nil
	}
	levels := make([]Level, len(letters))
	for i := range levels {
		at := strings.IndexByte(lineLetters, letters[i])
		if at < 0 {
			return nil
		}
		levels[i] = Level(at)
	}
	return levels
}

// ofOtherSet reports whether the lines were worked out with another set, and not with another version
// of this one. A session is worked out with its own set alone, see Set.Fits.
func (s *Standing) ofOtherSet(set *Set) bool {
	id, _, ok := strings.Cut(s.Lines, " ")
	return ok && id != set.ID
}

// Overdue counts the days before today of what is still open.
func (s *Standing) Overdue(today string) int {
	if s.Days == "" {
		if due := s.NextDay(); due != "" && due < today {
			return 1
		}
		return 0
	}
	late := 0
	for day := range strings.SplitSeq(s.Days, " ") {
		if day >= today {
			break // they are in their order
		}
		late++
	}
	return late
}
