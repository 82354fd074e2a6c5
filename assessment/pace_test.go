package assessment

import (
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var paced = Setup{
	Kind: "customer-replies", StageNow: "limited", Connection: []string{"connector"}, Powers: []string{"read", "send"},
	Audience: []string{"staff", "customers"}, Information: []string{"personal"}, Depth: Full,
}

// answeredWith is a session of which so many questions are answered, each after a time.
func answeredWith(gaps ...time.Duration) *Session {
	session := &Session{Setup: paced, Answers: map[string]Answer{}}
	at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
	for i, gap := range gaps {
		at = at.Add(gap)
		session.Answers[NewFlow(Default(), session).At(i).ID] = Answer{Level: Partly, At: at}
	}
	return session
}

// untimed is the same session, of whoever's pace is not known.
func untimed(session *Session) *Session {
	out := *session
	out.Answers = map[string]Answer{}
	for id, answer := range session.Answers {
		answer.At = time.Time{}
		out.Answers[id] = answer
	}
	return &out
}

func TestTheTimeLeftGoesByThePaceOfThePerson(t *testing.T) {
	set := Default()
	left := func(session *Session) int { return NewFlow(set, session).Left() }
	const slow, quick = 70 * time.Second, 6 * time.Second
	for _, c := range []struct {
		name   string
		gaps   []time.Duration
		slower int
	}{
		{"four answers say nothing yet", []time.Duration{0, slow, slow, slow}, 0},
		{"five slow answers let it stand", []time.Duration{0, slow, slow, slow, slow}, 1},
		{"five quick answers", []time.Duration{0, quick, quick, quick, quick}, -1},
		{"breaks are no reading", []time.Duration{0, quick, time.Hour, quick, 24 * time.Hour, quick, 4 * time.Minute, quick}, -1},
		{"an import is none either", []time.Duration{0, 0, 0, 0, 0, 0, 0, time.Millisecond, slow}, 0},
		{"one long talk is one of many", []time.Duration{0, quick, quick, 170 * time.Second, quick, quick}, -1},
	} {
		session := answeredWith(c.gaps...)
		is, usual := left(session), left(untimed(session))
		switch {
		case c.slower > 0 && is < usual, c.slower < 0 && is >= usual, c.slower == 0 && is != usual:
			t.Errorf("%s: %d minutes left, and %d for anybody", c.name, is, usual)
		}
	}
}

// Answers never make the time that is left longer, at whatever pace and in whatever order of
// quick and slow they come, as long as they open no new question.
func TestTheTimeLeftNeverGoesUp(t *testing.T) {
	set := Default()
	rapid.Check(t, func(t *rapid.T) {
		at := time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)
		session := &Session{Setup: paced, Answers: map[string]Answer{}}
		session.Setup.Depth = rapid.SampledFrom([]Depth{Quick, Full}).Draw(t, "depth")
		before, shown := NewFlow(set, session).Left(), NewFlow(set, session).applies
		for {
			flow := NewFlow(set, session)
			next := flow.FirstUnanswered()
			if next < 0 {
				if flow.Left() != 0 {
					t.Fatalf("all is answered, and %d minutes are left", flow.Left())
				}
				return
			}
			at = at.Add(time.Duration(rapid.IntRange(0, 300).Draw(t, "seconds")) * time.Second)
			level := rapid.SampledFrom([]Level{No, Unsure, Partly, InPlace}).Draw(t, "level")
			session.Answers[flow.At(next).ID] = Answer{Level: level, At: at}
			now := NewFlow(set, session)
			if left := now.Left(); left > before && slices.Equal(now.applies, shown) {
				t.Fatalf("%d minutes were left, and after an answer %d", before, left)
			}
			before, shown = now.Left(), now.applies
		}
	})
}

// Whoever takes half a minute for each needs about half a minute for each that is left. Whoever
// takes much longer than usual sees less than that until the end comes near.
func TestTheTimeLeftComesTrue(t *testing.T) {
	set := Default()
	for _, each := range []time.Duration{10 * time.Second, 30 * time.Second, time.Minute, 2 * time.Minute} {
		var gaps []time.Duration
		for range NewFlow(set, &Session{Setup: paced}).Len() {
			gaps = append(gaps, each)
			if len(gaps) < 5 {
				continue
			}
			session := answeredWith(gaps...)
			flow := NewFlow(set, session)
			answered, total := flow.Progress()
			needs := (time.Duration(total-answered) * each).Minutes()
			// The questions that are left may have more to read than those before, or less.
			usual := float64(NewFlow(set, untimed(session)).Left())
			if left := float64(flow.Left()); left < min(0.6*needs, usual)-1 || left > 1.6*needs+1 {
				t.Errorf("%s each, %d of %d answered: %v minutes left, and it takes %.1f", each, answered, total, left, needs)
			}
		}
	}
}

// Left is worked out with each frame.
func BenchmarkLeft(b *testing.B) {
	var gaps []time.Duration
	for range 30 {
		gaps = append(gaps, 20*time.Second)
	}
	flow := NewFlow(Default(), answeredWith(gaps...))
	b.ReportAllocs()
	for b.Loop() {
		flow.Left()
	}
}

func TestNothingIsLeftOnceAllIsAnswered(t *testing.T) {
	session := answeredWith()
	for i := range NewFlow(Default(), session).Len() {
		flow := NewFlow(Default(), session)
		if i < flow.Len() {
			if flow.Left() < 1 {
				t.Fatalf("question %d is open, and no time is left", i)
			}
			session.Answers[flow.At(i).ID] = Answer{Level: Partly, At: time.Unix(int64(i*2), 0)}
		}
	}
	for {
		flow := NewFlow(Default(), session)
		at := flow.FirstUnanswered()
		if at < 0 {
			if flow.Left() != 0 {
				t.Errorf("all is answered, and %d minutes are left", flow.Left())
			}
			return
		}
		session.Answers[flow.At(at).ID] = Answer{Level: Partly}
	}
}
