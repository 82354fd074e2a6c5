package assessment

import (
	"slices"
	"testing"
)

func TestNamedFindsWhatIsMeant(t *testing.T) {
	heads := []Head{
		{ID: "0199aa01", Business: "Café Müller", Use: "Answer emails"},
		{ID: "0199aa02", Business: "Tom", Use: "Answer emails of customers"},
		{ID: "0199bb03", Business: "Tom’s Garage", Use: "Book appointments"},
		{ID: "0199bb04", Business: "Tom’s Garage", Use: "Write offers"},
		{ID: "0199bb05", Business: "Plumber 0199cc", Use: "Answer emails"},
	}
	for _, c := range []struct {
		text string
		want []int
		byID bool
	}{
		{"cafe", []int{0}, false},
		{"MULLER café", []int{0}, false},
		{"emails muller", []int{0}, false},
		// A whole name goes before a piece of another, and a whole use likewise.
		{"tom", []int{1}, false},
		{"tom's", []int{2, 3}, false},
		{"tom's garage", []int{2, 3}, false},
		{"garage offers", []int{3}, false},
		{"Tom's Garage write offers", []int{3}, false},
		{"answer emails", []int{0, 4}, false},
		{"emails", []int{0, 1, 4}, false},
		{"0199bb03", []int{2}, true},
		{"0199AA", []int{0, 1}, true},
		{" 0199aa02 ", []int{1}, true},
		{"0199c", []int{4}, false},
		// As one word, and with its signs left out.
		{"cafe-muller", []int{0}, false},
		{"toms-garage-book-appointments", []int{2}, false},
		{"toms", []int{2, 3}, false},
		{"Tom's-offers", []int{3}, false},
		{"hairdresser", nil, false},
		{"tom hairdresser", nil, false},
		{"", nil, false},
		{"  ", nil, false},
	} {
		named, byID := Named(heads, c.text)
		var got []int
		for _, head := range named {
			got = append(got, slices.Index(heads, head))
		}
		if !slices.Equal(got, c.want) || byID != c.byID {
			t.Errorf("%q names %v (by id: %v), want %v (%v)", c.text, got, byID, c.want, c.byID)
		}
	}
}

func TestOneWordNeedsNoQuotes(t *testing.T) {
	for text, want := range map[string]string{
		"Rosa’s Bakery": "rosas-bakery", "Café Müller": "cafe-muller", " -rf $(x) & Sons; ": "rf-x-sons", "Client 01": "client-01",
		"Кафе Пушкинъ": "кафе-пушкинъ", "!?": "", "": "", "C++ / C#": "c-c",
	} {
		if got := OneWord(text); got != want {
			t.Errorf("%q is %q as one word, want %q", text, got, want)
		}
	}
}
