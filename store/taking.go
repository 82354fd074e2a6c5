package store

import (
	"bytes"
	"cmp"
	"slices"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/merge"
	"readycheck/store/sync"
)

// elsewhere stands where a window's token stands for what came from another computer: no window
// has seen it, so whoever saves over it is told.
const elsewhere = "elsewhere"

// Journal is the file for a loop that synchronizes it: see [sync.Journal]. Standing works out what
// a list shows of a session that changed.
type Journal struct {
	*Store
	Standing Standing
}

// Take keeps what came from the hub: see [sync.Journal].
func (j Journal) Take(in sync.Incoming) (taken sync.Taken, err error) {
	var order []string
	by := map[string][]*merge.Record{}
	for _, r := range in.Changes {
		session := r.Change().Session
		if by[session] == nil {
			order = append(order, session)
		}
		by[session] = append(by[session], r)
	}
	err = j.write(func(tx *bbolt.Tx) error {
		taken = sync.Taken{}
		return j.takeAll(tx, &in, order, by, &taken)
	})
	if err != nil {
		return sync.Taken{}, err
	}
	for _, session := range taken.Gone {
		if slices.Contains(in.Erased, session) {
			j.takeDrafts(session)
		}
	}
	return taken, nil
}

// takeAll takes what came for each session into the file, in the order in which they were met.
func (j Journal) takeAll(tx *bbolt.Tx, in *sync.Incoming, order []string, by map[string][]*merge.Record, taken *sync.Taken) error {
	l, err := readLink(tx)
	if err != nil {
		return err
	}
	if in.From.Seq != l.Seq || !bytes.Equal(in.From.Chain[:], chainOf(l)) {
		return &Error{Kind: sync.ErrMoved, sentence: "Another window exchanged the same changes just now, so this was left to it. Nothing is lost."}
	}
	for _, session := range order {
		one := taking{Journal: j, tx: tx, id: session, came: by[session], whole: slices.Contains(in.Whole, session), taken: taken}
		if err := one.take(); err != nil {
			return err
		}
	}
	for _, session := range in.Erased {
		was, err := j.erase(tx, session)
		if err != nil {
			return err
		}
		if was {
			taken.Gone = append(taken.Gone, session)
		}
	}
	if in.To.Seq > 0 {
		l.Seq, l.Chain = in.To.Seq, in.To.Chain[:]
		return putLink(tx, l)
	}
	return nil
}

func chainOf(l linkRecord) []byte {
	chain := make([]byte, 32)
	copy(chain, l.Chain)
	return chain
}

// taking is what came for one session on its way into the file.
type taking struct {
	Journal
	tx    *bbolt.Tx
	id    string
	came  []*merge.Record
	whole bool
	taken *sync.Taken

	ended goneRecord
}

func (k *taking) take() (err error) {
	if k.ended, err = goneOf(k.tx, k.id); err != nil || k.ended.Erased {
		return err
	}
	if k.tx.Bucket(sessionsBucket).Bucket([]byte(k.id)) != nil {
		return k.intoSession()
	}
	if err := k.arrived(); err != nil {
		return err
	}
	fresh := slices.DeleteFunc(slices.Clone(k.came), func(r *merge.Record) bool { return k.ended.knows(r.ID()) })
	switch {
	case len(fresh) == 0 && !k.whole:
		return nil
	case k.ended.Content != nil:
		// It is here still: look at all of it together.
		if _, _, err := k.revive(k.tx, k.ended.Content, k.ended.Ends, false); err != nil {
			return err
		}
		k.ended = goneRecord{}
		return k.intoSession()
	case len(k.ended.Ends) > 0 && !k.whole:
		k.ended.Wanted = true
		k.taken.Wanted = append(k.taken.Wanted, k.id)
		return putGone(k.tx, k.id, k.ended)
	}
	return k.anew()
}

// arrived takes what came back out of what waits for the hub.
func (k *taking) arrived() error {
	before, err := outbox(k.tx, k.id)
	if err != nil || len(before) == 0 {
		return err
	}
	came := map[merge.ID]bool{}
	for _, r := range k.came {
		came[r.ID()] = true
	}
	after := slices.DeleteFunc(slices.Clone(before), func(c waitingChange) bool { return came[c.ID] })
	if len(after) == len(before) {
		return nil
	}
	return putOutbox(k.tx, k.id, after)
}

