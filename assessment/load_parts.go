package assessment

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// The parts of a question set that hold texts: questions with their advice, raises,
// alerts and phrases.

func (l *loader) question(n *yaml.Node) {
	f, ok := l.mapping(n, "a question", "id", "section", "item", "lead", "weight", "depth", "covers", "when", "allow_na",
		"text", "choices", "why", "good", "examples", "terms", "fix", "find_out", "confirm", "references", "reworded")
	if !ok {
		return
	}
	q := Question{
		ID: l.id(f, "id"), Section: l.reference("section", f, "section"), Item: l.reference("item", f, "item"),
		Lead: f.flag("lead"), AllowNA: f.flag("allow_na"), Covers: f.texts("covers", maxID, false),
		Text: f.text("text", maxQuestion), Why: f.text("why", maxText), Good: f.text("good", maxText),
		References: f.texts("references", maxTitle, false), Examples: map[string]string{}, Reworded: f.optional("reworded", maxID),
	}
	f.what = fmt.Sprintf("the question %q", shown(q.ID))
	if i := f.code("weight", weightCodes[:], true); i >= 0 {
		q.Weight = Weight(i)
	}
	if i := f.code("depth", depthCodes[:], true); i >= 0 {
		q.Depth = Depth(i)
	}
	if f.has("when") {
		q.When = l.condition(f.at("when"), questionWhen)
	}
	if q.Lead && (q.Weight != Must || q.Depth != Quick || f.has("when")) {
		l.fault(FaultWrongValue, f.at("lead"), "a lead question may be left out or not count", "weight must, depth quick and no when")
	}
	q.Choices = l.choices(f)
	if f.has("examples") {
		if examples, ok := l.mapping(f.at("examples"), "examples", kinds...); ok {
			for _, key := range examples.keys() {
				q.Examples[key.Value] = examples.text(key.Value, maxText)
			}
			if !examples.has("other") {
				l.fault(FaultMissing, f.at("examples"), "the examples have no \"other\"", "a general example for every other kind of use")
			}
		}
	}
	if f.has("terms") {
		if terms, ok := l.mapping(f.at("terms"), "terms"); ok {
			for _, key := range terms.keys() {
				q.Terms = append(q.Terms, Term{CleanLine(l.scalar(key, "a term", maxTitle), maxTitle), terms.text(key.Value, maxText)})
			}
		}
	}
	l.advice(f, &q)
	if l.unique("question", q.ID, f.at("id")) {
		l.set.Questions = append(l.set.Questions, q)
	}
}

func (l *loader) choices(f fields) []Choice {
	var choices []Choice
	for _, n := range f.list("choices", true) {
		c, ok := l.mapping(n, "a choice", "level", "text")
		if !ok {
			continue
		}
		if i := c.code("level", []string{"in_place", "partly", "no"}, true); i >= 0 {
			level := [...]Level{InPlace, Partly, No}[i]
			if k := len(choices); k > 0 && level > choices[k-1].Level {
				l.fault(FaultWrongValue, c.at("level"), "the choices are not best first", "in_place, then partly, then no")
			}
			choices = append(choices, Choice{level, c.text("text", maxQuestion)})
		}
	}
	for _, level := range [...]Level{InPlace, No} {
		if len(choices) > 0 && !slices.ContainsFunc(choices, func(c Choice) bool { return c.Level == level }) {
			l.fault(FaultMissing, f.at("choices"), fmt.Sprintf("no choice stands for %s", level), "choices for in_place and no")
		}
	}
	if len(choices) > 7 {
		l.fault(FaultTooMany, f.at("choices"), fmt.Sprintf("there are %d choices", len(choices)), "at most 7, so that each has a key")
	}
	return choices
}

func (l *loader) advice(f fields, q *Question) {
	for _, name := range [...]string{"fix", "find_out", "confirm"} {
		if !f.has(name) {
			l.fault(FaultMissing, f.node, fmt.Sprintf("%s has no %q", f.what, name), "advice with a title")
		}
	}
	if f.has("fix") {
		if fix, ok := l.mapping(f.at("fix"), "fix", "title", "steps", "effort", "who", "done"); ok {
			q.Fix = FixAdvice{
				Title: fix.text("title", maxTitle), Steps: fix.texts("steps", maxText, true),
				Who: fix.text("who", maxTitle), Done: fix.text("done", maxText),
			}
			if i := fix.code("effort", effortCodes[:], true); i >= 0 {
				q.Fix.Effort = Effort(i)
			}
		}
	}
	if f.has("find_out") {
		if find, ok := l.mapping(f.at("find_out"), "find_out", "title", "ask", "message"); ok {
			q.FindOut = FindOutAdvice{find.text("title", maxTitle), find.text("ask", maxText), find.text("message", maxText)}
		}
	}
	if f.has("confirm") {
		if confirm, ok := l.mapping(f.at("confirm"), "confirm", "title", "text"); ok {
			q.Confirm = ConfirmAdvice{confirm.text("title", maxTitle), confirm.text("text", maxText)}
		}
	}
}

