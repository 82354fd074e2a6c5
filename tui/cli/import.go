package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
)

func (p *program) importCommand() *cobra.Command {
	var preview, vote bool
	var session string
	cmd := &cobra.Command{
		Use: "import FILE...", Short: "Take in a session, or people's votes, from a file",
		Long: "Takes in a session that `readycheck export --format json` wrote, or an answers file. It becomes\na new session, with its workshop if it had one. If anything in the file is wrong, nothing\nis changed.\n\n" +
			"With --vote it takes in ballots that people filled in, as many files as there are. A name whose\n" +
			"ballot was taken in before gets its votes replaced.",
		Example: "  readycheck import rosa.json --preview\n  readycheck import rosa.json\n  readycheck import --vote dana.yaml dev.yaml",
		Args:    func(cmd *cobra.Command, args []string) error { return voteArgs(cmd, args, vote) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if vote {
				return p.importVotes(cmd, named(args), session, preview)
			}
			files := named(args)
			if len(files) != 1 {
				return wrongUse(fmt.Sprintf("%s fits %d files. Name one file (or - for standard input).", args[0], len(files)))
			}
			set, session, err := p.read(files[0])
			if err != nil {
				return err
			}
			if preview {
				return p.print(cmd, previewed(set, session))
			}
			sessions := p.store()
			defer closeStore(sessions)
			summary := assessment.Evaluate(set, session)
			if err := sessions.Create(session, summary.Standing()); err != nil {
				return err
			}
			return p.print(cmd, session.ID+"  "+assessment.CleanLine(session.Business, assessment.MaxName))
		},
	}
	cmd.Flags().BoolVar(&preview, "preview", false, "say what would be taken in, and change nothing")
	cmd.Flags().BoolVar(&vote, "vote", false, "take in ballots that people filled in (export --ballot writes them)")
	cmd.Flags().StringVar(&session, "session", "", "the `SESSION` that the ballots are for, if not the one they name")
	return cmd
}

// previewed says what a file would bring.
func previewed(set *assessment.Set, session *assessment.Session) string {
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
	fmt.Fprintf(&b, "Answers: %d in the file. %d of the %d questions that apply are answered.\n", len(session.Answers), standing.Answered, standing.Total)
	if kept > 0 {
		fmt.Fprintf(&b, "Kept aside: %d that answer questions which are not in this set.\n", kept)
	}
	if team := session.Team; team != nil {
		fmt.Fprintf(&b, "Workshop: seats %d, questions shown to the room %d, decisions %d.\n", len(team.Seats), len(team.Revealed), len(team.Decisions))
	}
	b.WriteString("Nothing was changed. Without --preview it becomes a new session.")
	return b.String()
}
