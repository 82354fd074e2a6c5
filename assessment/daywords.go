package assessment

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// dayWord is a word or a number out of which a day is said. Its kind is a letter, so that the
// kinds of a whole saying make a word, which saying.day knows.
type dayWord struct {
	kind byte
	// value is a number, a weekday, a month, a unit, or how many days from today.
	value int
	// digits is how long a number was written.
	digits int
	// slashed is true for a number with a slash or a dash before it, where countries differ in
	// what comes first.
	slashed bool
}

// The kinds of words.
const (
	numberWord  = 'N'
	countWord   = 'A' // two
	weekdayWord = 'W'
	monthWord   = 'M'
	unitWord    = 'U' // weeks
	dayNearWord = 'T' // today, tomorrow
	nextWord    = 'x'
	inWord      = 'i'
	afterWord   = 'f'
	endWord     = 'e'
	middleWord  = 'm'
	startWord   = 's'
	feastWord   = 'F' // christmas: a day of the year
	haste       = 'h' // asap: no day at all
)

// feast is the value of a feast: its month and its day.
func feast(month, day int) int { return 100*month + day }

// The units of a stretch of time.
const (
	unitDay = iota
	unitWeek
	unitMonth
	unitYear
)

// dayWords are the words by their sense. Letters such as ä are written ae.
var dayWords = func() map[string]dayWord {
	words := map[string]dayWord{}
	list := func(kind byte, first int, texts ...string) {
		for i, text := range texts {
			for word := range strings.FieldsSeq(text) {
				words[word] = dayWord{kind: kind, value: first + i}
			}
		}
	}
	list(dayNearWord, -1, "yesterday gestern", "today heute tonight", "tomorrow tmrw morgen", "uebermorgen")
	list(nextWord, 0, "next naechste naechsten naechster naechstes naechstem")
	list(inWord, 0, "in")
	list(afterWord, 0, "after")
	list(endWord, 0, "end ende")
	list(middleWord, 0, "mid middle mitte")
	list(startWord, 0, "start beginning early anfang")
	list(haste, 0, "asap soon immediately urgent urgently bald sofort schnellstens")
	list(feastWord, feast(12, 24), "heiligabend", "christmas xmas weihnachten")
	list(feastWord, feast(12, 31), "silvester")
	list(feastWord, feast(1, 1), "neujahr")
	list(countWord, 1, "a one ein eine einem einen einer", "two zwei", "three drei", "four vier", "five fuenf", "six sechs",
		"seven sieben", "eight acht", "nine neun", "ten zehn", "eleven elf", "twelve zwoelf")
	list(unitWord, unitDay, "day days tag tage tagen", "week weeks wk wks woche wochen",
		"month months monat monate monaten monats", "year years jahr jahre jahren jahres")
	list(weekdayWord, 0, "sun sunday so sonntag", "mon monday mo montag", "tue tues tuesday di dienstag", "wed weds wednesday mi mittwoch",
		"thu thur thurs thursday do donnerstag", "fri friday fr freitag", "sat saturday sa samstag sonnabend")
	list(monthWord, 1, "jan january januar jaenner", "feb february februar", "mar march maerz mrz", "apr april", "may mai", "jun june juni", "jul july juli",
		"aug august", "sep sept september", "oct october okt oktober", "nov november", "dec december dez dezember")
	return words
}()

// fillers change nothing about a day.
var fillers = func() map[string]bool {
	words := map[string]bool{}
	for word := range strings.FieldsSeq("on by at the of this coming from now until till before am bis zum den dem der des die diesen kommenden vor " +
		// The time of a day is more than is kept.
		"morning noon afternoon evening night vormittag mittag nachmittag abend frueh") {
		words[word] = true
	}
	return words
}()

// dayLetters writes what is not in every alphabet, and words for two, in others.
var dayLetters = strings.NewReplacer("ä", "ae", "ö", "oe", "ü", "ue", "ß", "ss", "monatsende", "ende monat", "jahresende", "ende jahr",
	"christmas eve", "heiligabend", "christmas day", "christmas", "new year's eve", "silvester", "new year’s eve", "silvester", "new years eve", "silvester",
	"new year's day", "neujahr", "new year’s day", "neujahr", "new year's", "neujahr", "new year’s", "neujahr", "new year", "neujahr",
	"as soon as possible", "asap", "so bald wie möglich", "asap", "so schnell wie möglich", "asap", "right away", "asap")

// saying is a day in the words that count.
type saying []dayWord

// sayingOf takes a text apart. It is false where something in it is no word for a day.
func sayingOf(text string) (saying, bool) {
	const mostWords = 6
	runes := []rune(dayLetters.Replace(strings.ToLower(norm.NFKC.String(text))))
	if len(runes) > MaxDay {
		return nil, false
	}
	var said saying
	for at := 0; at < len(runes); {
		from := at
		for at < len(runes) && kindOfRune(runes[at]) == kindOfRune(runes[from]) {
			at++
		}
		piece := string(runes[from:at])
		switch kindOfRune(runes[from]) {
		case aDigit:
			number := dayWord{kind: numberWord, digits: len(piece), slashed: from > 0 && (runes[from-1] == '/' || runes[from-1] == '-')}
			if number.digits > 4 {
				return nil, false
			}
			for _, digit := range piece {
				number.value = 10*number.value + int(digit-'0')
			}
			said = append(said, number)
		case aLetter:
			if word, known := dayWords[piece]; known {
				said = append(said, word)
			} else if !fillers[piece] && !said.ordinal(piece) {
				return nil, false
			}
		default:
			if !separates(runes, from, at) {
				return nil, false
			}
		}
	}
	return said, len(said) > 0 && len(said) <= mostWords
}

// The kinds of signs in a text.
const (
	aSign = iota
	aDigit
	aLetter
)

func kindOfRune(r rune) int {
	switch {
	case r >= '0' && r <= '9':
		return aDigit
	case unicode.IsLetter(r):
		return aLetter
	}
	return aSign
}

// separates reports whether signs stand between two words, as in 4/12 or dec 4, 2026. A dash
// before a number is none: it may mean a minus.
func separates(runes []rune, from, to int) bool {
	switch signs := strings.TrimSpace(string(runes[from:to])); signs {
	case "", ".", ",", ".,":
		return from > 0
	case "/", "-":
		return from > 0 && to < len(runes) && to-from == 1
	}
	return false
}

// ordinal reports whether a piece is the end of the number before it, as in 4th.
func (s saying) ordinal(piece string) bool {
	return len(s) > 0 && s[len(s)-1].kind == numberWord && (piece == "st" || piece == "nd" || piece == "rd" || piece == "th")
}

// shape is the kinds of the words in their order.
func (s saying) shape() string {
	var shape strings.Builder
	for _, word := range s {
		shape.WriteByte(word.kind)
	}
	return shape.String()
}
