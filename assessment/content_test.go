package assessment

import (
	"fmt"
	"io/fs"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"readycheck/assessment/readtest"
)

// A contentRule holds for all texts of the question set in the program. Spoil breaks it
// in a copy of the set, to show that the rule can fail.
type contentRule struct {
	name   string
	faults func(*testing.T, *Set) []string
	spoil  func(*Set)
}

var contentRules = []contentRule{
	{"questions have at most 20 words", longQuestions, func(s *Set) { s.Questions[3].Text += strings.Repeat(" word", 20) }},
	{"choices have at most 90 characters", longChoices, func(s *Set) { s.Questions[3].Choices[1].Text = strings.Repeat("ä", 91) }},
	{"titles of steps have at most 45 characters", longTitles, func(s *Set) { s.Questions[3].Confirm.Title = "L" + strings.Repeat("o", 45) }},
	{"titles of steps start with a capital letter", smallTitles, func(s *Set) { s.Questions[3].FindOut.Title = "ask them" }},
	{"alerts have at most 250 characters", longAlerts, func(s *Set) { s.Alerts[1].Text = strings.Repeat("a", 251) }},
	{"owners read no jargon", jargon, func(s *Set) { s.Questions[3].Fix.Steps[1] = "Deploying it needs a sign-off." }},
	{"the glossary has no jargon but the lens words", jargon, func(s *Set) { s.Glossary[0].Text = "Your stakeholders decide." }},
	{"a question is read by grade 8", hardQuestions, func(s *Set) { s.Questions[3].Why = hardText }},
	{"all texts are read by grade 6", hardSet, func(s *Set) {
		for i := range s.Questions {
			q := &s.Questions[i]
			q.Why, q.Good, q.Fix.Done, q.FindOut.Message, q.Confirm.Text = hardText, hardText, hardText, hardText, hardText
		}
	}},
	{"sentences have at most 30 words", longSentences, func(s *Set) { s.Phrases.May[0].Text = strings.Repeat("word ", 31) + "end." }},
	{"each requirement is covered", uncovered, func(s *Set) {
		for i := range s.Questions {
			s.Questions[i].Covers = slices.DeleteFunc(s.Questions[i].Covers, func(id string) bool { return id == "W3" })
		}
	}},
	{"covers name requirements", uncovered, func(s *Set) { s.Questions[3].Covers[0] = "I8" }},
	{"each kind of use has its own example", examples, func(s *Set) { s.Questions[3].Examples["admin"] = s.Questions[3].Examples["other"] }},
	{"no kind of use goes without an example", examples, func(s *Set) { delete(s.Questions[3].Examples, "marketing") }},
	{"must questions say how to find out and confirm", adviceMissing, func(s *Set) { s.Questions[0].FindOut.Message = "" }},
	{"no choice begins with yes or no", yesOrNo, func(s *Set) { s.Questions[3].Choices[0].Text = "Yes. It is so." }},
	{"variants are held to the same rules", longChoices, func(s *Set) { firstVariant(s).Choices[1].Text = strings.Repeat("ä", 91) }},
	{"a variant for one person alone speaks to nobody else", ofOthers, func(s *Set) { firstVariant(s).Why = "Everyone in the team forgets." }},
	{"an alert says what would settle it", unsettled, func(s *Set) { s.Alerts[0].Questions, s.Alerts[0].Setup = nil, nil }},
	{"people are called by what they do, at the start of a sentence", firstNames, func(s *Set) { s.Questions[3].Good = "Leo looks at it." }},
	{"people are called by what they do, within a sentence", firstNames, func(s *Set) { s.Questions[3].Examples["other"] = "It waits for Ines." }},
	{"questions end with a question mark", unasked, func(s *Set) { s.Questions[3].Text = "Somebody looks at it." }},
}

func TestContent(t *testing.T) {
	for _, rule := range contentRules {
		t.Run(rule.name, func(t *testing.T) {
			for _, fault := range rule.faults(t, Default()) {
				t.Error(fault)
			}
		})
	}
}

