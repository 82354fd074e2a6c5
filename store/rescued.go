package store

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

// rescued is one session put together from what can be read.
type rescued struct {
	id      string
	head    *headRecord
	answers map[string]answerRecord
	history map[uint64]historyRecord
	broken  []string
	// known is true where the data file itself names the session. Another one was in a
	// backup or in a part of the file that is no longer in use, and may have been deleted.
	known bool
	// whole is true where the data file has all of it, so that nothing else is asked.
	whole bool
	// listed is true where the data file itself says how many changes there were.
	listed bool
}

func newRescued(id string) *rescued {
	return &rescued{id: id, answers: map[string]answerRecord{}, history: map[uint64]historyRecord{}}
}

// take adds the records of one source, the later version of each. Checksum and place of
// each were verified.
func (r *rescued) take(source *inventory) {
	if head, ok := source.heads[r.id]; ok && (r.head == nil || r.head.Revision < head.Revision) {
		r.head = &head
	}
	s := source.sessions[r.id]
	if s == nil {
		return
	}
	for question, record := range s.answers {
		var answer answerRecord
		if json.Unmarshal(record[sumLength:], &answer) != nil {
			continue
		}
		if before, ok := r.answers[question]; !ok || before.Revision < answer.Revision {
			r.answers[question] = answer
		}
	}
	for revision, record := range s.history {
		var change historyRecord
		if json.Unmarshal(record[sumLength:], &change) == nil {
			r.history[revision] = change
		}
	}
	r.broken = append(r.broken, s.broken...)
}

// replay takes from the history what is later than what was found otherwise.
func (r *rescued) replay() {
	for _, revision := range slices.Sorted(maps.Keys(r.history)) {
		change := r.history[revision]
		r.described(revision, &change)
		if change.Question != "" && change.Vote == "" && change.To != nil && r.answers[change.Question].Revision < revision {
			r.answers[change.Question] = answerRecord{Answer: *change.To, Revision: revision}
		}
		if r.head != nil && change.ofTeam() {
			r.head.Team = true
		}
		r.gathered(revision, &change)
		if r.head != nil && revision > r.head.Revision {
			r.head.Revision = revision
			if change.Labels == nil || change.Setup != nil {
				r.head.Changed = change.At
			}
		}
	}
	if r.head == nil && len(r.answers) > 0 {
		set := assessment.Default()
		r.head = &headRecord{
			Head: assessment.Head{ID: r.id, Business: "Name lost", Use: "Its first page could not be read", Revision: 1},
			Set:  assessment.SetRef{ID: set.ID, Version: set.Version},
		}
	}
	if r.head == nil {
		return
	}
	for _, answer := range r.answers {
		r.head.Revision = max(r.head.Revision, answer.Revision)
	}
}

// described takes from a change what the session is about, and its tags.
func (r *rescued) described(revision uint64, change *historyRecord) {
	if change.Setup != nil && (r.head == nil || revision > r.head.SetupRevision) {
		if r.head == nil {
			// The head alone names the question set.
			set := assessment.Default()
			r.head = &headRecord{
				Head: assessment.Head{ID: r.id, Created: change.At, Changed: change.At}, Set: assessment.SetRef{ID: set.ID, Version: set.Version},
			}
		}
		r.head.Business, r.head.Use, r.head.Setup = change.Setup.Business, change.Setup.Use, change.Setup.Setup
		r.head.SetupRevision = revision
	}
	if change.Labels != nil && r.head != nil && revision > r.head.LabelsRevision {
		r.head.Labels, r.head.LabelsRevision = *change.Labels, revision
	}
}

// gathered takes from a change what several computers made of the session.
func (r *rescued) gathered(revision uint64, change *historyRecord) {
	if r.head == nil {
		return
	}
	r.head.Shared = r.head.Shared || change.Elsewhere
	if change.Changes != nil {
		r.head.Gathered = max(r.head.Gathered, revision)
	}
}