func (l *loader) raise(n *yaml.Node) {
	f, ok := l.mapping(n, "a raise", "when", "stage", "items", "need", "why")
	if !ok {
		return
	}
	raise := Raise{Items: f.texts("items", maxID, true), Why: f.text("why", maxText)}
	if !f.has("when") {
		l.fault(FaultMissing, n, "a raise has no \"when\"", "the setup it belongs to")
	} else {
		raise.When = l.condition(f.at("when"), raiseWhen)
	}
	if i := f.code("stage", stageCodes[1:], true); i >= 0 {
		raise.Stage = Stages[i]
	}
	if !f.has("need") {
		l.fault(FaultMissing, n, "a raise has no \"need\"", "one of "+strings.Join(needCodes, ", "))
	} else {
		raise.Need = l.need(f.at("need"))
	}
	for _, item := range f.list("items", false) {
		l.later(func() { l.exists("item", item.Value, item) })
	}
	l.set.Raises = append(l.set.Raises, raise)
}

func (l *loader) alert(n *yaml.Node) {
	f, ok := l.mapping(n, "an alert", "id", "when", "text")
	if !ok {
		return
	}
	alert := AlertRule{ID: l.id(f, "id"), Text: f.text("text", maxText)}
	if !f.has("when") {
		l.fault(FaultMissing, n, "an alert has no \"when\"", "the condition that it warns of")
	} else {
		alert.When = l.condition(f.at("when"), alertWhen)
	}
	if l.unique("alert", alert.ID, f.at("id")) {
		l.set.Alerts = append(l.set.Alerts, alert)
	}
}

func (l *loader) phrases(n *yaml.Node) {
	f, ok := l.mapping(n, "phrases", "sentence", "may", "not_yet", "integration", "deployment", "pattern", "ahead", "provisional",
		"stage_names", "stage_meanings", "limits")
	if !ok {
		return
	}
	p := &l.set.Phrases
	p.Sentence = l.phraseList(f, "sentence", true)
	p.May = l.phraseList(f, "may", false)
	p.NotYet = l.phraseList(f, "not_yet", false)
	p.Lenses[Integration] = l.phraseList(f, "integration", true)
	p.Lenses[Deployment] = l.phraseList(f, "deployment", true)
	p.Pattern = l.phraseList(f, "pattern", true)
	p.Ahead = l.phraseList(f, "ahead", true)
	p.Provisional = l.phraseList(f, "provisional", true)
	p.Limits = f.text("limits", 2*maxText)
	l.byStage(f, "stage_names", maxTitle, &p.StageNames)
	l.byStage(f, "stage_meanings", maxText, &p.StageMeanings)
}

// phraseList reads phrases of which the first that holds is said. Where one must be
// said, the last has no condition.
func (l *loader) phraseList(f fields, name string, always bool) []Phrase {
	var out []Phrase
	nodes := f.list(name, true)
	for _, n := range nodes {
		if p, ok := l.mapping(n, "a phrase", "when", "text"); ok {
			out = append(out, Phrase{When: l.condition(p.by["when"], phraseWhen), Text: p.text("text", maxText)})
		}
	}
	if always && len(out) > 0 && len(out[len(out)-1].When) > 0 {
		l.fault(FaultWrongValue, nodes[len(nodes)-1], fmt.Sprintf("the last phrase of %q has a condition", name), "a last phrase that always fits")
	}
	return out
}

func (l *loader) byStage(f fields, name string, limit int, into *[len(stageCodes)]string) {
	if !f.has(name) {
		l.fault(FaultMissing, f.node, fmt.Sprintf("phrases have no %q", name), "a text for each stage")
		return
	}
	if stages, ok := l.mapping(f.at(name), name, stageCodes[:]...); ok {
		for i, code := range stageCodes {
			into[i] = stages.text(code, limit)
		}
	}
}
