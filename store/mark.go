package store

import (
	"bytes"
	"cmp"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"fmt"

	"go.etcd.io/bbolt"
)

var markKey = []byte("mark")

const (
	// commitPrefix is before the hash of a commit, among the keys of meta.
	commitPrefix = "commit/"
	// keepCommits is how many hashes a file keeps at least. Somebody who remembers an older
	// one is taken at their word.
	keepCommits = 1024
	// pruneEvery is how many more there are before the oldest go, since that costs writes.
	pruneEvery = 256
)

// mark is the last commit of a file. Empty, the file is from before there were any.
type mark struct {
	Lineage string `json:"lineage"`
	Commit  uint64 `json:"commit"`
	Hash    string `json:"hash"`
	// Since is the first commit whose hash the file keeps.
	Since uint64 `json:"since,omitempty"`
}

// whole reports whether a mark that was noted is one of ours: others could be too long to
// note again.
func (m mark) whole() bool {
	for _, text := range []string{m.Lineage, m.Hash} {
		if _, err := hex.DecodeString(text); err != nil || len(text) != tokenLength {
			return false
		}
	}
	return true
}

const (
	tokenLength = 16
	// numberLength leaves ten digits to chance, enough to tell two commits of one number.
	numberLength = 6
)

func token(data ...any) string {
	chance := make([]byte, 16)
	_, _ = rand.Read(chance) // never fails
	sum := sha256.Sum256(fmt.Appendf(chance, "%v", data))
	return hex.EncodeToString(sum[:tokenLength/2])
}

// hashOf is the hash of a commit. It begins with the commit's number, so that the keys of
// the newest commits and of the mark lie side by side on one page: elsewhere, each commit
// would write one page more. Earlier versions take any hash, and theirs have no number.
func hashOf(commit uint64, data ...any) string {
	number := fmt.Sprintf("%0*x", numberLength, commit%(1<<(4*numberLength)))
	return number + token(data...)[numberLength:]
}

func commitKey(hash string) []byte { return []byte(commitPrefix + hash) }

func metaPlace(key string) string { return "meta/" + key }

func knows(tx *bbolt.Tx, h string) bool { return tx.Bucket(metaBucket).Get(commitKey(h)) != nil }

// markOf is the mark of a file, empty where it has none.
func markOf(tx *bbolt.Tx) (m mark, err error) {
	if value := tx.Bucket(metaBucket).Get(markKey); value != nil {
		err = unseal(metaPlace(string(markKey)), value, &m)
	}
	return m, err
}

// advance marks the commit that is being made.
func advance(tx *bbolt.Tx) (mark, error) {
	m, err := markOf(tx)
	if err != nil {
		return m, err
	}
	m.Lineage = cmp.Or(m.Lineage, token())
	m.Commit++
	m.Hash = hashOf(m.Commit, m.Hash, tx.ID())
	meta := tx.Bucket(metaBucket)
	if err := putCommit(meta, m.Hash, m.Commit); err != nil {
		return m, err
	}
	if m.Commit > m.Since+keepCommits+pruneEvery {
		m.Since = m.Commit - keepCommits
		if err := prune(meta, m.Since); err != nil {
			return m, err
		}
	}
	return m, putMark(meta, m)
}

func putMark(meta *bbolt.Bucket, m mark) error {
	sealed, err := seal(metaPlace(string(markKey)), m)
	if err != nil {
		return err
	}
	return meta.Put(markKey, sealed)
}

func putCommit(meta *bbolt.Bucket, hash string, number uint64) error {
	key := commitKey(hash)
	sealed, err := seal(metaPlace(string(key)), number)
	if err != nil {
		return err
	}
	return meta.Put(key, sealed)
}

// prune forgets the commits before one.
func prune(meta *bbolt.Bucket, since uint64) error {
	var old [][]byte
	c := meta.Cursor()
	for key, value := c.Seek([]byte(commitPrefix)); bytes.HasPrefix(key, []byte(commitPrefix)); key, value = c.Next() {
		var number uint64
		if err := unseal(metaPlace(string(key)), value, &number); err != nil {
			return err
		}
		if number < since {
			old = append(old, bytes.Clone(key))
		}
	}
	for _, key := range old {
		if err := meta.Delete(key); err != nil {
			return err
		}
	}
	return nil
}
