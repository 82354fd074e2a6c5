package assessment

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// TermsIn are those of the question's terms that the texts use, or that explain one of those: a
// word that nobody reads is not explained.
func (q *Question) TermsIn(texts ...string) []Term {
	used := make([]bool, len(q.Terms))
	words := wordsOf(texts...)
	for again := true; again; {
		again = false
		for i := range q.Terms {
			if !used[i] && uses(words, q.Terms[i].Term) {
				used[i], again = true, true
				words = append(words, wordsOf(q.Terms[i].Text)...)
			}
		}
	}
	var terms []Term
	for i := range q.Terms {
		if used[i] {
			terms = append(terms, q.Terms[i])
		}
	}
	return terms
}

// PageTexts are the texts of a question that stand on its page, with the example for a kind of work.
func (q *Question) PageTexts(kind string) []string {
	said := []string{q.Text, q.Why, q.Good, q.Example(kind)}
	for _, choice := range q.Choices {
		said = append(said, choice.Text)
	}
	return said
}

// uses reports whether each word of a term is there, in whatever form.
func uses(words []string, term string) bool {
	for _, word := range wordsOf(term) {
		// Endings differ: source and sources, reach and reaches.
		const longEnough = 4
		if utf8.RuneCountInString(word) > longEnough {
			_, last := utf8.DecodeLastRuneInString(word)
			word = word[:len(word)-last]
		}
		if !slices.ContainsFunc(words, func(said string) bool { return strings.HasPrefix(said, word) }) {
			return false
		}
	}
	return true
}

func wordsOf(texts ...string) []string {
	return strings.FieldsFunc(strings.ToLower(strings.Join(texts, " ")), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
}

// Advice are the texts of what a question leads to, in the order in which they are read.
func (q *Question) Advice() []string {
	advice := slices.Clone(q.Fix.Steps)
	return append(advice, q.Fix.Done, q.Fix.Title, q.FindOut.Title, q.FindOut.Message, q.Confirm.Title, q.Confirm.Text)
}
