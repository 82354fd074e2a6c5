package papers

import (
	"io"
	"slices"
)

// Format is one way to write papers.
type Format struct {
	// Name is how a person asks for it, and what its files end in.
	Name string
	// Help names it within a sentence of the help.
	Help string
	// Write lays papers out in one file, each on a page of its own.
	Write func(io.Writer, []Document) error
}

// Formats are all formats in the order in which they are offered.
var Formats = []Format{
	{Name: "html", Help: "html (to print)", Write: HTML},
	{Name: "docx", Help: "docx (to change in a word processor)", Write: DOCX},
	{Name: "md", Help: "md (Markdown, plain text with marks)", Write: Markdown},
}

// FormatNamed finds a format by its name.
func FormatNamed(name string) (Format, bool) {
	i := slices.IndexFunc(Formats, func(f Format) bool { return f.Name == name })
	if i < 0 {
		return Format{}, false
	}
	return Formats[i], true
}

// FormatNames are the names of all formats in their order.
func FormatNames() []string {
	names := make([]string, len(Formats))
	for i := range Formats {
		names[i] = Formats[i].Name
	}
	return names
}
