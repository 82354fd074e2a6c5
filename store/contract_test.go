package store

import (
	"path/filepath"
	"testing"

	"readycheck/assessment/storetest"
)

func TestTheContractWithTheScreens(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, filepath.Join(folderOf(t), "sessions.db")) })
}
