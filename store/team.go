package store

import (
	"maps"
	"slices"
	"time"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

// A workshop lives in a session's history: every seat, vote, reveal and decision is a
// change of its own, written before it is acknowledged. Reading them in order gives the
// team as it is now, and nothing is kept twice.

func (r *historyRecord) ofTeam() bool {
	return r.Seat != nil || r.Vote != "" || r.Again || r.Reveal != nil || r.Decision != nil
}

// SaveSeat queues a new seat of a workshop, or a change of one.
func (s *Store) SaveSeat(c assessment.SeatChange) <-chan assessment.Saved {
	return s.amendTeam(c.Session, "", nil, historyRecord{By: c.Seat.Name, Seat: &c.Seat})
}

// SaveVote queues one vote. It is no answer of the session.
func (s *Store) SaveVote(c assessment.VoteChange) <-chan assessment.Saved {
	record := historyRecord{Vote: c.Seat, Question: c.Question, To: &c.Vote, Second: c.Second}
	return s.amend(assessment.Saved{Session: c.Session, Question: c.Question}, nil, func(head *headRecord, bucket *bbolt.Bucket) (historyRecord, error) {
		head.Team = true
		record.To.At = head.Changed
		return record, shorten(bucket, c)
	})
}

// shorten takes the words out of a vote that another one replaces: somebody who changes a
// vote with a long note again and again would fill the disk with notes that nobody reads. The
// change itself stays, since a history has no gaps.
func shorten(bucket *bbolt.Bucket, c assessment.VoteChange) error {
	if c.Replaces == 0 {
		return nil
	}
	key := string(sequenceKey(c.Replaces))
	value := bucket.Bucket(historyBucket).Get([]byte(key))
	var before historyRecord
	if value == nil || unseal(historyPlace(c.Session, key), value, &before) != nil {
		return nil // what is damaged is for a check to find, and no reason to refuse a vote
	}
	if before.Changes != nil {
		return nil // other computers may have been told of it, and its id is taken of every word
	}
	if before.Vote != c.Seat || before.Question != c.Question || before.Second != c.Second || before.To == nil || before.To.Note == "" && before.To.Reason == "" {
		return nil
	}
	before.To.Note, before.To.Reason = "", ""
	return putHistory(bucket, c.Session, c.Replaces, before)
}

// OpenAgain queues that a room votes once more on a question. The first round counts until the
// second is shown.
func (s *Store) OpenAgain(c assessment.AgainChange) <-chan assessment.Saved {
	return s.amendTeam(c.Session, c.Question, nil, historyRecord{Question: c.Question, Again: true})
}

// Reveal queues that a room is shown its votes on some questions. From then on the most
// cautious of them stands, until there is a decision or a later answer.
func (s *Store) Reveal(c assessment.RevealChange) <-chan assessment.Saved {
	return s.amendTeam(c.Session, "", &c.Standing, historyRecord{Reveal: c.Questions, Second: c.Second})
}

// SaveDecision queues what a room decided together with the answer that follows from it.
func (s *Store) SaveDecision(c assessment.DecisionChange) <-chan assessment.Saved {
	about := assessment.Saved{Session: c.Session, Question: c.Decision.Question}
	return s.amend(about, &c.Standing, func(head *headRecord, bucket *bbolt.Bucket) (historyRecord, error) {
		head.Team = true
		c.Decision.At = head.Changed
		// The room has just looked at this question, so its word is the last.
		record, err := s.putAnswer(head, bucket, c.Decision.Question, c.Answer, head.Revision)
		record.By, record.Decision = c.Decision.By, &c.Decision
		return record, err
	})
}

func (s *Store) amendTeam(id, question string, standing *assessment.Standing, record historyRecord) <-chan assessment.Saved {
	return s.amend(assessment.Saved{Session: id, Question: question}, standing, func(head *headRecord, _ *bbolt.Bucket) (historyRecord, error) {
		head.Team = true
		return record, nil
	})
}

// beginning is the history that a new session begins with, and its answers. For one that had a
// workshop elsewhere, Replay makes the same team and the same answers of it.
func beginning(session *assessment.Session, created, changed time.Time) ([]historyRecord, map[string]answerRecord) {
	history := []historyRecord{{At: created, Setup: &setupChange{session.Business, session.Use, session.Setup}}}
	if session.Labels != (assessment.Labels{}) {
		history[0].Labels = &session.Labels
	}
	answers := map[string]answerRecord{}
	for question, answer := range session.Answers {
		answers[question] = answerRecord{Answer: answer, Revision: 1}
	}
	team := session.Team
	if team == nil {
		return history, answers
	}
	add := func(record historyRecord) uint64 {
		record.At = changed
		history = append(history, record)
		return uint64(len(history))
	}
	for _, seat := range team.Seats {
		seat.Key = ""
		add(historyRecord{By: seat.Name, Seat: &seat})
	}
	for _, question := range slices.Sorted(maps.Keys(team.Votes)) {
		for _, seat := range team.Seats {
			if vote, ok := team.Votes[question][seat.ID]; ok {
				add(historyRecord{Vote: seat.ID, Question: question, To: &vote})
			}
		}
	}
	if len(team.Revealed) > 0 {
		add(historyRecord{Reveal: slices.Sorted(maps.Keys(team.Revealed))})
	}
	addSecond(team, add)
	for _, question := range slices.Sorted(maps.Keys(team.Decisions)) {
		d, answer := team.Decisions[question], session.Answers[question]
		record := historyRecord{By: d.By, Question: question, Decision: &d}
		if answer.Level != d.Level || answer.By != d.By {
			add(record) // the answer that followed was changed since
			continue
		}
		record.To = &answer
		answers[question] = answerRecord{Answer: answer, Revision: add(record)}
	}
	for _, question := range slices.Sorted(maps.Keys(session.Answers)) {
		answer := session.Answers[question]
		beside := assessment.Answer{Note: answer.Note, Owner: answer.Owner, Due: answer.Due, State: answer.State}
		_, voted := team.Stands(question)
		_, decided := team.Decisions[question]
		switch {
		case decided && answers[question].Revision == 1, voted && !team.FollowsFromVotes(answer, question):
			// Somebody answered after the room had seen its votes, so it is the later word.
			answers[question] = answerRecord{Answer: answer, Revision: add(historyRecord{By: answer.By, Question: question, To: &answer})}
		case voted && beside.Empty():
			delete(answers, question) // it follows from the votes alone
		case voted:
			answers[question] = answerRecord{Answer: beside, Revision: 1}
		}
	}
	return history, answers
}

// addSecond writes down the second rounds of a team.
func addSecond(team *assessment.Team, add func(historyRecord) uint64) {
	for _, question := range slices.Sorted(maps.Keys(team.Second)) {
		add(historyRecord{Question: question, Again: true})
		round := team.Second[question]
		for _, seat := range team.Seats {
			if vote, ok := round.Votes[seat.ID]; ok {
				add(historyRecord{Vote: seat.ID, Question: question, To: &vote, Second: true})
			}
		}
		if round.Shown {
			add(historyRecord{Reveal: []string{question}, Second: true})
		}
	}
}

// readTeam plays a session's history and puts what its workshops left into the session.
// The revisions are those of its answers.
func readTeam(head *headRecord, bucket *bbolt.Bucket, session *assessment.Session, revisions map[string]uint64) error {
	history, err := readHistory(bucket, head)
	if err != nil {
		return err
	}
	var changes []assessment.TeamChange
	for i := range history {
		if r := &history[i]; r.ofTeam() {
			changes = append(changes, assessment.TeamChange{
				Revision: uint64(i + 1), Seat: r.Seat, Voter: r.Vote, Question: r.Question, Vote: r.To, Again: r.Again, Second: r.Second, Reveal: r.Reveal, Decision: r.Decision,
			})
		}
	}
	session.Replay(changes, revisions)
	return nil
}