// certain reports whether nothing of the session can be missing: its history has every
// change, and each answer is the last one that it names.
func (r *rescued) certain() bool {
	if r.whole {
		return true
	}
	for revision := uint64(1); revision <= r.head.Revision; revision++ {
		if change, ok := r.history[revision]; !ok || change.Lost {
			return false
		}
	}
	return r.listed
}

// insert writes the session into a new file. Changes that are lost leave a note in the
// history, so that its numbers have no gap.
func (r *rescued) insert(tx *bbolt.Tx, standing func(*assessment.Session) assessment.Standing) error {
	bucket, answers, err := newSessionBucket(tx, r.id)
	if err != nil {
		return err
	}
	head := *r.head
	session := &assessment.Session{
		ID: r.id, Business: head.Business, Use: head.Use, Setup: head.Setup, Labels: head.Labels, SetID: head.Set.ID, SetVersion: head.Set.Version,
		Told: head.Standing.Told, Revision: head.Revision, Created: head.Created, Changed: head.Changed, Answers: map[string]assessment.Answer{},
	}
	head.Answers, head.Sequence = 0, 0
	revisions := map[string]uint64{}
	for question, answer := range r.answers {
		session.Answers[question], revisions[question] = answer.Answer, answer.Revision
		sealed, err := seal(answerPlace(r.id, question), answer)
		if err != nil {
			return err
		}
		head.Answers ^= sumOf(sealed)
		if err := answers.Put([]byte(question), sealed); err != nil {
			return err
		}
	}
	for revision := uint64(1); revision <= head.Revision; revision++ {
		change, ok := r.history[revision]
		if !ok {
			change = historyRecord{Lost: true}
		}
		if err := putHistory(bucket, r.id, revision, change); err != nil {
			return err
		}
	}
	if head.Shared {
		if err := r.settle(tx, bucket, &head); err != nil {
			return err
		}
	}
	if !r.whole {
		// What a workshop was shown stands among the answers, as when the session is loaded.
		switch {
		case head.Shared:
			if err := readShared(tx, &head, bucket, session); err != nil {
				return err
			}
		case head.Team:
			if err := readTeam(&head, bucket, session, revisions); err != nil {
				return err
			}
		}
		head.Standing = keepTold(standing(session), head.Standing)
	}
	return putHead(tx, bucket, &head)
}

// reportRescued says of each session what is there and what is lost.
func reportRescued(f *findings, sessions []*rescued, typed func(...string) string) {
	whole := 0
	for _, r := range sessions {
		name := fmt.Sprintf("%s (%s)", r.head.Business, r.head.Use)
		switch {
		case r.certain():
			whole++
		case !r.known:
			f.wrong("%s was not in the file any more and was brought back as it was found, with %s. If you deleted it, delete it again: its id is %s.", name, count(len(r.answers), "answer"), r.id)
		default:
			text := fmt.Sprintf("%s has %s. Some may be missing, or older than the last you gave: `%s` shows them.", name, count(len(r.answers), "answer"), typed("resume", r.id))
			if lost := r.lost(); len(lost) > 0 {
				text += " Lost for certain: " + strings.Join(lost, ", ") + "."
			}
			f.wrong("%s", text)
		}
	}
	f.good("%s in the new file, %d of them with nothing missing.", count(len(sessions), "session"), whole)
}

// lost are the questions whose answers were there, cannot be read, and are nowhere else.
func (r *rescued) lost() []string {
	var out []string
	for _, question := range r.broken {
		if _, ok := r.answers[question]; !ok && !slices.Contains(out, question) {
			out = append(out, question)
		}
	}
	slices.Sort(out)
	if len(out) > mostNamed {
		out = append(out[:mostNamed], fmt.Sprintf("and %d more", len(out)-mostNamed))
	}
	return out
}

// settle writes what the changes of a session come to that are left, where several computers wrote
// in it.
func (r *rescued) settle(tx *bbolt.Tx, bucket *bbolt.Bucket, head *headRecord) error {
	t, err := tell(tx, head, bucket)
	if err != nil {
		return err
	}
	state, err := t.content()
	if err != nil || state.Session == nil {
		return err
	}
	return settle(bucket, head, state, nil)
}
