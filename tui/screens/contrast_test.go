package screens

import (
	"image/color"
	"math"
	"testing"

	"github.com/charmbracelet/x/ansi"
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
			p := paletteFor(theme, isDark, false)
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
	for console, tones := range map[string][16]uint32{
		"Linux": {0x000000, 0xAA0000, 0x00AA00, 0xAA5500, 0x0000AA, 0xAA00AA, 0x00AAAA, 0xAAAAAA, 0x555555, 0xFF5555, 0x55FF55, 0xFFFF55, 0x5555FF, 0xFF55FF, 0x55FFFF, 0xFFFFFF},
		"xterm": {0x000000, 0xCD0000, 0x00CD00, 0xCDCD00, 0x0000EE, 0xCD00CD, 0x00CDCD, 0xE5E5E5, 0x7F7F7F, 0xFF0000, 0x00FF00, 0xFFFF00, 0x5C5CFF, 0xFF00FF, 0x00FFFF, 0xFFFFFF},
	} {
		for _, theme := range []string{"dark", "light", "contrast"} {
			isDark := theme != "light"
			p, background := paletteFor(theme, isDark, true), color.Color(grey(255))
			if isDark {
				background = grey(0)
			}
			for i, text := range []color.Color{p.strong, p.dim, p.accent, p.warn, p.good, p.half, p.bad} {
				basic, ok := text.(ansi.BasicColor)
				if !ok {
					t.Fatalf("%s: text %d is no colour of the sixteen: %v", theme, i, text)
				}
				tone := tones[basic]
				shown := color.RGBA{uint8(tone >> 16), uint8(tone >> 8), uint8(tone), 255}
				if got := contrast(shown, background); got < 4.5 {
					t.Errorf("%s console, %s: text %d has %.2f : 1", console, theme, i, got)
				}
			}
		}
	}
	if got := contrast(grey(0x80), grey(0xFF)); got < 3.9 || got > 4.0 {
		t.Errorf("the control: grey on white has %.2f, want 3.95", got)
	}
}
