package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os"
	"slices"
	"strconv"
	"strings"

	"readycheck/store/boltfile"
	"readycheck/store/disk"
)

// The numbers of the trees of which only what changed is read again.
const (
	recentTree   = 1
	sessionsTree = 2
)

// examine reads a whole file and trusts nothing in it, for backups, doctor and repair; an
// opening goes by check, which reads on where it stopped. The error says that there is nothing
// to read; all else that is wrong stands in the inventory.
func examine(file io.ReaderAt, length int64) (*inventory, error) {
	return readInventory(file, length, false)
}

// readInventory is examine, and keeps the records where they are wanted.
func readInventory(file io.ReaderAt, length int64, keep bool) (*inventory, error) {
	pages, err := boltfile.Read(file, length)
	if err != nil {
		return nil, err
	}
	inv := newInventory(keep)
	inv.read(pages, nil)
	return inv, nil
}

// read reads what changed since the inventory was read last: all of the file, where it is
// new. One in which it finds a fault is not to be read on.
// Touched, where it is not nil, are all pages that can have changed since then.
func (inv *inventory) read(pages *boltfile.File, touched []uint64) {
	inv.pages, inv.pageSize, inv.transaction, inv.halfMeta = pages.Pages, pages.PageSize, pages.Transaction, pages.HalfMeta
	inv.schema, inv.metas, inv.faults, inv.structure = 0, 0, nil, false
	inv.mark, inv.commits = mark{}, map[string]uint64{}
	inv.top, inv.metHeads, inv.met, inv.linked = map[string]bool{}, nil, map[string]*stored{}, 0
	inv.pinned, inv.hubSum = 0, 0
	if inv.keep {
		inv.hubRecords = map[string][]byte{}
	}
	counter := inv.sequence
	walked := pages.Walk(boltfile.Visitor{Enter: inv.enter, Visit: inv.record}, inv.notes, touched)
	for _, err := range walked.Faults {
		inv.faults = append(inv.faults, fault{problem: err.Error()})
	}
	inv.free, inv.notes, inv.structure = walked.Free, walked.Notes, len(walked.Faults) > 0
	all := inv.sequence < counter
	changed := inv.put(walked)
	switch {
	case inv.schema > schema:
		return
	case inv.schema < 1 || !inv.top[string(sessionsBucket)] || !inv.top[string(recentBucket)] || inv.schema >= schemaOfHub && !inv.hasHub():
		inv.faults = append(inv.faults, fault{problem: "it lacks a part that every file of this program has"})
	}
	if all {
		for id := range inv.list {
			changed[id] = true
		}
	}
	if number, ok := inv.commits[inv.mark.Hash]; number != inv.mark.Commit || ok != (inv.mark.Hash != "") || len(inv.commits) > 0 && !ok {
		inv.faults = append(inv.faults, fault{string(metaBucket), "its last commit is not among those that it keeps"})
	}
	inv.compare(changed)
	if inv.stale = inv.schema >= schemaOfHub && inv.pinned != inv.listSum^inv.hubSum && len(inv.faults) == 0; inv.stale {
		inv.faults = append(inv.faults, fault{problem: "a part of it is missing or older than it should be"})
	}
	inv.top, inv.metHeads, inv.met = nil, nil, nil
}

// hasHub reports whether the file has the buckets for what several computers tell each other.
func (inv *inventory) hasHub() bool {
	return !slices.ContainsFunc(hubBuckets, func(name []byte) bool { return !inv.top[string(name)] })
}

// enter says how to go through a bucket.
func (inv *inventory) enter(b boltfile.Bucket) boltfile.Way {
	switch {
	case len(b.Path) == 1:
		inv.top[b.Path[0]] = true
		switch b.Path[0] {
		case string(recentBucket):
			inv.sequence = b.Sequence
			return boltfile.Way{Tree: recentTree}
		case string(sessionsBucket):
			return boltfile.Way{Tree: sessionsTree}
		}
	case len(b.Path) == 2 && b.Path[0] == string(sessionsBucket):
		id := b.Path[1]
		if before := inv.sessions[id]; before != nil && b.Same && before.root == b.Root {
			before.page = b.Page
			inv.met[id] = before
			return boltfile.Way{Pass: true}
		}
		s := inv.session(id)
		s.page, s.root = b.Page, b.Root
	}
	return boltfile.Way{}
}

