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
	if l.unique("question", q.ID, f.at("id")) {
		l.set.Questions = append(l.set.Questions, q)
	}
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

// setupWords reads the set's own words for the setup. A field that it leaves out keeps
// those of the set in the program; of one that it names, each code has a text.
func (l *loader) setupWords(n *yaml.Node) {
	f, ok := l.mapping(n, "setup", append([]string{"business", "use", "tool"}, setupNames()...)...)
	if !ok {
		return
	}
	l.set.Setup = SetupWords{}
	for _, key := range f.keys() {
		q, ok := l.mapping(f.at(key.Value), "a setup question", "title", "about", "name", "options")
		if !ok {
			continue
		}
		q.what = fmt.Sprintf("the setup question %q", shown(key.Value))
		words := SetupQuestion{
			Title: q.text("title", maxQuestion), About: q.optional("about", maxText), Name: q.text("name", maxTitle),
			Options: map[string]string{}, Said: map[string]string{},
		}
		if field, coded := setupField(key.Value); coded {
			l.setupOptions(q, field, words)
		}
		l.set.Setup[key.Value] = words
	}
}

func (l *loader) setupOptions(q fields, field SetupField, words SetupQuestion) {
	if !q.has("options") {
		l.fault(FaultMissing, q.node, fmt.Sprintf("%s has no \"options\"", q.what), "a text for each of "+strings.Join(field.Codes, ", "))
		return
	}
	options, ok := l.mapping(q.at("options"), "options", field.Codes...)
	if !ok {
		return
	}
	for _, code := range field.Codes {
		// A text alone is what is offered and what a report says.
		if n := options.by[code]; n != nil && n.Kind == yaml.MappingNode {
			if o, ok := l.mapping(n, "an option", "text", "said"); ok {
				words.Options[code], words.Said[code] = o.text("text", maxQuestion), o.text("said", maxQuestion)
			}
			continue
		}
		words.Options[code] = options.text(code, maxQuestion)
		words.Said[code] = words.Options[code]
	}
}

func (l *loader) words(n *yaml.Node) {
	f, ok := l.mapping(n, "words", "levels", "known", "lenses", "lenses_short", "not_sure", "does_not_apply")
	if !ok {
		return
	}
	w := &l.set.Words
	l.byCode(f, "levels", levelCodes[:], w.Levels[:])
	l.byCode(f, "known", knownCodes[:], w.Known[:])
	l.byCode(f, "lenses", lensCodes[:], w.Lenses[:])
	l.byCode(f, "lenses_short", lensCodes[:], w.LensShort[:])
	w.NotSure, w.DoesNotApply = f.text("not_sure", maxTitle), f.text("does_not_apply", maxTitle)
}

// byCode reads a text for each code.
func (l *loader) byCode(f fields, name string, codes, into []string) {
	if !f.has(name) {
		l.fault(FaultMissing, f.node, fmt.Sprintf("%s has no %q", f.what, name), "a text for each of "+strings.Join(codes, ", "))
		return
	}
	if texts, ok := l.mapping(f.at(name), name, codes...); ok {
		for i, code := range codes {
			into[i] = texts.text(code, maxTitle)
		}
	}
}

// lendWords gives a set without words of its own for the setup and the levels those of the
// set in the program.
func (l *loader) lendWords() {
	set := &l.set
	_, hasWords := l.top["words"]
	switch complete := hasWords && len(set.Setup) == 3+len(SetupFields); {
	case complete || len(l.faults) > 0:
		return
	case l.lender == nil:
		l.fault(FaultMissing, nil, "the set lacks words for the setup or the levels", "all of \"setup\" and \"words\"")
		return
	}
	lender := l.lender()
	if !hasWords {
		set.Words = lender.Words
	}
	own := set.Setup
	set.Setup = SetupWords{}
	for name, words := range lender.Setup {
		set.Setup[name] = words
	}
	for name, words := range own {
		set.Setup[name] = words
	}
}

func (l *loader) choices(f fields) []Choice {
	var choices []Choice
	for _, n := range f.list("choices", true) {
		c, ok := l.mapping(n, "a choice", "level", "text")
		if !ok {
			continue
		}
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
