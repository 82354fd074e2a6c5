package assessment

import (
	"encoding/json"
	"slices"
)

// Condition says when something applies. It is data, not code: a list of clauses, of
// which one is enough. An empty condition always holds.
type Condition []Clause

// Clause holds when all of its parts hold; the values of one part are alternatives.
type Clause struct {
	// Setup compares fields of the setup.
	Setup []SetupTest
	// Only holds where a field of the setup has nothing but the codes.
	Only []SetupTest
	// Mixed names fields of the setup that hold a code beside one that excludes it.
	Mixed []string
	// Answers compares answers. A part on an answer holds only while its question
	// applies itself.
	Answers []AnswerTest
	// Items compares statuses of items.
	Items []ItemTest
	// Unnamed names questions that must be in place and have no owner.
	Unnamed []string
	// Stages holds the stages that fit, Patterns the patterns; nil fits all.
	Stages   []Stage
	Patterns []Pattern
	// Blank fits only a session without any counted answer, Provisional only a
	// provisional verdict.
	Blank, Provisional bool
	// Caps holds the caps that fit; nil fits all.
	Caps []Cap
	// Counts holds which numbers fit where a phrase counts something; nil fits all.
	Counts []Count
	// Allowed holds the stages that fit what a confirmed answer would carry; nil fits all.
	Allowed []Stage
}

// Count tells one from several, since sentences about them differ.
type Count uint8

// One and Many are what a phrase may tell apart.
const (
	One Count = iota
	Many
)

var countCodes = [...]string{"one", "many"}

// SetupTest holds when the setup's field has one of the codes.
type SetupTest struct {
	Field string
	Codes []string
}

// AnswerTest holds when the question applies and its answer has one of the levels.
type AnswerTest struct {
	Question string
	Levels   []Level
}

// ItemTest holds when the item has one of the statuses.
type ItemTest struct {
	Item     string
	Statuses []Level
}

// circumstances are what a condition is held against. Parts that a caller leaves
// empty make the clauses that ask for them fail.
type circumstances struct {
	set     *Set
	session *Session
	// levels are by question index; a question that does not apply has the level hidden.
	levels      []Level
	items       []ItemStatus
	stage       Stage
	pattern     Pattern
	blank       bool
	provisional bool
	cap         Cap
	count       Count
	confirmed   Stage
}

// hidden marks a question that does not apply.
const hidden Level = 255

func (c Condition) holds(in *circumstances) bool {
	if len(c) == 0 {
		return true
	}
	for i := range c {
		if c[i].holds(in) {
			return true
		}
	}
	return false
}

func (c *Clause) holds(in *circumstances) bool {
	return c.setupHolds(&in.session.Setup) && c.answersHold(in) && c.verdictHolds(in)
}

func (c *Clause) setupHolds(setup *Setup) bool {
	for i := range c.Setup {
		if !setup.Has(c.Setup[i].Field, c.Setup[i].Codes...) {
			return false
		}
	}
	for i := range c.Only {
		if !setup.Only(c.Only[i].Field, c.Only[i].Codes...) {
			return false
		}
	}
	for _, field := range c.Mixed {
		if !setup.Mixed(field) {
			return false
		}
	}
	return true
}

func (c *Clause) answersHold(in *circumstances) bool {
	for i := range c.Answers {
		if !slices.Contains(c.Answers[i].Levels, in.level(c.Answers[i].Question)) {
			return false
		}
	}
	for i := range c.Items {
		at, ok := in.set.itemIndex[c.Items[i].Item]
		if !ok || at >= len(in.items) || !slices.Contains(c.Items[i].Statuses, in.items[at].Status) {
			return false
		}
	}
	for _, id := range c.Unnamed {
		if in.level(id) != InPlace || in.session.Answers[id].Owner != "" {
			return false
		}
	}
	return true
}

func (c *Clause) verdictHolds(in *circumstances) bool {
	return fits(c.Stages, in.stage) && fits(c.Patterns, in.pattern) && fits(c.Caps, in.cap) && fits(c.Counts, in.count) &&
		fits(c.Allowed, in.confirmed) && (!c.Blank || in.blank) && (!c.Provisional || in.provisional)
}

// fits reports whether a value is one of those asked for. Nil asks for none.
func fits[T comparable](asked []T, value T) bool {
	return asked == nil || slices.Contains(asked, value)
}

func (in *circumstances) level(question string) Level {
	at, ok := in.set.questionIndex[question]
	if !ok {
		return hidden
	}
	return in.levels[at]
}

// MarshalJSON writes nothing as null, one clause as an object and several as a list.
func (c Condition) MarshalJSON() ([]byte, error) {
	switch len(c) {
	case 0:
		return []byte("null"), nil
	case 1:
		return json.Marshal(c[0])
	}
	return json.Marshal([]Clause(c))
}

// MarshalJSON writes the clause as the question set writes it.
func (c Clause) MarshalJSON() ([]byte, error) {
	out := struct {
		Setup   map[string][]string `json:"setup,omitempty"`
		Only    map[string][]string `json:"only,omitempty"`
		Answers map[string][]Level  `json:"answers,omitempty"`
	}{}
	for _, t := range c.Setup {
		if out.Setup == nil {
			out.Setup = map[string][]string{}
		}
		out.Setup[t.Field] = t.Codes
	}
	for _, t := range c.Only {
		if out.Only == nil {
			out.Only = map[string][]string{}
		}
		out.Only[t.Field] = t.Codes
	}
	for _, t := range c.Answers {
		if out.Answers == nil {
			out.Answers = map[string][]Level{}
		}
		out.Answers[t.Question] = t.Levels
	}
	return json.Marshal(out)
}