// put takes what the walk met in the place of what stood on the pages that changed, and
// returns the sessions that it concerns.
func (inv *inventory) put(walked *boltfile.Walked) (changed map[string]bool) {
	changed = map[string]bool{}
	for page, ids := range inv.on {
		if walked.Kept(page) {
			continue
		}
		delete(inv.on, page)
		for _, id := range ids {
			changed[id] = true
			if inv.list[id].page == page {
				inv.listSum ^= inv.list[id].sum
				delete(inv.list, id)
			}
			if s := inv.sessions[id]; s != nil && s.page == page {
				delete(inv.sessions, id)
			}
		}
	}
	for _, head := range inv.metHeads {
		changed[head.id] = true
		if other, twice := inv.list[head.id]; twice {
			inv.faults = append(inv.faults, fault{head.id, "the session stands in the list twice"})
			if other.sequence > head.sequence {
				continue
			}
		}
		inv.listSum ^= inv.list[head.id].sum ^ head.sum
		inv.list[head.id] = head.listed
		inv.on[head.page] = append(inv.on[head.page], head.id)
	}
	for id, s := range inv.met {
		changed[id] = true
		inv.sessions[id] = s
		inv.on[s.page] = append(inv.on[s.page], id)
	}
	return changed
}

// record files one value of the tree.
func (inv *inventory) record(path []string, key, value []byte, page uint64) {
	name := string(key)
	switch {
	case len(path) == 1 && path[0] == string(metaBucket) && name == string(schemaKey):
		version, err := strconv.Atoi(string(value))
		if !inv.bad("", path, name, err) {
			inv.schema = version
			inv.metas++
		}
	case len(path) == 1 && path[0] == string(metaBucket):
		inv.meta(path, name, value)
	case len(path) == 1 && path[0] == string(recentBucket):
		inv.head(path, name, value, page)
	case len(path) == 1 && ofHub(path[0]):
		inv.hub(path, name, value)
	case len(path) < 2 || path[0] != string(sessionsBucket):
		inv.bad("", path, name, errNowhere)
	case len(path) == 2 && name == string(placeKey):
		inv.place(path, name, value)
	case len(path) == 3 && path[2] == string(answersBucket):
		inv.answer(path, name, value)
	case len(path) == 3 && path[2] == string(historyBucket):
		inv.change(path, name, value)
	default:
		inv.bad(path[1], path, name, errNowhere)
	}
}

func (inv *inventory) place(path []string, name string, value []byte) {
	var sequence uint64
	data, err := verify(placePlace(path[1]), value)
	if err == nil {
		sequence, err = strconv.ParseUint(string(data), 10, 64)
	}
	if !inv.bad(path[1], path, name, err) {
		inv.session(path[1]).place = sequence
	}
}

func (inv *inventory) answer(path []string, name string, value []byte) {
	_, err := verify(answerPlace(path[1], name), value)
	s := inv.session(path[1])
	if inv.bad(path[1], path, name, err) {
		s.broken = append(s.broken, name)
		return
	}
	s.checksum ^= sumOf(value)
	s.answered++
	if inv.keep {
		s.answers[name] = bytes.Clone(value)
	}
}

func (inv *inventory) change(path []string, name string, value []byte) {
	revision, err := strconv.ParseUint(name, 16, 64)
	if err == nil && name != string(sequenceKey(revision)) {
		err = errNowhere
	}
	if err == nil {
		_, err = verify(historyPlace(path[1], name), value)
	}
	if inv.bad(path[1], path, name, err) {
		return
	}
	s := inv.session(path[1])
	if s.changes == 0 {
		s.first = revision
	}
	s.changes, s.last = s.changes+1, revision
	if inv.keep {
		s.history[revision] = bytes.Clone(value)
	}
}

