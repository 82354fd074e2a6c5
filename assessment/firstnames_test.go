package assessment

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// People in questions and examples are called by what they do: a reader who meets eight first
// names asks who they all are, and if they ought to know them.

// notNames are words that the set writes with a capital letter and never without, and that
// are no name of a person in it. Mrs Hill lives on, as a name that has to be taken out.
var notNames = wordSet(`Hello Monday Tuesday Wednesday Thursday Thursdays Friday Fridays Saturday Sunday Easter
	January February March April May June July August September October November December Mrs Hill Oak Road
	Being Bits Cross Doesn Finding Hang Mark Mostly Pass Payments Pin Play Sit Untie`)

func wordSet(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

var wordOfLetters = regexp.MustCompile(`\pL+`)

func firstNames(_ *testing.T, s *Set) (faults []string) {
	small := map[string]bool{}
	for _, p := range s.sentences() {
		for _, word := range wordOfLetters.FindAllString(p.text, -1) {
			small[word] = true
		}
	}
	var texts []passage
	for _, q := range s.faces() {
		texts = append(texts, q.sentences()...)
	}
	for _, p := range texts {
		for _, word := range wordOfLetters.FindAllString(p.text, -1) {
			if lower := strings.ToLower(word); word != lower && word != strings.ToUpper(word) && !small[lower] && !notNames[word] {
				faults = append(faults, fmt.Sprintf("%s: is %q somebody's name? Say what they do. If it is none, add it to notNames. %q", p.where, word, p.text))
			}
		}
	}
	return faults
}
