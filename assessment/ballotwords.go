package assessment

import (
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// What people write into a ballot in their own words. Codes go before the words of the set, and
// these before plain English. What could mean two things is in no table and stays a fault.

// saidPlainly are words of plain English for levels. "Yes" is not among them: see meansYes.
var saidPlainly = map[string]Level{
	"inplace":   InPlace,
	"partially": Partly, "in part": Partly,
	"not in place": No,
	"not sure":     Unsure, "dont know": Unsure, "i dont know": Unsure, "do not know": Unsure, "?": Unsure,
	"na": NA, "n a": NA, "not applicable": NA, "does not apply": NA, "doesnt apply": NA,
}

var rolesPlainly = map[string]Role{
	"tech": RoleTechnical, "it": RoleTechnical,
	"risks": RoleRisk,
	"ops":   RoleOperations, "operation": RoleOperations,
	"another": RoleOther, "another side": RoleOther,
}

var knownPlainly = map[string]Known{
	"seen it": Seen, "saw it": Seen, "i saw it": Seen, "i have seen it": Seen,
	"told me": Told, "i was told": Told, "was told": Told, "someone said so": Told,
	"think so": Assumed, "i think": Assumed, "i assume": Assumed, "assume": Assumed,
}

// askedOtherwise are questions of the set in the program that nobody can answer with "yes": they
// ask who, how or what, or "yes" would be the bad answer to them.
var askedOtherwise = []string{
	"strangers-text", "more-access", "off-switch", "clean-cut", "check-source", "review-rules", "about-people",
}

// plainWord is a word as it is compared: in small letters, without the signs around and within
// it that change nothing, and with spaces for _ and -.
func plainWord(text string) string {
	text = strings.Map(func(r rune) rune {
		switch r {
		case '.', ',', ';', '!', '"', '\'', '…', '‟', '‚', '‛', '«', '»':
			return -1
		case '_', '-', '/':
			return ' '
		}
		return r
	}, Fold(strings.ReplaceAll(text, "…", " ")))
	return strings.Join(strings.Fields(text), " ")
}

// meant finds the one code that a word means: -1 where there is none, or more than one.
func meant(word string, tables ...func(word string) []int) int {
	if word == "" {
		return -1
	}
	for _, table := range tables {
		found := table(word)
		slices.Sort(found)
		switch found = slices.Compact(found); len(found) {
		case 0:
		case 1:
			return found[0]
		default:
			return -1
		}
	}
	return -1
}

// wordOf finds a word in a list.
func wordOf(words []string) func(string) []int {
	return func(word string) (found []int) {
		for i, text := range words {
			if plainWord(text) == word {
				found = append(found, i)
			}
		}
		return found
	}
}

// in finds a word in a table of plain English.
func in[T ~uint8](table map[string]T) func(string) []int {
	return func(word string) []int {
		if code, ok := table[word]; ok {
			return []int{int(code)}
		}
		return nil
	}
}

// levelMeant is the level that a person wrote under a question, in words or as the text of a
// choice.
func levelMeant(set *Set, q *Question, text string) int {
	if l := slices.Index(levelCodes[:], text); l > 0 {
		return l
	}
	return meant(plainWord(text), wordOf(codesFrom(levelCodes[:], No)), wordOf(codesFrom(set.Words.Levels[:], No)),
		func(word string) (found []int) {
			for _, choice := range q.Options(&set.Words) {
				if plainWord(choice.Text) == word {
					found = append(found, int(choice.Level))
				}
			}
			return found
		},
		in(saidPlainly),
		func(word string) []int { return meansYes(set, q, word) })
}

// codesFrom are codes with those before the first one left out, in their places.
func codesFrom(codes []string, first Level) []string {
	from := slices.Clone(codes)
	clear(from[:first])
	return from
}

// meansYes says what "yes" means under a question. Where "yes" could be the bad answer it says
// nothing: a vote must not come out better than it was meant.
func meansYes(set *Set, q *Question, word string) (found []int) {
	for _, choice := range q.Choices {
		if end := strings.IndexAny(choice.Text, ".,;"); end > 0 && plainWord(choice.Text[:end]) == word {
			found = append(found, int(choice.Level))
		}
	}
	if len(found) == 0 && word == "yes" && set.ID == Default().ID && !slices.Contains(askedOtherwise, q.ID) {
		return []int{int(InPlace)}
	}
	return found
}

// blankSigns say nothing where they stand alone: blanks, quotes, and a line to write on.
const blankSigns = " \t\u00a0\u202f\"'“”„‟‘’…._"

// inWords puts the code in the place of a word that means one, so that it is read as if the
// code stood there. What means none stays for the reader to refuse.
func (f fields) inWords(name string, codes []string, find func(text string) int) {
	n := f.by[name]
	if n == nil || n.Kind != yaml.ScalarNode || n.ShortTag() == "!!bool" {
		return
	}
	if i := find(n.Value); i >= 0 {
		n.Value = codes[i]
	} else if strings.Trim(n.Value, blankSigns) == "" {
		n.Value = ""
	}
}

// roleMeant is the role that a person wrote.
func roleMeant(text string) int {
	return meant(plainWord(text), wordOf(roleCodes[:]), in(rolesPlainly))
}

// knownMeant is how a person wrote that they know.
func knownMeant(set *Set, text string) int {
	return meant(plainWord(text), wordOf(knownCodes[:]), wordOf(set.Words.Known[:]), wordOf(set.Words.ReadBack[:]), in(knownPlainly))
}