// intoSession takes what came for a session that the file has.
func (k *taking) intoSession() error {
	head, bucket, err := readHead(k.tx, k.id)
	if err != nil {
		return err
	}
	t, err := gatherChanges(k.tx, &head, bucket)
	if err != nil {
		return err
	}
	if err := k.arrived(); err != nil {
		return err
	}
	fresh := k.fresh(t)
	if len(fresh) == 0 {
		return nil
	}
	before, err := t.content()
	if err != nil {
		return err
	}
	if err := k.copied(fresh, t.writer); err != nil {
		return err
	}
	return k.put(t, &head, bucket, fresh, before)
}

// fresh are those that the session does not have.
func (k *taking) fresh(t *telling) (out []*merge.Record) {
	met := map[merge.ID]bool{}
	for _, r := range k.came {
		if _, there := t.at[r.ID()]; !there && !met[r.ID()] {
			out = append(out, r)
		}
		met[r.ID()] = true
	}
	return out
}

// copied gives the file another token where a change of its own comes that it never made.
func (k *taking) copied(fresh []*merge.Record, writer merge.Writer) error {
	ours := func(r *merge.Record) bool { return r.Change().Writer == writer }
	if !slices.ContainsFunc(fresh, ours) {
		return nil
	}
	k.taken.Copied = true
	// What was saved so far goes out under the token of before.
	if err := gatherSome(k.tx, 0); err != nil {
		return err
	}
	return renew(k.tx)
}

// anew makes a session of changes alone: one that began elsewhere, or that comes back.
func (k *taking) anew() error {
	all := slices.Clone(k.came)
	for _, c := range append(slices.Clone(k.ended.Ends), k.ended.Aside...) {
		r, err := c.read()
		if err != nil {
			return damaged("What is known of a deleted session", err)
		}
		all = append(all, r)
	}
	head := headRecord{Head: assessment.Head{ID: k.id}}
	t := &telling{head: &head, heads: map[merge.Key][]*merge.Record{}, at: map[merge.ID]uint64{}, answers: map[string]answerRecord{}}
	fresh := k.fresh(t)
	for _, r := range all[len(k.came):] {
		if !slices.ContainsFunc(fresh, func(o *merge.Record) bool { return o.ID() == r.ID() }) {
			fresh = append(fresh, r)
		}
	}
	state, err := merge.Merge(k.id, fresh)
	if err != nil {
		return err
	}
	switch {
	case state.Life == merge.Deleted:
		return k.stayGone(fresh)
	case state.Life == merge.Unbegun || state.Session.SetID == "":
		k.ended = goneRecord{At: k.now().UTC()}
		for _, r := range fresh {
			k.ended.Aside = append(k.ended.Aside, kept(r))
		}
		return putGone(k.tx, k.id, k.ended)
	}
	waited, err := outbox(k.tx, k.id)
	if err != nil {
		return err
	}
	bucket, _, err := newSessionBucket(k.tx, k.id)
	if err != nil {
		return err
	}
	if err := deletePinned(k.tx, k.tx.Bucket(goneBucket), []byte(k.id)); err != nil {
		return err
	}
	if err := k.put(t, &head, bucket, fresh, &merge.State{}); err != nil {
		return err
	}
	// Ends that had not come back go on waiting, under the revision that they have now.
	for i := range waited {
		waited[i].Revision = t.at[waited[i].ID]
	}
	return putOutbox(k.tx, k.id, slices.DeleteFunc(waited, func(c waitingChange) bool { return c.Revision == 0 }))
}

// stayGone keeps what is known of a session that is deleted.
func (k *taking) stayGone(all []*merge.Record) error {
	g := goneRecord{At: k.now().UTC()}
	for _, r := range all {
		g.Known = append(g.Known, r.ID())
		if r.Change().Value.Deleted {
			g.Ends = append(g.Ends, kept(r))
		}
	}
	return putGone(k.tx, k.id, g)
}

