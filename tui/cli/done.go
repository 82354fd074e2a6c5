package cli

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// doneCall is what was asked for in a call of done.
type doneCall struct {
	level, known, note string
}

// Codes that a call of done may name.
var (
	doneLevels = []string{assessment.InPlace.String(), assessment.Partly.String(), assessment.No.String(), assessment.Unsure.String()}
	doneKnown  = []string{assessment.Seen.String(), assessment.Told.String(), assessment.Assumed.String()}
)

func (p *program) doneCommand() *cobra.Command {
	var call doneCall
	cmd := &cobra.Command{
		Use: "done SESSION QUESTION --known seen", Short: "Mark a step as done, and see what that moved",
		Long: "Says that a step of the plan is done, how you know that, and what it moved. QUESTION is its number\n" +
			"in `readycheck plan`, or the id of its question. Where it is done by half, --level partly says so.\n\n" + aboutSession,
		Example:           "  readycheck done rosa 1 --known seen\n  readycheck done rosa off-switch --known told\n  readycheck done rosa 3 --level partly --known seen",
		Args:              takes(2, mostWords, "Name a session and a step, such as `readycheck done rosa 1 --known seen`."),
		ValidArgsFunction: p.completeStep,
		RunE: func(cmd *cobra.Command, args []string) error {
			last := len(args) - 1
			return p.markDone(cmd, &call, sessionNamed(args[:last]), args[last])
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&call.known, "known", "", "how you know: `HOW` is seen (with your own eyes), told or assumed")
	flags.StringVar(&call.level, "level", doneLevels[0], "what is so now: `LEVEL` is in_place, partly, no or unsure")
	flags.StringVar(&call.note, "note", "", "a `NOTE` to keep beside it, in the place of the one that is there")
	_ = cmd.RegisterFlagCompletionFunc("known", cobra.FixedCompletions(doneKnown, cobra.ShellCompDirectiveNoFileComp))
	_ = cmd.RegisterFlagCompletionFunc("level", cobra.FixedCompletions(doneLevels, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// said reads what was said about the step.
func (c *doneCall) said() (level assessment.Level, known assessment.Known, err error) {
	if level.UnmarshalText([]byte(c.level)) != nil || !slices.Contains(doneLevels, c.level) {
		return level, known, wrongUse("Say what is so now: --level in_place, partly, no or unsure.")
	}
	switch {
	case c.known == "" && level.IsKnown():
		return level, known, wrongUse("Say how you know: --known seen if you saw it with your own eyes, --known told if someone told you, --known assumed if you think so.")
	case c.known == "":
		return level, known, nil
	case known.UnmarshalText([]byte(c.known)) != nil:
		return level, known, wrongUse("Say how you know: --known seen, told or assumed.")
	}
	return level, known, nil
}

func (p *program) markDone(cmd *cobra.Command, call *doneCall, session, step string) error {
	level, known, err := call.said()
	if err != nil {
		return err
	}
	set, err := p.set()
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	opened, err := load(sessions, set, session)
	if err != nil {
		return err
	}
	work := interview.New(set, opened, p.now)
	question, err := stepQuestion(work, step)
	if err != nil {
		return err
	}
	answer := work.Session.Answers[question].StepAfter(level, 0, known)
	if cmd.Flags().Changed("note") {
		answer.Note = assessment.Clean(call.note, assessment.MaxNote)
	}
	before := work.Summary
	if saved := <-sessions.SaveAnswer(work.Answered(question, answer)); saved.Err != nil {
		return saved.Err
	}
	r, err := p.report(sessions, set, work.Session)
	if err != nil {
		return err
	}
	q, _ := set.Question(question)
	said := assessment.Quoted(q.For(&work.Session.Setup).Text) + "\nSaved: " + set.Words.Level(level) + "."
	if level.IsKnown() {
		said += " How you know: " + set.Words.Known[known] + "."
	}
	return p.print(cmd, said+"\n"+r.Moved(&before))
}

// stepQuestion is the question that a step stands for: by its number in the plan or by the
// question's own id.
func stepQuestion(work *interview.Work, text string) (string, error) {
	text = strings.TrimSpace(text)
	plan := work.Plan()
	if n, err := strconv.Atoi(text); err == nil {
		if n >= 1 && n <= len(plan.Steps) {
			return plan.Steps[n-1].Question, nil
		}
		return "", sentence(fmt.Sprintf("The plan has %s, and no step %d. `readycheck plan` shows them.", assessment.Counted(len(plan.Steps), "step", "steps"), n))
	}
	if _, known := work.Set.Question(text); known && work.Flow.Position(text) >= 0 {
		return text, nil
	}
	return "", sentence(fmt.Sprintf("%s is no step of this plan. `readycheck plan` shows them with their numbers.", assessment.Quoted(assessment.CleanLine(text, assessment.MaxName))))
}

// completeStep offers sessions, and then the steps of the one that was named.
func (p *program) completeStep(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return p.completeSession(cmd, args, typed)
	}
	set, err := p.set()
	if err != nil || len(args) > 1 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	sessions := p.store()
	defer closeStore(sessions)
	opened, err := load(sessions, set, args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, step := range interview.New(set, opened, p.now).Plan().Steps {
		out = append(out, cobra.CompletionWithDesc(step.Question, assessment.CleanLine(step.Title, assessment.MaxName)))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}
