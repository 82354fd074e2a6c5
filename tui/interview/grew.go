package interview

import (
	"slices"
	"strings"
	"unicode/utf8"

	"readycheck/assessment"
)

// asked is how many questions apply, and what was said about the use then.
type asked struct {
	setup assessment.Setup
	total int
}

// grown is what the last answer or change of the use did to the number of questions.
type grown struct {
	// now is how it stands, and since how it stood at the last answer: several pages about
	// the use are changed at a time, and their change is one.
	now, since asked
	// said is what Grew says, and by the question whose answer did it.
	said, by string
}

// Grew says in one sentence why more questions, or fewer, are asked than before the last answer
// or change of the use; "" where as many are. It stands until the next answer to another
// question. A number that grows without a reason looks like a form that has no end.
func (w *Work) Grew() string { return w.grown.said }

// counted notes how many questions there are now.
func (w *Work) counted() {
	w.grown.now = asked{setup: w.Session.Setup, total: w.Flow.Len()}
}

// grewBy takes in that a question was answered, where so many were asked before.
func (w *Work) grewBy(question string, before int) {
	g := &w.grown
	more := g.now.total - before
	switch {
	case more != 0:
		g.said, g.by = howMany(more)+w.afterAnswer(question, more > 0), question
	case g.by != question:
		g.said, g.by = "", ""
	}
	g.since = g.now
}

// grewAbout takes in that something else was said about the use. Before the first answer nobody
// has seen a number yet.
func (w *Work) grewAbout() {
	g := &w.grown
	g.said, g.by = "", ""
	if answered, _ := w.Flow.Progress(); answered == 0 {
		g.since = g.now
		return
	}
	if more := g.now.total - g.since.total; more != 0 {
		g.said = howMany(more) + ": " + w.cause(more) + "."
	}
}

// numbers are the small ones in words.
var numbers = [...]string{1: "One", 2: "Two", 3: "Three", 4: "Four", 5: "Five", 6: "Six", 7: "Seven", 8: "Eight", 9: "Nine", 10: "Ten"}

// howMany begins the sentence, such as "Two more questions".
func howMany(more int) string {
	n := max(more, -more)
	word := assessment.Counted(n, "", "")
	if n < len(numbers) {
		word = numbers[n] + " "
	}
	if more > 0 {
		return word + assessment.Either(n, "more question", "more questions")
	}
	return word + assessment.Either(n, "question fewer", "questions fewer")
}

// mostQuoted is the longest sentence that is worth saying again, in characters.
const mostQuoted = 70

// afterAnswer ends the sentence where an answer did it: with what was chosen, where that is short.
func (w *Work) afterAnswer(question string, more bool) string {
	answer := w.Session.Answers[question]
	if answer.Level == assessment.Unanswered {
		return ", since that answer was taken back."
	}
	if q, ok := w.Set.Question(question); ok {
		text := q.For(&w.Session.Setup).Said(&w.Set.Words, answer)
		if text != "" && utf8.RuneCountInString(text) <= mostQuoted {
			return ": you said " + assessment.Quoted(strings.TrimRight(text, ".")) + "."
		}
	}
	if more {
		return ": your answer leads to more."
	}
	return ": your answer settles the rest."
}

// edit is one thing that was added to what is said about the use, or taken out.
type edit struct {
	field, code string
	added       bool
}

// cause says what about the use did it. Where several things were changed, it is the one that
// does most of it alone.
func (w *Work) cause(more int) string {
	since, now := &w.grown.since, &w.grown.now
	best, most := edit{}, 0
	for _, e := range edits(&since.setup, &now.setup) {
		alone := *w.Session
		alone.Setup = since.setup
		alone.Setup.Set(e.field, e.in(&since.setup))
		does := assessment.NewFlow(w.Set, &alone).Len() - since.total
		if more < 0 {
			does = -does
		}
		if does > most {
			best, most = e, does
		}
	}
	said := causes[best.field][best.code]
	if said == "" {
		return "you changed what you said about the use"
	}
	if !best.added {
		said = "you took out that " + said
	} else {
		said = "you said " + said
	}
	if most < max(more, -more) {
		said += ", among other things"
	}
	return said
}

// in is a field of a setup with this one change.
func (e edit) in(setup *assessment.Setup) []string {
	codes := setup.Codes(e.field)
	if !e.added {
		return slices.DeleteFunc(codes, func(code string) bool { return code == e.code })
	}
	for i := range assessment.SetupFields {
		if field := &assessment.SetupFields[i]; field.Name == e.field && field.Several {
			return field.Chosen(codes, e.code)
		}
	}
	return []string{e.code}
}

// edits are all single changes from one setup to another, what was added first.
func edits(from, to *assessment.Setup) []edit {
	var added, removed []edit
	for i := range assessment.SetupFields {
		field := &assessment.SetupFields[i]
		was, is := from.Codes(field.Name), to.Codes(field.Name)
		for _, code := range is {
			if !slices.Contains(was, code) {
				added = append(added, edit{field.Name, code, true})
			}
		}
		for _, code := range was {
			// A list that would be empty counts as not known, and that was not said.
			if !slices.Contains(is, code) && field.Several && len(was) > 1 {
				removed = append(removed, edit{field.Name, code, false})
			}
		}
	}
	return append(added, removed...)
}

// causes say what is chosen at the start as a clause, by field and code.
var causes = map[string]map[string]string{
	"kind": {
		"customer-replies": "it writes replies to customers",
		"documents":        "it works from your own files",
		"admin":            "it does office work",
		"marketing":        "it writes posts or product texts",
		"other":            "it does another kind of work",
	},
	"stage_now": {
		"idea":       "nobody uses it yet",
		"experiment": "it is only being tried out",
		"pilot":      "it is used for real work",
		"limited":    "it is part of daily work",
		"broad":      "many people use it, or for many jobs",
	},
	"connection": {
		assessment.NotConnected: "it is not connected",
		"builtin":               "it is part of a program in use",
		"connector":             "it is linked to another program",
		"custom":                "it was built just for this business",
		assessment.Unknown:      "you do not know how it is connected",
	},
	"powers": {
		"read":             "it can read files or messages",
		"draft":            "it writes drafts for a person",
		"write":            "it can change records",
		"send":             "it can send messages",
		"act":              "it can pay, order or delete",
		"judge":            "it sorts or judges people",
		assessment.Unknown: "you do not know what it can do",
	},
	"audience": {
		"me":        "you meet what it makes",
		"staff":     "people who work here meet what it makes",
		"customers": "customers meet what it makes",
	},
	"information": {
		"public":           "it meets public information",
		"internal":         "it meets your own plans and numbers",
		"personal":         "it meets personal information",
		"sensitive":        "it meets sensitive information",
		assessment.Unknown: "you do not know what information it meets",
	},
	"depth": {
		assessment.Quick.String(): "you want a quick check",
		assessment.Full.String():  "you want the whole picture",
	},
}
