package report

import (
	"readycheck/assessment"
	"readycheck/assessment/look"
)

// What a brand is made of. Papers have one too, so it lies where both find it.
type (
	// Brand is who hands a report over.
	Brand = look.Brand
	// Logo is a picture that was checked.
	Logo = look.Logo
	// Colour is "#rrggbb", or empty for the program's own blue.
	Colour = look.Colour
	// Paper is a size of paper.
	Paper = look.Paper
)

// The kinds of logo, and the papers.
const (
	LogoPNG     = look.PNG
	LogoSVG     = look.SVG
	PaperA4     = look.A4
	PaperLetter = look.Letter
)

// cleanBrand is a brand with texts that stay on their line.
func cleanBrand(b Brand) Brand {
	b.Name, b.Line = name(b.Name), line(b.Line, assessment.MaxShort)
	return b
}
