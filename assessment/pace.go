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

// Left is about how long the unanswered questions take, in whole minutes; at least one while any
// is open. From the fifth answer on it goes by the pace of whoever answers, but it never goes up
// as answers come in: it is the least that could be said since the first of them. Somebody slow
// sees it stand still for a while. It goes up only where an answer opens questions that were not
// asked before, or where one is taken back.
func (f Flow) Left() (minutes int) {
	var left time.Duration
	answers := make([]given, 0, len(f.applies))
	for _, i := range f.applies {
		q := &f.set.Questions[i]
		takes := q.For(&f.session.Setup).takes
		switch answer := f.session.Answers[q.ID]; {
		case answer.Level == Unanswered:
			left += takes
		case !answer.At.IsZero():
			answers = append(answers, given{answer.At, takes})
		}
	}
	if left == 0 {
		return 0
	}
	slices.SortStableFunc(answers, func(a, b given) int { return a.at.Compare(b.at) })
	// Before the first of the answers all of them were left; each takes its own share away.
	for _, answer := range answers {
		left += answer.takes
	}
	least := left
	var paces []float64
	for i, answer := range answers {
		left -= answer.takes
		if i > 0 {
			if gap := answer.at.Sub(answers[i-1].at); gap >= shortestGap && gap <= longestGap {
				at, _ := slices.BinarySearch(paces, float64(gap)/float64(answer.takes))
				paces = slices.Insert(paces, at, float64(gap)/float64(answer.takes))
			}
		}
		least = min(least, atPace(left, paces))
	}
	return int((least + time.Minute - time.Second) / time.Minute)
}

// given is an answer: when it came, and how long it takes somebody whose pace is not known.
type given struct {
	at    time.Time
	takes time.Duration
}

// atPace is how long something takes at a pace, which is how long the answers took, for what there
// was to read: 2 is twice as long as somebody takes whose pace is not known. It is the median of the
// sorted paces, so that one long talk or one quick key counts as one answer of many.
func atPace(left time.Duration, paces []float64) time.Duration {
	if len(paces) < fewestGaps {
		return left
	}
	return max(time.Duration(float64(left)*paces[len(paces)/2]), min(left, time.Second))
}
