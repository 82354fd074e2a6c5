package assessment

import (
	"fmt"
	"strings"
)

// Level is what an answer says is so. The order is the order of weakness: a lower
// level is a weaker one, and NA stands outside it.
type Level uint8

// The levels, weakest first. Unanswered is weaker than all: a gap never counts in anyone's favour.
const (
	Unanswered Level = iota
	No
	Unsure
	Partly
	InPlace
	NA
)

var levelCodes = [...]string{"unanswered", "no", "unsure", "partly", "in_place", "na"}

// IsKnown reports whether it is asked how an answer of this level is known: only what is in
// place, or partly, can be seen or told.
func (l Level) IsKnown() bool { return l == InPlace || l == Partly }

// Known is how the owner knows what they answered. The zero value, Assumed, is the
// default when none is given.
type Known uint8

// How an answer is known, weakest first.
const (
	Assumed Known = iota
	Told
	Seen
)

var knownCodes = [...]string{"assumed", "told", "seen"}

// Lens is one of the two views on readiness. They are never merged.
type Lens uint8

const (
	// Integration asks whether the AI is safely connected.
	Integration Lens = iota
	// Deployment asks whether people are ready to rely on it.
	Deployment
)

var lensCodes = [...]string{"integration", "deployment"}

// Stage is how far a use of AI may go. Each stage is earned, and holds all before it.
type Stage uint8

// The stages in order. A blank session is StageNone, not the lowest good result.
const (
	StageNone Stage = iota
	Experiment
	Pilot
	Limited
	Broad
)

// Stages lists the stages that can be earned, in order.
var Stages = [...]Stage{Experiment, Pilot, Limited, Broad}

var stageCodes = [...]string{"none", "experiment", "pilot", "limited", "broad"}

// stageValues gives each stage an address, so that an optional stage costs no allocation.
var stageValues = [...]Stage{StageNone, Experiment, Pilot, Limited, Broad}

// Pattern is how the two lenses stand to each other.
type Pattern uint8

const (
	// InStep means that both lenses reach the same stage.
	InStep Pattern = iota
	// ConnectionAhead means connected, but not ready to roll out (requirements.tsv V1).
	ConnectionAhead
	// RolloutAhead means that people are ready on a weak connection (requirements.tsv V2).
	RolloutAhead
)

var patternCodes = [...]string{"in_step", "connection_ahead", "rollout_ahead"}

// Cap is what holds the overall stage below what the answers carry.
type Cap uint8

const (
	// NoCap means that the stage is what the answers carry.
	NoCap Cap = iota
	// CapDepth means that a quick check may say no more.
	CapDepth
	// CapToday means that the stage before has to be lived first.
	CapToday
)

var capCodes = [...]string{"null", "depth", "today"}

// HeldKind is a kind of reason that holds a verdict back.
type HeldKind uint8

const (
	// HeldToday is the cap by the stage in use today.
	HeldToday HeldKind = iota
	// HeldDepth is the cap of a quick check.
	HeldDepth
	// HeldGuesses means that answers which nobody has seen keep a stage away.
	HeldGuesses
	// HeldOpen means that something the next stage needs is unsure or unanswered.
	HeldOpen
)

var heldCodes = [...]string{"today", "depth", "guesses", "open"}

// Weight says whether a question counts towards its item's status or only advises.
type Weight uint8

const (
	// Must questions decide the status of their item.
	Must Weight = iota
	// Should questions never lower a status: they only advise.
	Should
)

var weightCodes = [...]string{"must", "should"}

// Depth is how much is asked: the leads only, or everything that applies.
type Depth uint8

const (
	// Quick asks the lead questions, about five minutes.
	Quick Depth = iota
	// Full asks every question that applies, about fifteen minutes.
	Full
)

var depthCodes = [...]string{"quick", "full"}

// Effort is how long a step usually takes one person.
type Effort uint8

// The efforts, smallest first.
const (
	Hour Effort = iota
	Day
	Week
)

var effortCodes = [...]string{"hour", "day", "week"}

// StepKind is what a next step asks for.
type StepKind uint8

