package report

import (
	"readycheck/assessment"
)

// peopleOf are the people of a lens, as its checklist calls them.
var peopleOf = [...]string{assessment.Integration: "whoever connects the AI", assessment.Deployment: "whoever runs the rollout"}

// other is the lens on the other side.
func other(lens assessment.Lens) assessment.Lens {
	if lens == assessment.Integration {
		return assessment.Deployment
	}
	return assessment.Integration
}

func (b *builder) checklist(lens assessment.Lens) []Block {
	of := b.Summary.Lenses.Of(lens)
	// The page is handed over alone, so it says by itself what it is about.
	blocks := []Block{
		Paragraph(b.about()),
		Paragraph(of.Text + " " + capital(b.Set.Words.Counts(of.Counts)) + "."),
	}
	var list Marks
	for _, item := range b.Summary.Items {
		if item.Lens != lens {
			continue
		}
		mark := mark(b.Set, item.Status, item.ID+" "+item.Title)
		if item.Status == assessment.InPlace || item.Status == assessment.Partly {
			mark.Asides = append(mark.Asides, knownWords[item.Known])
		}
		if item.Blocks != nil {
			mark.Asides = append(mark.Asides, "needed for "+b.Set.StageName(*item.Blocks))
		}
		list = append(list, mark)
	}
	blocks = append(blocks, list)
	if steps := b.stepsOf(lens); len(steps) > 0 {
		blocks = append(blocks, Heading("What to do"), steps)
	}
	if hands := b.hands(other(lens)); len(hands) > 0 {
		blocks = append(blocks, Heading("What you need from "+peopleOf[other(lens)]), Paragraph("Their checklist tells them this:"), hands)
	}
	if hands := b.hands(lens); len(hands) > 0 {
		blocks = append(blocks, Heading("What "+peopleOf[other(lens)]+" needs from you"), hands)
	}
	return blocks
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
