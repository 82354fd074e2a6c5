package report

import (
	"io"

	"readycheck/assessment"
)

// CompareText writes what changed between two sessions as plain text, wrapped at a width.
func CompareText(w io.Writer, set *assessment.Set, c *assessment.Changes, page Page) error {
	doc := Document{Title: "What changed", Parts: []Part{{Name: Changed, Title: "From the first to the second", Blocks: Changes(set, c)}}}
	for _, side := range []struct {
		name string
		of   assessment.SessionRef
	}{{"First", c.Before}, {"Second", c.After}} {
		text := name(side.of.Business) + ": " + line(side.of.Use, assessment.MaxUse)
		if !side.of.Changed.IsZero() {
			text += ", " + set.DayLong(side.of.Changed)
		}
		doc.Facts = append(doc.Facts, Fact{side.name, text})
	}
	return brief(w, doc, page)
}

// Changes puts a comparison into words, for reports and screens.
func Changes(set *assessment.Set, c *assessment.Changes) []Block {
	blocks := []Block{Columns{
		stagesOf(set, set.Say("changed_before"), c, func(s assessment.StageStep) assessment.Stage { return s.Before }),
		stagesOf(set, set.Say("changed_now"), c, func(s assessment.StageStep) assessment.Stage { return s.After }),
	}}
	if c.Nothing() {
		blocks = append(blocks, Paragraph(set.Say("changed_nothing")))
	}
	for _, group := range []struct {
		title, about string
		list         []assessment.ItemChange
	}{
		{"changed_better", "", c.Better},
		{"changed_worse", "", c.Worse},
		{"changed_unknown", "changed_known_before", c.Unknown},
		{"changed_found", "changed_not_known_before", c.Found},
		{"changed_applies", "", c.Applies},
	} {
		if len(group.list) == 0 {
			continue
		}
		blocks = append(blocks, Heading(set.Say(group.title)))
		if group.about != "" {
			blocks = append(blocks, Paragraph(set.Say(group.about)))
		}
		var marks Marks
		for i := range group.list {
			marks = append(marks, changeMark(set, &group.list[i]))
		}
		blocks = append(blocks, marks)
	}
	if len(c.Done) > 0 {
		var done Bullets
		for _, step := range c.Done {
			done = append(done, step.Title)
		}
		blocks = append(blocks, Heading(set.Say("changed_done")), done)
	}
	return append(blocks, newWords(set, c)...)
}

// SideBySide lists every line of the checklists with its levels in two sessions.
func SideBySide(set *assessment.Set, before, after *assessment.Session) []Block {
	was, is := assessment.Evaluate(set, before), assessment.Evaluate(set, after)
	var blocks []Block
	for _, lens := range bothLenses {
		var pairs Pairs
		for i, item := range is.Items {
			if item.Lens == lens {
				pairs = append(pairs, Pair{item.ID + " " + item.Title, mark(set, was.Items[i].Status, ""), mark(set, item.Status, "")})
			}
		}
		blocks = append(blocks, Heading(set.Words.Lens(lens)),
			Paragraph("First "+set.Words.Counts(was.Lenses.Of(lens).Counts)+"; second "+set.Words.Counts(is.Lenses.Of(lens).Counts)+"."), pairs)
	}
	return blocks
}

func stagesOf(set *assessment.Set, title string, c *assessment.Changes, of func(assessment.StageStep) assessment.Stage) Column {
	return Column{Title: title, Lines: []string{
		set.Say("changed_together", "stage", set.StageName(of(c.Stage))),
		set.Words.Lens(assessment.Integration) + ": " + set.StageName(of(c.Lenses.Integration)),
		set.Words.Lens(assessment.Deployment) + ": " + set.StageName(of(c.Lenses.Deployment)),
	}}
}

func changeMark(set *assessment.Set, c *assessment.ItemChange) Mark {
	mark := mark(set, c.After, c.ID+" "+c.Title)
	if c.Before != c.After {
		mark.Asides = append(mark.Asides, set.Say("changed_was", "level", set.Words.Level(c.Before)))
	} else {
		mark.Asides = append(mark.Asides, set.Say("changed_known", "now", set.SayKnown(c.KnownAfter), "before", set.SayKnown(c.KnownBefore)))
	}
	if c.Reworded {
		mark.Asides = append(mark.Asides, set.Say("changed_new_words"))
	}
	return mark
}

// newWords tells a change of wording apart from a change of fact.
func newWords(set *assessment.Set, c *assessment.Changes) []Block {
	switch {
	case c.OtherSet:
		return []Block{
			Heading(set.Say("changed_other_set")),
			Paragraph(set.Say("changed_other_set_about")),
		}
	case len(c.Reworded) == 0:
		return nil
	}
	var texts Bullets
	for _, q := range c.Reworded {
		texts = append(texts, q.Text)
	}
	return []Block{Heading(set.Say("changed_reworded")), Paragraph(set.Say("changed_reworded_about")), texts}
}
