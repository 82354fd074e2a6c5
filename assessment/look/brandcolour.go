package look

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
)

// Colour is "#rrggbb" in small letters. Empty, it is the program's own blue.
type Colour string

// The grounds that a colour must be read on, and the program's own blue on each.
const (
	white      Colour = "#ffffff"
	black      Colour = "#000000"
	dark       Colour = "#14181c"
	ownBlue    Colour = "#0b5c8a"
	blueOnDark        = Colour("#7cc4f0")
)

// readable is the contrast that small letters need.
const readable = 4.5

// colourNames are colours that people ask for by name, each as dark as it can be read on white
// where it has such a shade.
var colourNames = map[string]Colour{
	"black": "#1d2329", "blue": "#0b5c8a", "brown": "#6b4423", "burgundy": "#7b1e3a", "green": "#14663a", "grey": "#4d565f",
	"indigo": "#3f3d9e", "navy": "#1b2a5c", "olive": "#5a5f1a", "orange": "#b04a00", "pink": "#b0246e", "purple": "#5b3d8f",
	"red": "#a11b1b", "teal": "#0f6b6b",
}

// ColourNames are the names that ReadColour knows, in the order of the alphabet.
func ColourNames() []string { return slices.Sorted(maps.Keys(colourNames)) }

// ReadColour reads a colour as people write it: "#0b5c8a", "0B5C8A", "#09c", or a name.
func ReadColour(text string) (Colour, bool) {
	text = strings.ToLower(strings.TrimSpace(text))
	if text == "gray" {
		text = "grey"
	}
	if c, known := colourNames[text]; known {
		return c, true
	}
	digits := strings.TrimPrefix(text, "#")
	if len(digits) == 3 {
		digits = string([]byte{digits[0], digits[0], digits[1], digits[1], digits[2], digits[2]})
	}
	if len(digits) != 6 || strings.Trim(digits, "0123456789abcdef") != "" {
		return "", false
	}
	return Colour("#" + digits), true
}

// RGB is the colour in its three parts. What is none is the program's own.
func (c Colour) RGB() (r, g, b int) {
	if len(c) != 7 {
		c = ownBlue
	}
	n, err := strconv.ParseUint(string(c[1:]), 16, 32)
	if err != nil {
		return ownBlue.RGB()
	}
	return int(n >> 16 & 0xff), int(n >> 8 & 0xff), int(n & 0xff)
}

// OnWhite is the colour, darkened as little as is needed for letters in it on white to be
// read, and white ones on it.
func (c Colour) OnWhite() Colour {
	if c == "" {
		return ownBlue
	}
	return c.until(white, black)
}

// OnDark is the colour, lightened as little as is needed for letters in it on the dark page to
// be read, and dark ones on it.
func (c Colour) OnDark() Colour {
	if c == "" {
		return blueOnDark
	}
	return c.until(dark, white)
}

// until mixes more and more of another colour in, until the mixture can be read on a ground.
func (c Colour) until(ground, other Colour) Colour {
	const steps = 256
	for part := range steps {
		mixed := c.mix(other, float64(part)/steps)
		if Contrast(mixed, ground) >= readable {
			return mixed
		}
	}
	return other
}

func (c Colour) mix(other Colour, part float64) Colour {
	r, g, b := c.RGB()
	otherR, otherG, otherB := other.RGB()
	mixed := func(from, to int) int { return from + int(math.Round(float64(to-from)*part)) }
	return Colour(fmt.Sprintf("#%02x%02x%02x", mixed(r, otherR), mixed(g, otherG), mixed(b, otherB)))
}

// Contrast is how well two colours can be told apart, from 1 to 21, as WCAG 2 counts it.
func Contrast(one, other Colour) float64 {
	a, b := one.luminance(), other.luminance()
	return (max(a, b) + .05) / (min(a, b) + .05)
}

// luminance is how bright a colour is for the eye, from 0 to 1.
func (c Colour) luminance() float64 {
	r, g, b := c.RGB()
	linear := func(part int) float64 {
		v := float64(part) / 255
		if v <= .04045 {
			return v / 12.92
		}
		return math.Pow((v+.055)/1.055, 2.4)
	}
	return .2126*linear(r) + .7152*linear(g) + .0722*linear(b)
}
