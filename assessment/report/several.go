package report

import (
	"cmp"
	"fmt"

	"readycheck/assessment"
)

// all are this report and those of the other uses, each as this one is asked for.
func (r Report) all() []Report {
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
	table := Table{Head: []string{"What it is for", "Used today as", "Ready for", "First step", signWho, signBy}, Wide: []int{8, 5, 5, 7, 4, 4}}
	uses := r.all()
	for i, use := range uses {
		b := use.builder()
		about := fmt.Sprintf("%d. %s", i+1, line(b.Session.Use, assessment.MaxUse))
		first, who, by := "nothing left to do", "", ""
		if len(b.Summary.Steps) > 0 {
			first = b.Summary.Steps[0].Title
			who, by = b.whoAndBy(b.Summary.Steps[0])
		}
		table.Rows = append(table.Rows, Row{Cells: []string{
			about, cmp.Or(b.Set.Setup["stage_now"].Said[b.Session.Setup.StageNow], "not said"), b.Set.ReadyFor(b.Summary.Stage), first, who, by,
		}})
		for n, part := range b.pages() {
			part.About = about
			part.OwnPage = part.OwnPage || n == 0
			doc.Parts = append(doc.Parts, part)
		}
	}
	doc.Facts = nil
	for _, fact := range r.builder().facts() {
		if fact.Name == businessFact || fact.Name == dateFact || fact.Name == byFact {
			doc.Facts = append(doc.Facts, fact)
		}
	}
	register := Part{Name: Register, Title: "The uses of AI in the business", Blocks: []Block{
		Paragraph("Each use has its own answers and its own verdict. What is ready in one says nothing about another."), table,
	}}
	doc.Parts = append([]Part{register}, doc.Parts...)
	return doc
}
