package merge_test

import (
	"testing"

	"readycheck/assessment"
	"readycheck/store/merge"
)

var labels = merge.Key{Kind: merge.OfLabels}

func labelled(tags assessment.Tags, visit string) merge.Value {
	return merge.Value{Labels: &assessment.Labels{Tags: tags, Visit: visit}}
}

// The tags of all sides count, and the first visit; nobody has to settle it, and the next change does.
func TestLabelsAreNeverInDispute(t *testing.T) {
	w := newWorld(t, 3)
	w.say(0, labels, labelled("food north", "2026-12-08"))
	w.say(1, labels, labelled("north retail", ""))
	w.say(2, labels, labelled("", "2026-12-04"))
	w.meet()
	s := w.state(w.hub)
	if want := (assessment.Labels{Tags: "food north retail", Visit: "2026-12-04"}); s.Session.Labels != want || len(s.Disputes) > 0 || len(s.Heads(labels)) != 3 {
		t.Errorf("%+v with %+v", s.Session.Labels, s.Disputes)
	}
	w.say(1, labels, labelled("retail", ""))
	w.meet()
	if s := w.state(w.hub); s.Session.Labels != (assessment.Labels{Tags: "retail"}) || len(s.Heads(labels)) != 1 {
		t.Errorf("after it was settled: %+v", s.Session.Labels)
	}
}

// Who has too many tags together keeps as many as there is room for, the same everywhere.
func TestTheTagsOfManySidesHaveABound(t *testing.T) {
	w := newWorld(t, 2)
	w.say(0, labels, labelled("a c e g i k m o", ""))
	w.say(1, labels, labelled("b d f h j l n p", ""))
	w.meet()
	if got := w.state(w.hub).Session.Labels; got.Tags != "a b c d e f g h" || !got.Valid() {
		t.Errorf("%+v", got)
	}
}

func TestLabelsThatNobodyWritesAreRefused(t *testing.T) {
	w := newWorld(t, 1)
	for _, value := range []merge.Value{
		{}, labelled("b a", ""), labelled("A", ""), labelled("a b c d e f g h i", ""), labelled("", "friday"), {Labels: &assessment.Labels{}, Deleted: true},
	} {
		_, err := merge.New(merge.Change{Session: session, Key: labels, Value: value, Writer: token(0), N: 9, At: beginning})
		if err == nil {
			t.Errorf("%+v is taken", value.Labels)
		}
	}
	if _, err := merge.New(merge.Change{Session: session, Key: merge.Key{Kind: merge.OfLabels, Question: "own-login"}, Value: labelled("a", ""), Writer: token(0), N: 9, At: beginning}); err == nil {
		t.Error("labels of a question are taken")
	}
	w.say(0, labels, labelled("", ""))
}
