package assessment

import (
	"strconv"
	"strings"
	"time"
)

// ChangesFormat names the JSON of a comparison.
const ChangesFormat = "readycheck/changes/1"

// Changes is what is different between two sessions, mostly of one business and use at
// two times. Each list is in the order of the set. Its JSON names are a contract.
type Changes struct {
	Format string     `json:"format"`
	Before SessionRef `json:"before"`
	After  SessionRef `json:"after"`
	Stage  StageStep  `json:"stage"`
	Lenses struct {
		Integration StageStep `json:"integration"`
		Deployment  StageStep `json:"deployment"`
	} `json:"lenses"`
	// Better, Worse and the others are lines of the checklists. Unknown was known before
	// and is not sure or not answered now; Found is the other way round, and not in place.
	// Applies came or went with the setup.
	Better  []ItemChange `json:"better"`
	Worse   []ItemChange `json:"worse"`
	Unknown []ItemChange `json:"unknown"`
	Found   []ItemChange `json:"found"`
	Applies []ItemChange `json:"applies"`
	// Done are the steps of before that are done now.
	Done []DoneStep `json:"done"`
	// Reworded are the questions whose words changed between the two, or which are new. A
	// different answer to one of them may be no change of fact.
	Reworded []QuestionRef `json:"reworded"`
	// OtherSet is true where the two were answered with sets of different names, so that
	// nobody can say which words changed.
	OtherSet bool `json:"other_set"`
}

// SessionRef names a session and when it was changed last.
type SessionRef struct {
	ID          string    `json:"id"`
	Business    string    `json:"business"`
	Use         string    `json:"use"`
	Changed     time.Time `json:"changed,omitzero"`
	QuestionSet SetRef    `json:"question_set"`
}

// StageStep is a stage at two times.
type StageStep struct {
	Before Stage `json:"before"`
	After  Stage `json:"after"`
}

// ItemChange is one line of a checklist at two times.
type ItemChange struct {
	ID          string `json:"id"`
	Lens        Lens   `json:"lens"`
	Title       string `json:"title"`
	Before      Level  `json:"before"`
	After       Level  `json:"after"`
	KnownBefore Known  `json:"known_before"`
	KnownAfter  Known  `json:"known_after"`
	// Reworded is true where a question that decides the line was worded anew between
	// the two.
	Reworded bool `json:"reworded"`
}

// DoneStep is a step that is done.
type DoneStep struct {
	Question string `json:"question"`
	Title    string `json:"title"`
}

// QuestionRef names a question.
type QuestionRef struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Compare says what changed from one session to another. Both are read with the same
// question set.
func Compare(set *Set, before, after *Session) Changes {
	was, is := Evaluate(set, before), Evaluate(set, after)
	c := Changes{
		Format: ChangesFormat, Before: refOf(before), After: refOf(after),
		Stage:  StageStep{was.Stage, is.Stage},
		Better: []ItemChange{}, Worse: []ItemChange{}, Unknown: []ItemChange{}, Found: []ItemChange{}, Applies: []ItemChange{}, Done: []DoneStep{}, Reworded: []QuestionRef{},
		OtherSet: before.SetID != after.SetID,
	}
	c.Lenses.Integration = StageStep{was.Lenses.Integration.Stage, is.Lenses.Integration.Stage}
	c.Lenses.Deployment = StageStep{was.Lenses.Deployment.Stage, is.Lenses.Deployment.Stage}
	reworded := map[string]bool{}
	for i := range set.Questions {
		q := &set.Questions[i]
		if !c.OtherSet && q.Reworded != "" && olderVersion(before.SetVersion, q.Reworded) && !olderVersion(after.SetVersion, q.Reworded) {
			reworded[q.ID] = true
			c.Reworded = append(c.Reworded, QuestionRef{q.ID, q.Text})
		}
	}
	for i := range is.Items {
		c.item(set, reworded, &was.Items[i], &is.Items[i], before, after)
	}
	for _, step := range was.Steps {
		if after.Answers[step.Question].Level == InPlace && (step.Kind != Confirm || after.Answers[step.Question].Known == Seen) {
			c.Done = append(c.Done, DoneStep{step.Question, step.Title})
		}
	}
	return c
}

