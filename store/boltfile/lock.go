package boltfile

import (
	"os"
	"reflect"

	"go.etcd.io/bbolt"
)

// LetGo lets go of a file that bbolt has open and cannot close any more, since it panicked
// and may still hold its own mutexes: of the lock, of the mapping and of the descriptor. The
// mapping alone would keep the lock. The database must not be used again. It is nil where
// bbolt panicked while it opened the file; then the mapping stays, without the lock.
func LetGo(db *bbolt.DB, file *os.File) {
	if file != nil {
		Unlock(file)
		_ = file.Close()
	}
	if db != nil {
		unmap(reflect.ValueOf(db).Elem().FieldByName(mappingField))
	}
}
