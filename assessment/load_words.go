package assessment

import (
	"fmt"
	"maps"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// setupWords reads the set's own words for the setup. A field that it leaves out keeps
// those of the set in the program; of one that it names, each code has a text.
func (l *loader) setupWords(n *yaml.Node) {
	f, ok := l.mapping(n, "setup", append([]string{"business", "use", "tool"}, setupNames()...)...)
	if !ok {
		return
	}
	l.set.Setup = SetupWords{}
	for _, key := range f.keys() {
		field, coded := setupField(key.Value)
		names := []string{"title", "about", "name", "options"}
		if !coded {
			names = names[:3]
		}
		q, ok := l.mapping(f.at(key.Value), "a setup question", names...)
		if !ok {
			continue
		}
		q.what = fmt.Sprintf("the setup question %q", shown(key.Value))
		words := SetupQuestion{
			Title: q.text("title", maxQuestion), About: q.optional("about", maxText), Name: q.text("name", maxTitle),
			Options: map[string]string{}, Said: map[string]string{},
		}
		if coded {
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

// rowWords are the set's words that stand alone, by their names in a set.
var rowWords = []struct {
	name string
	of   func(*Words) *string
}{
	{"not_sure", func(w *Words) *string { return &w.NotSure }},
	{"does_not_apply", func(w *Words) *string { return &w.DoesNotApply }},
}

func (l *loader) words(n *yaml.Node) {
	names := []string{"levels", "known", "read_back", "lenses", "lenses_short", "says"}
	for _, word := range rowWords {
		names = append(names, word.name)
	}
	for _, list := range dayNames {
		names = append(names, list.name)
	}
	f, ok := l.mapping(n, "words", names...)
	if !ok {
		return
	}
	w := &l.set.Words
	l.byCode(f, "levels", levelCodes[:], w.Levels[:])
	l.byCode(f, "known", knownCodes[:], w.Known[:])
	if f.has("read_back") {
		l.byCode(f, "read_back", knownCodes[:], w.ReadBack[:])
	}
	l.byCode(f, "lenses", lensCodes[:], w.Lenses[:])
	l.byCode(f, "lenses_short", lensCodes[:], w.LensShort[:])
	for _, word := range rowWords {
		*word.of(w) = f.text(word.name, maxTitle)
	}
	for _, list := range dayNames {
		l.daysOf(f, list.name, list.many, list.of(w))
	}
	if f.has("says") {
		l.says(f.at("says"))
	}
}

// dayNames are the lists of names for days, each with how many it has.
var dayNames = []struct {
	name string
	many int
	of   func(*Words) *[]string
}{
	{"months", 12, func(w *Words) *[]string { return &w.Months }},
	{"months_short", 12, func(w *Words) *[]string { return &w.MonthsShort }},
	{"weekdays_short", 7, func(w *Words) *[]string { return &w.WeekdaysShort }},
}

func (l *loader) daysOf(f fields, name string, many int, into *[]string) {
	if !f.has(name) {
		return
	}
	*into = f.texts(name, maxID, true)
	if n := f.by[name]; n.Kind == yaml.SequenceNode && len(n.Content) != many {
		l.fault(FaultWrongValue, n, fmt.Sprintf("%q has %d entries", name, len(n.Content)), fmt.Sprintf("%d", many))
	}
}

// says reads what the program says in the set's words. It may say what the set in the program
// says, and fill in the same.
func (l *loader) says(n *yaml.Node) {
	var known []string
	if l.lender != nil {
		known = slices.Sorted(maps.Keys(l.lender().Words.Says))
	}
	f, ok := l.mapping(n, "says")
	if !ok {
		return
	}
	l.set.Words.Says = map[string]string{}
	for _, key := range f.keys() {
		name := key.Value
		text := f.text(name, maxText)
		l.set.Words.Says[name] = text
		if l.lender == nil || text == "" {
			continue
		}
		at, found := slices.BinarySearch(known, name)
		if !found {
			l.fault(FaultUnknownField, key, fmt.Sprintf("says has an unknown name %q", shown(name)), "one of the names that docs/question-sets.md lists"+near(known, at))
			continue
		}
		if has, want := gaps(text), gaps(l.lender().Words.Says[name]); !slices.Equal(has, want) {
			l.fault(FaultWrongValue, f.at(name), fmt.Sprintf("%q fills in %s", name, braced(has)), braced(want)+", as in: "+l.lender().Words.Says[name])
		}
	}
}

// near names a few of the names around a place.
func near(known []string, at int) string {
	return ", such as " + strings.Join(known[max(0, min(at, len(known)-1)-1):min(len(known), at+2)], ", ")
}

func braced(names []string) string {
	if len(names) == 0 {
		return "nothing"
	}
	return "{" + strings.Join(names, "} and {") + "}"
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
	case len(l.faults) > 0 || complete && l.lender == nil:
		return
	case l.lender == nil:
		l.fault(FaultMissing, nil, "the set lacks words for the setup or the levels", "all of \"setup\" and \"words\"")
		return
	}
	lender := l.lender()
	if !hasWords {
		set.Words = lender.Words
	}
	// Days in figures are nobody's language.
	if set.english() {
		for _, list := range dayNames {
			if own := list.of(&set.Words); len(*own) == 0 {
				*own = *list.of(&lender.Words)
			}
		}
	}
	for _, name := range append([]string{"business", "use", "tool"}, setupNames()...) {
		if _, has := set.Setup[name]; !has {
			set.lent = append(set.lent, "setup."+name)
		}
	}
	if !hasWords {
		set.lent = append(set.lent, "words")
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