func refOf(s *Session) SessionRef {
	return SessionRef{ID: s.ID, Business: s.Business, Use: s.Use, Changed: s.Changed, QuestionSet: SetRef{s.SetID, s.SetVersion}}
}

// item files the change of one line, if there is any.
func (c *Changes) item(set *Set, reworded map[string]bool, was, is *ItemStatus, before, after *Session) {
	change := ItemChange{
		ID: is.ID, Lens: is.Lens, Title: is.Title, Before: was.Status, After: is.Status, KnownBefore: was.Known, KnownAfter: is.Known,
	}
	for _, at := range set.Items[set.itemIndex[is.ID]].must {
		id := set.Questions[at].ID
		if reworded[id] && before.Answers[id].Level != after.Answers[id].Level {
			change.Reworded = true
		}
	}
	known := func(level Level) bool { return level == InPlace || level == Partly || level == No }
	switch {
	case was.Status == is.Status && (is.Status != InPlace && is.Status != Partly || was.Known == is.Known):
	case was.Status == NA || is.Status == NA:
		c.Applies = append(c.Applies, change)
	case known(was.Status) && !known(is.Status):
		c.Unknown = append(c.Unknown, change)
	case !known(was.Status) && !known(is.Status):
	case !known(was.Status) && is.Status != InPlace:
		c.Found = append(c.Found, change)
	case was.Status == is.Status && is.Known > was.Known, was.Status < is.Status:
		c.Better = append(c.Better, change)
	default:
		c.Worse = append(c.Worse, change)
	}
}

// Nothing reports whether no list names any change and no stage moved.
func (c *Changes) Nothing() bool {
	return c.Stage.Before == c.Stage.After && c.Lenses.Integration.Before == c.Lenses.Integration.After &&
		c.Lenses.Deployment.Before == c.Lenses.Deployment.After &&
		len(c.Better)+len(c.Worse)+len(c.Unknown)+len(c.Found)+len(c.Applies)+len(c.Done) == 0
}

// olderVersion compares versions such as 1.0 and 1.10, number by number. A version that
// is not made of numbers is older than none.
func olderVersion(a, b string) bool {
	as, bs := strings.Split(a, "."), strings.Split(b, ".")
	for i := range max(len(as), len(bs)) {
		var x, y int
		var err error
		if i < len(as) {
			if x, err = strconv.Atoi(as[i]); err != nil {
				return false
			}
		}
		if i < len(bs) {
			if y, err = strconv.Atoi(bs[i]); err != nil {
				return false
			}
		}
		if x != y {
			return x < y
		}
	}
	return false
}

// SeenLasts is how long what a person saw with their own eyes counts as seen lately.
const SeenLasts = 180 * 24 * time.Hour

// Look is a question to look at again, and why.
type Look struct {
	Question string
	// Old is true where the answer was seen too long ago, Overdue where its due date has
	// passed and it is not in place.
	Old, Overdue bool
}

// LookAgain lists the questions that apply and whose answers a re-check must not simply
// take over, in the order of the set.
func LookAgain(set *Set, session *Session, now time.Time) []Look {
	var out []Look
	flow := NewFlow(set, session)
	for i := range flow.Len() {
		q := flow.At(i)
		if look := lookAt(session.Answers[q.ID], now); look.Old || look.Overdue {
			look.Question = q.ID
			out = append(out, look)
		}
	}
	return out
}

func lookAt(a Answer, now time.Time) Look {
	answered := a.Level == InPlace || a.Level == Partly
	return Look{
		Old:     answered && a.Known == Seen && !a.At.IsZero() && now.Sub(a.At) > SeenLasts,
		Overdue: a.Level != InPlace && a.Level != NA && passed(a.Due, now),
	}
}

// LookAgain is LookAgain for one answer.
func (a Answer) LookAgain(now time.Time) Look { return lookAt(a, now) }
