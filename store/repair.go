package store

import (
	"cmp"
	"encoding/json"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"github.com/google/uuid"
	"go.etcd.io/bbolt"

	"readycheck/assessment"
	"readycheck/store/boltfile"
	"readycheck/store/disk"
)

// Repair puts a new data file together from every record whose checksum holds: of the
// data file, of what lies about in it, and of the newest good backup. Of two versions the
// later one is taken. The damaged file is set aside. A whole file is left as it is.
// Standing works out what a list shows of a session.
func (s *Store) Repair(standing func(*assessment.Session) assessment.Standing) ([]Finding, error) {
	if err := s.mustExist(); err != nil {
		return nil, err
	}
	var f findings
	err := s.alone(func(lock *held) error {
		live, scanned, err := s.readLive()
		if err != nil {
			return err
		}
		behind := live.transaction > 0 && s.notedLater(live, lock) != nil
		if live.schema > s.newest() {
			return newer(s.path)
		}
		if live.sound() == nil && !behind {
			f.good("The file %s is whole, so nothing was changed.", s.path)
			return nil
		}
		backup, from := s.newestGood()
		sessions := gather(live, scanned, backup, behind)
		draft := s.path + draftSuffix
		m, err := s.rebuild(draft, sessions, hubRecords(live, backup), standing, s.known(lock, live, backup))
		if err == nil && behind {
			err = s.keepNoted(lock, live)
		}
		if err != nil {
			_ = disk.Remove(draft)
			return err
		}
		aside, err := s.putInPlace(lock, draft, true)
		if err != nil {
			return err
		}
		s.took(lock, m)
		f.good("The damaged file was set aside as %s. Keep it until you are sure that you miss nothing.", aside)
		if from != "" {
			f.good("What could not be read in it was looked for in the backup %s.", from)
		}
		if behind {
			f.wrong("The file was not the one that was used here last, so the last answers may be missing.")
		}
		reportRescued(&f, sessions, s.typed)
		return nil
	})
	return f, err
}

// rebuild writes a new file of what was rescued, and examines it.
func (s *Store) rebuild(draft string, sessions []*rescued, hub map[string][]byte, standing func(*assessment.Session) assessment.Standing, k known) (m mark, err error) {
	err = s.build(draft, func(tx *bbolt.Tx) (err error) {
		for _, r := range sessions {
			if err := r.insert(tx, standing); err != nil {
				return err
			}
		}
		// The token is renewed with that: what is lost here may have gone out under it.
		if err := putHub(tx, hub, sessions); err != nil {
			return err
		}
		m, err = adopt(tx, k)
		return err
	})
	if err != nil {
		return m, err
	}
	inv, err := examineFile(draft, false)
	if err == nil {
		err = inv.sound()
	}
	if err != nil {
		return m, damaged("The new file", err)
	}
	return m, nil
}

// hubRecords are those of the data file, and what it lacks of those of the backup.
func hubRecords(live, backup *inventory) map[string][]byte {
	out := maps.Clone(backup.hubRecords)
	if out == nil {
		out = map[string][]byte{}
	}
	maps.Copy(out, live.hubRecords)
	return out
}

// putHub writes what was rescued of what the file knew of its hub. All is offered and read once
// more, so that what is lost here and was there comes back.
func putHub(tx *bbolt.Tx, records map[string][]byte, sessions []*rescued) error {
	for place, value := range records {
		bucket, name, _ := strings.Cut(place, "/")
		ended := slices.ContainsFunc(sessions, func(r *rescued) bool { return r.id == name })
		if bucket == string(outboxBucket) || bucket == string(goneBucket) && ended {
			continue
		}
		if err := putPinned(tx, tx.Bucket([]byte(bucket)), []byte(name), value); err != nil {
			return err
		}
	}
	return offerAll(tx)
}

// readLive reads what is left of the data file: its records in their order, and those
// that lie about in pages which nothing leads to.
func (s *Store) readLive() (*inventory, *inventory, error) {
	file, err := disk.OpenOwn(s.path, os.O_RDONLY, 0, ownNames(s.path))
	if err != nil {
		return nil, nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, nil, err
	}
	live, err := readInventory(file, info.Size(), true)
	if err != nil {
		live = emptyInventory()
		live.faults = []fault{{problem: err.Error()}}
	}
	if !live.torn() {
		return live, emptyInventory(), nil
	}
	return live, scan(file, info.Size(), live), nil
}

