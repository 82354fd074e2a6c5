package report

import (
	"io"

	"readycheck/assessment"
)

// JSON writes the session itself with its summary, to bring it back elsewhere.
func JSON(w io.Writer, r Report) error {
	if r.ClientSafe {
		// The summary names owners too, so it is worked out without them.
		r.Session = WithoutNames(r.Session)
		r.Summary = assessment.Evaluate(r.Set, r.Session)
	}
	data, err := assessment.MarshalExport(r.Session, r.Summary)
	if err == nil {
		_, err = w.Write(data)
	}
	return err
}
