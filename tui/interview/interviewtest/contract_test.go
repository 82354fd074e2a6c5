package interviewtest

import (
	"testing"

	"readycheck/store/storetest"
)

// The store in memory, on which the tests of the faces stand, keeps what the one in a file
// promises.
func TestTheStoreInMemoryKeepsTheContract(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Store { return &Memory{} })
}
