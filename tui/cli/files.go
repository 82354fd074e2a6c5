package cli

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"

	"readycheck/assessment"
	"readycheck/store/disk"
	"readycheck/store/newfile"
)

// atHome is a path with ~ at its beginning read as the person's folder, which a shell does
// for some people and not for others.
func atHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// named are the files that arguments name. Some shells, as on Windows, leave patterns such
// as *.yaml to the program; a pattern that fits nothing stays, so that it is named in the
// error.
func named(args []string) []string {
	var files []string
	for _, arg := range args {
		path := atHome(arg)
		if _, err := os.Lstat(path); err != nil && strings.ContainsAny(path, "*?[") {
			if fits, err := filepath.Glob(path); err == nil && len(fits) > 0 {
				slices.Sort(fits)
				files = append(files, fits...)
				continue
			}
		}
		files = append(files, path)
	}
	return files
}

// writer writes a report to where it goes.
type writer func(io.Writer) error

// writeNew writes a private file so that it is there as a whole or not at all. It never
// writes through a link, and over another file only by force.
func writeNew(path string, write writer, force bool) error {
	err := newfile.Write(path, force, func(file *os.File) error {
		out := bufio.NewWriter(file)
		if err := write(out); err != nil {
			return err
		}
		return out.Flush()
	})
	if _, said := assessment.OwnSentence(err); err == nil || said {
		return err
	}
	return fileError(err, path, "written")
}

// writeNamed writes the file that a person named with -o, and says so.
func writeNamed(named string, write writer, force bool) error {
	path := atHome(named)
	if err := writeNew(path, write, force); err != nil {
		return err
	}
	fmt.Fprintln(os.Stderr, "Written to "+assessment.CleanLine(path, assessment.MaxNote))
	return nil
}

// noBinary refuses to write to a terminal what it cannot show.
func noBinary(format, such string) error {
	return wrongUse(fmt.Sprintf("A %s is not for a terminal. Name a file with -o, such as -o %s.", strings.ToUpper(format), such))
}

func alreadyThere(path string) error {
	return taken{sentence(fmt.Sprintf("%s is there already, so nothing was written. Choose another name. On the command line, --force replaces it.", path))}
}

// taken says that a file is there already; it is fs.ErrExist, so that a face can ask for another
// name.
type taken struct{ sentence }

func (taken) Is(target error) bool { return target == fs.ErrExist }

// fileError says what went wrong with a file, and what to do next.
func fileError(err error, path, verb string) error {
	switch {
	case errors.Is(err, fs.ErrExist):
		return alreadyThere(path)
	case errors.Is(err, newfile.ErrLink):
		return sentence(fmt.Sprintf("%s is a link to another place, so nothing was written. Name the file itself.", path))
	case errors.Is(err, newfile.ErrNotFile):
		return sentence(fmt.Sprintf("%s is not a file, so nothing was written. Name a file in it, or another place.", path))
	case errors.Is(err, fs.ErrNotExist) && verb == "written":
		return sentence(fmt.Sprintf("There is no folder %s, so nothing was written. Make it first, or choose another.", filepath.Dir(path)))
	case errors.Is(err, fs.ErrNotExist):
		return sentence(fmt.Sprintf("There is no file %s. Check the name.", path))
	case disk.Kind(err) == disk.ErrInUse:
		return sentence(fmt.Sprintf("%s is open in another program, such as Excel, a virus scanner or OneDrive. Nothing was changed: close it there and try again.", path))
	case disk.Kind(err) == disk.ErrProtected:
		return sentence(fmt.Sprintf("%s could not be %s: the disk is write protected. Choose another place.", path, verb))
	case disk.Kind(err) == disk.ErrNoDrive:
		return sentence(fmt.Sprintf("The drive of %s is not there. Put it in, or choose another place.", path))
	case errors.Is(err, fs.ErrPermission):
		return sentence(fmt.Sprintf("%s could not be %s: the system does not allow it. Check who owns it, or choose another place.", path, verb))
	case disk.Kind(err) == disk.ErrFull:
		return sentence(fmt.Sprintf("%s could not be %s: the disk is full. Make some space and try again.", path, verb))
	case errors.Is(err, syscall.EISDIR):
		return sentence(fmt.Sprintf("%s is a folder. Name a file in it.", path))
	}
	return sentence(fmt.Sprintf("%s could not be %s. Check the name and try again.", path, verb))
}

// read reads an answers file or an export, with the questions it answers.
func (p *program) read(path string) (*assessment.Set, *assessment.Session, error) {
	set, err := p.set()
	if err != nil {
		return nil, nil, err
	}
	session, err := readSession(set, path)
	return set, session, err
}

// readSession reads an answers file or an export that answers a set of questions.
func readSession(set *assessment.Set, path string) (*assessment.Session, error) {
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	session, err := assessment.ReadSession(set, spoken(path), data)
	if err == nil {
		err = set.Fits(session)
	}
	return session, err
}

// maxFile is the most that is read of a file; package assessment refuses longer ones.
const maxFile = 1 << 20

func readFile(path string) ([]byte, error) {
	file := os.Stdin
	if path != "-" {
		path = atHome(path)
		var err error
		if file, err = disk.Open(path); err != nil {
			return nil, fileError(err, path, "read")
		}
		defer func() { _ = file.Close() }()
	}
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, fileError(err, path, "read")
	}
	return data, nil
}
