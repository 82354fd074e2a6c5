package assessment

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

func (l *loader) question(n *yaml.Node) {
	f, ok := l.mapping(n, "a question", "id", "section", "item", "lead", "weight", "depth", "covers", "when", "allow_na",
		"text", "choices", "why", "good", "examples", "terms", "fix", "find_out", "confirm", "references", "reworded", "variants")
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
	if q.Lead && (q.Weight != Must || q.Depth != Quick) {
		l.fault(FaultWrongValue, f.at("lead"), "a lead question is left out of a quick check or does not count", "weight must and depth quick")
	}
	q.Choices = l.choices(f)
	l.examples(f, &q)
	l.terms(f, &q)
	for _, name := range [...]string{"fix", "find_out", "confirm"} {
		if !f.has(name) {
			l.fault(FaultMissing, f.node, fmt.Sprintf("%s has no %q", f.what, name), "advice with a title")
		}
	}
	l.advice(f, &q)
	for _, n := range f.list("variants", false) {
		l.variant(n, &q)
	}
	// One whose id stands twice is held against the rest all the same.
	l.unique("question", q.ID, f.at("id"))
	l.asking = append(l.asking, place{l.file, f.at("id")})
	l.set.Questions = append(l.set.Questions, q)
}

func (l *loader) examples(f fields, q *Question) {
	if !f.has("examples") {
		return
	}
	q.Examples = map[string]string{}
	if examples, ok := l.mapping(f.at("examples"), "examples", kinds...); ok {
		for _, key := range examples.keys() {
			q.Examples[key.Value] = examples.text(key.Value, maxText)
		}
		if !examples.has("other") {
			l.fault(FaultMissing, f.at("examples"), "the examples have no \"other\"", "a general example for every other kind of use")
		}
	}
}

func (l *loader) terms(f fields, q *Question) {
	if !f.has("terms") {
		return
	}
	q.Terms = nil
	if terms, ok := l.mapping(f.at("terms"), "terms"); ok {
		for _, key := range terms.keys() {
			q.Terms = append(q.Terms, Term{CleanLine(l.scalar(key, "a term", maxTitle), maxTitle), terms.text(key.Value, maxText)})
		}
	}
}

// variantParts are what a variant may say anew.
var variantParts = []string{"text", "choices", "why", "good", "examples", "terms", "fix", "find_out", "confirm"}

// variant reads a question's other words. They are put into a whole question once all of
// the set is known.
func (l *loader) variant(n *yaml.Node, of *Question) {
	f, ok := l.mapping(n, "a variant", append([]string{"when"}, variantParts...)...)
	if !ok {
		return
	}
	f.what = fmt.Sprintf("a variant of the question %q", shown(of.ID))
	q := *of
	q.Variants = nil
	v := Variant{Question: &q}
	if !f.has("when") {
		l.fault(FaultMissing, n, f.what+" has no \"when\"", "the setup it belongs to")
	} else {
		v.When = l.condition(f.at("when"), variantWhen)
	}
	for _, part := range variantParts {
		if f.has(part) {
			v.Changed = append(v.Changed, part)
		}
	}
	if len(v.Changed) == 0 {
		l.fault(FaultMissing, n, f.what+" says nothing anew", "at least one of "+strings.Join(variantParts, ", "))
	}
	for name, into := range map[string]*string{"text": &q.Text, "why": &q.Why, "good": &q.Good} {
		if f.has(name) {
			*into = f.text(name, maxText)
		}
	}
	if f.has("choices") {
		q.Choices = l.choices(f)
	}
	l.examples(f, &q)
	l.terms(f, &q)
	l.advice(f, &q)
	of.Variants = append(of.Variants, v)
}

// tieVariants gives the variants what finish found out about their questions.
func (l *loader) tieVariants() {
	for i := range l.set.Questions {
		q := &l.set.Questions[i]
		for _, v := range q.Variants {
			v.Question.index, v.Question.item, v.Question.Lens = q.index, q.item, q.Lens
			v.Question.takes = v.Question.reading()
		}
	}
}

func (l *loader) choices(f fields) []Choice {
	var choices []Choice
	for _, n := range f.list("choices", true) {
		c, ok := l.mapping(n, "a choice", "level", "text")
		if !ok {
			continue
		}
		text := c.text("text", maxQuestion)
		if i := c.code("level", []string{"in_place", "partly", "no", "unsure"}, true); i >= 0 {
			level := [...]Level{InPlace, Partly, No, Unsure}[i]
			last := Level(NA)
			if k := len(choices); k > 0 {
				last = choices[k-1].Level
			}
			switch {
			case last == Unsure:
				l.fault(FaultWrongValue, c.at("level"), "a choice stands after the one for unsure", "that one at the end, and once")
			case level != Unsure && level > last:
				l.fault(FaultWrongValue, c.at("level"), "the choices are not best first", "in_place, then partly, then no")
			}
			choices = append(choices, Choice{level, text})
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
