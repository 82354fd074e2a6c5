package assessment

import (
	"errors"
	"maps"
	"slices"
	"testing"
)

func TestNewestOfEachUse(t *testing.T) {
	all := []Head{
		{ID: "3", Business: "Café Rosa", Use: "It answers"},
		{ID: "4", Business: "Sam's Garage", Use: "It answers"},
		{ID: "1", Business: "cafe  ROSA", Use: "it answers"},
		{ID: "5", Business: "Café Rosa", Use: "It drafts"},
		{ID: "6", Business: "sam’s garage", Use: "It answers"},
		{ID: "2", Business: "", Use: ""},
	}
	walk := func(fails error) func(func(Head, error) bool) {
		return func(yield func(Head, error) bool) {
			for _, head := range all {
				if !yield(head, nil) {
					return
				}
			}
			if fails != nil {
				yield(Head{}, fails)
			}
		}
	}
	newest, err := NewestOfEachUse(walk(nil))
	var ids []string
	for _, head := range newest {
		ids = append(ids, head.ID)
	}
	if want := []string{"3", "5", "6", "2"}; err != nil || !slices.Equal(ids, want) {
		t.Errorf("%q, %v, want %q", ids, err, want)
	}
	broken := errors.New("unread")
	if newest, err := NewestOfEachUse(walk(broken)); !errors.Is(err, broken) || newest != nil {
		t.Errorf("%v, %v", newest, err)
	}
}

// A standing carries the first day of what ComeDue lists, whether it has come or not.
func TestAStandingKnowsWhatIsDueNext(t *testing.T) {
	due := func(s *Session) string {
		sum := Evaluate(Default(), s)
		return sum.Standing().Due
	}
	session := planned()
	for _, step := range []struct{ done, want string }{
		{"", "2025-01-02"}, {"purpose-clear", "2026-11-20"}, {"pause-rules", "2026-11-23"}, {"off-switch", "2026-11-24"}, {"own-login", NoDue},
	} {
		if step.done != "" {
			answer := session.Answers[step.done]
			answer.Level, answer.Known = InPlace, Seen
			session.Answers[step.done] = answer
		}
		if got := due(session); got != step.want {
			t.Errorf("with %s done it is %s, want %s", step.done, got, step.want)
		}
	}
	if got := due(&Session{}); got != NoDue {
		t.Errorf("without an answer it is %q", got)
	}
	if got := (Standing{Due: NoDue}).NextDay() + (Standing{}).NextDay(); got != "" {
		t.Errorf("what has no day has %q", got)
	}
	if got := (Standing{Due: "2026-11-20"}).NextDay(); got != "2026-11-20" {
		t.Errorf("the next day is %q", got)
	}
}

// A session of another set keeps its secret, but for one in which nothing has a day.
func TestFindDue(t *testing.T) {
	dated, bare, other, otherBare := planned(), planned(), planned(), planned()
	dated.ID, bare.ID, other.ID, otherBare.ID = "dated", "bare", "other", "other-bare"
	dated.Revision = 7
	for _, s := range []*Session{bare, otherBare} {
		s.Answers = map[string]Answer{"own-login": {Level: No}}
	}
	for _, s := range []*Session{dated, bare} {
		s.SetID, s.SetVersion = Default().ID, Default().Version
	}
	for _, s := range []*Session{other, otherBare} {
		s.SetID, s.SetVersion = "werkstatt", "1"
	}
	got := map[string]DueFound{}
	for _, found := range FindDue(Default(), []*Session{dated, bare, other, otherBare}) {
		got[found.Session] = found
	}
	want := map[string]DueFound{
		"dated": {"dated", 7, "2025-01-02"}, "bare": {"bare", 0, NoDue}, "other-bare": {"other-bare", 0, NoDue},
	}
	if !maps.Equal(got, want) {
		t.Errorf("%v, want %v", got, want)
	}
}
