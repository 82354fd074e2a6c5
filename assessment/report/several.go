package report

import (
	"fmt"
	"slices"

	"readycheck/assessment"
)

// uses are this report and those of the other uses, each as this one is asked for.
func (r Report) uses() []Report {
	out := []Report{r}
	for _, other := range r.Others {
		other.ClientSafe, other.Appendix, other.Brand, other.Now, other.Fonts = r.ClientSafe, r.Appendix, r.Brand, r.Now, r.Fonts
		out = append(out, other)
	}
	for i := range out {
		out[i].Others = nil
	}
	return out
}

// several is one document of several uses of AI of one business: a page of the register, and
// then what is handed over of each.
func (r Report) several() Document {
	doc := r.heading()
	say := r.Set.Say
	table := Table{Head: []string{say("register_use"), say("register_today"), say("register_ready"), say("register_first"), say("who"), say("by")}, Wide: []int{8, 5, 5, 7, 4, 4}}
	for i, use := range r.uses() {
		b := use.builder()
		about := fmt.Sprintf("%d. %s", i+1, line(b.Session.Use, assessment.MaxUse))
		first, who, by := say("nothing_left"), "", ""
		switch {
		case len(b.Summary.Steps) > 0:
			first = b.Summary.Steps[0].Title
			who, by = b.whoAndBy(b.Summary.Steps[0])
		case b.Summary.Progress.Answered < b.Summary.Progress.Total:
			first = say("register_answer")
		}
		table.Rows = append(table.Rows, Row{Cells: []string{
			about, b.today(), b.Set.ReadyFor(b.Summary.Stage), first, who, by,
		}})
		for n, part := range b.pages() {
			part.OwnPage = part.OwnPage || n == 0
			part.Use = i + 1
			if part.OwnPage {
				part.About = about
			}
			doc.Parts = append(doc.Parts, part)
		}
	}
	doc.Facts = nil
	for _, fact := range r.builder().facts() {
		if slices.Contains([]string{say("fact_business"), say("fact_date"), say("fact_by")}, fact.Name) {
			doc.Facts = append(doc.Facts, fact)
		}
	}
	register := Part{Name: Register, Title: titleOf(r.Set, Register), Blocks: []Block{
		Paragraph(say("register_about")), table,
	}}
	doc.Parts = append([]Part{register}, doc.Parts...)
	return doc
}

// today is the stage that somebody says the use is at, in a word.
func (b *builder) today() string {
	if b.Session.Setup.StageNow == "" {
		return b.Set.Say("not_said")
	}
	if now := b.Session.Setup.CurrentStage(); now != assessment.StageNone {
		return b.Set.StageName(now)
	}
	return b.Set.Say("an_idea")
}
