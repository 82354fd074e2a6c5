package cli

import (
	"errors"
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store"
)

// importCall is what was asked for in a call of import.
type importCall struct {
	preview, vote, yes bool
	session            string
}

func (p *program) importCommand() *cobra.Command {
	var call importCall
	cmd := &cobra.Command{
		Use: "import FILE...", Short: "Take in sessions, or people's votes, from files",
		Long: "Takes in sessions that `readycheck export --format json` wrote, or answers files. Each becomes a new\n" +
			"session with its own dates, and with its workshop if it had one. In a terminal it says first what\n" +
			"would come in, and asks. If anything in one of the files is wrong, nothing is changed.\n\n" +
			"With --vote it takes in ballots that people filled in, as many files as there are. A name whose\n" +
			"ballot was taken in before gets its votes replaced.",
		Example: "  readycheck import rosa.json --preview\n  readycheck import rosa.json garage.json --yes\n  readycheck import --vote dana.yaml dev.yaml",
		Args:    func(cmd *cobra.Command, args []string) error { return importArgs(cmd, args, call.vote) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if call.vote {
				return p.importVotes(cmd, named(args), call.session, call.preview)
			}
			return p.importSessions(cmd, named(args), &call)
		},
	}
	cmd.Flags().BoolVar(&call.preview, "preview", false, "say what would be taken in, and change nothing")
	cmd.Flags().BoolVar(&call.yes, "yes", false, "do not ask before it is taken in")
	cmd.Flags().BoolVar(&call.vote, "vote", false, "take in ballots that people filled in (export --ballot writes them)")
	cmd.Flags().StringVar(&call.session, "session", "", "the `SESSION` that the ballots are for, if not the one they name")
	_ = cmd.RegisterFlagCompletionFunc("session", p.completeFlag)
	return cmd
}

// importArgs checks what follows `import`, with --vote and without.
func importArgs(cmd *cobra.Command, args []string, vote bool) error {
	switch {
	case vote && len(args) == 0:
		return wrongUse("Name one ballot or more, such as `readycheck import --vote dana.yaml dev.yaml`.")
	case !vote && cmd.Flags().Changed("session"):
		return wrongUse("--session says what ballots are for: add --vote, or leave it out.")
	}
	return takes(1, mostNames, "Name one file or more (or - for standard input).")(cmd, args)
}

// importSessions takes in all files or none.
func (p *program) importSessions(cmd *cobra.Command, paths []string, call *importCall) error {
	set, coming, err := p.readAll(paths)
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	if call.preview {
		return p.print(cmd, p.previewed(set, sessions, coming)+"\nNothing was changed. Without --preview "+
			assessment.Either(len(coming), "it becomes a new session.", "they become new sessions."))
	}
	if !call.yes && canAsk() && !agreed(p.previewed(set, sessions, coming)+"\nTake "+assessment.Either(len(coming), "it", "them")+" in?") {
		return sentence("Nothing was changed.")
	}
	if err := backupBeforeMany(sessions, len(coming)); err != nil {
		return err
	}
	again, err := usedAgain(sessions, coming)
	if err != nil {
		return err
	}
	err = sessions.CreateAll(coming, func(session *assessment.Session) assessment.Standing {
		summary := assessment.Evaluate(set, session)
		return summary.Standing()
	})
	if err != nil {
		return err
	}
	for _, session := range coming {
		if err := p.print(cmd, session.ID+"  "+assessment.CleanLine(session.Business, assessment.MaxName)); err != nil {
			return err
		}
	}
	// Whoever takes the same files in twice would else learn of it from a list that is twice as long.
	if again > 0 {
		fmt.Fprintf(os.Stderr, "Note: %s of a use that was here already. `readycheck delete` with its id takes one out again.\n",
			assessment.Counted(again, "session is", "sessions are"))
	}
	return nil
}

// usedAgain counts the sessions that come in of a use that is here already.
func usedAgain(sessions *store.Store, coming []*assessment.Session) (int, error) {
	here := map[string]bool{}
	for head, err := range heads(sessions) {
		if err != nil {
			return 0, err
		}
		here[assessment.UseKey(head.Business, head.Use)] = true
	}
	n := 0
	for _, session := range coming {
		if here[assessment.UseKey(session.Business, session.Use)] {
			n++
		}
	}
	return n, nil
}

