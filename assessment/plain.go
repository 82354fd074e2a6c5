package assessment

import (
	"fmt"
	"strings"
)

// The same plain words stand on screens, in reports and on paper.

var levelSigns = [...]string{Unanswered: "·", No: "○", Unsure: "?", Partly: "◐", InPlace: "●", NA: "–"}

// Sign is the level's mark, one cell wide. It always stands beside a word: no meaning
// hangs on the sign alone.
func (l Level) Sign() string { return levelSigns[l] }

// Level says a level to a person, such as "in place".
func (w *Words) Level(level Level) string { return w.Levels[level] }

// Lens says a lens to a person.
func (w *Words) Lens(lens Lens) string { return w.Lenses[lens] }

// Counts says counts as counts, such as "4 in place, 1 partly", best first.
func (w *Words) Counts(c Counts) string {
	var parts []string
	for _, part := range [...]struct {
		n     int
		level Level
	}{{c.InPlace, InPlace}, {c.Partly, Partly}, {c.No, No}, {c.Unsure, Unsure}, {c.NA, NA}, {c.Unanswered, Unanswered}} {
		if part.n > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", part.n, w.Level(part.level)))
		}
	}
	return strings.Join(parts, ", ")
}

// Words says the role to a person, such as "technical".
func (r Role) Words() string {
	return [...]string{
		RoleBusiness: "business", RoleTechnical: "technical", RoleRisk: "risk", RoleOperations: "operations", RoleOther: "other",
	}[r]
}