func TestContentRulesCanFail(t *testing.T) {
	for _, rule := range contentRules {
		t.Run(rule.name, func(t *testing.T) {
			set := ownCopy(t)
			before := rule.faults(t, set)
			rule.spoil(set)
			if after := rule.faults(t, set); len(after) == len(before) {
				t.Errorf("the spoiled set has the same %d faults", len(after))
			}
		})
	}
}

// ownCopy reads the set anew, so that a test may change it.
func ownCopy(t *testing.T) *Set {
	t.Helper()
	folder, err := fs.Sub(embedded, "sets/ai-readiness")
	if err != nil {
		t.Fatal(err)
	}
	set, err := LoadFS(folder)
	if err != nil {
		t.Fatal(err)
	}
	return set
}

// faces are all questions in all their words.
func (s *Set) faces() []*Question {
	var all []*Question
	for i := range s.Questions {
		all = append(all, &s.Questions[i])
		for _, v := range s.Questions[i].Variants {
			all = append(all, v.Question)
		}
	}
	return all
}

// firstVariant is some variant that is for one person alone.
func firstVariant(s *Set) *Question {
	for i := range s.Questions {
		for _, v := range s.Questions[i].Variants {
			if alone(v.When) {
				return v.Question
			}
		}
	}
	panic("no question has a variant for one person alone")
}

// alone reports whether a condition holds for nobody but one person.
func alone(when Condition) bool {
	return len(when) == 1 && slices.ContainsFunc(when[0].Only, func(t SetupTest) bool {
		return t.Field == "audience" && slices.Equal(t.Codes, []string{"me"})
	})
}

func yesOrNo(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		for _, c := range q.Choices {
			if word := strings.ToLower(strings.TrimRight(strings.Fields(c.Text)[0], ".,!")); word == "yes" || word == "no" && strings.ContainsAny(strings.Fields(c.Text)[0], ".,") {
				faults = append(faults, fmt.Sprintf("%s: the choice %q answers yes or no", q.ID, c.Text))
			}
		}
	}
	return faults
}

var others = regexp.MustCompile(`(?i)\b(everyone|everybody|the team|all of us|our staff|colleagues?)\b`)

func ofOthers(_ *testing.T, s *Set) (faults []string) {
	for i := range s.Questions {
		for _, v := range s.Questions[i].Variants {
			if !alone(v.When) {
				continue
			}
			texts := []string{v.Question.Text, v.Question.Why, v.Question.Good, v.Question.Fix.Done, v.Question.Confirm.Text}
			for _, c := range v.Question.Choices {
				texts = append(texts, c.Text)
			}
			for _, text := range append(texts, v.Question.Fix.Steps...) {
				if word := others.FindString(text); word != "" {
					faults = append(faults, fmt.Sprintf("%s, alone: %q in %q", v.Question.ID, word, text))
				}
			}
		}
	}
	return faults
}

func unsettled(_ *testing.T, s *Set) (faults []string) {
	for i := range s.Alerts {
		if a := &s.Alerts[i]; len(a.Questions)+len(a.Setup) == 0 {
			faults = append(faults, a.ID+": nothing would settle it")
		}
	}
	return faults
}

func longQuestions(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		if n := len(strings.Fields(q.Text)); n > 20 {
			faults = append(faults, fmt.Sprintf("%s: the question has %d words", q.ID, n))
		}
	}
	return faults
}

func unasked(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		if strings.Count(q.Text, "?") != 1 || !strings.HasSuffix(q.Text, "?") {
			faults = append(faults, fmt.Sprintf("%s: %q is not one question", q.ID, q.Text))
		}
	}
	return faults
}

func longChoices(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		for _, c := range q.Choices {
			if n := utf8.RuneCountInString(c.Text); n > 90 {
				faults = append(faults, fmt.Sprintf("%s: the choice for %s has %d characters", q.ID, c.Level, n))
			}
		}
	}
	return faults
}

// stepTitles are the titles that a summary lists under next steps.
func stepTitles(q *Question) []string { return []string{q.Fix.Title, q.FindOut.Title, q.Confirm.Title} }

