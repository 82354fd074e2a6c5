package assessment

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Limits on tags: a few short words, which a screen shows beside a name.
const (
	// MaxTag is the longest tag, in characters.
	MaxTag = 24
	// MaxTags is how many tags a session may have.
	MaxTags = 8
)

// Labels are what a consultant keeps of a session to find it again. No verdict knows them.
type Labels struct {
	Tags Tags `json:"tags,omitempty"`
	// Visit is the day of the next visit, in DateLayout, or empty.
	Visit string `json:"visit,omitempty"`
}

// Tags are short words in the order of the alphabet, with a space between them, so that heads
// can be compared. Their JSON is a list.
type Tags string

// List is each of the tags.
func (t Tags) List() []string { return strings.Fields(string(t)) }

// Has reports whether a word is among the tags. Case and accents do not matter.
func (t Tags) Has(word string) bool {
	word = Fold(CleanTag(word))
	return word != "" && slices.ContainsFunc(t.List(), func(tag string) bool { return Fold(tag) == word })
}

// With is the tags with some more. It is an error, and a sentence, where a word cannot be a tag
// or where they would be too many.
func (t Tags) With(words ...string) (Tags, error) {
	list := t.List()
	for _, word := range words {
		tag := CleanTag(word)
		switch {
		case tag == "":
			return t, labelError(fmt.Sprintf("“%s” cannot be a tag. Write a short word, such as retail.", CleanLine(word, MaxTag)))
		case utf8.RuneCountInString(tag) > MaxTag:
			return t, labelError(fmt.Sprintf("The tag “%s…” is too long. A tag has at most %d characters, such as retail.", CleanLine(tag, MaxTag), MaxTag))
		case !tagsOf(list).Has(tag):
			list = append(list, tag)
		}
	}
	if len(list) > MaxTags {
		return t, labelError(fmt.Sprintf("A session has at most %d tags. Take one away first.", MaxTags))
	}
	return tagsOf(list), nil
}

// Without is the tags without some words. One that is not there is an error, and a sentence.
func (t Tags) Without(words ...string) (Tags, error) {
	list := t.List()
	for _, word := range words {
		folded := Fold(CleanTag(word))
		left := slices.DeleteFunc(slices.Clone(list), func(tag string) bool { return Fold(tag) == folded })
		if len(left) == len(list) {
			return t, labelError(fmt.Sprintf("There is no tag “%s” to take away.", CleanLine(word, MaxTag)))
		}
		list = left
	}
	return tagsOf(list), nil
}

// Together is all tags of both, as far as there is room.
func (t Tags) Together(other Tags) Tags {
	list := t.List()
	for _, tag := range other.List() {
		if !tagsOf(list).Has(tag) {
			list = append(list, tag)
		}
	}
	slices.Sort(list)
	return tagsOf(list[:min(len(list), MaxTags)])
}

func tagsOf(list []string) Tags {
	list = slices.Clone(list)
	slices.Sort(list)
	return Tags(strings.Join(slices.Compact(list), " "))
}

// MarshalJSON writes a list.
func (t Tags) MarshalJSON() ([]byte, error) { return json.Marshal(t.List()) }

// UnmarshalJSON reads a list, and cleans what is in it.
func (t *Tags) UnmarshalJSON(data []byte) error {
	var list []string
	if err := json.Unmarshal(data, &list); err != nil {
		return err
	}
	for i := range list {
		list[i] = CleanTag(list[i])
	}
	*t = tagsOf(slices.DeleteFunc(list, func(tag string) bool { return tag == "" }))
	return nil
}

// CleanTag is a word as a tag: in small letters, with a hyphen where it has anything but letters
// and digits. Accents stay. It is empty where nothing can be read in it.
func CleanTag(text string) string {
	tag := oneWord(strings.ToLower(norm.NFC.String(CleanLine(text, MaxName))))
	if strings.IndexFunc(tag, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }) != 0 {
		return ""
	}
	// Once more, since an apostrophe may have stood between a letter and its accent.
	return norm.NFC.String(tag)
}

// Valid reports whether labels are such as this version makes.
func (l Labels) Valid() bool {
	list := l.Tags.List()
	if tagsOf(list) != l.Tags || len(list) > MaxTags {
		return false
	}
	for _, tag := range list {
		if CleanTag(tag) != tag || utf8.RuneCountInString(tag) > MaxTag {
			return false
		}
	}
	_, err := time.Parse(DateLayout, l.Visit)
	return l.Visit == "" || err == nil
}

// tags reads tags that may be left out. One that stands there twice counts once.
func (f fields) tags() Tags {
	tags, err := Tags("").With(f.texts("tags", MaxName, false)...)
	if err != nil {
		f.r.fault(FaultWrongValue, f.at("tags"), strings.TrimSuffix(Sentence(err), "."), "at most "+strconv.Itoa(MaxTags)+" short words, such as retail")
	}
	return tags
}

// LabelsChange is a session's labels to save.
type LabelsChange struct {
	Session string
	Labels  Labels
	// Base is the revision that the window had seen.
	Base uint64
}

// labelError is why labels cannot be so, and what to do instead.
type labelError string

func (e labelError) Error() string { return string(e) }

// Sentence is what a person reads of it.
func (e labelError) Sentence() string { return string(e) }
