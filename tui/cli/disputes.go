package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store"
	"readycheck/tui/interview"
)

func (p *program) disputesCommand() *cobra.Command {
	var settle string
	var yes bool
	cmd := &cobra.Command{
		Use: "disputes [SESSION]", Short: "Look at what was said differently on two computers, and choose",
		Long: "Shows what two people said on two computers without seeing each other's: each side, who said it,\n" +
			"and what counts until somebody chooses. With --settle and the number and letter of a side, that one\n" +
			"stands from now on. Choosing while you answer settles it too.\n\n" + aboutSession,
		Example:           "  readycheck disputes\n  readycheck disputes rosa\n  readycheck disputes --settle 2b",
		Args:              takes(0, mostWords, "Name one session, or none for all of them."),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			return p.disputes(cmd, sessionNamed(args), settle, yes)
		},
	}
	cmd.Flags().StringVar(&settle, "settle", "", "the number and letter of the side that stands from now on, such as 2b")
	cmd.Flags().BoolVar(&yes, "yes", false, "do not ask before that side stands")
	return cmd
}

// dispute is one dispute with the session that it is in.
type dispute struct {
	interview.Dispute
	session *assessment.Session
}

// named is the session, as a list names it.
func (d dispute) named() string {
	return assessment.CleanLine(titled(assessment.Head{Business: d.session.Business, Use: d.session.Use}), assessment.MaxNote)
}

func (p *program) disputes(cmd *cobra.Command, which, settle string, yes bool) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	all, err := p.disputed(sessions, set, which)
	switch {
	case err != nil:
		return err
	case settle != "":
		return p.settle(cmd, sessions, set, all, settle, yes)
	case len(all) == 0:
		return p.print(cmd, "Nothing was said differently on two computers.")
	}
	for i, d := range all {
		if err := p.print(cmd, fmt.Sprintf("%d  %s\n   %s", i+1, d.named(), d.About)); err != nil {
			return err
		}
		for j, side := range d.Sides {
			if err := p.print(cmd, fmt.Sprintf("   %s  %s\n      %s", letter(j), side.Says, side.Who)); err != nil {
				return err
			}
		}
		if err := p.print(cmd, "   "+d.Counts+"\n"); err != nil {
			return err
		}
	}
	return p.print(cmd, "Look at both, talk to each other if you can, and choose: "+p.typed("disputes", "--settle", "1a"))
}

func letter(i int) string { return string(rune('a' + i)) }

// disputed are all disputes of one session, or of all of them.
func (p *program) disputed(sessions *store.Store, set *assessment.Set, which string) (out []dispute, err error) {
	var ids []string
	if strings.TrimSpace(which) == "" {
		heads, err := sessions.List(0, 0)
		if err != nil {
			return nil, err
		}
		for _, head := range heads {
			ids = append(ids, head.ID)
		}
	} else {
		head, err := find(sessions, which)
		if err != nil {
			return nil, err
		}
		ids = []string{head.ID}
	}
	for some := range slices.Chunk(ids, sessionsAtATime) {
		loaded, err := sessions.LoadAll(some)
		if err != nil {
			return nil, err
		}
		for _, session := range loaded {
			for _, d := range interview.Disputes(set, session, p.now()) {
				out = append(out, dispute{d, session})
			}
		}
	}
	return out, nil
}

func (p *program) settle(cmd *cobra.Command, sessions *store.Store, set *assessment.Set, all []dispute, settle string, yes bool) error {
	number, side, ok := sideNamed(settle)
	if !ok {
		return wrongUse(fmt.Sprintf("%q is no number and letter. Say which side stands, such as --settle 1a.", assessment.CleanLine(settle, assessment.MaxName)))
	}
	if number < 1 || number > len(all) || side >= len(all[number-1].Sides) {
		return wrongUse(fmt.Sprintf("There is no %s. `%s` shows what there is.", assessment.CleanLine(settle, assessment.MaxName), p.typed("disputes")))
	}
	d := all[number-1]
	// The numbers change when something comes from another computer, so it is said what is meant.
	what := fmt.Sprintf("%s\n%s\n  %s", d.named(), d.About, d.Sides[side].Says)
	if !yes {
		if !canAsk() {
			return wrongUse("From now on this would stand. To do it, add --yes:\n" + what)
		}
		if !agreed(what + "\nShall this stand from now on?") {
			return sentence("Nothing was changed.")
		}
	}
	if d.Dispute.Dispute.Sides[side].Deleted {
		if _, err := backedUp(sessions); err != nil {
			return err
		}
	}
	if err := settled(sessions, set, d, side); err != nil {
		return err
	}
	return p.print(cmd, "From now on this stands:\n"+what)
}

// sideNamed reads what "2b" means: the second dispute, the side with the index 1.
func sideNamed(text string) (number, side int, ok bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if len(text) < 2 {
		return 0, 0, false
	}
	last := text[len(text)-1]
	number, err := strconv.Atoi(text[:len(text)-1])
	return number, int(last) - 'a', err == nil && last >= 'a' && last <= 'z'
}

// settled writes what settles a dispute: a word that has seen all sides.
func settled(sessions *store.Store, set *assessment.Set, d dispute, chosen int) error {
	session, side := d.session, d.Dispute.Dispute.Sides[chosen]
	after := *session
	after.Answers = map[string]assessment.Answer{}
	for question, answer := range session.Answers {
		after.Answers[question] = answer
	}
	standing := func() assessment.Standing {
		summary := assessment.Evaluate(set, &after)
		return summary.Standing()
	}
	var saved assessment.Saved
	switch d.Dispute.Dispute.About {
	case assessment.DisputedAnswer:
		answer := assessment.Answer{}
		if side.Answer != nil {
			answer = *side.Answer
		}
		after.Answers[d.Question] = answer
		saved = <-sessions.SaveAnswer(assessment.AnswerChange{Session: session.ID, Question: d.Question, Answer: answer, Base: session.Revision, Standing: standing()})
	case assessment.DisputedSetup:
		after.Business, after.Use, after.Setup = side.Business, side.Use, *side.Setup
		saved = <-sessions.SaveSetup(assessment.SetupChange{Session: session.ID, Business: side.Business, Use: side.Use, Setup: *side.Setup, Base: session.Revision, Standing: standing()})
	case assessment.DisputedSeat:
		saved = <-sessions.SaveSeat(assessment.SeatChange{Session: session.ID, Seat: *side.Seat})
	case assessment.DisputedVote:
		saved = <-sessions.SaveVote(assessment.VoteChange{Session: session.ID, Seat: d.Seat, Question: d.Question, Vote: *side.Answer, Second: d.Second})
	case assessment.DisputedLife:
		if side.Deleted {
			_, err := sessions.Delete(session.ID)
			return err
		}
		saved = <-sessions.Keep(session.ID)
	}
	return saved.Err
}
