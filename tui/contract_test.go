package tui

import (
	"testing"

	"readycheck/assessment/storetest"
)

// The store that the screens are tested with does what the real one does.
func TestTheContractOfTheStoreInMemory(t *testing.T) {
	storetest.Run(t, func(*testing.T) storetest.Store { return &memory{} })
}
