package assessment

import "slices"

// SummaryFormat names the JSON of a summary.
const SummaryFormat = "readycheck/summary/1"

// Summary is the verdict with its reasons. Its JSON names are a contract.
type Summary struct {
	Format      string `json:"format"`
	QuestionSet SetRef `json:"question_set"`
	// Stage is the overall one: what the answers carry, held back by the caps.
	Stage Stage `json:"stage"`
	// Carries is the stage that the answers alone give, the lower one of the two lenses.
	Carries Stage `json:"carries"`
	// Cap is what holds Stage below Carries.
	Cap Cap `json:"cap"`
	// IfConfirmed is what the answers would carry if every one in place were seen.
	IfConfirmed       Stage    `json:"if_confirmed"`
	Pattern           Pattern  `json:"pattern"`
	AheadOfSafeguards bool     `json:"ahead_of_safeguards"`
	Provisional       bool     `json:"provisional"`
	Sentence          string   `json:"sentence"`
	May               []string `json:"may"`
	NotYet            []string `json:"not_yet"`
	PatternText       string   `json:"pattern_text"`
	AheadText         string   `json:"ahead_text"`
	ProvisionalText   string   `json:"provisional_text"`
	// Held says in sentences what holds the verdict back.
	Held   []Held       `json:"held_back"`
	Lenses LensPair     `json:"lenses"`
	Items  []ItemStatus `json:"items"`
	Alerts []Alert      `json:"alerts"`
	// Steps are all next steps, most urgent first. A screen shows at most SummarySteps.
	Steps    []Step   `json:"next_steps"`
	Progress Progress `json:"progress"`
	Limits   string   `json:"limits"`

	// due and days are those of the standing.
	due, days string
	// today is the stage in use.
	today Stage
	// disputes is how many things are in dispute.
	disputes int
}

// Disputes is how many things were said differently on two computers, and not settled yet.
func (s *Summary) Disputes() int { return s.disputes }

// InUse reports whether anybody uses it today: an idea is not in use.
func (s *Summary) InUse() bool { return s.today > StageNone }

// HeldToday reports whether the answers carry more than may be done before the stage at hand
// was lived. What the steps lead to is then not next.
func (s *Summary) HeldToday() bool {
	return slices.ContainsFunc(s.Held, func(held Held) bool { return held.Kind == HeldToday })
}

// Further reports whether the stage in use today is carried, so that what is left to do is
// only there to go further.
func (s *Summary) Further() bool { return !s.AheadOfSafeguards && s.Carries > StageNone }

// SummarySteps is how many next steps a summary shows before the whole plan.
const SummarySteps = 6

// SetRef names a question set.
type SetRef struct {
	ID      string `json:"id"`
	Version string `json:"version"`
}

// LensPair holds the two lenses, always both and always apart.
type LensPair struct {
	Integration LensSummary `json:"integration"`
	Deployment  LensSummary `json:"deployment"`
}

// Of returns one lens of the pair.
func (p *LensPair) Of(lens Lens) *LensSummary {
	if lens == Deployment {
		return &p.Deployment
	}
	return &p.Integration
}

// LensSummary is where one lens stands.
type LensSummary struct {
	Stage  Stage  `json:"stage"`
	Counts Counts `json:"counts"`
	Text   string `json:"text"`
}

// Counts says how many of a lens's items have each status. They are shown as counts,
// never as a share or an average.
type Counts struct {
	InPlace    int `json:"in_place"`
	Partly     int `json:"partly"`
	No         int `json:"no"`
	Unsure     int `json:"unsure"`
	NA         int `json:"na"`
	Unanswered int `json:"unanswered"`
}

func (c *Counts) add(status Level) {
	switch status {
	case InPlace:
		c.InPlace++
	case Partly:
		c.Partly++
	case No:
		c.No++
	case Unsure:
		c.Unsure++
	case NA:
		c.NA++
	default:
		c.Unanswered++
	}
}

// ItemStatus is what one line of a checklist shows.
type ItemStatus struct {
	ID     string `json:"id"`
	Lens   Lens   `json:"lens"`
	Title  string `json:"title"`
	Status Level  `json:"status"`
	Known  Known  `json:"known"`
	// Blocks is the lowest stage above the lens's own that the item keeps the lens
	// from, or nil.
	Blocks *Stage `json:"blocks"`

	// lacks is true where an answer says that a part is missing, whatever is not answered.
	lacks bool
}

// Lacks reports whether the line, or a part of it, is known to be missing. That may be so while
// others of its questions have no answer, and its status is unanswered.
func (s *ItemStatus) Lacks() bool { return s.lacks }

// Alert is a contradiction or a warning that holds now.
type Alert struct {
	ID   string `json:"id"`
	Text string `json:"text"`
	// Questions would settle it, and so would another answer to the fields of Setup.
	Questions []string `json:"questions"`
	Setup     []string `json:"setup"`
	// RuleMissing is true for one that merely says that a rule is missing.
	RuleMissing bool `json:"rule_missing"`
}

// Held is one reason that holds the verdict back, with the questions that are behind it.
type Held struct {
	Kind      HeldKind `json:"kind"`
	Text      string   `json:"text"`
	Questions []string `json:"questions"`
}

// Step is one thing to do next.
type Step struct {
	Question string   `json:"question"`
	Item     string   `json:"item"`
	Lens     Lens     `json:"lens"`
	Kind     StepKind `json:"kind"`
	Title    string   `json:"title"`
	// Blocks is the stage that stays out of reach without the step, or nil where it only advises.
	Blocks *Stage `json:"blocks"`
	// Urgent is true where it keeps the use from the stage in use today or, where that one
	// is carried, from the next.
	Urgent bool   `json:"urgent"`
	Effort Effort `json:"effort"`
	Owner  string `json:"owner"`
	Due    string `json:"due"`
	// State is open, doing or blocked: what is done is no step any more.
	State StepState `json:"state"`

	question int
	tier     int
	// answered is the tier that the answer alone would give to a step that an alert names.
	answered int
}

// Progress counts the questions that apply.
type Progress struct {
	Answered int `json:"answered"`
	Total    int `json:"total"`
}
