package report

import (
	"cmp"
	"fmt"
	"io"
	"strings"

	"readycheck/assessment"
	"readycheck/assessment/look/word"
)

// DOCX writes the whole report for a word processor, to change and to add to. Its looks are
// styles, its headings and lists real ones, and its boxes can be ticked by a click.
func DOCX(w io.Writer, r Report) error { return layDOCX(w, r.Document()) }

func layDOCX(w io.Writer, doc Document) error {
	d := newTyped(doc.Brand)
	d.boxName = doc.BoxName
	d.front(doc)
	for i, part := range doc.Parts {
		d.part(part, part.OwnPage && i > 0)
	}
	foot := pageTitle(doc)
	if doc.Day != "" {
		foot += " · " + doc.Day
	}
	file := word.File{
		Title: pageTitle(doc), Language: doc.Language, Creator: cmp.Or(doc.Brand.Name, "readycheck"), Date: doc.Date, Foot: foot, PageNumber: doc.PageNumber, Size: 21, Colour: d.colour,
	}
	if doc.Brand.Paper == PaperLetter {
		file.Size = 20
	}
	return file.Write(w, d.Body)
}

// typed writes blocks as somebody at a word processor would type them.
type typed struct {
	*word.Body
	page word.Page
	// boxName says what a box to tick is for, to who does not see what it stands before.
	boxName string
	// colour is the one of the brand that letters can have on white.
	colour string
}

func newTyped(brand Brand) typed {
	page := word.OnPaper(brand.Paper.Size())
	page.Side, page.Top, page.Bottom = 1020, 907, 1077
	if brand.Paper == PaperLetter { // which is shorter, so its letters are smaller too
		page.Top, page.Bottom = 737, 907
	}
	return typed{Body: word.NewBody(page), page: page, colour: word.Colour(brand.Colour)}
}

func (d typed) front(doc Document) {
	if logo := doc.Brand.PaperLogo(); logo.Is() {
		d.Paragraph(word.Para{Style: "Brand", WithNext: true}, word.Run{Picture: word.Logo(doc.Brand, logoWidth, logoHeight)})
	}
	if doc.Brand.Name != "" || doc.Brand.Line != "" {
		d.Paragraph(word.Para{Style: "Brand"}, word.Run{Style: "Strong", Text: doc.Brand.Name}, word.Run{Text: " " + doc.Brand.Line})
	}
	d.Styled("Title", doc.Title)
	d.facts(word.Para{Style: "Field"}, doc.Facts)
}

// partRoom is the room above a part that begins no page.
const partRoom = 280

func (d typed) part(part Part, newPage bool) {
	before := partRoom
	if newPage {
		before = 0
	}
	if part.About != "" {
		d.Paragraph(word.Para{Style: "About", NewPage: newPage, Before: before}, word.Run{Text: part.About})
		newPage, before = false, 0
	}
	d.Paragraph(word.Para{Style: "Heading1", NewPage: newPage, Before: before}, word.Run{Text: part.Title})
	for i, block := range part.Blocks {
		if marks, ok := block.(Marks); ok && i+1 < len(part.Blocks) && labels(marks, part.Blocks[i+1]) {
			d.mark(word.Para{Style: "Mark", WithNext: true}, marks[0])
			continue
		}
		d.block(block)
	}
}

// labels reports whether a mark says how it is with what the steps behind it mend.
func labels(marks Marks, next Block) bool {
	_, steps := next.(Steps)
	return steps && len(marks) == 1
}

func (d typed) block(block Block) {
	switch block := block.(type) {
	case Headline:
		d.Styled("Headline", string(block))
	case Picture:
		d.picture(block)
	case Lead:
		d.Styled("Lead", string(block))
	case Paragraph:
		d.Styled("", string(block))
	case Warning:
		d.Styled("Warning", string(block))
	case Heading:
		d.Styled("Heading2", string(block))
	case Subject:
		d.Styled("Heading3", string(block))
	case Bullets:
		d.bullets(block, 0)
	case Columns:
		d.columns(block)
	case Marks:
		for _, mark := range block {
			d.mark(word.Para{Style: "Mark"}, mark)
		}
	case Pairs:
		for _, pair := range block {
			d.pair(pair)
		}
	case Sides:
		for _, side := range block {
			d.bullets([]string{side.line(Mark.Label)}, 0)
		}
	case Steps:
		d.steps(block)
	case Table:
		d.table(block)
	case Answers:
		for _, answer := range block {
			d.answer(answer)
		}
	case Facts:
		d.facts(word.Para{Style: "Field"}, block)
	case Message:
		d.lines("Message", string(block))
	default:
		panic(fmt.Sprintf("no DOCX for %T", block))
	}
}

