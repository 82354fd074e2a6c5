package cli

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"

	"readycheck/assessment"
	"readycheck/store"
)

// logFile keeps raw errors for whoever mends the program. It is made when the first one
// comes, and starts anew when it has grown.
type logFile struct {
	path string

	mu sync.Mutex
	// refused is why nothing could be written, where a person can do something about it.
	refused error
}

func newLog(sessions *store.Store) *logFile {
	return &logFile{path: filepath.Join(filepath.Dir(sessions.Path()), "readycheck.log")}
}

// say says, once the screens have ended, why nothing could be written.
func (l *logFile) say() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refused != nil {
		fmt.Fprintln(os.Stderr, assessment.Clean(assessment.Sentence(l.refused), 10_000))
	}
}

const maxLog = 1 << 20

// check reports what stands in the place of the log, where that is not one of ours. It
// changes nothing.
func (l *logFile) check() error {
	file, err := store.OpenBeside(l.path, os.O_WRONLY)
	if err == nil {
		err = file.Close()
	}
	if errors.Is(err, store.ErrAstray) {
		return err
	}
	return nil
}

func (l *logFile) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return 0, err
	}
	file, err := store.OpenBeside(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND)
	if errors.Is(err, store.ErrAstray) {
		l.refused = err
	}
	if err != nil {
		return 0, err
	}
	if info, err := file.Stat(); err == nil && info.Size() > maxLog {
		_ = file.Truncate(0)
	}
	n, err := file.Write(data)
	return n, errors.Join(err, file.Close())
}
