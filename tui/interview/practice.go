package interview

import (
	"cmp"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"readycheck/assessment"
)

// Clients are the clients of a practice as a face shows them: filtered, sorted and counted.
type Clients struct {
	Set *assessment.Set
	// Shown are those that the filter leaves, in their order.
	Shown []assessment.PracticeRow
	// Counts are how many of those shown are where on each line, Known of how many that is known.
	Counts []assessment.LineCount
	Known  int

	now    func() time.Time
	all    []assessment.PracticeRow
	filter assessment.Filter
	way    int
}

// Take takes in the clients as they were read. The filter and the order stay.
func (c *Clients) Take(set *assessment.Set, rows []assessment.PracticeRow, now func() time.Time) {
	c.Set, c.all, c.now = set, rows, now
	c.choose()
}

// All is how many clients there are.
func (c *Clients) All() int { return len(c.all) }

// ToWorkOut are the ids of the sessions whose lines are not worked out.
func (c *Clients) ToWorkOut() []string { return assessment.ToWorkOut(c.all) }

// WorkedOut takes in what was found of some of them.
func (c *Clients) WorkedOut(found []assessment.StandingFound) {
	assessment.WorkedOut(c.Set, c.all, found, c.now())
	c.choose()
}

// Filter chooses by what a person typed, see assessment.ReadFilter. What is wrong in it is a
// sentence, and the filter before stays.
func (c *Clients) Filter(text string) (problem string) {
	filter, err := assessment.ReadFilter(c.Set, text)
	if err != nil {
		return assessment.Sentence(err)
	}
	c.filter = filter
	c.choose()
	return ""
}

// FilterTyped is Filter of what is still being typed: a last word that is not finished, or is
// wrong, leaves the choice to those before it.
func (c *Clients) FilterTyped(text string) (problem string) {
	at := strings.LastIndexByte(text, ' ') + 1
	switch strings.ToLower(text[at:]) {
	case "gap", "stage", "tag":
		return c.Filter(text[:at])
	}
	problem = c.Filter(text)
	if problem != "" && c.Filter(text[:at]) != "" {
		c.Filter("")
	}
	return problem
}

// Gaps are the lines that the filter asks for, by their places among the set's items.
func (c *Clients) Gaps() []int { return c.filter.Gaps() }

// choose finds and counts those that are shown.
func (c *Clients) choose() {
	c.Shown = sorted(c.filter.Choose(c.all), c.way)
	c.Counts, c.Known = assessment.CountLines(c.Set, c.Shown), 0
	for i := range c.Shown {
		if c.Shown[i].Levels != nil {
			c.Known++
		}
	}
}

// ways are the ways to sort clients. Where one decides nothing, the one changed last is first.
var ways = [...]struct {
	words   string
	compare func(a, b *sortedRow) int
}{
	{"overdue first", func(a, b *sortedRow) int { return cmp.Compare(b.Overdue, a.Overdue) }},
	{"by stage", func(a, b *sortedRow) int { return cmp.Compare(a.stage, b.stage) }},
	{"by name", func(a, b *sortedRow) int { return strings.Compare(a.name, b.name) }},
	{"changed last first", func(*sortedRow, *sortedRow) int { return 0 }},
}

// sortedRow is a row with what it is sorted by.
type sortedRow struct {
	*assessment.PracticeRow
	stage int
	name  string
}

func sorted(rows []assessment.PracticeRow, way int) []assessment.PracticeRow {
	keyed := make([]sortedRow, len(rows))
	for i := range rows {
		keyed[i] = sortedRow{PracticeRow: &rows[i], stage: int(rows[i].Standing.Stage)}
		if !rows[i].Started() {
			keyed[i].stage = -1 // before all stages: nobody knows yet
		}
		if way == byName {
			keyed[i].name = assessment.UseKey(rows[i].Business, rows[i].Use)
		}
	}
	slices.SortStableFunc(keyed, func(a, b sortedRow) int { return ways[way].compare(&a, &b) })
	out := make([]assessment.PracticeRow, len(rows))
	for i := range keyed {
		out[i] = *keyed[i].PracticeRow
	}
	return out
}

// byName is the way that needs names, which take a while to fold.
const byName = 2

// Sort goes on to the next way to sort.
func (c *Clients) Sort() {
	c.way = (c.way + 1) % len(ways)
	c.choose()
}

