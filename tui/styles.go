package tui

import (
	"image/color"

	"charm.land/bubbles/v2/help"
	"charm.land/huh/v2"
	"charm.land/lipgloss/v2"

	"readycheck/assessment"
)

// styles are all the looks of the program: one accent, and the rest by weight and tone.
// Nothing is said by colour alone.
type styles struct {
	text, strong, dim, accent, chosen, warn lipgloss.Style
	levels                                  [assessment.NA + 1]lipgloss.Style
	help                                    help.Styles
	form                                    huh.Theme
}

// palette is one theme's colours. Each has a contrast of at least 4.5 to 1 against the
// background it is meant for.
type palette struct {
	strong, dim, accent, warn, good, half, bad color.Color
}

func paletteFor(theme string, dark bool) palette {
	switch {
	case theme == "contrast" && dark:
		white, yellow := lipgloss.Color("#ffffff"), lipgloss.Color("#ffff00")
		return palette{white, white, yellow, yellow, white, white, white}
	case theme == "contrast":
		black, blue := lipgloss.Color("#000000"), lipgloss.Color("#0000aa")
		return palette{black, black, blue, blue, black, black, black}
	case dark:
		return palette{
			strong: lipgloss.Color("#ffffff"), dim: lipgloss.Color("#a0a0a8"), accent: lipgloss.Color("#7cc5e8"), warn: lipgloss.Color("#f2b866"),
			good: lipgloss.Color("#8fce9b"), half: lipgloss.Color("#f2d27a"), bad: lipgloss.Color("#f29b8f"),
		}
	default:
		return palette{
			strong: lipgloss.Color("#000000"), dim: lipgloss.Color("#5c5c64"), accent: lipgloss.Color("#005a87"), warn: lipgloss.Color("#8a4b00"),
			good: lipgloss.Color("#1c6b2f"), half: lipgloss.Color("#7a5700"), bad: lipgloss.Color("#a3261a"),
		}
	}
}

func newStyles(theme string, dark bool) *styles {
	p := paletteFor(theme, dark)
	plain := lipgloss.NewStyle()
	st := &styles{
		text: plain, strong: plain.Foreground(p.strong).Bold(true), dim: plain.Foreground(p.dim),
		accent: plain.Foreground(p.accent), chosen: plain.Foreground(p.accent).Bold(true), warn: plain.Foreground(p.warn).Bold(true),
	}
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
	f.SelectSelector = st.accent.SetString("▸ ")
	f.MultiSelectSelector = st.accent.SetString("▸ ")
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
