package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"os/exec"
	"runtime/debug"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store"
)

func (p *program) doctorCommand() *cobra.Command {
	var compact, repair, startEmpty bool
	cmd := &cobra.Command{
		Use: "doctor", Short: "Check the file that keeps your answers, and mend it",
		Long: "Checks your data file and its backups, says in sentences what it found, and changes\n" +
			"nothing. The exit code is 1 if there is something to do.",
		Example: "  readycheck doctor\n  readycheck doctor --compact    after you deleted a session, to leave no trace of it",
		Args:    takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			var found []store.Finding
			var err error
			switch {
			case compact && repair || compact && startEmpty || repair && startEmpty:
				return wrongUse("Choose one of --compact, --repair and --start-empty.")
			case startEmpty:
				if err := sessions.StartEmpty(); err != nil {
					return err
				}
				return p.print(cmd, "An empty file was made: "+sessions.Path())
			case compact:
				found, err = sessions.Compact()
			case repair:
				found, err = sessions.Repair(p.standing)
			default:
				found, err = sessions.Doctor(checkInChild, waiting)
				if stray := newLog(sessions).check(); err == nil && stray != nil {
					found = append(found, store.Finding{Wrong: true, Text: assessment.Sentence(stray)})
				}
			}
			wrong := false
			for _, finding := range found {
				wrong = wrong || finding.Wrong
				if err := p.print(cmd, assessment.CleanLine(finding.Text, 10_000)); err != nil {
					return err
				}
			}
			if err == nil && wrong && !compact && !repair {
				err = sentence("There is something to do: read what stands above.")
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&compact, "compact", false, "write the file anew without what was deleted, and let go of all older backups")
	cmd.Flags().BoolVar(&repair, "repair", false, "put a new file together from all that can be read, and say what is lost")
	cmd.Flags().BoolVar(&startEmpty, "start-empty", false, "make an empty file where there was one that is gone")
	return cmd
}

// standing is what a list shows of a session that was put together anew.
func (p *program) standing(session *assessment.Session) assessment.Standing {
	set, err := p.set()
	if err != nil {
		set = assessment.Default()
	}
	summary := assessment.Evaluate(set, session)
	return summary.Standing()
}

// checkPatience is far more than a check of any file takes that is not damaged.
const checkPatience = 30 * time.Second

// checkInChild runs bbolt's own check where a crash of it does no harm.
func checkInChild(path string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("it could not be started: %w", store.ErrNotChecked)
	}
	ctx, cancel := context.WithTimeout(context.Background(), checkPatience)
	defer cancel()
	child := exec.CommandContext(ctx, self, checkFileName, "--", path)
	said, err := child.Output()
	var exit *exec.ExitError
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return fmt.Errorf("it took too long: %w", store.ErrNotChecked)
	case len(said) > 0:
		return errors.New(strings.TrimSpace(string(said)))
	case !errors.As(err, &exit):
		return fmt.Errorf("it could not be started: %w", store.ErrNotChecked)
	case lacksMeans(string(exit.Stderr)):
		return fmt.Errorf("there is too little memory for it: %w", store.ErrNotChecked)
	}
	return errors.New("it crashed, which only a damaged file makes it do")
}

// lacksMeans reports whether a process that crashed said that the system gave it no more
// memory, threads or files.
func lacksMeans(trace string) bool {
	return slices.ContainsFunc([]string{"out of memory", "cannot allocate memory", "Cannot allocate memory", "failed to reserve", "pthread_create failed", "newosproc", "eventfd failed", "too many open files"}, func(sign string) bool {
		return strings.Contains(trace, sign)
	})
}

const checkFileName = "check-file"

// checkFileCommand is what checkInChild starts.
func (p *program) checkFileCommand() *cobra.Command {
	return &cobra.Command{
		Use: checkFileName + " FILE", Hidden: true, Args: takes(1, 1, "Name one file."),
		RunE: func(cmd *cobra.Command, args []string) error {
			// A circle in the file is followed until the stack ends: let it end early.
			debug.SetMaxStack(64 << 20)
			err := store.CheckFile(args[0])
			if err != nil {
				_ = p.print(cmd, assessment.CleanLine(err.Error(), 300))
				return sentence("")
			}
			return nil
		},
	}
}
