package assessment

import (
	"slices"
	"strings"
	"time"
)

// How long an answer takes somebody whose pace is not known yet: to read what stands on the
// screen at 200 words a minute, between reading aloud (180) and reading quietly (240), and
// then to think, choose and say how it is known.
const (
	timeAWord  = time.Minute / 200
	timeToPick = 8 * time.Second
)

// Somebody's own pace is taken from the time between answers. A longer one was a break, and a
// shorter one no reading: a vote of the room, an import, two keys of one answer.
const (
	longestGap  = 3 * time.Minute
	shortestGap = time.Second
	// fewestGaps are those between five answers: fewer say nothing of the rest.
	fewestGaps = 4
)

// reading is how long a question takes.
func (q *Question) reading() time.Duration {
	words := len(strings.Fields(q.Text)) + len(strings.Fields(q.Why))
	for _, c := range q.Choices {
		words += len(strings.Fields(c.Text))
	}
	return time.Duration(words)*timeAWord + timeToPick
}

// Left is about how long the unanswered questions take, in whole minutes; at least
// one while any is open. From the fifth answer on it goes by the pace of whoever answers.
func (f Flow) Left() (minutes int) {
	var left time.Duration
	for _, i := range f.applies {
		if f.session.Answers[f.set.Questions[i].ID].Level == Unanswered {
			left += f.set.Questions[i].For(&f.session.Setup).takes
		}
	}
	if pace, known := f.pace(); known {
		left = max(time.Duration(float64(left)*pace), min(left, time.Second))
	}
	return int((left + time.Minute - time.Second) / time.Minute)
}

// pace is how long the answers took, for what there was to read: 2 is twice as long as
// somebody takes whose pace is not known. It is the median, so that one long talk or one quick
// key counts as one answer of many.
func (f Flow) pace() (pace float64, known bool) {
	type given struct {
		at    time.Time
		takes time.Duration
	}
	var answers []given
	for _, i := range f.applies {
		q := &f.set.Questions[i]
		if answer := f.session.Answers[q.ID]; answer.Level != Unanswered && !answer.At.IsZero() {
			answers = append(answers, given{answer.At, q.For(&f.session.Setup).takes})
		}
	}
	slices.SortFunc(answers, func(a, b given) int { return a.at.Compare(b.at) })
	var paces []float64
	for i := 1; i < len(answers); i++ {
		if gap := answers[i].at.Sub(answers[i-1].at); gap >= shortestGap && gap <= longestGap {
			paces = append(paces, float64(gap)/float64(answers[i].takes))
		}
	}
	if len(paces) < fewestGaps {
		return 0, false
	}
	slices.Sort(paces)
	return paces[len(paces)/2], true
}