func longTitles(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		for _, title := range stepTitles(q) {
			if n := utf8.RuneCountInString(title); n > 45 {
				faults = append(faults, fmt.Sprintf("%s: the title %q has %d characters", q.ID, title, n))
			}
		}
	}
	return faults
}

func smallTitles(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		for _, title := range stepTitles(q) {
			if first, _ := utf8.DecodeRuneInString(title); !unicode.IsUpper(first) {
				faults = append(faults, fmt.Sprintf("%s: the title %q starts small", q.ID, title))
			}
		}
	}
	return faults
}

func longAlerts(_ *testing.T, s *Set) (faults []string) {
	for _, a := range s.Alerts {
		if n := utf8.RuneCountInString(a.Text); n > 250 {
			faults = append(faults, fmt.Sprintf("%s: the alert has %d characters", a.ID, n))
		}
	}
	return faults
}

func examples(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		seen := map[string]string{}
		for _, kind := range kinds {
			text := q.Examples[kind]
			if text == "" {
				faults = append(faults, fmt.Sprintf("%s: no example for %s", q.ID, kind))
			} else if other, twice := seen[text]; twice {
				faults = append(faults, fmt.Sprintf("%s: the same example for %s and %s", q.ID, other, kind))
			}
			seen[text] = kind
		}
	}
	return faults
}

func adviceMissing(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		if q.Weight != Must {
			continue
		}
		for name, text := range map[string]string{
			"find_out.title": q.FindOut.Title, "find_out.ask": q.FindOut.Ask, "find_out.message": q.FindOut.Message,
			"confirm.title": q.Confirm.Title, "confirm.text": q.Confirm.Text,
		} {
			if text == "" {
				faults = append(faults, fmt.Sprintf("%s: no %s", q.ID, name))
			}
		}
	}
	return faults
}

// uncovered compares what the questions cover with testdata/requirements.tsv, the ids
// and kinds of what the advice behind this set asks for.
func uncovered(t *testing.T, s *Set) (faults []string) {
	t.Helper()
	data, err := os.ReadFile("testdata/requirements.tsv")
	if err != nil {
		t.Fatal(err)
	}
	known, covered := map[string]bool{}, map[string]bool{}
	for _, q := range s.Questions {
		for _, id := range q.Covers {
			covered[id] = true
		}
	}
	lines := strings.Split(strings.TrimSpace(string(data)), "\n")
	for _, line := range lines[1:] {
		id, kind, ok := strings.Cut(strings.TrimSpace(line), "\t")
		if !ok {
			t.Fatalf("%q is no id and kind", line)
		}
		known[id] = true
		switch kind {
		case "checklist", "weak sign", "missing sign", "small business", "mistake", "question", "example":
			if !covered[id] {
				faults = append(faults, fmt.Sprintf("no question covers %s (%s)", id, kind))
			}
		}
	}
	for _, q := range s.Questions {
		for _, id := range q.Covers {
			if !known[id] {
				faults = append(faults, fmt.Sprintf("%s covers %q, which is no requirement", q.ID, id))
			}
		}
	}
	return faults
}

// A passage is a text that an owner reads, and where it stands.
type passage struct{ where, text string }

// sentences are the question and its help, where they are whole sentences. Titles and
// names of people are left out: they are so short that they would flatter the rest.
func (q *Question) sentences() []passage {
	var all []passage
	add := func(where string, texts ...string) {
		for _, text := range texts {
			all = append(all, passage{q.ID + " " + where, text})
		}
	}
	add("text", q.Text)
	for _, c := range q.Choices {
		add("choice", c.Text)
	}
	add("why", q.Why)
	add("good", q.Good)
	for _, kind := range kinds {
		add("example", q.Examples[kind])
	}
	for _, term := range q.Terms {
		add("term", term.Text)
	}
	add("step", q.Fix.Steps...)
	add("done", q.Fix.Done)
	add("message", q.FindOut.Message)
	add("confirm", q.Confirm.Text)
	return all
}

