package assessment

import (
	"fmt"
	"strings"

	"go.yaml.in/yaml/v3"
)

func (l *loader) caps(n *yaml.Node) {
	f, ok := l.mapping(n, "caps", "today", "quick")
	if !ok {
		return
	}
	if i := f.code("today", []string{"1", "2", "3", "4"}, false); i >= 0 {
		l.set.Caps.Today = i + 1
	}
	if i := f.code("quick", stageCodes[1:], false); i >= 0 {
		l.set.Caps.Quick = Stages[i]
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
	f, ok := l.mapping(n, "an alert", "id", "when", "text", "settle", "rule_missing")
	if !ok {
		return
	}
	alert := AlertRule{ID: l.id(f, "id"), Text: f.text("text", maxText), RuleMissing: f.flag("rule_missing")}
	if f.has("settle") {
		if settle, ok := l.mapping(f.at("settle"), "settle", "questions", "setup"); ok {
			alert.Questions = settle.texts("questions", maxID, false)
			for _, n := range settle.list("questions", false) {
				l.later(func() { l.exists("question", n.Value, n) })
			}
			alert.Setup = pick(setupNames(), settle.optionalCodes("setup", setupNames()))
		}
	}
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
	f, ok := l.mapping(n, "phrases", "sentence", "may", "not_yet", "integration", "deployment", "pattern", "ahead", "provisional", "held", "then",
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
	if f.has("held") {
		if held, ok := l.mapping(f.at("held"), "held", heldCodes[:]...); ok {
			for kind, code := range heldCodes {
				if held.has(code) {
					p.Held[kind] = l.phraseList(held, code, false)
				}
			}
		}
	}
	if f.has("then") {
		if then, ok := l.mapping(f.at("then"), "then", stageCodes[1:]...); ok {
			for _, stage := range Stages {
				p.Then[stage] = then.text(stage.String(), maxTitle)
			}
		}
	}
	p.Limits = f.text("limits", 2*maxText)
	l.byStage(f, "stage_names", maxTitle, &p.StageNames)
	l.byStage(f, "stage_meanings", maxText, &p.StageMeanings)
}

// phraseList reads phrases of which the first that holds is said. Where one must be
// said, the last has no condition.
func (l *loader) phraseList(f fields, name string, always bool) []Phrase {
	var out []Phrase
	var places []*yaml.Node
	for _, n := range f.list(name, true) {
		if p, ok := l.mapping(n, "a phrase", "when", "text"); ok {
			places = append(places, n)
			out = append(out, Phrase{When: l.condition(p.by["when"], phraseWhen), Text: p.text("text", maxText)})
		}
	}
	for i := range out {
		switch last := i == len(out)-1; {
		case always && last && len(out[i].When) > 0:
			l.fault(FaultWrongValue, places[i], fmt.Sprintf("the last phrase of %q has a condition", name), "a last phrase that always fits")
		// Of "may" and "not_yet", all that hold are said.
		case !last && len(out[i].When) == 0 && name != "may" && name != "not_yet":
			l.fault(FaultWrongValue, places[i], fmt.Sprintf("a phrase of %q always fits, so those after it are never said", name), "a condition, or its place at the end")
		}
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