// meta files what belongs to no session. What a version to come puts there stays unread.
func (inv *inventory) meta(path []string, name string, value []byte) {
	inv.metas++
	hash, isCommit := strings.CutPrefix(name, commitPrefix)
	isSum := name == string(sumKey)
	if name != string(markKey) && !isCommit && !isSum {
		return
	}
	data, err := verify(metaPlace(name), value)
	if err == nil && isSum {
		err = json.Unmarshal(data, &inv.pinned)
	} else if err == nil && isCommit {
		inv.commits[hash], err = strconv.ParseUint(string(data), 10, 64)
	} else if err == nil {
		err = json.Unmarshal(data, &inv.mark)
	}
	// No part of the file is lost with it, so nothing else is to be looked for.
	inv.bad(string(metaBucket), path, name, err)
}

// ofHub reports whether a bucket is one of those for what several computers tell each other.
func ofHub(bucket string) bool {
	return slices.ContainsFunc(hubBuckets, func(name []byte) bool { return string(name) == bucket })
}

// hub files what belongs to no session alone. With such a record no answer is lost.
func (inv *inventory) hub(path []string, name string, value []byte) {
	place := path[0] + "/" + name
	if _, err := verify(place, value); inv.bad(string(hubBucket), path, name, err) {
		return
	}
	inv.linked++
	inv.hubSum ^= sumOf(value)
	if inv.keep {
		inv.hubRecords[place] = bytes.Clone(value)
	}
}

var errNowhere = errors.New("it belongs nowhere")

// bad notes what is wrong with a record, if anything is.
func (inv *inventory) bad(session string, path []string, name string, err error) bool {
	if err == nil {
		return false
	}
	inv.faults = append(inv.faults, fault{session, strings.Join(path, "/") + "/" + name + ": " + err.Error()})
	return true
}

func (inv *inventory) head(path []string, name string, value []byte, page uint64) {
	// Decoding the rest too would take most of the time of an examination.
	var head struct {
		ID       string `json:"id"`
		Business string `json:"business"`
		Sequence uint64 `json:"sequence"`
		Revision uint64 `json:"revision"`
		Answers  uint32 `json:"answers"`
	}
	data, err := verify(recentPlace(name), value)
	if err == nil {
		err = json.Unmarshal(data, &head)
	}
	var whole headRecord
	if err == nil && inv.keep {
		err = json.Unmarshal(data, &whole)
	}
	if err == nil && name != string(sequenceKey(head.Sequence)) {
		err = errors.New("it names another place")
	}
	if inv.bad(head.ID, path, name, err) {
		return
	}
	inv.metHeads = append(inv.metHeads, metHead{head.ID, listed{head.Business, head.Sequence, head.Revision, head.Answers, sumOf(value), page}})
	if inv.keep && inv.heads[head.ID].Sequence <= head.Sequence {
		inv.heads[head.ID] = whole
	}
}

// compare checks that the records of these sessions fit together: one that is missing, or
// an older one in its place, passes every checksum of its own.
func (inv *inventory) compare(sessions map[string]bool) {
	var faults []fault
	for id := range sessions {
		say := func(problem string) { faults = append(faults, fault{id, problem}) }
		head, isListed := inv.list[id]
		s := inv.sessions[id]
		switch {
		case !isListed && s == nil:
			continue
		case !isListed:
			say("it is missing from the list")
			continue
		}
		if head.sequence > inv.sequence {
			say("its place in the list was never given")
		}
		if s == nil {
			say("it stands in the list and its answers are gone")
			continue
		}
		if s.place != head.sequence {
			say("its place in the list is another one")
		}
		if s.checksum != head.answers {
			say("an answer is missing or older than it should be")
		}
		if !s.complete(head.revision) {
			say("its history has a gap")
		}
	}
	slices.SortStableFunc(faults, func(a, b fault) int { return strings.Compare(a.session, b.session) })
	inv.faults = append(inv.faults, faults...)
}

// examineFile is readInventory for a file by its name.
func examineFile(path string, keep bool) (*inventory, error) {
	inv := newInventory(keep)
	return inv, inv.readFile(path)
}

// readFile is read for a file by its name.
func (inv *inventory) readFile(path string) error {
	file, err := disk.OpenOwn(path, os.O_RDONLY, 0, ownNames(path))
	if err != nil {
		return err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return err
	}
	pages, err := boltfile.Read(file, info.Size())
	if err != nil {
		return err
	}
	inv.read(pages, nil)
	return nil
}
