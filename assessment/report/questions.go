package report

import (
	"fmt"
	"io"

	"readycheck/assessment"
)

// Questions writes a question set by section as plain text, wrapped at a width in cells.
// Each question stands with its id, which an answers file uses.
func Questions(w io.Writer, set *assessment.Set, width int) error {
	doc := Document{Title: set.Title, Facts: []Fact{
		{set.Say("fact_set"), set.Say("set_version", "set", set.ID, "version", set.Version)},
		{set.Say("fact_questions"), fmt.Sprint(len(set.Questions))},
	}}
	number := 0
	for _, section := range set.Sections {
		part := Part{Title: section.Title}
		if section.About != "" {
			part.Blocks = append(part.Blocks, Paragraph(section.About))
		}
		for i := range set.Questions {
			q := &set.Questions[i]
			if q.Section != section.ID {
				continue
			}
			number++
			var choices Marks
			for _, choice := range q.Options(&set.Words) {
				choices = append(choices, mark(set, choice.Level, ownWords(set, choice)))
			}
			part.Blocks = append(part.Blocks, Heading(fmt.Sprintf("%d. %s [%s]", number, q.Text, q.ID)), choices)
		}
		doc.Parts = append(doc.Parts, part)
	}
	return brief(w, doc, Page{Width: width})
}

// ownWords are a choice's words, where they say more than the level does.
func ownWords(set *assessment.Set, choice assessment.Choice) string {
	if choice.Text == set.Words.NotSure || choice.Text == set.Words.DoesNotApply {
		return ""
	}
	return choice.Text
}