// torn reports whether whole parts of the file are lost and not only single records.
func (inv *inventory) torn() bool {
	return slices.ContainsFunc(inv.faults, func(f fault) bool { return f.session == "" })
}

func emptyInventory() *inventory {
	return newInventory(true)
}

// newestGood is the newest backup that passes its checks.
func (s *Store) newestGood() (*inventory, string) {
	all, err := s.Backups()
	if err != nil {
		return emptyInventory(), ""
	}
	for _, backup := range all {
		inv, err := examineFile(backup.Path, true)
		if err == nil && inv.schema <= schema && inv.sound() == nil {
			return inv, backup.Path
		}
	}
	return emptyInventory(), ""
}

// scan looks at every page for records whose place is lost. The place is part of each
// checksum, so a record shows where it belongs: its checksum holds for one session only.
func scan(file io.ReaderAt, length int64, live *inventory) *inventory {
	found := emptyInventory()
	size := uint64(os.Getpagesize())
	if live.pageSize > 0 {
		size = live.pageSize
	}
	type loose struct{ key, value []byte }
	var records []loose
	ids := live.ids()
	boltfile.Loose(file, length, size, func(bucket bool, key, value []byte) {
		switch {
		case bucket && uuid.Validate(string(key)) == nil:
			ids[string(key)] = true
		case !bucket:
			records = append(records, loose{key, value})
		}
	})
	for _, r := range records {
		var head headRecord
		if data, err := verify(recentPlace(string(r.key)), r.value); err == nil && json.Unmarshal(data, &head) == nil {
			ids[head.ID] = true
			if before, ok := found.heads[head.ID]; !ok || before.Sequence < head.Sequence {
				found.heads[head.ID] = head
			}
		}
	}
	for _, r := range records {
		name := string(r.key)
		revision, notRevision := strconv.ParseUint(name, 16, 64)
		for id := range ids {
			if _, err := verify(answerPlace(id, name), r.value); err == nil {
				storedIn(found.sessions, id, true).newer(name, r.value)
			}
			if _, err := verify(historyPlace(id, name), r.value); err == nil && notRevision == nil {
				storedIn(found.sessions, id, true).history[revision] = r.value
			}
		}
	}
	return found
}

// newer keeps the later one of two versions of an answer.
func (s *stored) newer(question string, record []byte) {
	if before, ok := s.answers[question]; !ok || revisionOf(before) < revisionOf(record) {
		s.answers[question] = record
	}
}

func revisionOf(record []byte) uint64 {
	var answer answerRecord
	if len(record) <= sumLength || json.Unmarshal(record[sumLength:], &answer) != nil {
		return 0
	}
	return answer.Revision
}

// gather puts each session together, in the order of the list, the oldest change first.
// A session that the data file does not name was deleted, unless whole parts of the file
// are lost or it is behind what was saved.
func gather(live, scanned, backup *inventory, behind bool) []*rescued {
	faulty := map[string]bool{}
	for _, fault := range live.faults {
		faulty[fault.session] = true
	}
	all := map[string]*rescued{}
	for id := range live.ids() {
		head, listed := live.heads[id]
		s := live.sessions[id]
		r := newRescued(id)
		r.known = true
		r.whole = listed && s != nil && !faulty[id] && !live.stale
		r.listed = r.whole || listed && s != nil && s.place == head.Sequence
		r.take(live)
		all[id] = r
	}
	for _, source := range []*inventory{scanned, backup} {
		for id := range source.ids() {
			if all[id] == nil && (behind || live.torn()) {
				all[id] = newRescued(id)
			}
			if r := all[id]; r != nil && !r.whole {
				r.take(source)
			}
		}
	}
	var out []*rescued
	for _, r := range all {
		if r.replay(); r.head != nil {
			out = append(out, r)
		}
	}
	slices.SortFunc(out, func(a, b *rescued) int {
		return cmp.Or(cmp.Compare(a.head.Sequence, b.head.Sequence), strings.Compare(a.id, b.id))
	})
	return out
}

// ids are the sessions that an inventory knows anything of.
func (inv *inventory) ids() map[string]bool {
	ids := map[string]bool{}
	for id := range inv.sessions {
		ids[id] = true
	}
	for id := range inv.heads {
		ids[id] = true
	}
	return ids
}
