package store

import (
	"path/filepath"
	"testing"

	"readycheck/store/storetest"
)

func TestTheContract(t *testing.T) {
	storetest.Run(t, func(t *testing.T) storetest.Store { return open(t, filepath.Join(folderOf(t), "sessions.db")) })
}