// sentences are all sentences an owner may read but for the glossary.
func (s *Set) sentences() []passage {
	var all []passage
	for _, q := range s.faces() {
		all = append(all, q.sentences()...)
	}
	add := func(where, text string) { all = append(all, passage{where, text}) }
	for _, section := range s.Sections {
		add("section "+section.ID, section.About)
	}
	for _, item := range s.Items {
		add("item "+item.ID, item.Title)
		add("item "+item.ID+" hands", item.Hands)
	}
	for i, raise := range s.Raises {
		add(fmt.Sprint("raise ", i+1), raise.Why)
	}
	for _, alert := range s.Alerts {
		add("alert "+alert.ID, alert.Text)
	}
	p := &s.Phrases
	for where, phrases := range map[string][]Phrase{
		"sentence": p.Sentence, "may": p.May, "not_yet": p.NotYet, "integration": p.Lenses[Integration],
		"deployment": p.Lenses[Deployment], "pattern": p.Pattern, "ahead": p.Ahead, "provisional": p.Provisional,
	} {
		for _, phrase := range phrases {
			add("phrase "+where, phrase.Text)
		}
	}
	for kind, phrases := range p.Held {
		for _, phrase := range phrases {
			add("held "+heldCodes[kind], strings.NewReplacer("{n}", "3", "{open}", "Off switch").Replace(phrase.Text))
		}
	}
	for name, words := range s.Setup {
		add("setup "+name, words.Title)
		add("setup "+name, words.About)
		for _, text := range words.Options {
			add("setup "+name, text)
		}
	}
	for i, meaning := range p.StageMeanings {
		add("stage "+stageCodes[i], meaning)
	}
	add("limits", p.Limits)
	return all
}

// Words that a bakery owner has no use for. An asterisk stands for any ending.
var banned = jargonWords(`
	api apis audit* rag llm llms ai-powered endpoint* webhook* middleware sdk json yaml oauth sso saas backend frontend
	credential* authenticat* authoriz* authoris* provisioning service-account* least-privilege rbac mfa tenant*
	governance compliance compliant stakeholder* regulatory remediat* mitigat* escalat* posture control-framework*
	leverag* workflow* onboarding robust seamless* cutting-edge state-of-the-art best-practice* best-in-class holistic
	ecosystem* synerg* scalab* utiliz* utilis* streamlin* empower* unlock* game-chang* paradigm* proactive* actionable
	orchestrat* pipeline* granular* kpi kpis metric* roi use-case* human-in-the-loop hallucinat* inference fine-tun*
	implement* functionalit* facilitat* ensure* ensuring optimiz* optimis* deliverable* touchpoint* bandwidth roadmap*
`)

// Words for the two lenses. The glossary explains them, and the rest does without.
var lensWords = jargonWords("deploy* integrat*")

func jargonWords(list string) *regexp.Regexp {
	words := strings.Fields(list)
	for i, word := range words {
		word = strings.ReplaceAll(regexp.QuoteMeta(word), `\*`, `[\pL]*`)
		words[i] = strings.ReplaceAll(word, "-", "[- ]")
	}
	return regexp.MustCompile(`(?i)\b(` + strings.Join(words, "|") + `)\b`)
}

func jargon(_ *testing.T, s *Set) (faults []string) {
	all := s.sentences()
	add := func(where string, texts ...string) {
		for _, text := range texts {
			all = append(all, passage{where, text})
		}
	}
	add("title", s.Title)
	for _, section := range s.Sections {
		add("section "+section.ID, section.Title)
	}
	for _, item := range s.Items {
		add("item "+item.ID+" short", item.Short)
	}
	for _, q := range s.faces() {
		add(q.ID+" title", stepTitles(q)...)
		add(q.ID+" who", q.Fix.Who, q.FindOut.Ask)
		for _, term := range q.Terms {
			add(q.ID+" term", term.Term)
		}
	}
	add("stage name", s.Phrases.StageNames[:]...)
	for _, p := range all {
		for _, word := range append(banned.FindAllString(p.text, -1), lensWords.FindAllString(p.text, -1)...) {
			faults = append(faults, fmt.Sprintf("%s: %q is jargon, in %q", p.where, word, p.text))
		}
	}
	for _, term := range s.Glossary {
		for _, word := range banned.FindAllString(term.Term+" "+term.Text, -1) {
			faults = append(faults, fmt.Sprintf("glossary %s: %q is jargon", term.Term, word))
		}
	}
	return faults
}

