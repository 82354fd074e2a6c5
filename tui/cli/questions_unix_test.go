//go:build unix

package cli

import (
	"bytes"
	"errors"
	"os"
	"os/exec"
	"strings"
	"testing"

	"github.com/creack/pty"
)

// A PDF is not for a terminal to show: it is refused with what to do instead.
func TestAPDFOfTheQuestionsIsNotForATerminal(t *testing.T) {
	program, err := realProgram()
	if err != nil {
		t.Fatal(err)
	}
	terminal, inside, err := pty.Open()
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = errors.Join(terminal.Close(), inside.Close()) }()
	var said bytes.Buffer
	command := exec.Command(program, "questions", "--pdf", "--quick")
	command.Stdout, command.Stderr = inside, &said
	err = command.Run()
	var ended *exec.ExitError
	const want = "A PDF is not for a terminal. Name a file with -o, such as -o worksheet.pdf."
	if !errors.As(err, &ended) || ended.ExitCode() != 2 || !strings.HasPrefix(said.String(), want) {
		t.Errorf("got %v and %q, want %q", err, said.String(), want)
	}
	// Where a file takes it, nothing of it comes to the terminal.
	file := t.TempDir() + "/ballot.pdf"
	command = exec.Command(program, "questions", "--pdf", "--quick", "-o", file)
	command.Stdout = inside
	if err := command.Run(); err != nil {
		t.Error(err)
	}
	if data, err := os.ReadFile(file); err != nil || !bytes.HasPrefix(data, []byte("%PDF-")) {
		t.Errorf("the file is %.20q (%v)", data, err)
	}
}
