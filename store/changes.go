package store

import (
	"cmp"
	"crypto/sha256"
	"slices"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/merge"
)

// What other computers are told of a session are changes in the sense of package merge. They
// follow from the history: what somebody saved here was made on all that the history had before
// it, since a save that had not seen a change is refused. So nothing of them is written when
// an answer is saved. A file that has a hub gets them when it synchronizes; then each stands
// beside the record that it tells of, and stays as it is.

// keptChange is a change as the history keeps it: the bytes that its id is taken of.
type keptChange struct {
	ID   merge.ID `json:"id"`
	Body string   `json:"body"`
}

func (k keptChange) read() (*merge.Record, error) { return merge.Read(k.ID, []byte(k.Body)) }

func kept(r *merge.Record) keptChange { return keptChange{r.ID(), string(r.Body())} }

// firstWriter is the token of a file that has none yet. A copy of the file has the same one, so
// that what both have is the same change.
func firstWriter(m mark) merge.Writer {
	sum := sha256.Sum256([]byte("readycheck/writer/1\n" + m.Lineage))
	return merge.Writer(sum[:16])
}

// telling makes changes of a session's history.
type telling struct {
	head    *headRecord
	writer  merge.Writer
	history []historyRecord
	answers map[string]answerRecord
	// heads are the last changes of each key so far.
	heads map[merge.Key][]*merge.Record
	all   []*merge.Record
	// at is the revision of each change.
	at map[merge.ID]uint64
}

// tell reads the history of a session and makes the changes that it does not have yet.
func tell(tx *bbolt.Tx, head *headRecord, bucket *bbolt.Bucket) (*telling, error) {
	writer, err := writerOf(tx)
	if err != nil {
		return nil, err
	}
	t := &telling{head: head, writer: writer, answers: map[string]answerRecord{}, heads: map[merge.Key][]*merge.Record{}, at: map[merge.ID]uint64{}}
	if t.history, err = readHistory(bucket, head); err != nil {
		return nil, err
	}
	err = bucket.Bucket(answersBucket).ForEach(func(key, value []byte) error {
		var record answerRecord
		err := unseal(answerPlace(head.ID, string(key)), value, &record)
		t.answers[string(key)] = record
		return err
	})
	if err != nil {
		return nil, err
	}
	for i := range t.history {
		if err := t.revision(uint64(i + 1)); err != nil {
			return nil, err
		}
	}
	return t, nil
}

// revision takes the changes of one record, or makes them.
func (t *telling) revision(n uint64) error {
	record := &t.history[n-1]
	if record.Changes != nil {
		for _, k := range record.Changes {
			r, err := k.read()
			if err != nil {
				return damaged("The session of "+t.head.Business, err)
			}
			t.add(r, n)
		}
		return nil
	}
	for _, said := range t.said(n, record) {
		r, err := merge.New(merge.Change{
			Session: t.head.ID, Key: said.key, Value: said.value, Parents: t.parents(said.key), Writer: t.writer, N: n, At: record.At,
		})
		if err != nil {
			return err
		}
		record.Changes = append(record.Changes, kept(r))
		t.add(r, n)
	}
	return nil
}

func (t *telling) add(r *merge.Record, revision uint64) {
	key := r.Change().Key
	t.heads[key] = append(slices.DeleteFunc(slices.Clone(t.heads[key]), func(before *merge.Record) bool {
		return slices.Contains(r.Change().Parents, before.ID())
	}), r)
	t.all = append(t.all, r)
	t.at[r.ID()] = revision
}

// parents are the heads that a change of a key follows: of its own key, and for one that keeps a session
// those of all keys, as far as one change can name them.
func (t *telling) parents(key merge.Key) (ids []merge.ID) {
	if key.Kind == merge.OfLife {
		for _, heads := range t.heads {
			for _, r := range heads {
				ids = append(ids, r.ID())
			}
		}
		if len(ids) <= merge.MaxParents {
			return ids
		}
		ids = nil
	}
	for _, r := range t.heads[key] {
		ids = append(ids, r.ID())
	}
	return ids
}

type statement struct {
	key   merge.Key
	value merge.Value
}

// said is what a history record says, as changes.
func (t *telling) said(n uint64, record *historyRecord) []statement {
	question := merge.Key{Kind: merge.OfQuestion, Question: record.Question}
	var out []statement
	switch {
	case record.Lost:
	case record.Kept != nil:
		out = append(out, statement{merge.Key{Kind: merge.OfLife}, merge.Value{Created: record.Kept}})
	case n == 1 && record.Setup != nil:
		set := t.head.Set
		out = append(out, statement{merge.Key{Kind: merge.OfLife}, merge.Value{Created: &set}}, ofSetup(record))
		if record.Labels != nil {
			out = append(out, ofLabels(record))
		}
		out = append(out, t.begunWith()...)
	case record.Setup != nil:
		out = append(out, ofSetup(record))
	case record.Labels != nil:
		out = append(out, ofLabels(record))
	case record.Seat != nil:
		out = append(out, statement{merge.Key{Kind: merge.OfSeat, Seat: record.Seat.ID}, merge.Value{Seat: record.Seat}})
	case record.Vote != "":
		out = append(out, statement{merge.Key{Kind: merge.OfVote, Seat: record.Vote, Question: record.Question, Second: record.Second}, merge.Value{Vote: record.To}})
	case record.Again:
		out = append(out, statement{merge.Key{Kind: merge.OfAgain, Question: record.Question}, merge.Value{Again: true}})
	case record.Decision != nil:
		answer := record.To
		if answer == nil {
			answer = &assessment.Answer{Level: record.Decision.Level, Note: record.Decision.Note, By: record.Decision.By, At: record.Decision.At}
		}
		out = append(out, statement{question, merge.Value{Answer: answer, Decision: record.Decision}})
	case record.Reveal != nil:
		for _, id := range record.Reveal {
			key := merge.Key{Kind: merge.OfQuestion, Question: id}
			out = append(out, statement{key, merge.Value{Shown: true, Second: record.Second, Answer: t.over(key)}})
		}
	case record.To != nil:
		out = append(out, statement{question, merge.Value{Answer: record.To}})
	}
	return out
}

