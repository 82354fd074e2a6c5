package store

import (
	"runtime"

	"go.etcd.io/bbolt"

	"readycheck/assessment"
)

const (
	// queueLength is how many changes may wait; a person never gets near it.
	queueLength = 1024
	// foldAtMost is how many waiting changes go into one commit.
	foldAtMost = 256
)

// change is one queued change. It returns what was done, or an error that fails only
// this change. A failure of the file fails all changes of the commit.
type change struct {
	apply func(*bbolt.Tx) (assessment.Saved, error)
	done  chan assessment.Saved
	about assessment.Saved
}

// enqueue hands a change to the one writer and returns at once. The channel gets
// exactly one value.
func (s *Store) enqueue(about assessment.Saved, apply func(*bbolt.Tx) (assessment.Saved, error)) <-chan assessment.Saved {
	c := change{apply: apply, about: about, done: make(chan assessment.Saved, 1)}
	s.closing.RLock()
	defer s.closing.RUnlock()
	if s.closed {
		c.fail(&Error{Kind: ErrClosed, sentence: "The program is closing, so this was not saved. Start it again and give the answer once more."})
		return c.done
	}
	s.queue <- c
	return c.done
}

func (c *change) fail(err error) {
	saved := c.about
	saved.Err = err
	c.done <- saved
}

// writeQueue is the one writer. What waits while a commit is under way goes into the
// next one together.
func (s *Store) writeQueue() {
	defer close(s.drained)
	for first := range s.queue {
		batch := s.waiting([]change{first})
		err := s.inBurst(true, func(b *burst) error {
			for {
				if err := b.commit(batch); err != nil {
					return err
				}
				if batch = s.waiting(nil); len(batch) == 0 {
					return nil
				}
			}
		})
		if err != nil {
			for i := range batch {
				batch[i].fail(err)
			}
		}
	}
}

// waiting takes what waits now, without waiting for more.
func (s *Store) waiting(batch []change) []change {
	for len(batch) < foldAtMost {
		select {
		case c, open := <-s.queue:
			if !open {
				return batch
			}
			batch = append(batch, c)
		default:
			return batch
		}
	}
	return batch
}

// commit writes a batch in one transaction and acknowledges it after it is on disk.
func (b *burst) commit(batch []change) error {
	results := make([]assessment.Saved, len(batch))
	err := b.update(func(tx *bbolt.Tx) error {
		for i := range batch {
			var err error
			if results[i], err = batch[i].apply(tx); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return err
	}
	for i := range batch {
		batch[i].done <- results[i]
	}
	// Whoever waits for the word goes first: closing the file can wait, and waking another
	// thread takes about as long.
	runtime.Gosched()
	return nil
}