func (d typed) facts(p word.Para, facts Facts) {
	for _, fact := range facts {
		d.Paragraph(p, word.Run{Style: "Aside", Text: fact.Name + ": "}, word.Run{Text: fact.Text})
	}
}

func (d typed) bullets(items []string, level int) {
	style := [...]string{"ListBullet", "ListBullet2"}[level]
	for _, text := range items {
		d.Paragraph(word.Para{Style: style, List: word.Bullets, Level: level}, word.Run{Text: text})
	}
}

// lines keep the lines of a text as they were written.
func (d typed) lines(style, text string) {
	for _, line := range strings.Split(text, "\n") {
		d.Styled(style, strings.TrimSpace(line))
	}
}

// levelStyle is how a level's sign and word look. The word says the same as the colour.
var levelStyle = map[assessment.Level]string{
	assessment.InPlace: "Good", assessment.Partly: "Part", assessment.No: "Bad",
	assessment.Unsure: "Open", assessment.Unanswered: "Open", assessment.NA: "Neutral",
}

func (d typed) mark(p word.Para, mark Mark) {
	style := levelStyle[mark.Level]
	runs := []word.Run{{Style: style, Text: mark.Level.Sign(), Tab: true}, {Style: style, Text: mark.Word}}
	if mark.Text != "" {
		runs = append(runs, word.Run{Text: ": " + mark.Text})
	}
	if len(mark.Asides) > 0 {
		runs = append(runs, word.Run{Style: "Aside", Text: " (" + strings.Join(mark.Asides, "; ") + ")"})
	}
	d.Paragraph(p, runs...)
}

func (d typed) pair(pair Pair) {
	first, second := levelStyle[pair.First.Level], levelStyle[pair.Second.Level]
	d.Paragraph(word.Para{Style: "Mark"},
		word.Run{Style: first, Text: pair.First.Level.Sign(), Tab: true}, word.Run{Style: first, Text: pair.First.Word}, word.Run{Text: " → "},
		word.Run{Style: second, Text: pair.Second.Label()}, word.Run{Text: ": " + pair.Text})
}

// steps are numbered by the word processor. A number that is not the next one begins a list.
func (d typed) steps(steps Steps) {
	var list word.List
	before := 0
	for i, step := range steps {
		number := step.number(i + 1)
		if list == 0 || number != before+1 {
			list = d.Numbered(number)
		}
		before = number
		d.step(list, step)
	}
}

func (d typed) step(list word.List, step Step) {
	title := []word.Run{{Text: step.Title}}
	if step.Tick {
		title = []word.Run{{Box: d.boxName, Text: " " + step.Title}}
	}
	about := step.About()
	more := len(step.Do) > 0 || len(step.Facts) > 0 || step.Message != ""
	d.Paragraph(word.Para{Style: "Step", List: list, WithNext: about != "" || step.Sign || more}, title...)
	if about != "" {
		d.Paragraph(word.Para{Style: "ListContinue", WithNext: step.Sign || more}, word.Run{Style: "Aside", Text: about})
	}
	if step.Sign {
		d.sign(step, more)
	}
	d.bullets(step.Do, 1)
	d.facts(word.Para{Style: "ListContinue"}, step.Facts)
	if step.Message != "" {
		d.lines("MessageInList", string(step.Message))
	}
}

// sign is a line for who does a step and one for by when, also behind what somebody has said.
func (d typed) sign(step Step, withNext bool) {
	middle := d.page.Text() * 11 / 20
	d.Paragraph(word.Para{Style: "SignOff", WithNext: withNext, Stops: []word.Stop{{At: middle, Line: true}, {At: d.page.Text(), Line: true, Right: true}}},
		word.Run{Text: step.SignWho + " " + step.Who, Tab: true}, word.Run{Text: "   " + step.SignBy + " " + step.By, Tab: true})
}

func (d typed) answer(answer Answer) {
	d.Styled("Heading3", answer.Question)
	noted := answer.Note != ""
	d.mark(word.Para{Style: "Mark", WithNext: noted || len(answer.Facts) > 0}, answer.Said)
	d.facts(word.Para{Style: "ListContinue", WithNext: noted}, answer.Facts)
	if noted {
		d.Paragraph(word.Para{Style: "ListContinue", WithNext: true}, word.Run{Style: "Aside", Text: answer.NoteWord + ":"})
		d.lines("MessageInList", answer.Note)
	}
}
