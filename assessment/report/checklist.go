package report

import (
	"slices"

	"readycheck/assessment"
)

// peopleOf are the people of a lens, as its checklist calls them.
func peopleOf(set *assessment.Set, lens assessment.Lens) string {
	return set.Say([...]string{assessment.Integration: "whoever_connects", assessment.Deployment: "whoever_rolls_out"}[lens])
}

// other is the lens on the other side.
func other(lens assessment.Lens) assessment.Lens {
	if lens == assessment.Integration {
		return assessment.Deployment
	}
	return assessment.Integration
}

// bothLenses are the two sides in the order in which they are shown.
var bothLenses = [...]assessment.Lens{assessment.Integration, assessment.Deployment}

func checklistFor(set *assessment.Set, lens assessment.Lens) string {
	return titleOf(set, [...]Name{assessment.Integration: Connecting, assessment.Deployment: RollingOut}[lens])
}

// neededFrom heads what the people of a lens are to tell those of the other one.
func neededFrom(set *assessment.Set, lens assessment.Lens) string {
	return set.Say("needs_from_you", "people", peopleOf(set, other(lens)))
}

// open reports whether something of a checklist's line is left to do.
func (b *builder) open(item string) bool {
	for _, i := range b.Summary.Items {
		if i.ID == item {
			return i.Blocks != nil || i.Status != assessment.InPlace && i.Status != assessment.NA
		}
	}
	return false
}

// soon reports whether a step leads to one of the next two stages. What only makes it better
// then has its place in the plan, and is told in the appendix.
func (b *builder) soon(step assessment.Step) bool {
	return step.Blocks != nil && *step.Blocks <= b.Summary.Stage+2
}

// checklist is for the people of one lens: the lines that are open, each with what closes it
// and with what to tell the other side then.
func (b *builder) checklist(lens assessment.Lens) []Block {
	// The page is handed over alone, so it says by itself what it is about.
	of := b.Summary.Lenses.Of(lens)
	blocks := []Block{Paragraph(b.about()), Paragraph(of.Text + " " + assessment.Capital(b.Set.Words.Counts(of.Counts)) + ".")}
	none := true
	for i, item := range b.Summary.Items {
		if item.Lens != lens || !b.open(item.ID) {
			continue
		}
		none = false
		status := mark(b.Set, item.Status, "")
		if item.Blocks != nil {
			status.Asides = []string{b.Set.Say("needed_for", "stage", b.Set.StageName(*item.Blocks))}
		}
		blocks = append(blocks, Heading(item.ID+" "+item.Title), Marks{status})
		var steps Steps
		for _, step := range b.Summary.Steps {
			if step.Item == item.ID && b.soon(step) {
				steps = append(steps, b.handedStep(step))
			}
		}
		if len(steps) > 0 {
			blocks = append(blocks, steps)
		}
		if hands := b.Set.Items[i].Hands; hands != "" && item.Status != assessment.Unanswered {
			blocks = append(blocks, Facts{{b.Set.Say("when_done"), hands}})
		}
	}
	if none {
		blocks = append(blocks, Paragraph(b.Set.Say("side_done")))
	}
	return blocks
}

// handedStep is a step with all it takes, a box to tick, and its number in the plan.
func (b *builder) handedStep(step assessment.Step) Step {
	out := b.wholeStep(step)
	out.Number, out.Tick, out.Asides, out.Then = b.numberOf(step.Question), true, nil, ""
	// Whose it is, is agreed on in the plan.
	out.Facts = slices.DeleteFunc(out.Facts, func(f Fact) bool { return f.Name == b.Set.Say("usually_done_by") })
	return out
}

// Checklists are both lists one below the other, each with what its people hand over.
func (r Report) Checklists() []Block {
	b := r.builder()
	var blocks []Block
	for _, lens := range bothLenses {
		blocks = append(append(blocks, Heading(checklistFor(b.Set, lens))), b.items(lens)...)
		if hands := b.hands(lens); len(hands) > 0 {
			blocks = append(blocks, Subject(neededFrom(b.Set, lens)), hands)
		}
	}
	return blocks
}

// items say where a lens stands, and each of its lines.
func (b *builder) items(lens assessment.Lens) []Block {
	of := b.Summary.Lenses.Of(lens)
	var list Marks
	for _, item := range b.Summary.Items {
		if item.Lens == lens {
			list = append(list, b.itemMark(item))
		}
	}
	return []Block{Paragraph(of.Text + " " + assessment.Capital(b.Set.Words.Counts(of.Counts)) + "."), list}
}

// itemMark is a line of a checklist with where it stands.
func (b *builder) itemMark(item assessment.ItemStatus) Mark {
	mark := mark(b.Set, item.Status, item.ID+" "+item.Title)
	if item.Status.IsKnown() {
		mark.Asides = append(mark.Asides, b.Set.SayKnown(item.Known))
	}
	if item.Blocks != nil {
		mark.Asides = append(mark.Asides, b.Set.Say("needed_for", "stage", b.Set.StageName(*item.Blocks)))
	}
	if q := assessment.HeldDown(b.Set, b.Session, item.ID); q != nil {
		mark.Asides = append(mark.Asides, b.Set.Say("decided_by", "question", q.Text))
	}
	return mark
}

func (b *builder) hands(lens assessment.Lens) Bullets {
	var out Bullets
	for i := range b.Set.Items {
		if item := &b.Set.Items[i]; item.Lens == lens && item.Hands != "" {
			out = append(out, item.ID+" "+item.Hands)
		}
	}
	return out
}