// hardText reads like a brochure. It is what the measure must turn down.
const hardText = "Organizations utilizing artificial intelligence capabilities should systematically institutionalize " +
	"accountability considerations, particularly whenever automated recommendations substantially influence operational decisions."

// plainText reads as an owner talks.
const plainText = "Look at the list. See what the AI sent last week. If a price is wrong, call the shop and put it right."

func hardQuestions(_ *testing.T, s *Set) (faults []string) {
	for _, q := range s.faces() {
		if grade := measure(q.sentences()).Grade(); grade > 8 {
			faults = append(faults, fmt.Sprintf("%s: with its help it reads at grade %.1f", q.ID, grade))
		}
	}
	// A single text may be a little harder than the whole, but not a brochure.
	for _, p := range s.sentences() {
		if m := measure([]passage{p}); m.Words >= 12 && m.Grade() > 12 {
			faults = append(faults, fmt.Sprintf("%s: it reads at grade %.1f: %q", p.where, m.Grade(), p.text))
		}
	}
	return faults
}

func hardSet(_ *testing.T, s *Set) (faults []string) {
	if grade := measure(s.sentences()).Grade(); grade > 6 {
		faults = append(faults, fmt.Sprintf("all texts read at grade %.1f", grade))
	}
	return faults
}

func longSentences(_ *testing.T, s *Set) (faults []string) {
	for _, p := range s.sentences() {
		for _, sentence := range readtest.Sentences(p.text) {
			if n := len(strings.Fields(sentence)); n > 30 {
				faults = append(faults, fmt.Sprintf("%s: a sentence has %d words: %q", p.where, n, sentence))
			}
		}
	}
	return faults
}

func TestTheMeasureTellsPlainFromHard(t *testing.T) {
	if grade := measure([]passage{{"", hardText}}).Grade(); grade < 16 {
		t.Errorf("the hard text reads at grade %.1f, want at least 16", grade)
	}
	if grade := measure([]passage{{"", plainText}}).Grade(); grade > 4 {
		t.Errorf("the plain text reads at grade %.1f, want at most 4", grade)
	}
	for word, want := range map[string]int{
		"cake": 1, "the": 1, "price": 1, "bakery": 3, "table": 2, "needed": 2, "asked": 1, "changes": 2, "files": 1,
		"idea": 3, "people": 2, "someone": 2, "customer": 3, "reviewed": 2, "AI": 2, "don't": 1, "you": 1, "special": 2, "radio": 3,
		"every": 2, "business": 2, "accountability": 6, "being": 2, "said": 1, "science": 2, "usual": 3, "prices": 2, "12": 1,
	} {
		if got := readtest.Syllables(word); got != want {
			t.Errorf("%q has %d syllables by the count, want %d", word, got, want)
		}
	}
}

// measure measures the texts of passages.
func measure(passages []passage) readtest.Measured {
	var m readtest.Measured
	for _, p := range passages {
		m.Add(p.text)
	}
	return m
}

// Two steps with one title cannot be told apart in a plan.
func TestStepTitlesAreDistinct(t *testing.T) {
	seen := map[string]string{}
	for _, q := range Default().faces() {
		own := map[string]bool{}
		for _, title := range []string{q.Fix.Title, q.FindOut.Title, q.Confirm.Title} {
			if before, twice := seen[title]; twice && before != q.ID || own[title] {
				t.Errorf("%s and %s share the title %q", before, q.ID, title)
			}
			seen[title], own[title] = q.ID, true
		}
	}
}