// put writes changes that the session did not have, and what it comes to with them.
func (k *taking) put(t *telling, head *headRecord, bucket *bbolt.Bucket, fresh []*merge.Record, before *merge.State) error {
	// Ends last, since a session that is put back has them after all else.
	slices.SortStableFunc(fresh, func(a, b *merge.Record) int { return cmp.Compare(ending(a), ending(b)) })
	for _, r := range fresh {
		head.Revision++
		t.history = append(t.history, historyRecord{At: r.Change().At, Elsewhere: true, Changes: []keptChange{kept(r)}})
		t.add(r, head.Revision)
	}
	state, err := t.content()
	if err != nil {
		return err
	}
	first := head.Revision - uint64(len(fresh)) + 1
	if state.Life == merge.Deleted {
		return k.leave(t, head, bucket, fresh, first)
	}
	for i, r := range fresh {
		record := &t.history[first-1+uint64(i)]
		t.show(record, r, state)
		if err := putHistory(bucket, k.id, first+uint64(i), *record); err != nil {
			return err
		}
	}
	head.Gathered, head.Shared = head.Revision, true
	if err := settle(bucket, head, state, fresh); err != nil {
		return err
	}
	k.changed(head, fresh)
	session := sessionOf(head, state.Session)
	session.Disputes = t.disputes(state)
	head.Standing = keepTold(k.Standing(session), head.Standing)
	k.say(state, before)
	return putHead(k.tx, bucket, head)
}

// show fills in what the history shows of a change.
func (t *telling) show(record *historyRecord, r *merge.Record, state *merge.State) {
	key, v := r.Change().Key, r.Change().Value
	record.Question, record.By = key.Question, by(v)
	switch {
	case v.Vote != nil:
		record.Vote, record.To, record.Second = key.Seat, v.Vote, key.Second
	case v.Again:
		record.Again = true
	case v.Setup != nil:
		record.Setup = &setupChange{v.Setup.Business, v.Setup.Use, v.Setup.Setup}
	case v.Labels != nil:
		record.Labels = v.Labels
	case v.Seat != nil:
		record.Seat = v.Seat
	case key.Kind == merge.OfQuestion:
		record.Decision = v.Decision
		if record.To = v.Answer; v.Shown {
			record.Reveal, record.Second = []string{key.Question}, v.Second
			if answer, ok := state.Session.Answers[key.Question]; ok {
				record.To = &answer
			}
		}
		if before, ok := t.answers[key.Question]; ok {
			record.From = &before.Answer
		}
	}
}

// changed notes when the session was changed last, as the clocks of all computers tell.
func (k *taking) changed(head *headRecord, fresh []*merge.Record) {
	for _, r := range fresh {
		if at := r.Change().At; at.After(head.Changed) && r.Change().Key.Kind != merge.OfLabels {
			head.Changed = at
		}
	}
	if now := k.now().UTC(); head.Changed.After(now) {
		head.Changed = now
	}
}

// say notes what a person should hear of it.
func (k *taking) say(state, before *merge.State) {
	k.taken.Sessions = append(k.taken.Sessions, k.id)
	k.taken.Disputes += len(state.Disputes)
	if state.Life == merge.CameBack && before.Life != merge.CameBack || k.whole {
		k.taken.CameBack = append(k.taken.CameBack, k.id)
	}
}

// ending is 1 for a change that ends a session.
func ending(r *merge.Record) int {
	if r.Change().Value.Deleted {
		return 1
	}
	return 0
}

// leave takes a session out that was deleted elsewhere, by somebody who had seen all of it.
func (k *taking) leave(t *telling, head *headRecord, bucket *bbolt.Bucket, fresh []*merge.Record, first uint64) error {
	if err := k.stayGone(t.all); err != nil {
		return err
	}
	g, err := goneOf(k.tx, k.id)
	if err != nil {
		return err
	}
	kept := *head
	kept.Revision = first - 1
	for i, r := range fresh {
		if ending(r) > 0 {
			break
		}
		kept.Revision = first + uint64(i)
		if err := putHistory(bucket, k.id, kept.Revision, t.history[kept.Revision-1]); err != nil {
			return err
		}
	}
	kept.Gathered, kept.Shared = kept.Revision, true
	if g.Content, err = contentOf(&kept, bucket); err != nil {
		return err
	}
	if err := takeOut(k.tx, head); err != nil {
		return err
	}
	k.taken.Gone = append(k.taken.Gone, k.id)
	if err := putOutbox(k.tx, k.id, nil); err != nil {
		return err
	}
	return putGone(k.tx, k.id, g)
}
