package look

// Brand is who hands a report over: a consultant's firm. Its zero value is nobody, on A4 in
// the program's own blue.
type Brand struct {
	// Name is the firm's, and Line stands below it.
	Name, Line string
	// Logo is its picture, and PrintLogo the one that goes on paper where Logo cannot: see
	// PaperLogo. Both are as CheckLogo gave them.
	Logo, PrintLogo Logo
	// Colour marks headings and pictures. A writer asks it for the one that can be read:
	// OnWhite, OnDark.
	Colour Colour
	// Paper is what a report is printed on.
	Paper Paper
}

// LogoKind is the way in which a logo is drawn.
type LogoKind string

// The kinds of logo.
const (
	PNG LogoKind = "png"
	SVG LogoKind = "svg"
)

// Logo is a picture that was checked. Without Data there is none.
type Logo struct {
	Kind LogoKind
	Data []byte
	// Width and Height are in pixels, or in the units of an SVG: only how they relate counts.
	Width, Height int
}

// Is reports whether there is a logo.
func (l Logo) Is() bool { return len(l.Data) > 0 }

// Fit is how wide and high a logo is drawn so that it stays within a width and a height, in
// whatever unit these are.
func (l Logo) Fit(width, height float64) (w, h float64) {
	if l.Width <= 0 || l.Height <= 0 {
		return width, height
	}
	scale := min(width/float64(l.Width), height/float64(l.Height))
	return float64(l.Width) * scale, float64(l.Height) * scale
}

// PaperLogo is the logo for a PDF or a DOCX, which take a PNG only. It is none where the firm
// gave an SVG and nothing besides.
func (b Brand) PaperLogo() Logo {
	for _, logo := range []Logo{b.Logo, b.PrintLogo} {
		if logo.Is() && logo.Kind == PNG {
			return logo
		}
	}
	return Logo{}
}

// Says reports whether there is anything to put on top of a report.
func (b Brand) Says() bool { return b.Name != "" || b.Line != "" || b.Logo.Is() }

// LogoText stands for the logo where it cannot be seen.
func (b Brand) LogoText() string {
	if b.Name == "" {
		return "Logo"
	}
	return b.Name
}

// Paper is a size of paper.
type Paper string

// The papers. The zero value is A4.
const (
	A4     Paper = "a4"
	Letter Paper = "letter"
)

// Size is how wide and high a page is, upright, in millimetres.
func (p Paper) Size() (width, height float64) {
	if p == Letter {
		return 215.9, 279.4
	}
	return 210, 297
}

// Name is what the paper is called by people, style sheets and the writer of PDF.
func (p Paper) Name() string {
	if p == Letter {
		return "Letter"
	}
	return "A4"
}
