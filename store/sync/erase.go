package sync

import (
	"crypto/sha256"
	"errors"

	"readycheck/store/merge"
)

// Whoever runs a hub can drop rows of it, and nobody can keep them from that. But a computer takes
// a session out of its own data file only at the word of somebody who has the firm's key.

// erasure begins the text that says so.
const erasure = "readycheck/erased/1\n"

// Erasure is the row that tells all computers to erase a session for good. Its id follows from the
// session, so that it is there once however often it is said.
func (ring Keyring) Erasure(firm, session string) (Row, error) {
	sum := sha256.Sum256([]byte(erasure + session))
	row := Row{ID: merge.ID(sum[:16]), Session: session, Erased: true}
	var err error
	row.Body, err = ring.Seal(firm, session, row.ID, []byte(erasure+session))
	return row, err
}

// tells reports whether a row is the word that its session is erased. The errors are those of Open.
func (ring Keyring) tells(firm string, row Row) error {
	text, err := ring.Open(firm, row.Session, row.ID, row.Body)
	if err == nil && string(text) != erasure+row.Session {
		err = altered(row.ID, errors.New("it says something else than that the session is erased"))
	}
	return err
}
