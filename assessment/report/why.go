package report

import "readycheck/assessment"

// Why says what decides the verdict, for each side on its own: the lines that keep it from
// its next stage, what they need, and the answers behind them.
func (r Report) Why() []Block {
	b := r.builder()
	together := b.Set.Say("together", "stage", b.Set.StageName(b.Summary.Stage))
	sides := &b.Summary.Lenses
	if b.Summary.Stage == min(sides.Of(assessment.Integration).Stage, sides.Of(assessment.Deployment).Stage) {
		together += " " + b.Set.Say("weaker_decides")
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
			blocks = append(blocks, Paragraph(b.Set.Say("side_complete")))
			continue
		}
		blocks = append(blocks, Paragraph(b.Set.Say("next_stage", "stage", b.Set.StageName(why.Next))))
		missing = true
		for i := range why.Reasons {
			blocks = append(blocks, b.reason(&why.Reasons[i])...)
		}
	}
	if !missing {
		return blocks
	}
	return append(blocks,
		Heading(b.Set.Say("smallest_change")),
		Paragraph(b.Set.Say("lift_answers")))
}

// reason is a line that does not meet its need, with the questions that decide it.
func (b *builder) reason(reason *assessment.Reason) []Block {
	have := b.Set.Words.Level(reason.Status)
	if reason.Need.Known > reason.Known && reason.Status >= reason.Need.Level {
		have = b.Set.Say("but_known", "level", have, "known", b.Set.Say(weakNames[reason.Known]))
	}
	text := b.Set.Say("it_is", "level", have, "need", b.needWords(reason.Need))
	if reason.Raised != "" {
		text += " " + b.Set.Say("more_needed", "why", reason.Raised)
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

// weakNames are by what names the set says how little is known where more is needed.
var weakNames = [...]string{assessment.Assumed: "only_assumed", assessment.Told: "only_told", assessment.Seen: "seen"}

func (b *builder) needWords(need assessment.Need) string {
	text := b.Set.Words.Level(need.Level)
	switch {
	case need.Level == assessment.Partly:
		return b.Set.Say("or_better", "level", text)
	case need.Known == assessment.Seen:
		return b.Set.Say("seen_yourself", "level", text)
	case need.Known == assessment.Told:
		return b.Set.Say("no_guess", "level", text)
	}
	return text
}
