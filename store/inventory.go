package store

import (
	"readycheck/store/boltfile"
)

// inventory is what can be read of a file: every record whose checksum holds, and what
// is wrong with the rest. It is read without bbolt, which trusts its file.
type inventory struct {
	pages, free, pageSize, transaction uint64
	halfMeta                           bool
	schema                             int
	list                               map[string]listed
	sessions                           map[string]*stored
	faults                             []fault
	// metas are the values in the bucket meta.
	metas int
	// linked is how many records there are for a hub, hubRecords are those by their places. They
	// are there only where the records are wanted.
	linked     int
	hubRecords map[string][]byte
	// pinned is the sum over the list and the records for a hub that the file says it has, hubSum
	// the part of the latter that there is, listSum that of the list.
	pinned, hubSum, listSum uint32
	// stale is true where those do not fit, and nothing says which record it is.
	stale bool
	// structure is true where a page is at fault and not only a record.
	structure bool
	// on are the sessions by the pages that they, or their places in the list, stand on.
	on map[uint64][]string
	// sequence is the bucket's own counter, which no place may be beyond.
	sequence uint64
	// mark is the last commit, commits the hashes that the file keeps.
	mark    mark
	commits map[string]uint64
	// notes are of the pages, to examine only what changes from now on.
	notes boltfile.Notes
	// heads are the whole heads. They are there only where the records are wanted and not
	// only whether they hold.
	heads map[string]headRecord
	keep  bool

	// What follows is of the walk only: the file's top buckets, and what was met in it.
	top      map[string]bool
	metHeads []metHead
	met      map[string]*stored
}

// listed is what the list says of a session, as far as the session must agree with it.
type listed struct {
	business           string
	sequence, revision uint64
	answers            uint32
	// sum is the record's own.
	sum uint32
	// page is where it stands.
	page uint64
}

type metHead struct {
	id string
	listed
}

// stored is one session's records as they lie in the file.
type stored struct {
	place    uint64
	checksum uint32
	// changes is how many changes the history has, from the first to the last revision.
	changes, first, last uint64
	// answered is how many answers hold.
	answered int
	// page is where the session's bucket is entered, root where its own tree begins.
	page, root uint64
	// answers and history are sealed records, by question and by revision. They are there
	// only where the records are wanted.
	answers map[string][]byte
	history map[uint64][]byte
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

func newInventory(keep bool) *inventory {
	inv := &inventory{list: map[string]listed{}, sessions: map[string]*stored{}, on: map[uint64][]string{}, keep: keep}
	if keep {
		inv.heads = map[string]headRecord{}
	}
	return inv
}

// session is a session that the walk has met.
func (inv *inventory) session(id string) *stored { return storedIn(inv.met, id, inv.keep) }

// storedIn finds a session among others, or puts an empty one there.
func storedIn(sessions map[string]*stored, id string, keep bool) *stored {
	s := sessions[id]
	if s == nil {
		s = &stored{}
		if keep {
			s.answers, s.history = map[string][]byte{}, map[uint64][]byte{}
		}
		sessions[id] = s
	}
	return s
}

// knows reports whether a commit is among those of the file.
func (inv *inventory) knows(hash string) bool {
	_, ok := inv.commits[hash]
	return ok || hash == inv.mark.Hash
}

// records is how many records a sound file holds.
func (inv *inventory) records() int {
	n := inv.metas + len(inv.list) + inv.linked
	for _, s := range inv.sessions {
		n += 1 + s.answered + int(s.changes)
	}
	return n
}

// complete reports whether every change up to a revision is in the history, and no later
// one. No revision is there twice, since the entries of a bucket are in order.
func (s *stored) complete(revision uint64) bool {
	return s.changes == revision && (revision == 0 || s.first == 1 && s.last == revision)
}

// sound is an error where anything at all is wrong.
func (inv *inventory) sound() error {
	if len(inv.faults) > 0 {
		return inv.faults[0]
	}
	return nil
}
