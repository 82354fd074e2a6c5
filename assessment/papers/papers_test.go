package papers

import (
	"bytes"
	"flag"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
)

var update = flag.Bool("update", false, "write the golden files anew")

var today = time.Date(2026, 11, 24, 12, 0, 0, 0, time.UTC)

func example(t testing.TB) *assessment.Session {
	t.Helper()
	session, err := assessment.Example(assessment.Default())
	if err != nil {
		t.Fatal(err)
	}
	return session
}

// pile are the papers of a session: those that fit it, or all there are.
func pile(session *assessment.Session, all bool) []Document {
	list := Papers
	if !all {
		list = For(assessment.Default(), session)
	}
	return Pile(list, assessment.Default(), session, today)
}

func written(t testing.TB, format Format, docs []Document) string {
	t.Helper()
	var b bytes.Buffer
	if err := format.Write(&b, docs); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func golden(t *testing.T, file, got string) {
	t.Helper()
	file = filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if got != string(want) {
		t.Errorf("%s differs; look at it with: go test ./assessment/papers -update && git diff", file)
	}
}

func TestGoldenExample(t *testing.T) {
	docs := pile(example(t), false)
	for i, doc := range docs {
		md, _ := FormatNamed("md")
		golden(t, doc.Name+".md", written(t, md, docs[i:i+1]))
	}
	html, _ := FormatNamed("html")
	golden(t, "all-papers.html", written(t, html, docs))
	docx, _ := FormatNamed("docx")
	golden(t, "all-papers.docx.xml", strings.ReplaceAll(wordText(t, written(t, docx, docs)), "</w:p>", "</w:p>\n"))
}

// What an empty session gives is told apart from the blank lines of the paper itself: no text
// of a person can be in it, since there is none.
func TestGoldenEmptySession(t *testing.T) {
	md, _ := FormatNamed("md")
	golden(t, "empty.md", written(t, md, pile(&assessment.Session{}, true)))
}

func TestAnEmptySessionGivesPapersWithLinesOnly(t *testing.T) {
	for _, doc := range pile(&assessment.Session{}, true) {
		md, _ := FormatNamed("md")
		gaps := strings.Count(strings.ReplaceAll(written(t, md, []Document{doc}), `\_`, "_"), Blank)
		fields := func(list Fields) {
			for _, field := range list {
				if field.Text != "" {
					t.Errorf("%s says %q behind %q, and nobody said that", doc.Name, field.Text, field.Name)
				}
			}
		}
		fields(doc.Fields)
		for _, block := range doc.Blocks {
			switch block := block.(type) {
			case Fields:
				fields(block)
			case Noted:
				t.Errorf("%s has a note: %q", doc.Name, block)
			case Table:
				for _, row := range block.Rows {
					for i, cell := range row {
						if cell == "" {
							gaps++
						} else if i > 0 && cell != "Asked on" {
							t.Errorf("%s has %q in a cell", doc.Name, cell)
						}
					}
				}
			}
		}
		if gaps < 3 {
			t.Errorf("%s has %d gaps: is there nothing to fill in?", doc.Name, gaps)
		}
	}
}

// fixes are the words of a question and its variants that say what to do.
func fixes(q *assessment.Question) []string {
	words := slices.Concat(q.Fix.Steps, []string{q.Fix.Done})
	for _, variant := range q.Variants {
		words = slices.Concat(words, variant.Question.Fix.Steps, []string{variant.Question.Fix.Done})
	}
	return words
}

// asksToWrite finds steps that end in something on paper.
var asksToWrite = regexp.MustCompile(`(?i)\b(write|written|list|note|notes|card|page|sign)\b`)

func papersOf(question string) []string {
	var names []string
	for _, paper := range Papers {
		if slices.Contains(paper.Questions, question) {
			names = append(names, paper.Name)
		}
	}
	return names
}

func TestEveryLineOfTheChecklistsHasItsPaper(t *testing.T) {
	set := assessment.Default()
	has := map[string]bool{}
	for i := range set.Questions {
		// The lead question is what the line is about.
		if q := &set.Questions[i]; q.Lead && len(papersOf(q.ID)) > 0 {
			has[q.Item] = true
		}
	}
	if len(set.Items) != 14 {
		t.Errorf("%d lines", len(set.Items))
	}
	for i := range set.Items {
		id := set.Items[i].ID
		if why := Unwritten[id]; has[id] == (why != "") {
			t.Errorf("%s: has a paper: %v, and why not: %q", id, has[id], why)
		}
	}
}

func TestEveryQuestionThatAsksForSomethingWrittenHasItsPaper(t *testing.T) {
	set := assessment.Default()
	asked := 0
	for i := range set.Questions {
		q := &set.Questions[i]
		names := papersOf(q.ID)
		why := Unwritten[q.ID]
		if why != "" && len(names) > 0 {
			t.Errorf("%s has a paper (%s), and a reason why not: %q", q.ID, names, why)
		}
		if q.Weight != assessment.Must {
			continue
		}
		if slices.ContainsFunc(fixes(q), asksToWrite.MatchString) {
			asked++
		}
		if len(names) == 0 && why == "" {
			t.Errorf("%s has no paper and no reason why not. Its steps: %q", q.ID, fixes(q))
		}
	}
	if asked < 25 {
		t.Errorf("only %d steps ask for something written: the words to look for are gone", asked)
	}
	for _, id := range slices.Sorted(maps.Keys(Unwritten)) {
		_, question := set.Question(id)
		_, item := set.Item(id)
		if !question && !item {
			t.Errorf("the reason for %s is about nothing", id)
		}
	}
}

func TestTheTableOfPapersIsWhole(t *testing.T) {
	seen := map[string]bool{}
	name := regexp.MustCompile(`^[a-z]+(-[a-z]+)*$`)
	for _, paper := range Papers {
		if !name.MatchString(paper.Name) || seen[paper.Name] || seen[paper.Title] || paper.Title == "" || len(paper.Questions) == 0 {
			t.Errorf("%q (%q) is no name of its own, or has no questions", paper.Name, paper.Title)
		}
		seen[paper.Name], seen[paper.Title] = true, true
		for _, id := range paper.Questions {
			if _, ok := assessment.Default().Question(id); !ok {
				t.Errorf("%s names %s, which is no question", paper.Name, id)
			}
		}
		if _, err := os.Stat(paper.Name + ".go"); err != nil {
			t.Errorf("%s is not in a file of its name: %v", paper.Name, err)
		}
		if found, ok := Named(paper.Name); !ok || found.Title != paper.Title {
			t.Errorf("%s is not found", paper.Name)
		}
	}
	if _, ok := Named("nothing"); ok {
		t.Error("there is a paper nobody made")
	}
}

func TestOnlyPapersThatFitAreOffered(t *testing.T) {
	names := func(setup assessment.Setup) string {
		var out []string
		for _, paper := range For(assessment.Default(), &assessment.Session{Setup: setup}) {
			out = append(out, paper.Name)
		}
		return strings.Join(out, " ")
	}
	// A quick check of the smallest use asks for the fewest.
	small := assessment.Setup{
		Kind: "marketing", StageNow: "idea", Connection: []string{"none"}, Powers: []string{"draft"},
		Audience: []string{"me"}, Information: []string{"public"},
	}
	if got, want := names(small), "job staff checks mistakes pause risks register"; got != want {
		t.Errorf("pasting public text alone gets %s, want %s", got, want)
	}
	large := assessment.Setup{
		Kind: "customer-replies", StageNow: "limited", Connection: []string{"connector"}, Powers: []string{"read", "send"},
		Audience: []string{"customers"}, Information: []string{"personal"},
	}
	if got := len(For(assessment.Default(), &assessment.Session{Setup: large})); got != len(Papers) {
		t.Errorf("a helper for customers gets %s, want all %d", names(large), len(Papers))
	}
}

func TestPapersAreFilledFromTheSession(t *testing.T) {
	md, _ := FormatNamed("md")
	session := example(t)
	text := func(name string) string {
		paper, _ := Named(name)
		return written(t, md, []Document{paper.Of(assessment.Default(), session, today)})
	}
	for name, says := range map[string][]string{
		"job":        {"It drafts replies to customers at the help desk", "| read files or messages | yes |", "| send messages by itself | no |", "**Who holds the login of the AI:** Tom"},
		"off-switch": {"**Call first, and phone:** Tom, ________", "**Tried on, and by:** ________"},
		"pause":      {"Pick one thing to judge the AI by: Priya, by Fri 4 Dec 2026", "Decide when to pause the AI: ________, by ________"},
		"risks":      {"linked to another program", "internal; personal", "Mr Hollis, ________"},
		"vendor":     {"Hollis Garden Tools", "The help desk program"},
	} {
		for _, said := range says {
			if !strings.Contains(text(name), said) {
				t.Errorf("%s does not say %q:\n%s", name, said, text(name))
			}
		}
	}
	// Whoever sees to an open step is not in charge of it for that.
	for _, said := range []string{"Who looks after it:** Tom", "Who reads ten of them, and on which day:** ________", "the records: Tom, by"} {
		if !strings.Contains(text("upkeep"), said) {
			t.Errorf("upkeep does not say %q:\n%s", said, text("upkeep"))
		}
	}
	// A due date that has passed is said to have passed.
	paper, _ := Named("pause")
	later := written(t, md, []Document{paper.Of(assessment.Default(), session, today.AddDate(1, 0, 0))})
	if !strings.Contains(later, "was due on Fri 4 Dec 2026") {
		t.Errorf("a year later: %s", later)
	}
	// An answer to a question that no longer applies is not shown.
	session.Setup.Connection = []string{"none"}
	if got := text("off-switch"); strings.Contains(got, "connected apps") {
		t.Errorf("the card of something that is not connected: %s", got)
	}
}

// forOthers are the papers that leave the business, hang where all can see them, or are for all
// who work with the AI.
var forOthers = []string{"staff", "customers", "vendor", "risks", "off-switch", "mistakes", "checks", "job", "incident"}

// A note is written for oneself, and so is a plan that says who is late: whoever reads these
// papers must not read them.
func TestPapersForOthersShowNoNotes(t *testing.T) {
	session := example(t)
	for id, answer := range session.Answers {
		answer.Note = "CANARY"
		session.Answers[id] = answer
	}
	md, _ := FormatNamed("md")
	shown := 0
	for _, doc := range pile(session, true) {
		has := strings.Contains(written(t, md, []Document{doc}), "CANARY")
		if others := slices.Contains(forOthers, doc.Name); has && others {
			t.Errorf("%s shows a note", doc.Name)
		} else if others && slices.Contains(doc.Blocks, Block(Heading("Still to do, from your plan"))) {
			t.Errorf("%s shows steps of the plan", doc.Name)
		}
		if has {
			shown++
		}
	}
	if shown < 4 {
		t.Errorf("%d papers show notes, so nothing was looked for", shown)
	}
}

// No sentence promises that a use is lawful or safe, and where the law or money comes in, a
// paper says whom to ask.
func TestPapersPromiseNothing(t *testing.T) {
	promise := regexp.MustCompile(`(?i)complian|compliant|legal(ly)? safe|guarantee|fully (safe|secure)|in line with the law|GDPR`)
	md, _ := FormatNamed("md")
	asks := map[string]bool{}
	for _, doc := range pile(example(t), true) {
		if found := promise.FindString(written(t, md, []Document{doc})); found != "" {
			t.Errorf("%s promises: %q", doc.Name, found)
		}
		for _, block := range doc.Blocks {
			if ask, ok := block.(Ask); ok {
				asks[doc.Name] = true
				if !regexp.MustCompile(`lawyer|adviser`).MatchString(string(ask)) {
					t.Errorf("%s asks nobody: %q", doc.Name, ask)
				}
			}
		}
	}
	for _, name := range []string{"customers", "incident", "vendor"} {
		if !asks[name] {
			t.Errorf("%s does not say whom to ask", name)
		}
	}
}
