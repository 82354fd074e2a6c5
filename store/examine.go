package store

import (
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"

	"readycheck/store/disk"
)

// inventory is what can be read of a file: every record whose checksum holds, and what
// is wrong with the rest. It is read without bbolt, which trusts its file.
type inventory struct {
	pages, free, pageSize, transaction uint64
	halfMeta                           bool
	schema                             int
	heads                              map[string]headRecord
	sessions                           map[string]*stored
	records                            int
	faults                             []fault
	// sequence is the bucket's own counter, which no place may be beyond.
	sequence uint64
	// mark is the last commit, commits the hashes that the file keeps.
	mark    mark
	commits map[string]uint64
	// keep is true where the records are wanted and not only whether they hold.
	keep bool
}

// stored is one session's records as they lie in the file.
type stored struct {
	place uint64
	// answers and history are sealed records, by question and by revision; nil where
	// they were only checked.
	answers  map[string][]byte
	history  map[uint64][]byte
	checksum uint32
	// broken are the questions whose answers are there and cannot be read.
	broken []string
}

// fault is one thing that is wrong with a file. The session is empty where it concerns
// none, or where nobody can say which; meta is about the file's mark.
type fault struct {
	session string
	problem string
}

func (f fault) Error() string { return f.problem }

// examine reads a whole file and trusts nothing in it. The error says that there is
// nothing to read; all else that is wrong stands in the inventory.
func examine(file io.ReaderAt, length int64) (*inventory, error) {
	return readInventory(file, length, false)
}

func readInventory(file io.ReaderAt, length int64, keep bool) (*inventory, error) {
	pages, err := readPages(file, length)
	if err != nil {
		return nil, err
	}
	inv := &inventory{
		pages: pages.pages, transaction: pages.txid, halfMeta: pages.halfMeta, keep: keep,
		heads: map[string]headRecord{}, sessions: map[string]*stored{}, commits: map[string]uint64{},
	}
	top := map[string]bool{}
	pages.enter = func(path []string, sequence uint64) {
		switch {
		case len(path) == 1:
			top[path[0]] = true
			if path[0] == string(recentBucket) {
				inv.sequence = sequence
			}
		case len(path) == 2 && path[0] == string(sessionsBucket):
			inv.session(path[1])
		}
	}
	pages.visit = inv.record
	for _, err := range pages.walk() {
		inv.faults = append(inv.faults, fault{problem: err.Error()})
	}
	inv.free, inv.pageSize = pages.free, pages.pageSize
	switch {
	case inv.schema > schema:
		return inv, nil
	case inv.schema < 1 || !top[string(sessionsBucket)] || !top[string(recentBucket)]:
		inv.faults = append(inv.faults, fault{problem: "it lacks a part that every file of this program has"})
	}
	inv.compare()
	return inv, nil
}

func (inv *inventory) session(id string) *stored {
	s := inv.sessions[id]
	if s == nil {
		s = &stored{answers: map[string][]byte{}, history: map[uint64][]byte{}}
		inv.sessions[id] = s
	}
	return s
}

// record files one value of the tree.
func (inv *inventory) record(path []string, key, value []byte) {
	name := string(key)
	at := strings.Join(path, "/") + "/" + name
	switch {
	case at == "meta/schema":
		version, err := strconv.Atoi(string(value))
		if !inv.bad("", at, err) {
			inv.schema = version
		}
	case len(path) == 1 && path[0] == string(metaBucket):
		inv.meta(at, name, value)
	case len(path) == 1 && path[0] == string(recentBucket):
		inv.head(at, name, value)
	case len(path) < 2 || path[0] != string(sessionsBucket):
		inv.bad("", at, errNowhere)
	case len(path) == 2 && name == string(placeKey):
		var sequence uint64
		data, err := verify(placePlace(path[1]), value)
		if err == nil {
			err = json.Unmarshal(data, &sequence)
		}
		if !inv.bad(path[1], at, err) {
			inv.session(path[1]).place = sequence
		}
	case len(path) == 3 && path[2] == string(answersBucket):
		_, err := verify(answerPlace(path[1], name), value)
		s := inv.session(path[1])
		if inv.bad(path[1], at, err) {
			s.broken = append(s.broken, name)
			return
		}
		s.answers[name] = inv.kept(value)
		s.checksum ^= sumOf(value)
	case len(path) == 3 && path[2] == string(historyBucket):
		revision, err := strconv.ParseUint(name, 16, 64)
		if err == nil {
			_, err = verify(historyPlace(path[1], name), value)
		}
		if !inv.bad(path[1], at, err) {
			inv.session(path[1]).history[revision] = inv.kept(value)
		}
	default:
		inv.bad(path[1], at, errNowhere)
	}
}

