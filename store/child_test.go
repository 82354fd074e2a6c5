package store

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"math/rand/v2"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"go.etcd.io/bbolt"
	"go.uber.org/goleak"

	"readycheck/assessment"

	"readycheck/store/disk"
	"readycheck/store/disk/windowsrules"
)

// Some tests need processes that can be killed or may crash: the test program starts
// itself again, with a role in childEnv.
const childEnv = "READYCHECK_TEST_ROLE"

// TestMain holds the whole suite, and the processes that it starts, to the rules that
// Windows has for files.
func TestMain(m *testing.M) {
	disk.Use(rules)
	if role := os.Getenv(childEnv); role != "" {
		roles[role](os.Args[1:])
		return
	}
	goleak.VerifyTestMain(m)
}

// rules are those of Windows, on a disk that has links.
var rules = &windowsrules.Model{}

var roles = map[string]func(args []string){
	"save until killed":       func(args []string) { saveUntilKilled(args[0], false) },
	"acknowledge too early":   func(args []string) { saveUntilKilled(args[0], true) },
	"save many":               saveMany,
	"open without any checks": openPlainly,
}

// child prepares the test program in one of its roles.
func child(role string, args ...string) *exec.Cmd {
	command := exec.Command(os.Args[0], args...)
	command.Env = append(os.Environ(), childEnv+"="+role)
	return command
}

// long is how often a harness runs its loop: a few times in every test, and as often as
// the environment variable says in a long run.
func long(t *testing.T, variable string, few int) int {
	t.Helper()
	if text := os.Getenv(variable); text != "" {
		n, err := strconv.Atoi(text)
		if err != nil {
			t.Fatalf("%s is not a number", variable)
		}
		return n
	}
	if testing.Short() {
		return max(1, few/5)
	}
	return few
}

// saveUntilKilled writes a line after each answer that was acknowledged. The control
// writes it as soon as the answer is queued.
func saveUntilKilled(path string, tooEarly bool) {
	s := New(path, time.Now)
	chance := rand.New(rand.NewPCG(uint64(os.Getpid()), uint64(time.Now().UnixNano())))
	heads, err := s.List(0, 1)
	stop(err)
	id := ""
	if len(heads) > 0 {
		id = heads[0].ID
	} else {
		session := &assessment.Session{Business: "Rosa's Bakery", Use: "Answer emails"}
		stop(s.Create(session, assessment.Standing{}))
		id = session.ID
		fmt.Println("session", id)
	}
	for i := 0; ; i++ {
		question, note := fmt.Sprint("question-", chance.IntN(20)), strconv.Itoa(os.Getpid())+"-"+strconv.Itoa(i)
		saved := s.SaveAnswer(assessment.AnswerChange{Session: id, Question: question, Base: 1 << 62, Answer: answer(assessment.Partly, note)})
		if tooEarly {
			fmt.Println("answer", question, note)
		}
		stop((<-saved).Err)
		if !tooEarly {
			fmt.Println("answer", question, note)
		}
		switch chance.IntN(30) {
		case 0:
			_, err := s.Backup()
			stop(err)
		case 1:
			_, err := s.Compact()
			stop(err)
		}
	}
}

func stop(err error) {
	if err != nil {
		fmt.Println("error", err)
		os.Exit(1)
	}
}

// saveMany saves args[3] answers to one session, and says how long the slowest took.
func saveMany(args []string) {
	s := New(args[0], time.Now)
	n, err := strconv.Atoi(args[3])
	stop(err)
	slowest := time.Duration(0)
	for i := range n {
		start := time.Now()
		saved := <-s.SaveAnswer(assessment.AnswerChange{Session: args[1], Question: fmt.Sprintf("question-%s-%d", args[2], i), Answer: answer(assessment.No, args[2])})
		stop(saved.Err)
		slowest = max(slowest, time.Since(start))
	}
	fmt.Println(slowest.Milliseconds())
}

// openPlainly reads files as a program would that trusts them, and says after each what
// it read.
func openPlainly([]string) {
	in := bufio.NewScanner(os.Stdin)
	for in.Scan() {
		db, err := bbolt.Open(in.Text(), 0o600, &bbolt.Options{Timeout: time.Second})
		if err != nil {
			fmt.Println("error")
			continue
		}
		var all strings.Builder
		err = db.View(func(tx *bbolt.Tx) error {
			return tx.ForEach(func(name []byte, b *bbolt.Bucket) error { return plainly(&all, b) })
		})
		if err != nil {
			all.Reset()
		}
		fmt.Printf("read %08x\n", checksum("", []byte(all.String())))
		_ = db.Close()
	}
}

func plainly(all *strings.Builder, b *bbolt.Bucket) error {
	return b.ForEach(func(key, value []byte) error {
		if value == nil {
			return plainly(all, b.Bucket(key))
		}
		_, _ = fmt.Fprintf(all, "%s=%s\n", key, value)
		return nil
	})
}

// quiet waits until a store has let go of its file, which it does after it has said that all
// is saved.
func quiet(s *Store) {
	s.burst.Lock()
	defer s.burst.Unlock()
}

// folderOf is a folder for one test. Wine cannot remove a folder with all that is in it in
// the way that the testing package does.
func folderOf(t testing.TB) string {
	t.Helper()
	if runtime.GOOS != "windows" {
		return t.TempDir()
	}
	folder, err := os.MkdirTemp("", "readycheck-test-*")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = removeAll(folder) })
	return folder
}

// removeAll is os.RemoveAll in a way that wine can go too.
func removeAll(folder string) error {
	if runtime.GOOS != "windows" {
		return os.RemoveAll(folder)
	}
	var failed error
	for _, path := range slices.Backward(filesIn(folder)) {
		failed = errors.Join(failed, os.Remove(path))
	}
	return failed
}

// filesIn are a folder and all that is in it, what holds others first.
func filesIn(folder string) []string {
	var all []string
	_ = filepath.WalkDir(folder, func(path string, _ fs.DirEntry, err error) error {
		if err == nil {
			all = append(all, path)
		}
		return nil
	})
	return all
}
