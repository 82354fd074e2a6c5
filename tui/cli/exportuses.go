package cli

import (
	"path/filepath"
	"slices"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
)

// oneReport reports whether several uses of AI go into one report: where they were asked for
// as such, or where a file is named and not a folder.
func (c *exportCall) oneReport(f report.Format, args []string) bool {
	return f.Holds == report.WholeReport && (c.uses || !c.all && len(args) > 1 && strings.EqualFold(filepath.Ext(c.path), "."+f.Ending))
}

// exportUses writes one report of several uses of AI of one business.
func (p *program) exportUses(c *exportCall, f report.Format, names []string) (writer, error) {
	set, err := p.set()
	if err != nil {
		return nil, err
	}
	sessions := p.store()
	defer closeStore(sessions)
	chosen, err := chosenUses(sessions, c.uses, names)
	if err != nil {
		return nil, err
	}
	var whole []report.Report
	err = p.eachSession(sessions, set, headsIn(chosen), func(session *assessment.Session) error {
		if len(whole) > 0 && assessment.Fold(session.Business) != assessment.Fold(whole[0].Session.Business) {
			return wrongUse("These sessions are of different businesses, and one report is of one. Name a folder to get a file each: -o reports.")
		}
		r, err := p.report(sessions, set, session)
		whole = append(whole, r)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(whole) == 0 {
		return nil, wrongUse("None of these sessions can be read with the questions in use. Name theirs with --questions.")
	}
	first := whole[0]
	first.Others = whole[1:]
	return c.finished(first, f, c.path), nil
}

// chosenUses are the sessions that were named, or where all uses of a business were asked for,
// the newest session of each.
func chosenUses(sessions *store.Store, all bool, names []string) ([]assessment.Head, error) {
	if !all {
		return findAll(sessions, names)
	}
	list, err := sessions.List(0, 0)
	if err != nil {
		return nil, err
	}
	business := func(head assessment.Head) string { return assessment.Fold(head.Business) }
	found, err := meant(list, names[0])
	if err != nil {
		return nil, err
	}
	// Words that fit several uses are clear enough where those are of one business.
	if len(found) == 0 || slices.ContainsFunc(found, func(head assessment.Head) bool { return business(head) != business(found[0]) }) {
		one, err := find(sessions, names[0])
		if err != nil {
			return nil, err
		}
		found = []assessment.Head{one}
	}
	newest, err := assessment.NewestOfEachUse(headsIn(list))
	return slices.DeleteFunc(newest, func(head assessment.Head) bool { return business(head) != business(found[0]) }), err
}