// SortedBy says how they are sorted.
func (c *Clients) SortedBy() string { return ways[c.way].words }

// Found says how many are shown.
func (c *Clients) Found() string {
	if len(c.Shown) == len(c.all) {
		return assessment.Counted(len(c.all), "client", "clients")
	}
	return fmt.Sprintf("%d of %s", len(c.Shown), assessment.Counted(len(c.all), "client", "clients"))
}

// WhoLack are those shown who lack a line, by its place among the set's items.
func (c *Clients) WhoLack(item int) []assessment.PracticeRow {
	return assessment.WhoLack(c.Shown, item)
}

// LackWords say how many of those shown lack a line.
func (c *Clients) LackWords(item int) string {
	lack := c.Counts[item].Lack
	return fmt.Sprintf("%d of %d %s", lack, c.Known, assessment.Either(lack, "lacks it", "lack it"))
}

// LineSaid is the whole name of a line, and how many lack it.
func (c *Clients) LineSaid(item int) string {
	line := &c.Set.Items[item]
	return line.ID + " " + line.Title + " " + c.LackWords(item) + "."
}

// Lacks names the lines that a client lacks, in their short names.
func (c *Clients) Lacks(row *assessment.PracticeRow) string {
	var names []string
	for i := range c.Set.Items {
		if row.Lacks(i) {
			names = append(names, strings.ToLower(cmp.Or(c.Set.Items[i].Short, c.Set.Items[i].ID)))
		}
	}
	return strings.Join(names, ", ")
}

// OpensWalk reports whether something of a client has come due, which is looked at first.
func (c *Clients) OpensWalk(row *assessment.PracticeRow) bool {
	day := row.Standing.NextDay()
	return day != "" && day <= c.now().Format(assessment.DateLayout)
}

// ReadTags reads tags with spaces or commas between them. What is wrong is a sentence.
func ReadTags(text string) (tags assessment.Tags, problem string) {
	words := strings.FieldsFunc(assessment.CleanLine(text, assessment.MaxNote), func(r rune) bool { return r == ' ' || r == ',' })
	tags, err := tags.With(words...)
	if err != nil {
		return "", assessment.Sentence(err)
	}
	return tags, ""
}

// LabelsSaid says the tags and the next visit of a session.
func LabelsSaid(labels assessment.Labels) string {
	tags, visit := "no tags", "no next visit"
	if list := labels.Tags.List(); len(list) > 0 {
		tags = assessment.Either(len(list), "tag ", "tags ") + assessment.CleanLine(strings.Join(list, ", "), assessment.MaxShort)
	}
	if labels.Visit != "" {
		visit = "next visit " + assessment.SayDue(labels.Visit)
	}
	return tags + ", " + visit + "."
}

// LetterOrder is a letter to each of some clients about lines that they lack, by their places among
// the set's items.
type LetterOrder struct {
	Clients []assessment.Head
	Lines   []int
	Folder  string
}

// ErrNoLetters means that this face cannot write letters.
var ErrNoLetters = errors.New("no letters can be written here")

// WriteLetters writes them into a folder, where none may be there, and says how many there are.
func (o *Options) WriteLetters(order LetterOrder) (int, error) {
	if o.Letters == nil {
		return 0, ErrNoLetters
	}
	return o.Letters(o.Set(), order.Clients, order.Lines, order.Folder)
}

// LettersFolder is where letters go unless somebody says otherwise: a folder for each line and day.
func LettersFolder(set *assessment.Set, item int, now time.Time) string {
	line := cmp.Or(assessment.OneWord(set.Items[item].Short), strings.ToLower(set.Items[item].ID))
	return "~/letters-" + line + "-" + now.Format(assessment.DateLayout)
}

// LettersSaid says what was written, and what to do with it.
func LettersSaid(n int, folder string) string {
	return fmt.Sprintf("Written to %s: %s, each as a text (txt) and as a mail (eml). Read them first. A mail has no address yet: open it in your mail program, and write it in.",
		assessment.CleanLine(folder, assessment.MaxNote), assessment.Counted(n, "letter", "letters"))
}

// HeadsOf are the heads of clients.
func HeadsOf(rows []assessment.PracticeRow) []assessment.Head {
	heads := make([]assessment.Head, len(rows))
	for i := range rows {
		heads[i] = rows[i].Head
	}
	return heads
}
