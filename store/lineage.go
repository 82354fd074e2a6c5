package store

import (
	"cmp"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"os"
	"slices"

	"go.etcd.io/bbolt"

	"readycheck/store/disk"
)

// A file that is sound may still be the wrong one: an older copy, one that was changed on
// another computer, or none at all where there was one. So each file has a lineage, made
// with it and kept by every copy of it, and each commit a number and a hash of the commit
// before and of chance. The file keeps the hashes of its last commits, and three notes
// outside it remember the last one seen: in the lock, in a folder elsewhere, and in the
// memory of each window. A file that does not know a hash that was noted lacks that commit.
//
// A file that is put in the place of another one on purpose takes over the hashes of that
// one, so that every note goes on with it: see adopt.

// known is what is known of the file that was in a place: the last commits of it that were
// noted, and where it can be read, all that it keeps.
type known struct {
	// notes are the marks that were noted. One that stands first is the file's own.
	notes   []mark
	commits map[string]uint64
}

// known collects what is known of the data file, from what can be read of it and the notes.
func (s *Store) known(lock *held, read ...*inventory) known {
	k := known{commits: map[string]uint64{}}
	for _, inv := range read {
		if inv != nil && inv.mark.Hash != "" {
			k.notes = append(k.notes, inv.mark)
			maps.Copy(k.commits, inv.commits)
		}
	}
	for _, m := range append([]mark{lock.note.mark, s.seen}, s.notesAway()...) {
		if m.Hash != "" {
			k.notes = append(k.notes, m)
			k.commits[m.Hash] = m.Commit
		}
	}
	return k
}

// adopt makes a file that takes the place of another one know what that one knew, and
// marks it as later than all of that. Its lineage is its own if it has one.
func adopt(tx *bbolt.Tx, k known) (mark, error) {
	m, err := markOf(tx)
	if err != nil {
		return m, err
	}
	if m.Lineage == "" && len(k.notes) > 0 {
		m.Lineage = k.notes[0].Lineage
	}
	for _, note := range k.notes {
		m.Commit, m.Since = max(m.Commit, note.Commit), max(m.Since, note.Since)
	}
	for hash, number := range k.commits {
		for _, note := range k.notes {
			// Numbers of another lineage say nothing here: forget it last.
			if note.Hash == hash && note.Lineage != m.Lineage {
				number = m.Commit
			}
		}
		if err := putCommit(tx.Bucket(metaBucket), hash, number); err != nil {
			return m, err
		}
	}
	if err := putMark(tx.Bucket(metaBucket), m); err != nil {
		return m, err
	}
	if err := anotherWriter(tx); err != nil {
		return m, err
	}
	return advance(tx)
}

// adoptInto does so for a file that nobody else has open.
func adoptInto(path string, k known) (m mark, err error) {
	db, err := bbolt.Open(path, 0o600, &bbolt.Options{Timeout: patience})
	if err != nil {
		return m, err
	}
	err = db.Update(func(tx *bbolt.Tx) (err error) {
		m, err = adopt(tx, k)
		return err
	})
	if closing := db.Close(); err == nil {
		err = closing
	}
	return m, err
}

// took notes that a file took the place of the one before.
func (s *Store) took(lock *held, m mark) {
	s.seen = m
	lock.reached(0, m)
	lock.away = s.noteAway
}

// Why a sound file is not used.
var (
	errBehind  = errors.New("older than the last answer saved")
	errAnother = errors.New("another one than was used here last")
)

// judge says whether a file that has a mark and knows some commits is the one that was
// noted, or a later state of it.
func judge(file mark, knows func(hash string) bool, noted mark) error {
	switch {
	case noted.Hash == "" || knows(noted.Hash):
		return nil
	case file.Lineage != noted.Lineage:
		return errAnother
	case file.Commit < noted.Commit:
		return errBehind
	case noted.Commit < file.Since:
		return nil // too long ago to tell
	}
	return errAnother
}

// judge holds a file against every note of it.
func (s *Store) judge(file mark, knows func(hash string) bool, lock *held) error {
	for _, noted := range []mark{lock.note.mark, s.seen} {
		if err := judge(file, knows, noted); err != nil {
			return err
		}
	}
	// A place may see several files, such as sticks that are put in by turns.
	away := s.notesAway()
	if i := slices.IndexFunc(away, func(m mark) bool { return m.Lineage == file.Lineage }); i >= 0 {
		return judge(file, knows, away[i])
	}
	if len(away) > 0 && !slices.ContainsFunc(away, func(m mark) bool { return knows(m.Hash) }) {
		return errAnother
	}
	return nil
}

