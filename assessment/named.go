package assessment

import (
	"strings"
	"unicode"
)

// Named are those of some sessions that a person means by a text: the one with this id; else
// those whose business, use or both it is as a whole; else those whose id begins with it; else
// those in whose business and use all of its words stand, in any order. Case and accents do not
// matter, and a name may be written as OneWord writes it. By id is false where it was words
// that named them: of re-checks of one use, words mean only the newest.
func Named(heads []Head, text string) (named []Head, byID bool) {
	t := typedName(text)
	if t.folded == "" {
		return nil, false
	}
	var found [len(namings)][]Head
	for _, head := range heads {
		if head.ID == t.id {
			return []Head{head}, true
		}
		business, use := typedName(head.Business), typedName(head.Use)
		both := spelling{head.ID, business.folded + " " + use.folded, strings.Trim(business.word+"-"+use.word, "-")}
		for way, fits := range namings {
			if fits(t, business, use, both) {
				found[way] = append(found[way], head)
				break
			}
		}
	}
	for way := range found {
		if len(found[way]) > 0 {
			return found[way], way == byBeginning
		}
	}
	return nil, false
}

// spelling is a text as an id, as it is looked for, and as one word.
type spelling struct{ id, folded, word string }

func typedName(text string) spelling {
	folded := Fold(text)
	return spelling{strings.ToLower(strings.TrimSpace(text)), folded, oneWord(folded)}
}

// byBeginning is the naming by the beginning of an id.
const byBeginning = 2

// namings are the ways in which a text names a session, the surest first.
var namings = [...]func(t, business, use, both spelling) bool{
	func(t, business, use, both spelling) bool {
		return t.folded == business.folded || t.folded == use.folded || t.folded == both.folded
	},
	func(t, business, use, both spelling) bool {
		return t.word != "" && (t.word == business.word || t.word == use.word || t.word == both.word)
	},
	byBeginning: func(t, _, _, both spelling) bool { return strings.HasPrefix(both.id, t.id) },
	func(t, _, _, both spelling) bool { return hasAll(both.folded, strings.Fields(t.folded)) },
	func(t, _, _, both spelling) bool {
		return t.word != "" && hasAll(both.word, strings.Split(t.word, "-"))
	},
}

// hasAll reports whether all words stand in a folded text, in any order.
func hasAll(text string, words []string) bool {
	for _, word := range words {
		if !strings.Contains(text, word) {
			return false
		}
	}
	return true
}

// OneWord is a name as one word that a shell takes as it is: “Rosa’s Bakery” is rosas-bakery.
// Named finds by it what it finds by the name.
func OneWord(text string) string { return oneWord(Fold(text)) }

func oneWord(folded string) string {
	var b strings.Builder
	apart := false
	for _, r := range folded {
		switch {
		case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
			if apart && b.Len() > 0 {
				b.WriteByte('-')
			}
			apart = false
			b.WriteRune(r)
		case r != '\'':
			apart = true
		}
	}
	return b.String()
}
