package assessment

import (
	"strings"
)

// A list of many sessions shows where each line of the checklists stands, and working out a
// thousand verdicts for it would take too long. So a standing keeps the lines as letters,
// behind the question set that they were worked out with: "ai-readiness 2.0 yynpu-…".

// lineLetters are the levels of a standing's lines. A line that is not answered whole, and of which a
// part is known to be missing, has the last one.
const (
	lineLetters   = "-nupyx"
	missingLetter = 'm'
)

// linesOf is what stands before the letters of a set.
func linesOf(set SetRef) string { return set.ID + " " + set.Version + " " }

// lines are the Lines of the standing.
func (s *Summary) lines() string {
	letters := make([]byte, len(s.Items))
	for i := range s.Items {
		letters[i] = lineLetters[s.Items[i].Status]
		if s.Items[i].Status == Unanswered && s.Items[i].Lacks() {
			letters[i] = missingLetter
		}
	}
	return linesOf(s.QuestionSet) + string(letters)
}

// Levels is where each line of the checklists stands, in the order of the set's items. It is nil
// where nobody has worked it out with these questions: those of another set, or of another
// version of it, say nothing here.
func (s *Standing) Levels(set *Set) []Level {
	levels, _ := s.lines(set)
	return levels
}

// lines are the Levels, and for each line whether it is known to be missing.
func (s *Standing) lines(set *Set) (levels []Level, lacks []bool) {
	letters, ok := strings.CutPrefix(s.Lines, linesOf(SetRef{ID: set.ID, Version: set.Version}))
	if !ok || len(letters) != len(set.Items) {
		return nil, nil
	}
	levels, lacks = make([]Level, len(letters)), make([]bool, len(letters))
	for i := range levels {
		if letters[i] == missingLetter {
			lacks[i] = true
			continue
		}
		at := strings.IndexByte(lineLetters, letters[i])
		if at < 0 {
			return nil, nil
		}
		levels[i], lacks[i] = Level(at), Lacking(Level(at))
	}
	return levels, lacks
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
