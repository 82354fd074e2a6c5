package report

import "readycheck/assessment"

// peopleOf are the people of a lens, as its checklist calls them.
var peopleOf = [...]string{assessment.Integration: "whoever connects the AI", assessment.Deployment: "whoever runs the rollout"}

// other is the lens on the other side.
func other(lens assessment.Lens) assessment.Lens {
	if lens == assessment.Integration {
		return assessment.Deployment
	}
	return assessment.Integration
}

// bothLenses are the two sides in the order in which they are shown.
var bothLenses = [...]assessment.Lens{assessment.Integration, assessment.Deployment}

func checklistFor(lens assessment.Lens) string { return "Checklist for " + peopleOf[lens] }

// neededFrom heads what the people of a lens are to tell those of the other one.
func neededFrom(lens assessment.Lens) string {
	return "What " + peopleOf[other(lens)] + " needs from you"
}

func (b *builder) checklist(lens assessment.Lens) []Block {
	// The page is handed over alone, so it says by itself what it is about.
	blocks := append([]Block{Paragraph(b.about())}, b.items(lens)...)
	if steps := b.stepsOf(lens); len(steps) > 0 {
		blocks = append(blocks, Heading("What to do"), steps)
	}
	if hands := b.hands(other(lens)); len(hands) > 0 {
		blocks = append(blocks, Heading("What you need from "+peopleOf[other(lens)]), Paragraph("Their checklist tells them this:"), hands)
	}
	if hands := b.hands(lens); len(hands) > 0 {
		blocks = append(blocks, Heading(neededFrom(lens)), hands)
	}
	return blocks
}

// Checklists are both lists one below the other, each with what its people hand over.
func (r Report) Checklists() []Block {
	b := r.builder()
	var blocks []Block
	for _, lens := range bothLenses {
		blocks = append(append(blocks, Heading(checklistFor(lens))), b.items(lens)...)
		if hands := b.hands(lens); len(hands) > 0 {
			blocks = append(blocks, Subject(neededFrom(lens)), hands)
		}
	}
	return blocks
}

// items say where a lens stands, and each of its lines.
func (b *builder) items(lens assessment.Lens) []Block {
	of := b.Summary.Lenses.Of(lens)
	var list Marks
	for _, item := range b.Summary.Items {
		if item.Lens != lens {
			continue
		}
		mark := mark(b.Set, item.Status, item.ID+" "+item.Title)
		if item.Status.IsKnown() {
			mark.Asides = append(mark.Asides, knownWords[item.Known])
		}
		if item.Blocks != nil {
			mark.Asides = append(mark.Asides, "needed for "+b.Set.StageName(*item.Blocks))
		}
		if q := assessment.HeldDown(b.Set, b.Session, item.ID); q != nil {
			mark.Asides = append(mark.Asides, "decided by: "+q.Text)
		}
		list = append(list, mark)
	}
	return []Block{Paragraph(of.Text + " " + assessment.Capital(b.Set.Words.Counts(of.Counts)) + "."), list}
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
