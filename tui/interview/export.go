package interview

import (
	"path/filepath"

	"readycheck/assessment/report"
)

// Export is a report that somebody asks for.
type Export struct {
	// Session is its id.
	Session      string
	Format, Path string
	// ClientSafe leaves out the business, its use of AI, names and notes.
	ClientSafe bool
}

// Write writes a report of a session as it is stored, and says where: the whole path, since a
// bare name does not tell a person where to look.
func (o *Options) Write(e Export) (path string, err error) {
	session, err := o.load(e.Session)
	if err == nil {
		err = o.Export(o.Set(), session, e.Format, e.Path, e.ClientSafe)
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

// Lost says what of a report that was written its format cannot show, or nothing.
func (o *Options) Lost(e Export) string {
	format, known := report.FormatNamed(e.Format)
	session, err := o.load(e.Session)
	if !known || err != nil {
		return ""
	}
	r := report.New(o.Set(), session, o.Now())
	r.ClientSafe, r.Fonts = e.ClientSafe, o.Fonts
	return format.LostIn(r)
}