// recognise holds the open file against the notes before anything is done with it. Where it
// is as this process left it and all notes are of its last commit, nothing is read for that.
func (s *Store) recognise(db *bbolt.DB, lock *held) error {
	if file := s.left.mark; file.Hash != "" && disk.TimesTell() &&
		s.judge(file, func(hash string) bool { return hash == file.Hash }, lock) == nil {
		s.seen = file
		return nil
	}
	return db.View(func(tx *bbolt.Tx) error {
		if tx.Bucket(metaBucket) == nil {
			return nil // checkSchema says what it is
		}
		file, err := markOf(tx)
		if err != nil {
			return err
		}
		if err := s.judge(file, func(hash string) bool { return knows(tx, hash) }, lock); err != nil {
			return s.notThis(err, file, lock)
		}
		s.seen, s.left.mark = file, file
		return nil
	})
}

// notedLater says why a file that was read without the database is not the one noted.
func (s *Store) notedLater(inv *inventory, lock *held) error {
	if lock.note.Transaction > inv.transaction && lock.note.mark.Hash == "" {
		return errBehind
	}
	return s.judge(inv.mark, inv.knows, lock)
}

// notThis is the sentence about a sound file that is not the one that was used here last.
// A backup is offered only where it has all that the file has.
func (s *Store) notThis(why error, file mark, lock *held) *Error {
	what := "is older than the last answer that was saved"
	if errors.Is(why, errAnother) {
		what = "is not the one that was used here last: it was changed elsewhere, or it is another one"
	}
	next := "If not, put the right one back in its place."
	if later := s.backupThat(func(inv *inventory) bool { return inv.mark.Commit > file.Commit && inv.knows(file.Hash) }); later != "" {
		next = fmt.Sprintf("If not, `%s` takes the backup that has all of this file and what came after it.", s.typed("restore", later))
	} else if noted := s.backupThat(s.known(lock).lastIn); noted != "" {
		next += fmt.Sprintf(" What was saved here last is in the backup %s.", noted)
	}
	return &Error{Kind: ErrDamaged, Cause: why, sentence: fmt.Sprintf("The file %s %s, so it was not used. Nothing was changed. If you put it there yourself, go on with it: `%s`. %s Either way nothing is deleted.", s.path, what, s.typed("restore", s.path), next)}
}

// backupThat is the newest good backup that is as asked for, empty for none.
func (s *Store) backupThat(is func(*inventory) bool) string {
	all, err := s.Backups()
	if err != nil {
		return ""
	}
	for _, backup := range all {
		inv, err := examineFile(backup.Path, false)
		if err == nil && inv.sound() == nil && inv.mark.Hash != "" && is(inv) {
			return backup.Path
		}
	}
	return ""
}

// lastIn reports whether a file has a last commit that was noted.
func (k known) lastIn(inv *inventory) bool {
	return slices.ContainsFunc(k.notes, func(m mark) bool { return inv.knows(m.Hash) })
}

// keepNoted sets the newest backup of the file that was noted aside, if none of the files
// given has all of it: else it would go one day, as backups do.
func (s *Store) keepNoted(lock *held, files ...*inventory) error {
	for _, noted := range s.known(lock).notes {
		has := func(inv *inventory) bool { return inv != nil && inv.knows(noted.Hash) }
		if slices.ContainsFunc(files, has) {
			continue
		}
		if backup := s.backupThat(has); backup != "" {
			// A copy: a backup with a second name is taken for a stranger's.
			_, err := s.asideBy(func(aside string) error { return copyAside(backup, aside) })
			return err
		}
	}
	return nil
}

// gone is an error if there is no data file and there was one. Without the lock, pass nil.
func (s *Store) gone(lock *held) error {
	if lock == nil {
		lock = noLock(s.path + lockSuffix)
	}
	backups, err := s.Backups()
	if err != nil {
		return err
	}
	aside := s.SetAside()
	if len(backups) == 0 && len(aside) == 0 && lock.note.Transaction == 0 && len(s.known(lock).notes) == 0 {
		return nil
	}
	next := fmt.Sprintf("`%s` starts with an empty one.", s.typed("doctor", "--start-empty"))
	for _, backup := range backups {
		if inv, err := examineFile(backup.Path, false); err == nil && inv.sound() == nil {
			next = fmt.Sprintf("`%s` goes on with the newest backup, of %s.", s.typed("restore", backup.Path), backup.Day)
			break
		}
	}
	return &Error{Kind: ErrGone, sentence: fmt.Sprintf("The file %s is gone, and it was there before. Nothing was changed. If you moved it, put it back or name it with --data. If not: %s", s.path, next)}
}

// StartEmpty makes an empty data file where there was one that is gone. Backups stay.
func (s *Store) StartEmpty() error {
	return s.alone(func(lock *held) error {
		if _, err := os.Lstat(s.path); !errors.Is(err, fs.ErrNotExist) {
			return cmp.Or(err, error(&Error{Kind: fs.ErrExist, sentence: fmt.Sprintf("The file %s is there, so nothing was changed. `%s` says how it is.", s.path, s.typed("doctor"))}))
		}
		return s.create(lock)
	})
}
