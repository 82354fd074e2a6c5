package report

import (
	"fmt"
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
			text += ", " + dayWords(side.of.Changed)
		}
		doc.Facts = append(doc.Facts, Fact{side.name, text})
	}
	return brief(w, doc, page)
}

// Changes puts a comparison into words, for reports and screens.
func Changes(set *assessment.Set, c *assessment.Changes) []Block {
	blocks := []Block{Columns{
		stagesOf(set, "Before", c, func(s assessment.StageStep) assessment.Stage { return s.Before }),
		stagesOf(set, "Now", c, func(s assessment.StageStep) assessment.Stage { return s.After }),
	}}
	if c.Nothing() {
		blocks = append(blocks, Paragraph("Nothing that counts has changed."))
	}
	for _, group := range []struct {
		title, about string
		list         []assessment.ItemChange
	}{
		{"Better", "", c.Better},
		{"Worse", "", c.Worse},
		{"Newly unknown", "You knew these before.", c.Unknown},
		{"Found out", "You did not know these before.", c.Found},
		{"Came or went with what you said at the start", "", c.Applies},
	} {
		if len(group.list) == 0 {
			continue
		}
		blocks = append(blocks, Heading(group.title))
		if group.about != "" {
			blocks = append(blocks, Paragraph(group.about))
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
		blocks = append(blocks, Heading("Steps that are done"), done)
	}
	return append(blocks, newWords(c)...)
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
		"Both together: " + set.StageName(of(c.Stage)),
		set.Words.Lens(assessment.Integration) + ": " + set.StageName(of(c.Lenses.Integration)),
		set.Words.Lens(assessment.Deployment) + ": " + set.StageName(of(c.Lenses.Deployment)),
	}}
}

func changeMark(set *assessment.Set, c *assessment.ItemChange) Mark {
	mark := mark(set, c.After, c.ID+" "+c.Title)
	if c.Before != c.After {
		mark.Asides = append(mark.Asides, "was "+set.Words.Level(c.Before))
	} else {
		mark.Asides = append(mark.Asides, fmt.Sprintf("%s, was %s", knownWords[c.KnownAfter], knownWords[c.KnownBefore]))
	}
	if c.Reworded {
		mark.Asides = append(mark.Asides, "a question has new words, so this may be no change of fact")
	}
	return mark
}

// newWords tells a change of wording apart from a change of fact.
func newWords(c *assessment.Changes) []Block {
	switch {
	case c.OtherSet:
		return []Block{
			Heading("Other questions"),
			Paragraph("The two were answered with different question sets. So a difference may come from the questions and not from your business."),
		}
	case len(c.Reworded) == 0:
		return nil
	}
	var texts Bullets
	for _, q := range c.Reworded {
		texts = append(texts, q.Text)
	}
	return []Block{Heading("Questions that are new or have new words"), Paragraph("A different answer to one of these may come from the words."), texts}
}
