package assessment

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestPersonName(t *testing.T) {
	for text, want := range map[string]string{
		"Dana": "Dana", "  Dana  Smith ": "Dana Smith", "Zoë O'Neil-Ruiz": "Zoë O'Neil-Ruiz", "王小明": "王小明", "محمد": "محمد", "मीना": "मीना", "نمی\u200cخواهم": "نمی\u200cخواهم",
		"Bob (technical), Ann": "Bob technical Ann", "Ann: no": "Ann no", "Ｄａｎａ": "Dana", "Da\u200bna": "Dana", "Da\u3164na": "Dana", "Da\u2062na": "Dana",
		"\u0301Dana": "Dana", "Z" + strings.Repeat("\u0335", 30) + "oe": "Z\u0335\u0335oe", "\x1b[31mDana": "Dana",
		strings.Repeat("n", 60): strings.Repeat("n", MaxPersonName),
	} {
		if got, ok := PersonName(text); got != want || !ok {
			t.Errorf("%q is %q, %v", text, got, ok)
		}
	}
	for _, text := range []string{"", "   ", "\u3164", "\u2800", "\u200b\u2062", "()", "...", "\u0301\u0301", "facilitator", "Fаcilitator", "FACILITATOR"} {
		if got, ok := PersonName(text); ok {
			t.Errorf("%q is the name %q", text, got)
		}
	}
}

func TestNamesThatLookAlikeAreTheSame(t *testing.T) {
	for a, b := range map[string]string{
		"Dana": "dana", "Ann": "Аnn", "Oskar": "0skar", "Ian": "lan", "Pablo": "Раblо", "Rosa": "Ro\u200dsa", "ΤΟΜ": "Tom",
	} {
		if !SameName(a, b) {
			t.Errorf("%q and %q are two", a, b)
		}
	}
	for a, b := range map[string]string{"Dana": "Dan", "Person 1": "Person 11", "Björn": "Bjorn", "Ann": "Anne", "Маша": "Саша"} {
		if SameName(a, b) {
			t.Errorf("%q and %q are one", a, b)
		}
	}
}

func FuzzPersonName(f *testing.F) {
	for _, text := range []string{"Dana", "Bob (technical), Ann", "\u3164", "Z\u0335\u0335\u0335", "\x1b[31m", "ﷺ", "ǆ"} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		name, ok := PersonName(text)
		if !ok {
			return
		}
		if again, ok := PersonName(name); again != name || !ok {
			t.Errorf("%q becomes %q, and that %q, %v", text, name, again, ok)
		}
		if utf8.RuneCountInString(name) > MaxPersonName || strings.ContainsAny(name, "(),:\n\x1b") || name != CleanLine(name, MaxName) {
			t.Errorf("%q becomes %q", text, name)
		}
	})
}
