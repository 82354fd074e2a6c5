package interview

import (
	"path/filepath"
)

// Export is a report that somebody asks for.
type Export struct {
	// Session is its id.
	Session      string
	Format, Path string
	// Extent is how much of it goes in.
	Extent Extent
}

// Extent is how much of a session goes into what is written.
type Extent string

// The report as it is handed over, its first page alone, the report with all answers behind
// it, or the report without the business, its use of AI, names and notes.
const (
	Handed     Extent = "full"
	OnePage    Extent = "one-page"
	Appendix   Extent = "appendix"
	ClientSafe Extent = "client-safe"
)

// Extents are all extents in the order in which they are offered, each as a line to choose.
var Extents = []struct {
	Extent Extent
	Offer  string
}{
	{Handed, "The report, with names"},
	{OnePage, "Its first page alone"},
	{Appendix, "The report, and behind it all answers with their notes"},
	{ClientSafe, "The report without the business, its use of AI, names and notes"},
}

// Write writes a report of a session as it is stored, and says where: the whole path, since a
// bare name does not tell a person where to look.
func (o *Options) Write(e Export) (path string, err error) {
	session, err := o.load(e.Session)
	if err == nil {
		err = o.Export(o.Set(), session, e)
	}
	if err != nil {
		return "", err
	}
	path, unknown := filepath.Abs(e.Path)
	if unknown != nil {
		path = e.Path
	}
	return path, nil
}

// LostIn says what of a report that was written its format cannot show, or nothing.
func (o *Options) LostIn(e Export) string {
	if o.Lost == nil {
		return ""
	}
	session, err := o.load(e.Session)
	if err != nil {
		return ""
	}
	return o.Lost(o.Set(), session, e)
}
