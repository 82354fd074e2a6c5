package look

import (
	"fmt"
	"math"
	"testing"

	"pgregory.net/rapid"
)

func TestContrastIsThatOfWCAG(t *testing.T) {
	for _, row := range []struct {
		one, other Colour
		want       float64
	}{
		{"#000000", "#ffffff", 21},
		{"#ffffff", "#000000", 21},
		{"#ffffff", "#ffffff", 1},
		{"#767676", "#ffffff", 4.54},
		{"#777777", "#ffffff", 4.48},
		{"#ff0000", "#ffffff", 4.00},
		{"#0000ff", "#ffffff", 8.59},
	} {
		if got := Contrast(row.one, row.other); math.Abs(got-row.want) > .005 {
			t.Errorf("%s and %s are told apart by %.3f, want %.2f", row.one, row.other, got, row.want)
		}
	}
}

func TestColoursAreRead(t *testing.T) {
	for text, want := range map[string]Colour{
		"#0b5c8a": "#0b5c8a", "0B5C8A": "#0b5c8a", " #09C ": "#0099cc", "teal": "#0f6b6b", "Teal": "#0f6b6b", "gray": "#4d565f", "abc": "#aabbcc",
	} {
		if got, ok := ReadColour(text); !ok || got != want {
			t.Errorf("%q is read as %q, %v, want %q", text, got, ok, want)
		}
	}
	for _, text := range []string{"", "#", "#12", "#1234", "#12345g", "#1234567", "##12345", "tealish", "rgb(1,2,3)", "url(x)", "é", "ééé", "#ééé", "12345;"} {
		if got, ok := ReadColour(text); ok {
			t.Errorf("%q is read as %s and is no colour", text, got)
		}
	}
}

func TestAColourThatCanBeReadStays(t *testing.T) {
	for _, row := range []struct{ given, onWhite, onDark Colour }{
		{"", "#0b5c8a", "#7cc4f0"},
		{"#0b5c8a", "#0b5c8a", ""},
		{"#000000", "#000000", ""},
		{"#ffffff", "", "#ffffff"},
		{"#767676", "#767676", ""},
		{"#777777", "", ""},
		{"#ffff00", "", "#ffff00"},
	} {
		if got := row.given.OnWhite(); row.onWhite != "" && got != row.onWhite {
			t.Errorf("%q on white is %s, want %s", row.given, got, row.onWhite)
		}
		if got := row.given.OnWhite(); row.onWhite == "" && got == row.given {
			t.Errorf("%q on white stays, and cannot be read", row.given)
		}
		if got := row.given.OnDark(); row.onDark == row.given && got != row.given {
			t.Errorf("%q on the dark page is %s and could stay", row.given, got)
		}
	}
	for name, c := range colourNames {
		if got := c.OnWhite(); got != c {
			t.Errorf("%s is a name for %s, which cannot be read on white: %s can", name, c, got)
		}
	}
}

// Whatever colour somebody chooses, letters in it can be read, white and dark ones on it too,
// and it is moved no further than that asks for.
func TestEveryColourCanBeRead(t *testing.T) {
	check := func(t rapid.TB, c Colour) {
		light, onDark := c.OnWhite(), c.OnDark()
		if got := Contrast(light, white); got < readable {
			t.Fatalf("%s on white is %s, told apart by %.2f", c, light, got)
		}
		if got := Contrast(onDark, dark); got < readable {
			t.Fatalf("%s on the dark page is %s, told apart by %.2f", c, onDark, got)
		}
		if got := Contrast(light, white); light != c && got > readable+.25 {
			t.Fatalf("%s on white became %s, which is darker than it need be: %.2f", c, light, got)
		}
		if light.OnWhite() != light || onDark.OnDark() != onDark {
			t.Fatalf("%s moves once more", c)
		}
	}
	for r := 0; r < 256; r += 15 {
		for g := 0; g < 256; g += 15 {
			for b := 0; b < 256; b += 15 {
				check(t, Colour(fmt.Sprintf("#%02x%02x%02x", r, g, b)))
			}
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		check(t, Colour(fmt.Sprintf("#%06x", rapid.IntRange(0, 0xffffff).Draw(t, "colour"))))
	})
}