// readAll reads all files before anything is changed, so that one call names the faults of all
// of them.
func (p *program) readAll(paths []string) (*assessment.Set, []*assessment.Session, error) {
	set, err := p.set()
	if err != nil {
		return nil, nil, err
	}
	var sessions []*assessment.Session
	var wrong assessment.Faults
	var said []string
	var last error
	for _, path := range paths {
		session, err := readSession(set, path)
		var faults assessment.Faults
		switch {
		case errors.As(err, &faults):
			wrong = append(wrong, faults...)
		case err != nil:
			said, last = append(said, spoken(path)+": "+strings.Join(lines(err), " ")), err
		}
		sessions = append(sessions, session)
	}
	switch {
	case len(paths) > 1 && len(wrong)+len(said) > 0:
		for i := range wrong {
			said = append(said, wrong[i].Error())
		}
		return nil, nil, sentence(strings.Join(said, "\n") + "\nNothing was taken in from any file.")
	case len(wrong) > 0:
		return nil, nil, wrong
	case last != nil:
		return nil, nil, last
	}
	return set, sessions, nil
}

// backupBeforeMany keeps a copy of what there is before many sessions come in at once.
func backupBeforeMany(sessions *store.Store, coming int) error {
	if coming < 2 {
		return nil
	}
	if some, err := sessions.List(0, 1); err != nil || len(some) == 0 {
		return err
	}
	_, err := backedUp(sessions)
	return err
}

// previewed says what files would bring.
func (p *program) previewed(set *assessment.Set, sessions *store.Store, coming []*assessment.Session) string {
	here, err := sessions.List(0, 0)
	if err != nil {
		here = nil // taking them in will say it
	}
	if len(coming) == 1 {
		return previewOf(set, coming[0], here)
	}
	lines := []string{assessment.Counted(len(coming), "session", "sessions") + " would come in:"}
	for _, session := range coming {
		standing := assessment.Evaluate(set, session).Progress
		about := fmt.Sprintf("%d of %d answered", standing.Answered, standing.Total)
		if !session.Changed.IsZero() {
			about += ", changed last on " + assessment.SayDay(session.Changed.Local())
		}
		if sameUse(session, here) > 0 {
			about += "; this use is here already"
		}
		lines = append(lines, fmt.Sprintf("  %s (%s)", titled(assessment.Head{Business: session.Business, Use: session.Use}), about))
	}
	return strings.Join(lines, "\n")
}

// previewOf says what one file would bring.
func previewOf(set *assessment.Set, session *assessment.Session, here []assessment.Head) string {
	standing := assessment.Evaluate(set, session).Progress
	kept := 0
	for id := range session.Answers {
		if _, known := set.Question(id); !known {
			kept++
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Business: %s\nUse of AI: %s\n", session.Business, session.Use)
	fmt.Fprintf(&b, "Questions: %s %s\n", session.SetID, session.SetVersion)
	fmt.Fprintf(&b, "Answers: %d in the file. %d of the %d questions that apply are answered.", len(session.Answers), standing.Answered, standing.Total)
	if !session.Changed.IsZero() {
		fmt.Fprintf(&b, "\nChanged last: %s", assessment.SayDay(session.Changed.Local()))
	}
	if kept > 0 {
		fmt.Fprintf(&b, "\nKept aside: %d that answer questions which are not in this set.", kept)
	}
	if team := session.Team; team != nil {
		fmt.Fprintf(&b, "\nWorkshop: seats %d, questions shown to the room %d, decisions %d.", len(team.Seats), len(team.Revealed), len(team.Decisions))
	}
	if alike := sameUse(session, here); alike > 0 {
		fmt.Fprintf(&b, "\nThis use is here already, in %s. %s.", assessment.Counted(alike, "session", "sessions"),
			assessment.Either(alike, "It stays as it is", "They stay as they are"))
	}
	return b.String()
}

// sameUse counts the sessions of the same business and use.
func sameUse(session *assessment.Session, here []assessment.Head) int {
	n, use := 0, assessment.UseKey(session.Business, session.Use)
	for _, head := range here {
		if assessment.UseKey(head.Business, head.Use) == use {
			n++
		}
	}
	return n
}