const (
	// Fix puts something in place.
	Fix StepKind = iota
	// FindOut asks somebody who knows.
	FindOut
	// Confirm looks at something that was only told or assumed.
	Confirm
)

var stepKindCodes = [...]string{"fix", "find_out", "confirm"}

// Role is what a person in a workshop looks at the use of AI from. People of different
// roles mean different things by "ready" (requirements.tsv X5).
type Role uint8

const (
	// RoleBusiness answers for what the business gains and loses by it.
	RoleBusiness Role = iota
	// RoleTechnical connects it and keeps it running.
	RoleTechnical
	// RoleRisk looks after rules, private data and what can go wrong.
	RoleRisk
	// RoleOperations does the daily work with it.
	RoleOperations
	// RoleOther is everybody else.
	RoleOther
)

// Roles are all roles, in the order in which they are offered.
var Roles = [...]Role{RoleBusiness, RoleTechnical, RoleRisk, RoleOperations, RoleOther}

var roleCodes = [...]string{"business", "technical", "risk", "operations", "other"}

func (c Cap) String() string      { return capCodes[c] }
func (k HeldKind) String() string { return heldCodes[k] }
func (r Role) String() string     { return roleCodes[r] }
func (l Level) String() string    { return levelCodes[l] }
func (k Known) String() string    { return knownCodes[k] }
func (l Lens) String() string     { return lensCodes[l] }
func (s Stage) String() string    { return stageCodes[s] }
func (p Pattern) String() string  { return patternCodes[p] }
func (w Weight) String() string   { return weightCodes[w] }
func (d Depth) String() string    { return depthCodes[d] }
func (e Effort) String() string   { return effortCodes[e] }
func (k StepKind) String() string { return stepKindCodes[k] }

// MarshalJSON writes "depth", "today" or null.
func (c Cap) MarshalJSON() ([]byte, error) {
	if c == NoCap {
		return []byte("null"), nil
	}
	return []byte(`"` + c.String() + `"`), nil
}

// MarshalText writes the code, such as "guesses".
func (k HeldKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// MarshalText writes the level's code, such as "in_place".
func (l Level) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// MarshalText writes the code: "assumed", "told" or "seen".
func (k Known) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// MarshalText writes the code: "integration" or "deployment".
func (l Lens) MarshalText() ([]byte, error) { return []byte(l.String()), nil }

// MarshalText writes the stage's code, such as "pilot".
func (s Stage) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// MarshalText writes the pattern's code, such as "in_step".
func (p Pattern) MarshalText() ([]byte, error) { return []byte(p.String()), nil }

// MarshalText writes the code: "must" or "should".
func (w Weight) MarshalText() ([]byte, error) { return []byte(w.String()), nil }

// MarshalText writes the code: "quick" or "full".
func (d Depth) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// MarshalText writes the code: "hour", "day" or "week".
func (e Effort) MarshalText() ([]byte, error) { return []byte(e.String()), nil }

// MarshalText writes the code: "fix", "find_out" or "confirm".
func (k StepKind) MarshalText() ([]byte, error) { return []byte(k.String()), nil }

// MarshalText writes the role's code, such as "technical".
func (r Role) MarshalText() ([]byte, error) { return []byte(r.String()), nil }

// UnmarshalText reads a role's code.
func (r *Role) UnmarshalText(text []byte) error { return decode(r, roleCodes[:], text) }

// UnmarshalText reads a level's code, as stored in an answer.
func (l *Level) UnmarshalText(text []byte) error { return decode(l, levelCodes[:], text) }

// UnmarshalText reads "assumed", "told" or "seen".
func (k *Known) UnmarshalText(text []byte) error { return decode(k, knownCodes[:], text) }

// UnmarshalText reads a stage's code.
func (s *Stage) UnmarshalText(text []byte) error { return decode(s, stageCodes[:], text) }

// UnmarshalText reads "quick" or "full".
func (d *Depth) UnmarshalText(text []byte) error { return decode(d, depthCodes[:], text) }

func decode[T ~uint8](to *T, codes []string, text []byte) error {
	for i, code := range codes {
		if code == string(text) {
			*to = T(i)
			return nil
		}
	}
	return fmt.Errorf("%q is none of %s", text, strings.Join(codes, ", "))
}
