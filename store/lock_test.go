package store

import (
	"testing"
	"time"
)

// Who was stopped while waiting, by ctrl+z or a busy computer, finds the lock and the end of
// the wait at once. The lock counts.
func TestALockThatCameCountsAlsoAtTheEndOfTheWait(t *testing.T) {
	for range 100 {
		came, over := make(chan error, 1), make(chan time.Time, 1)
		came <- nil
		over <- time.Time{}
		if _, ok := within(came, over); !ok {
			t.Fatal("the lock was there, and the file was called busy")
		}
	}
	over := make(chan time.Time, 1)
	over <- time.Time{}
	if _, ok := within(make(chan error), over); ok {
		t.Error("no lock came, and it was taken for one")
	}
}
