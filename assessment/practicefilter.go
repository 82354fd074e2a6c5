package assessment

import (
	"fmt"
	"slices"
	"strings"
)

// Filter chooses clients of a practice. The zero filter chooses all.
type Filter struct {
	overdue bool
	stages  []Stage
	tags    []string
	// gaps are places among the set's items.
	gaps  []int
	words []string
}

// Gaps are the lines that the filter asks for, by their places among the set's items.
func (f *Filter) Gaps() []int { return slices.Clone(f.gaps) }

// Empty reports whether the filter chooses all.
func (f *Filter) Empty() bool {
	return !f.overdue && len(f.stages)+len(f.tags)+len(f.gaps)+len(f.words) == 0
}

// filterError is what is wrong with a filter, and what to write instead.
type filterError string

func (e filterError) Error() string { return string(e) }

// Sentence is what a person reads of it.
func (e filterError) Sentence() string { return string(e) }

// ReadFilter reads what a person types to choose clients:
//
//	stage:pilot      ready for that, by the stage's code or its name in the set
//	overdue          something was to be done by a day that has passed
//	gap:off-switch   the line is missing, or part of it: by its id, or by words of its name
//	tag:retail       has the tag
//	bakery           any other word stands in the business, in the use or among the tags
//
// All of it must hold, whatever the order. Case and accents make no difference. An error is a
// sentence.
func ReadFilter(set *Set, text string) (Filter, error) {
	var f Filter
	for _, word := range strings.Fields(Fold(CleanLine(text, MaxUse))) {
		name, value, named := strings.Cut(word, ":")
		if err := f.take(set, word, name, value, named); err != nil {
			return Filter{}, err
		}
	}
	return f, nil
}

func (f *Filter) take(set *Set, word, name, value string, named bool) error {
	switch {
	case word == "overdue":
		f.overdue = true
		return nil
	case !named:
		f.words = append(f.words, word)
		return nil
	case name != "stage" && name != "gap" && name != "tag":
		return filterError(fmt.Sprintf("“%s” is no filter that is understood here. There are stage:, gap:, tag: and overdue, and words of a name.", word))
	case value == "":
		return filterError(fmt.Sprintf("Nothing stands after “%s”. Write it without a space, such as %s.", word, filterExample(set, name)))
	case name == "tag":
		f.tags = append(f.tags, value)
		return nil
	case name == "stage":
		stage, err := stageSaid(set, value)
		f.stages = append(f.stages, stage)
		return err
	}
	item, err := ItemSaid(set, value)
	f.gaps = append(f.gaps, item)
	return err
}

func filterExample(set *Set, name string) string {
	switch name {
	case "stage":
		return "stage:pilot"
	case "gap":
		return "gap:" + OneWord(set.Items[0].Short)
	}
	return "tag:retail"
}

// stageSaid is the stage of a code, or of words of its name in the set.
func stageSaid(set *Set, text string) (Stage, error) {
	for i, code := range stageCodes {
		if text == code {
			return Stage(i), nil
		}
	}
	for i := range stageCodes {
		if hasAll(Fold(set.StageName(Stage(i))), strings.Split(text, "-")) {
			return Stage(i), nil
		}
	}
	return StageNone, filterError(fmt.Sprintf("“%s” is no stage. Write one of: %s.", text, strings.Join(stageCodes[:], ", ")))
}

// ItemSaid finds the line that a person means, by its id such as I6 or by words of its short
// name or else of its title, with hyphens between. It gives the place among the set's items. An error is a
// sentence.
func ItemSaid(set *Set, text string) (int, error) {
	text = Fold(CleanLine(text, MaxName))
	word := oneWord(text)
	for i := range set.Items {
		if Fold(set.Items[i].ID) == text || word != "" && OneWord(set.Items[i].Short) == word {
			return i, nil
		}
	}
	for _, of := range []func(*Item) string{func(item *Item) string { return item.Short }, func(item *Item) string { return item.Title }} {
		var meant []int
		for i := range set.Items {
			if word != "" && hasBeginnings(OneWord(of(&set.Items[i])), strings.Split(word, "-")) {
				meant = append(meant, i)
			}
		}
		switch {
		case len(meant) == 1:
			return meant[0], nil
		case len(meant) > 1:
			return 0, filterError(fmt.Sprintf("“%s” may be more than one line: %s. Write one of them.", text, itemWords(set, meant)))
		}
	}
	all := make([]int, len(set.Items))
	for i := range all {
		all[i] = i
	}
	return 0, filterError(fmt.Sprintf("“%s” is no line of the checklists. Write one of: %s.", text, itemWords(set, all)))
}

// hasBeginnings reports whether each of some words begins a word of a name that is one word.
func hasBeginnings(name string, words []string) bool {
	name = "-" + name
	for _, word := range words {
		if !strings.Contains(name, "-"+word) {
			return false
		}
	}
	return true
}

// itemWords are lines as they are typed.
func itemWords(set *Set, items []int) string {
	var words []string
	for _, i := range items {
		word := OneWord(set.Items[i].Short)
		if word == "" {
			word = set.Items[i].ID
		}
		words = append(words, word)
	}
	return strings.Join(words, ", ")
}

// Fits reports whether a client is one of those chosen.
func (f *Filter) Fits(row *PracticeRow) bool {
	switch {
	case f.overdue && row.Overdue == 0:
		return false
	case len(f.stages) > 0 && !slices.Contains(f.stages, row.Standing.Stage):
		return false
	case len(f.stages) > 0 && !row.Started():
		return false // nobody knows yet
	}
	for _, gap := range f.gaps {
		if !row.Lacks(gap) {
			return false
		}
	}
	for _, tag := range f.tags {
		if !row.Tags.Has(tag) {
			return false
		}
	}
	return len(f.words) == 0 || hasAll(row.searched(), f.words)
}

// searched is what free words are looked for in.
func (r *PracticeRow) searched() string {
	return Fold(r.Business) + " " + Fold(r.Use) + " " + Fold(string(r.Tags))
}

// Choose are the clients whom the filter fits, in their order.
func (f *Filter) Choose(rows []PracticeRow) []PracticeRow {
	if f.Empty() {
		return rows
	}
	var out []PracticeRow
	for i := range rows {
		if f.Fits(&rows[i]) {
			out = append(out, rows[i])
		}
	}
	return out
}
