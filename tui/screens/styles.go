package screens

import (
	"image/color"
	"strings"

	"charm.land/bubbles/v2/help"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"

	"readycheck/assessment"
)

// styles are all the looks of the program: one accent, and the rest by weight and tone.
// Nothing is said by colour alone.
type styles struct {
	text, strong, dim, accent, chosen, warn lipgloss.Style
	// picture is for a QR code: its blocks are light, whatever the theme.
	picture lipgloss.Style
	levels  [assessment.NA + 1]lipgloss.Style
	// words are the set's, for levels. They are asked for when they are needed: a set takes
	// milliseconds to read, which the first frame does not wait for.
	words func() *assessment.Words
	// fewSigns writes our signs in letters that every terminal has.
	fewSigns bool
	// colourless is true where no colours are shown.
	colourless bool
	// spoken puts words in the place of signs, for screen readers.
	spoken bool
	help   help.Styles
	form   huh.Theme
}

// palette is one theme's colours. Each has a contrast of at least 4.5 to 1 against the
// background it is meant for.
type palette struct {
	strong, dim, accent, warn, good, half, bad color.Color
}

// sixteen is true for a terminal with sixteen colours, such as a Linux console. Their exact
// tones are up to the terminal, so only those are used that stand out in all of them.
func paletteFor(theme string, dark, sixteen bool) palette {
	// Colours are named by their place in the fixed part of the 256-colour table, since
	// finding the nearest place for any other colour takes a terminal program milliseconds.
	colour := lipgloss.Color
	switch {
	case sixteen && dark && theme == "contrast":
		white, yellow := colour("15"), colour("11")
		return palette{white, colour("7"), yellow, yellow, white, white, white}
	case sixteen && dark:
		return palette{
			strong: colour("15"), dim: colour("7"), accent: colour("14"), warn: colour("11"),
			good: colour("10"), half: colour("11"), bad: colour("9"),
		}
	case sixteen:
		black, blue, red := colour("0"), colour("4"), colour("1")
		return palette{strong: black, dim: black, accent: blue, warn: red, good: black, half: black, bad: red}
	case theme == "contrast" && dark:
		white, yellow := colour("231"), colour("226")
		return palette{white, colour("252"), yellow, yellow, white, white, white}
	case theme == "contrast":
		black, blue := colour("16"), colour("19")
		return palette{black, colour("238"), blue, blue, black, black, black}
	case dark:
		return palette{
			strong: colour("231"), dim: colour("248"), accent: colour("117"), warn: colour("215"),
			good: colour("114"), half: colour("222"), bad: colour("210"),
		}
	default:
		return palette{
			strong: colour("16"), dim: colour("241"), accent: colour("24"), warn: colour("94"),
			good: colour("22"), half: colour("94"), bad: colour("124"),
		}
	}
}

func newStyles(words func() *assessment.Words, theme string, dark, sixteen bool) *styles {
	p := paletteFor(theme, dark, sixteen)
	plain := lipgloss.NewStyle()
	st := &styles{
		words: words,
		text:  plain, strong: plain.Foreground(p.strong).Bold(true), dim: plain.Foreground(p.dim),
		accent: plain.Foreground(p.accent), chosen: plain.Foreground(p.accent).Bold(true), warn: plain.Foreground(p.warn).Bold(true),
	}
	if theme == "contrast" {
		// Without colour too, what counts most is told from what counts less.
		st.strong, st.chosen = st.strong.Transform(underlined), st.chosen.Transform(underlined)
		st.accent = st.accent.Bold(true)
	}
	// White and black of the fixed part of the colour table: no theme dyes them.
	st.picture = plain.Foreground(lipgloss.Color("231")).Background(lipgloss.Color("16"))
	for level, colour := range map[assessment.Level]color.Color{
		assessment.InPlace: p.good, assessment.Partly: p.half, assessment.No: p.bad, assessment.Unsure: p.half,
		assessment.NA: p.dim, assessment.Unanswered: p.dim,
	} {
		st.levels[level] = plain.Foreground(colour)
	}
	st.help = help.Styles{
		Ellipsis: st.dim, ShortKey: st.text, ShortDesc: st.dim, ShortSeparator: st.dim,
		FullKey: st.text, FullDesc: st.dim, FullSeparator: st.dim,
	}
	form := formStyles(st)
	st.form = huh.ThemeFunc(func(bool) *huh.Styles { return form })
	return st
}

// formStyles draws huh's fields like the rest of the program: no box, one accent.
func formStyles(st *styles) *huh.Styles {
	h := huh.ThemeBase(true)
	plain := lipgloss.NewStyle()
	f := &h.Focused
	f.Base, f.Card = plain, plain
	f.Title, f.Description = st.strong, st.dim
	f.ErrorIndicator, f.ErrorMessage = st.warn, st.warn
	f.SelectSelector = st.accent.SetString(cursorMark)
	f.MultiSelectSelector = st.accent.SetString(cursorMark)
	f.Option, f.SelectedOption, f.UnselectedOption = st.text, st.chosen, st.text
	f.SelectedPrefix = st.chosen.SetString("[x] ")
	f.UnselectedPrefix = st.text.SetString("[ ] ")
	f.NextIndicator, f.PrevIndicator = st.dim, st.dim
	f.TextInput.Prompt = st.accent
	f.TextInput.Cursor = st.accent
	f.TextInput.Placeholder = st.dim
	f.TextInput.Text = st.text
	f.FocusedButton, f.BlurredButton = st.chosen.SetString("▸"), st.dim
	h.Blurred = h.Focused
	h.Help = st.help
	return h
}

// underlined is a text with a line below. Lipgloss would draw it rune by rune, which tears what is
// written with several.
func underlined(text string) string {
	const on, off = "\x1b[4m", "\x1b[24m"
	if text == "" {
		return ""
	}
	return on + strings.ReplaceAll(text, "\n", off+"\n"+on) + off
}