func ofSetup(record *historyRecord) statement {
	return statement{merge.Key{Kind: merge.OfSetup}, merge.Value{Setup: &merge.Setup{Business: record.Setup.Business, Use: record.Setup.Use, Setup: record.Setup.Setup}}}
}

func ofLabels(record *historyRecord) statement {
	return statement{merge.Key{Kind: merge.OfLabels}, merge.Value{Labels: record.Labels}}
}

// begunWith are the answers that a session had from the start: one from a file has some. The
// first change of an answer says what was there before it.
func (t *telling) begunWith() (out []statement) {
	first := map[string]*assessment.Answer{}
	for question, answer := range t.answers {
		if answer.Revision == 1 {
			first[question] = &answer.Answer
		}
	}
	seen := map[string]bool{}
	for i := range t.history {
		r := &t.history[i]
		if r.Elsewhere || r.Question == "" || r.Vote != "" || r.To == nil || seen[r.Question] {
			continue
		}
		seen[r.Question] = true
		if delete(first, r.Question); r.From != nil {
			first[r.Question] = r.From
		}
	}
	for question, answer := range first {
		out = append(out, statement{merge.Key{Kind: merge.OfQuestion, Question: question}, merge.Value{Answer: answer}})
	}
	slices.SortFunc(out, func(a, b statement) int { return cmp.Compare(a.key.Question, b.key.Question) })
	return out
}

// over is the answer that a reveal is made over: of several that are in dispute the most cautious.
func (t *telling) over(key merge.Key) (least *assessment.Answer) {
	for _, r := range t.heads[key] {
		answer := r.Change().Value.Answer
		if answer != nil && (least == nil || cmp.Or(cmp.Compare(answer.Level, least.Level), cmp.Compare(answer.Known, least.Known)) < 0) {
			least = answer
		}
	}
	return least
}

// gatherChanges writes down the changes that a session's history does not have yet, and that they wait
// for the hub.
func gatherChanges(tx *bbolt.Tx, head *headRecord, bucket *bbolt.Bucket) (*telling, error) {
	t, err := tell(tx, head, bucket)
	if err != nil || head.Gathered == head.Revision {
		return t, err
	}
	var waiting []waitingChange
	for revision := head.Gathered + 1; revision <= head.Revision; revision++ {
		record := t.history[revision-1]
		if err := putHistory(bucket, head.ID, revision, record); err != nil {
			return nil, err
		}
		for _, k := range record.Changes {
			waiting = append(waiting, waitingChange{k.ID, revision})
		}
	}
	if err := letWait(tx, head.ID, waiting); err != nil {
		return nil, err
	}
	head.Gathered = head.Revision
	return t, rewriteHead(tx, head)
}

// content is what a session that several computers wrote in comes to.
func (t *telling) content() (*merge.State, error) {
	state, err := merge.Merge(t.head.ID, t.all)
	if err != nil {
		return nil, damaged("The session of "+t.head.Business, err)
	}
	return state, nil
}

// readShared puts what all changes come to into a session whose head was read.
func readShared(tx *bbolt.Tx, head *headRecord, bucket *bbolt.Bucket, out *assessment.Session) error {
	t, err := tell(tx, head, bucket)
	if err != nil {
		return err
	}
	state, err := t.content()
	if err != nil || state.Session == nil {
		return err
	}
	out.Answers, out.Team = state.Session.Answers, state.Session.Team
	out.Disputes, out.Shared = t.disputes(state), true
	return nil
}

// disputes are those of a state in the words of the assessment.
func (t *telling) disputes(state *merge.State) (out []assessment.Dispute) {
	about := map[merge.Kind]assessment.DisputeAbout{
		merge.OfQuestion: assessment.DisputedAnswer, merge.OfSetup: assessment.DisputedSetup, merge.OfSeat: assessment.DisputedSeat,
		merge.OfVote: assessment.DisputedVote, merge.OfLife: assessment.DisputedLife,
	}
	for _, d := range state.Disputes {
		dispute := assessment.Dispute{About: about[d.Key.Kind], Question: d.Key.Question, Seat: d.Key.Seat, Second: d.Key.Second}
		for _, side := range d.Sides {
			c := side.Record.Change()
			one := assessment.DisputeSide{Answer: side.Answer, Seat: c.Value.Seat, Deleted: c.Value.Deleted, At: c.At, Elsewhere: t.history[t.at[side.Record.ID()]-1].Elsewhere}
			if s := c.Value.Setup; s != nil {
				one.Business, one.Use, one.Setup = s.Business, s.Use, &s.Setup
			}
			if c.Value.Vote != nil {
				one.Answer = c.Value.Vote
			}
			one.By = by(c.Value)
			dispute.Sides = append(dispute.Sides, one)
		}
		out = append(out, dispute)
	}
	return out
}

// by is who said what a change says.
func by(v merge.Value) string {
	switch {
	case v.Decision != nil:
		return v.Decision.By
	case v.Answer != nil:
		return v.Answer.By
	case v.Vote != nil:
		return v.Vote.By
	case v.Seat != nil:
		return v.Seat.Name
	}
	return ""
}
