package report

import "readycheck/assessment"

// Why says what decides the verdict, for each side on its own: the lines that keep it from
// its next stage, what they need, and the answers behind them.
func (r Report) Why() []Block {
	b := r.builder()
	together := "Together: " + b.Set.StageName(b.Summary.Stage) + "."
	sides := &b.Summary.Lenses
	if b.Summary.Stage == min(sides.Of(assessment.Integration).Stage, sides.Of(assessment.Deployment).Stage) {
		together += " The weaker side decides."
	}
	blocks := []Block{Paragraph(together)}
	for _, held := range b.Summary.Held {
		blocks = append(blocks, Paragraph(held.Text))
	}
	missing := false
	for _, lens := range bothLenses {
		why := assessment.Explain(b.Set, b.Session, &b.Summary, lens)
		blocks = append(blocks, Heading(b.Set.Words.Lens(lens)+": "+b.Set.StageName(why.Stage)))
		if why.Next == assessment.StageNone {
			blocks = append(blocks, Paragraph("Nothing is missing on this side."))
			continue
		}
		blocks = append(blocks, Paragraph("The next stage is "+b.Set.StageName(why.Next)+". These lines keep it from there:"))
		missing = true
		for i := range why.Reasons {
			blocks = append(blocks, b.reason(&why.Reasons[i])...)
		}
	}
	if !missing {
		return blocks
	}
	return append(blocks,
		Heading("The smallest change that passes"),
		Paragraph("Lift the answers named here to what is needed. A stage counts only when both sides reach it."))
}

// reason is a line that does not meet its need, with the questions that decide it.
func (b *builder) reason(reason *assessment.Reason) []Block {
	have := b.Set.Words.Level(reason.Status)
	if reason.Need.Known > reason.Known && reason.Status >= reason.Need.Level {
		have += ", but " + weakWords[reason.Known]
	}
	text := "It is: " + have + ". It needs: " + b.needWords(reason.Need) + "."
	if reason.Raised != "" {
		text += " More is needed here than usual. " + reason.Raised
	}
	blocks := []Block{Subject(reason.Item.ID + " " + reason.Item.Title), Paragraph(text)}
	var decide Marks
	for _, q := range reason.Decide {
		decide = append(decide, b.questionMark(q.For(&b.Session.Setup)))
	}
	if len(decide) > 0 {
		blocks = append(blocks, decide)
	}
	return blocks
}

// weakWords say how little is known where more is needed.
var weakWords = [...]string{assessment.Assumed: "only assumed", assessment.Told: "only told", assessment.Seen: "seen"}

func (b *builder) needWords(need assessment.Need) string {
	text := b.Set.Words.Level(need.Level)
	switch {
	case need.Level == assessment.Partly:
		return text + ", or better"
	case need.Known == assessment.Seen:
		return text + ", and seen with your own eyes"
	case need.Known == assessment.Told:
		return text + ", and no guess"
	}
	return text
}
