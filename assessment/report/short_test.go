package report

import (
	"bytes"
	"strings"
	"testing"

	"github.com/clipperhouse/displaywidth"

	"readycheck/assessment"
)

func TestShortSaysWhatDecidesAndNoMore(t *testing.T) {
	r := read(t, "bakery.yaml")
	if len(r.Summary.Steps) <= shortSteps {
		t.Fatalf("%d steps, too few to leave any out", len(r.Summary.Steps))
	}
	for _, width := range []int{40, 80} {
		var out bytes.Buffer
		if err := Short(&out, r, Page{Width: width}); err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(out.String()) {
			if n := displaywidth.String(strings.TrimRight(line, "\n")); n > width {
				t.Errorf("%d cells, at most %d: %s", n, width, line)
			}
		}
		said := strings.Join(strings.Fields(out.String()), " ")
		want := []string{r.Session.Business, r.Summary.Sentence, r.Set.Words.LensShort[assessment.Integration] + ":", r.Set.Words.LensShort[assessment.Deployment] + ":"}
		for _, held := range r.Summary.Held {
			want = append(want, held.Text)
		}
		for _, step := range r.Summary.Steps[:shortSteps] {
			want = append(want, step.Title)
		}
		for _, text := range want {
			if !strings.Contains(said, text) {
				t.Errorf("at %d the short form does not say %q:\n%s", width, text, out.String())
			}
		}
		if next := r.Summary.Steps[shortSteps].Title; strings.Contains(said, next) {
			t.Errorf("the short form goes on to %q", next)
		}
	}
	var out bytes.Buffer
	r.ClientSafe = true
	if err := Short(&out, r, Page{Width: 80}); err != nil || strings.Contains(out.String(), r.Session.Business) {
		t.Errorf("it names the business (%v):\n%s", err, out.String())
	}
}
