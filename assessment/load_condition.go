package assessment

import (
	"strings"

	"go.yaml.in/yaml/v3"
)

// Fields that a condition may have, by where it stands.
var (
	questionWhen = []string{"setup", "only", "answers"}
	variantWhen  = []string{"setup", "only"}
	raiseWhen    = []string{"setup", "only", "answers"}
	alertWhen    = []string{"setup", "only", "mixed", "answers", "items", "unnamed", "stage", "pattern"}
	phraseWhen   = []string{"setup", "only", "answers", "items", "stage", "pattern", "blank", "provisional", "cap", "count", "confirmed"}
)

func (l *loader) condition(n *yaml.Node, allowed []string) Condition {
	if n == nil {
		return nil
	}
	clauses := []*yaml.Node{n}
	if n.Kind == yaml.SequenceNode {
		clauses = n.Content
		if len(clauses) == 0 {
			l.fault(FaultMissing, n, "the condition is empty", "at least one alternative, or no condition")
		}
	}
	var c Condition
	for _, n := range clauses {
		c = append(c, l.clause(n, allowed))
	}
	return c
}

func (l *loader) clause(n *yaml.Node, allowed []string) Clause {
	var c Clause
	f, ok := l.mapping(n, "a condition", allowed...)
	if !ok {
		return c
	}
	if len(n.Content) == 0 {
		l.fault(FaultMissing, n, "the condition is empty", "at least one of "+strings.Join(allowed, ", "))
	}
	c.Setup, c.Only = l.setupTests(f, "setup"), l.setupTests(f, "only")
	c.Mixed = pick(setupNames(), f.optionalCodes("mixed", setupNames()))
	if f.has("answers") {
		if answers, ok := l.mapping(f.at("answers"), "answers"); ok {
			for _, key := range answers.keys() {
				l.later(func() { l.exists("question", key.Value, key) })
				c.Answers = append(c.Answers, AnswerTest{Question: key.Value, Levels: pick(levels[:], answers.codes(key.Value, levelCodes[:]))})
			}
		}
	}
	if f.has("items") {
		if items, ok := l.mapping(f.at("items"), "items"); ok {
			for _, key := range items.keys() {
				l.later(func() { l.exists("item", key.Value, key) })
				c.Items = append(c.Items, ItemTest{Item: key.Value, Statuses: pick(levels[:], items.codes(key.Value, levelCodes[:]))})
			}
		}
	}
	for _, n := range f.list("unnamed", false) {
		id := l.scalar(n, "a question", maxID)
		l.later(func() { l.exists("question", id, n) })
		c.Unnamed = append(c.Unnamed, id)
	}
	if f.has("stage") {
		c.Stages = pick(stageValues[:], f.codes("stage", stageCodes[:]))
	}
	if f.has("pattern") {
		c.Patterns = pick(patterns[:], f.codes("pattern", patternCodes[:]))
	}
	c.Blank, c.Provisional = f.flag("blank"), f.flag("provisional")
	c.Caps = pick([]Cap{CapDepth, CapToday}, f.optionalCodes("cap", capCodes[1:]))
	c.Counts = pick([]Count{One, Many}, f.optionalCodes("count", countCodes[:]))
	c.Allowed = pick(stageValues[:], f.optionalCodes("confirmed", stageCodes[:]))
	return c
}

// setupTests reads fields of the setup with the codes that fit.
func (l *loader) setupTests(f fields, name string) []SetupTest {
	if !f.has(name) {
		return nil
	}
	setup, ok := l.mapping(f.at(name), name, setupNames()...)
	if !ok {
		return nil
	}
	var tests []SetupTest
	for _, key := range setup.keys() {
		field, _ := setupField(key.Value)
		tests = append(tests, SetupTest{Field: field.Name, Codes: pick(field.Codes, setup.codes(key.Value, field.Codes))})
	}
	return tests
}

var (
	levels   = [...]Level{Unanswered, No, Unsure, Partly, InPlace, NA}
	patterns = [...]Pattern{InStep, ConnectionAhead, RolloutAhead}
	kinds    = SetupFields[0].Codes
)

func pick[T any](from []T, indexes []int) []T {
	var out []T
	for _, i := range indexes {
		out = append(out, from[i])
	}
	return out
}
