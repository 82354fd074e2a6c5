package assessment

import (
	"strings"
	"testing"

	"pgregory.net/rapid"
)

func TestFoldFindsWhatPeopleType(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "rosa's bakery": "rosa's bakery", "Rosa’s  BAKERY ": "rosa's bakery", "Rosa´s": "rosa's",
		"Café Müller": "cafe muller", "Cafe\u0301 Mu\u0308ller": "cafe muller", "CAFÉ": "cafe",
		"Straße": "strasse", "STRASSE": "strasse", "STRAẞE": "strasse",
		"Smørrebrød": "smorrebrod", "SMØRREBRØD": "smorrebrod", "Łódź": "lodz", "Œuvre": "oeuvre", "Ægir": "aegir",
		"İstanbul": "istanbul", "ISTANBUL": "istanbul", "ﬁne Ｓｈｏｐ": "fine shop", "a\tb\nc": "a b c", "Zoë\u200d": "zoe",
		"Кафе": "кафе", "ΟΔΟΣ": "οδοσ", "Οδός": "οδοσ", "กิน": "กิน",
	} {
		if got := Fold(text); got != want {
			t.Errorf("%q folds to %q, want %q", text, got, want)
		}
	}
	// Letters that another sign makes into another word stay apart.
	if Fold("か") == Fold("が") || Fold("กิน") == Fold("กน") {
		t.Error("two words fold to one")
	}
}

func TestFoldIsSettled(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		text := rapid.String().Draw(r, "text")
		once := Fold(text)
		if again := Fold(once); again != once {
			r.Fatalf("%q folds to %q and then to %q", text, once, again)
		}
		if strings.Join(strings.Fields(once), " ") != once {
			r.Fatalf("%q folds to %q, with too many spaces", text, once)
		}
	})
}
