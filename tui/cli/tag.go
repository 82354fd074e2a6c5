package cli

import (
	"fmt"
	"os"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/store"
)

// tagCall is what was asked for in a call of tag.
type tagCall struct {
	add, remove []string
	visit       string
}

// noVisit takes a visit away.
const noVisit = "none"

func (p *program) tagCommand() *cobra.Command {
	var call tagCall
	cmd := &cobra.Command{
		Use: "tag SESSION...", Short: "Show or change the tags of a session, and its next visit",
		Long: "Shows the tags of sessions and the day of their next visit, or changes them. A tag is a short word,\n" +
			"such as retail; `readycheck list --filter tag:retail` finds it. A day is written as you say it:\n" +
			"friday, 4 dec, in 2 weeks. No report that leaves names out has any of it.\n\n" + aboutSession,
		Example:           "  readycheck tag rosa\n  readycheck tag rosa garage --add retail --add north\n  readycheck tag rosa --remove north --visit 'in 2 weeks'\n  readycheck tag rosa --visit none",
		Args:              takes(1, mostNames, "Name one session or more, such as `readycheck tag rosa --add retail`. `readycheck list` shows them all."),
		ValidArgsFunction: p.completeSessions,
		RunE:              func(cmd *cobra.Command, args []string) error { return p.tag(cmd, &call, args) },
	}
	flags := cmd.Flags()
	flags.StringSliceVar(&call.add, "add", nil, "add this `WORD`; may stand there several times")
	flags.StringSliceVar(&call.remove, "remove", nil, "take this `WORD` away; may stand there several times")
	flags.StringVar(&call.visit, "visit", "", "the `DATE` of the next visit, or none")
	return cmd
}

// changed is what labels are after a call.
func (p *program) changed(call *tagCall, labels assessment.Labels) (assessment.Labels, error) {
	var err error
	if labels.Tags, err = labels.Tags.Without(call.remove...); err != nil {
		return labels, err
	}
	if labels.Tags, err = labels.Tags.With(call.add...); err != nil {
		return labels, err
	}
	switch visit := strings.TrimSpace(call.visit); {
	case strings.EqualFold(visit, noVisit):
		labels.Visit = ""
	case visit != "":
		labels.Visit, err = assessment.ReadDay(visit, p.now())
	}
	return labels, err
}

func (p *program) tag(cmd *cobra.Command, call *tagCall, names []string) error {
	if cmd.Flags().Changed("visit") && strings.TrimSpace(call.visit) == "" {
		return wrongUse("Name the day of the next visit, such as --visit friday, or --visit none.")
	}
	sessions := p.store()
	defer closeStore(sessions)
	chosen, err := findAll(sessions, names)
	if err != nil {
		return err
	}
	// All are worked out before the first is changed.
	labels := make([]assessment.Labels, len(chosen))
	for i := range chosen {
		if labels[i], err = p.changed(call, chosen[i].Labels); err != nil {
			return ofOneAmong(chosen, i, err)
		}
	}
	for i := range chosen {
		if labels[i] != chosen[i].Labels {
			if err := saveLabels(sessions, &chosen[i], labels[i]); err != nil {
				return err
			}
		}
		if err := p.print(cmd, labelled(&chosen[i], labels[i])); err != nil {
			return err
		}
	}
	if visit := labels[0].Visit; cmd.Flags().Changed("visit") && visit != "" && visit < p.now().Format(assessment.DateLayout) {
		fmt.Fprintln(os.Stderr, "Note: this day has passed.")
	}
	return nil
}

// ofOneAmong says whose an error is, where several were named.
func ofOneAmong(chosen []assessment.Head, at int, err error) error {
	said := assessment.Sentence(err)
	if len(chosen) > 1 {
		said = titled(chosen[at]) + ": " + said + " Nothing was changed."
	}
	return wrongUse(said)
}

func saveLabels(sessions *store.Store, head *assessment.Head, labels assessment.Labels) error {
	saved := <-sessions.SaveLabels(assessment.LabelsChange{Session: head.ID, Labels: labels, Base: head.Revision})
	return saved.Err
}

// labelled says the labels of a session in a line.
func labelled(head *assessment.Head, labels assessment.Labels) string {
	tags := "no tags"
	if list := labels.Tags.List(); len(list) > 0 {
		tags = "tags " + assessment.CleanLine(strings.Join(list, ", "), assessment.MaxShort)
	}
	visit := "no next visit"
	if labels.Visit != "" {
		visit = "next visit " + assessment.SayDue(labels.Visit)
	}
	return titled(*head) + ". " + assessment.Capital(tags) + ", " + visit + "."
}
