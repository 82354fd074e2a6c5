package report

import (
	"bytes"
	"errors"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/clipperhouse/displaywidth"

	"readycheck/assessment"
)

var update = flag.Bool("update", false, "write the golden files anew")

var today = time.Date(2026, 11, 22, 14, 3, 0, 0, time.UTC)

// read makes a report of an answers file in testdata.
func read(t testing.TB, file string) Report {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", file))
	if err != nil {
		t.Fatal(err)
	}
	session, err := assessment.ReadSession(assessment.Default(), file, data)
	if err != nil {
		t.Fatal(err)
	}
	return of(session)
}

func of(session *assessment.Session) Report {
	return Report{
		Set: assessment.Default(), Session: session, Now: today,
		Summary: assessment.Evaluate(assessment.Default(), session),
	}
}

func golden(t *testing.T, file string, got []byte) {
	t.Helper()
	file = filepath.Join("testdata", file)
	if *update {
		if err := os.WriteFile(file, got, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s differs; look at it with: go test ./assessment/report -update && git diff\n%s", file, got)
	}
}

func markdownOf(t testing.TB, r Report) string {
	t.Helper()
	var b bytes.Buffer
	if err := Markdown(&b, r); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func textOf(t testing.TB, r Report, width int) string {
	t.Helper()
	var b bytes.Buffer
	if err := Text(&b, r, width); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestGolden(t *testing.T) {
	for _, name := range []string{"bakery", "blank", "hostile"} {
		r := read(t, name+".yaml")
		golden(t, name+".md", []byte(markdownOf(t, r)))
		golden(t, name+".80.txt", []byte(textOf(t, r, 80)))
		golden(t, name+".40.txt", []byte(textOf(t, r, 40)))
		r.ClientSafe = true
		golden(t, name+".client-safe.md", []byte(markdownOf(t, r)))
	}
}
