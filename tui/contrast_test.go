package tui

import (
	"image/color"
	"math"
	"testing"
)

// luminance and contrast are those of WCAG 2.2.
func luminance(c color.Color) float64 {
	linear := func(v uint32) float64 {
		s := float64(v) / 0xFFFF
		if s <= 0.04045 {
			return s / 12.92
		}
		return math.Pow((s+0.055)/1.055, 2.4)
	}
	r, g, b, _ := c.RGBA()
	return 0.2126*linear(r) + 0.7152*linear(g) + 0.0722*linear(b)
}

func contrast(a, b color.Color) float64 {
	x, y := luminance(a), luminance(b)
	return (max(x, y) + 0.05) / (min(x, y) + 0.05)
}

// Every text stands out from every background that its theme is meant for.
func TestContrastOfEveryTheme(t *testing.T) {
	grey := func(v uint8) color.Color { return color.RGBA{v, v, v, 255} }
	dark := map[string]color.Color{"black": grey(0), "dark grey": grey(0x1E), "dark blue": color.RGBA{0x1A, 0x1B, 0x26, 255}}
	light := map[string]color.Color{"white": grey(255), "light grey": grey(0xF5), "cream": color.RGBA{0xFD, 0xF6, 0xE3, 255}}
	for _, theme := range []string{"auto", "dark", "light", "contrast"} {
		for _, isDark := range []bool{true, false} {
			if theme == "dark" && !isDark || theme == "light" && isDark {
				continue
			}
			backgrounds := light
			if isDark {
				backgrounds = dark
			}
			p := paletteFor(theme, isDark)
			for name, text := range map[string]color.Color{
				"strong": p.strong, "dim": p.dim, "accent": p.accent, "warn": p.warn, "good": p.good, "half": p.half, "bad": p.bad,
			} {
				for on, background := range backgrounds {
					if got := contrast(text, background); got < 4.5 {
						t.Errorf("%s, dark %v: %s on %s has %.2f : 1", theme, isDark, name, on, got)
					}
				}
			}
		}
	}
	if got := contrast(grey(0x80), grey(0xFF)); got < 3.9 || got > 4.0 {
		t.Errorf("the control: grey on white has %.2f, want 3.95", got)
	}
}