// meta files what belongs to no session. What a version to come puts there stays unread.
func (inv *inventory) meta(at, name string, value []byte) {
	hash, isCommit := strings.CutPrefix(name, commitPrefix)
	if name != string(markKey) && !isCommit {
		inv.records++
		return
	}
	data, err := verify(at, value)
	if err == nil && isCommit {
		var number uint64
		err = json.Unmarshal(data, &number)
		inv.commits[hash] = number
	} else if err == nil {
		err = json.Unmarshal(data, &inv.mark)
	}
	// No part of the file is lost with it, so nothing else is to be looked for.
	inv.bad(string(metaBucket), at, err)
}

// knows reports whether a commit is among those of the file.
func (inv *inventory) knows(hash string) bool {
	_, ok := inv.commits[hash]
	return ok || hash == inv.mark.Hash
}

func (inv *inventory) kept(record []byte) []byte {
	if inv.keep {
		return record
	}
	return nil
}

var errNowhere = errors.New("it belongs nowhere")

// bad counts a record, or notes what is wrong with it.
func (inv *inventory) bad(session, at string, err error) bool {
	if err == nil {
		inv.records++
		return false
	}
	inv.faults = append(inv.faults, fault{session, at + ": " + err.Error()})
	return true
}

func (inv *inventory) head(at, name string, value []byte) {
	var head headRecord
	data, err := verify(recentPlace(name), value)
	if err == nil {
		err = json.Unmarshal(data, &head)
	}
	if err == nil && name != string(sequenceKey(head.Sequence)) {
		err = errors.New("it names another place")
	}
	if inv.bad(head.ID, at, err) {
		return
	}
	if other, twice := inv.heads[head.ID]; twice {
		inv.faults = append(inv.faults, fault{head.ID, "the session stands in the list twice"})
		if other.Sequence > head.Sequence {
			return
		}
	}
	inv.heads[head.ID] = head
}

// compare checks that the records fit together: one that is missing, or an older one in
// its place, passes every checksum of its own.
func (inv *inventory) compare() {
	say := func(id, problem string) { inv.faults = append(inv.faults, fault{id, problem}) }
	if number, ok := inv.commits[inv.mark.Hash]; number != inv.mark.Commit || ok != (inv.mark.Hash != "") || len(inv.commits) > 0 && !ok {
		say(string(metaBucket), "its last commit is not among those that it keeps")
	}
	for _, id := range slices.Sorted(maps.Keys(inv.heads)) {
		head := inv.heads[id]
		s, ok := inv.sessions[id]
		if head.Sequence > inv.sequence {
			say(id, "its place in the list was never given")
		}
		if !ok {
			say(id, "it stands in the list and its answers are gone")
			continue
		}
		if s.place != head.Sequence {
			say(id, "its place in the list is another one")
		}
		if s.checksum != head.Answers {
			say(id, "an answer is missing or older than it should be")
		}
		if !s.complete(head.Revision) {
			say(id, "its history has a gap")
		}
	}
	for _, id := range slices.Sorted(maps.Keys(inv.sessions)) {
		if _, ok := inv.heads[id]; !ok {
			say(id, "it is missing from the list")
		}
	}
}

// complete reports whether every change up to a revision is in the history, and no later one.
func (s *stored) complete(revision uint64) bool {
	if uint64(len(s.history)) != revision {
		return false
	}
	for r := uint64(1); r <= revision; r++ {
		if _, ok := s.history[r]; !ok {
			return false
		}
	}
	return true
}

// examineFile is readInventory for a file by its name.
func examineFile(path string, keep bool) (*inventory, error) {
	file, err := disk.OpenOwn(path, os.O_RDONLY, 0, ownNames(path))
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	return readInventory(file, info.Size(), keep)
}

// sound is an error where anything at all is wrong.
func (inv *inventory) sound() error {
	if len(inv.faults) > 0 {
		return inv.faults[0]
	}
	return nil
}
