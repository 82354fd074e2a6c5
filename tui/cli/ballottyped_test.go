package cli

import (
	"bytes"
	"encoding/binary"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf16"

	"readycheck/assessment"
	"readycheck/assessment/report"
)

// exported is the ballot of the session, as it is sent to people.
func (r *ballotRoom) exported() string {
	r.t.Helper()
	var b strings.Builder
	if err := report.Ballot(&b, assessment.Default(), r.session()); err != nil {
		r.t.Fatal(err)
	}
	return b.String()
}

// takes imports a file with these bytes.
func (r *ballotRoom) takes(name string, data []byte) (string, error) {
	r.t.Helper()
	path := filepath.Join(r.folder, name)
	if err := os.WriteFile(path, data, 0o600); err != nil {
		r.t.Fatal(err)
	}
	var out bytes.Buffer
	root := (&program{now: time.Now}).root()
	root.SetOut(&out)
	root.SetErr(&out)
	root.SetArgs([]string{"import", "--vote", path, "--data", r.path})
	err := root.Execute()
	return out.String(), err
}

// under fills in a field of a question.
func under(t *testing.T, text, question, field, value string) string {
	t.Helper()
	at := strings.Index(text, "  "+question+":")
	if at < 0 {
		t.Fatalf("no question %s", question)
	}
	empty := "    " + field + `: ""`
	return text[:at] + strings.Replace(text[at:], empty, "    "+field+": "+value, 1)
}

func utf16Text(text string, order binary.AppendByteOrder, mark bool) (data []byte) {
	if mark {
		data = order.AppendUint16(data, 0xfeff)
	}
	for _, unit := range utf16.Encode([]rune(text)) {
		data = order.AppendUint16(data, unit)
	}
	return data
}

// What people write in their own words counts as what they mean.
func TestABallotIsReadAsItIsMeant(t *testing.T) {
	for _, c := range []struct {
		field, typed string
		want         assessment.Answer
	}{
		{"level", "Partly", assessment.Answer{Level: assessment.Partly}},
		{"level", `"PARTLY "`, assessment.Answer{Level: assessment.Partly}},
		{"level", "partly…", assessment.Answer{Level: assessment.Partly}},
		{"level", "In place", assessment.Answer{Level: assessment.InPlace}},
		{"level", "in-place", assessment.Answer{Level: assessment.InPlace}},
		{"level", "In\u2011place", assessment.Answer{Level: assessment.InPlace}},
		{"level", "IN_PLACE", assessment.Answer{Level: assessment.InPlace}},
		{"level", "in\u00a0place", assessment.Answer{Level: assessment.InPlace}},
		{"level", "Yes", assessment.Answer{Level: assessment.InPlace}},
		{"level", "yes", assessment.Answer{Level: assessment.InPlace}},
		{"level", "YES!", assessment.Answer{Level: assessment.InPlace}},
		{"level", "No.", assessment.Answer{Level: assessment.No}},
		{"level", "no", assessment.Answer{Level: assessment.No}},
		{"level", "Not sure", assessment.Answer{Level: assessment.Unsure}},
		{"level", "I don’t know", assessment.Answer{Level: assessment.Unsure}},
		{"level", `"?"`, assessment.Answer{Level: assessment.Unsure}},
		{"level", "“partly”", assessment.Answer{Level: assessment.Partly}},
		{"level", "„partly“", assessment.Answer{Level: assessment.Partly}},
		{"level", "‟partly”", assessment.Answer{Level: assessment.Partly}},
		{"level", "‘partly’", assessment.Answer{Level: assessment.Partly}},
		{"level", `“partly"`, assessment.Answer{Level: assessment.Partly}},
		{"level", "\u00a0“partly”\u00a0", assessment.Answer{Level: assessment.Partly}},
		{"level", `"It is used with work logins, but some share one."`, assessment.Answer{Level: assessment.Partly}},
		{"known", "Seen", assessment.Answer{Level: assessment.Partly, Known: assessment.Seen}},
		{"known", "seen it", assessment.Answer{Level: assessment.Partly, Known: assessment.Seen}},
		{"known", `"I've seen it"`, assessment.Answer{Level: assessment.Partly, Known: assessment.Seen}},
		{"known", "“I’ve seen it.”", assessment.Answer{Level: assessment.Partly, Known: assessment.Seen}},
		{"known", "you saw it", assessment.Answer{Level: assessment.Partly, Known: assessment.Seen}},
		{"known", "Told", assessment.Answer{Level: assessment.Partly, Known: assessment.Told}},
		{"known", "Someone told me", assessment.Answer{Level: assessment.Partly, Known: assessment.Told}},
		{"known", "I think so", assessment.Answer{Level: assessment.Partly}},
		{"known", "“”", assessment.Answer{Level: assessment.Partly}},
		{"note", "“He said: ‘both’, and \"why\" \\ it's #1”", assessment.Answer{Level: assessment.Partly, Note: `He said: ‘both’, and "why" \ it's #1`}},
		{"note", "‘it’s so’", assessment.Answer{Level: assessment.Partly, Note: "it’s so"}},
		{"note", "“”", assessment.Answer{Level: assessment.Partly}},
		{"note", `"as “they” say"`, assessment.Answer{Level: assessment.Partly, Note: "as “they” say"}},
		{"reason", "“None here: we share nothing”", assessment.Answer{Level: assessment.NA, Reason: "None here: we share nothing"}},
	} {
		t.Run(c.field+" "+c.typed, func(t *testing.T) {
			r := newBallotRoom(t)
			text := strings.Replace(strings.Replace(r.exported(), `name: ""`, "name: “Dana”", 1), `role: ""`, "role: Risk", 1)
			if c.field != "level" {
				text = under(t, text, "own-login", "level", c.want.Level.String())
			}
			text = under(t, text, "own-login", c.field, c.typed)
			if out, err := r.takes("dana.txt", []byte(text)); err != nil || !strings.HasPrefix(out, "Dana (risk): 1 vote kept.") {
				t.Fatalf("got %q (%v)", out, err)
			}
			for _, vote := range r.session().Team.Votes["own-login"] {
				vote.At = time.Time{}
				if vote.Level != c.want.Level || vote.Known != c.want.Known || vote.Note != c.want.Note || vote.Reason != c.want.Reason {
					t.Errorf("read as %+v, want %+v", vote, c.want)
				}
			}
		})
	}
	for _, typed := range []string{"n/a", "N/A", "n.a.", "does not apply", "Doesn’t apply here", "not applicable", "“NA”"} {
		r := newBallotRoom(t)
		text := strings.Replace(strings.Replace(r.exported(), `name: ""`, "name: Dana", 1), `role: ""`, "role: Risk", 1)
		text = under(t, under(t, text, "own-login", "level", typed), "own-login", "reason", "We have none")
		if out, err := r.takes("dana.yaml", []byte(text)); err != nil || r.levels("Dana")["own-login"] != assessment.NA {
			t.Errorf("%s: %q (%v)", typed, out, err)
		}
	}
}

func TestTheRoleOnABallotIsReadAsItIsMeant(t *testing.T) {
	for typed, want := range map[string]string{
		"Business": "business", "BUSINESS": "business", "Tech": "technical", "technical…": "technical", "IT": "technical", "Risk.": "risk",
		"Operations": "operations", `"OPERATIONS "`: "operations", "ops": "operations", "“Operations”": "operations", "Other": "other",
	} {
		r := newBallotRoom(t)
		text := strings.Replace(strings.Replace(r.exported(), `name: ""`, "name: Dana", 1), `role: ""`, "role: "+typed, 1)
		text = under(t, text, "own-login", "level", "no")
		if out, err := r.takes("dana.yaml", []byte(text)); err != nil || !strings.HasPrefix(out, "Dana ("+want+"): 1 vote kept.") {
			t.Errorf("%s: %q (%v)", typed, out, err)
		}
	}
}

// A ballot comes back from whatever program it was opened with.
func TestABallotComesBackFromAnyEditor(t *testing.T) {
	tabbed := func(text string) string {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\n    ", "\n\t\t"), "\n  ", "\n\t")
	}
	for name, typed := range map[string]func(string) []byte{
		"as it was":          func(s string) []byte { return []byte(s) },
		"BOM":                func(s string) []byte { return []byte("\uFEFF" + s) },
		"CRLF":               func(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\r\n")) },
		"UTF-16 LE":          func(s string) []byte { return utf16Text(s, binary.LittleEndian, true) },
		"UTF-16 BE":          func(s string) []byte { return utf16Text(s, binary.BigEndian, true) },
		"UTF-16 LE, no mark": func(s string) []byte { return utf16Text(s, binary.LittleEndian, false) },
		"UTF-16 BE, no mark": func(s string) []byte { return utf16Text(s, binary.BigEndian, false) },
		"UTF-16 LE with CRLF": func(s string) []byte {
			return utf16Text(strings.ReplaceAll(s, "\n", "\r\n"), binary.LittleEndian, true)
		},
		"no-break spaces":    func(s string) []byte { return []byte(strings.ReplaceAll(s, "  ", "\u00a0\u00a0")) },
		"spaces half so":     func(s string) []byte { return []byte(strings.ReplaceAll(s, "  ", "\u00a0 ")) },
		"French colons":      func(s string) []byte { return []byte(strings.ReplaceAll(s, ":", "\u00a0:")) },
		"tabs":               func(s string) []byte { return []byte(tabbed(s)) },
		"a tab for four":     func(s string) []byte { return []byte(strings.ReplaceAll(s, "    ", "\t")) },
		"a tab for the rest": func(s string) []byte { return []byte(strings.ReplaceAll(s, "\n    level", "\n  \tlevel")) },
		"spaces at the ends": func(s string) []byte { return []byte(strings.ReplaceAll(s, "\n", "\u00a0 \n")) },
		"curly quotes":       func(s string) []byte { return []byte(strings.ReplaceAll(s, `""`, "“”")) },
		"capital letters":    func(s string) []byte { return []byte(capitals(s)) },
		"an end":             func(s string) []byte { return []byte(s + "…\n") },
	} {
		t.Run(name, func(t *testing.T) {
			r := newBallotRoom(t)
			text := strings.Replace(strings.Replace(r.exported(), `name: ""`, `name: "Dana"`, 1), `role: ""`, `role: "risk"`, 1)
			text = under(t, under(t, text, "own-login", "level", `"partly"`), "off-switch", "level", `"no"`)
			out, err := r.takes("dana.yaml", typed(text))
			if err != nil {
				t.Fatalf("%q (%v)", out, err)
			}
			if got := r.levels("Dana"); len(got) != 2 || got["own-login"] != assessment.Partly || got["off-switch"] != assessment.No {
				t.Errorf("the votes are %v", got)
			}
		})
	}
}

// capitals begins every line with a capital letter, as a word processor does.
func capitals(text string) string {
	lines := strings.Split(text, "\n")
	for i, line := range lines {
		rest := strings.TrimLeft(line, " ")
		if rest != "" && rest[0] != '#' {
			lines[i] = line[:len(line)-len(rest)] + strings.ToUpper(rest[:1]) + rest[1:]
		}
	}
	return strings.Join(lines, "\n")
}

// What could mean two things is refused with its place, and nothing is kept.
func TestABallotThatCouldMeanTwoThingsIsRefused(t *testing.T) {
	for _, c := range []struct{ question, field, typed, want string }{
		{"own-login", "level", "yes and no", `"level" is "yes and no"; expected one of in_place, partly, no, unsure, na`},
		{"own-login", "level", "partly?", `"level" is "partly?"; expected one of in_place, partly, no, unsure, na`},
		{"own-login", "level", "partly / in place", `"level" is "partly / in place"; expected one of in_place, partly, no, unsure, na`},
		{"own-login", "level", "2", `"level" is "2"; expected one of in_place, partly, no, unsure, na`},
		{"own-login", "level", "true", `"level" is "true"; expected one of in_place, partly, no, unsure, na`},
		{"own-login", "level", `"-"`, `"level" is "-"; expected one of in_place, partly, no, unsure, na`},
		{"own-login", "level", "unanswered", `"level" is "unanswered"; expected one of in_place, partly, no, unsure, na`},
		{"off-switch", "level", "Yes", `"level" is "Yes"; expected one of in_place, partly, no, unsure`},
		{"off-switch", "level", "N/A", `the question "off-switch" always applies, so its level cannot be na; expected one of in_place, partly, no, unsure`},
		{"own-login", "level", "n/a", `the answer "own-login" does not say why the question does not apply; expected a short "reason"`},
		{"own-login", "known", "maybe", `"known" is "maybe"; expected one of assumed, told, seen`},
	} {
		r := newBallotRoom(t)
		before := r.session().Revision
		text := strings.Replace(strings.Replace(r.exported(), `name: ""`, "name: Dana", 1), `role: ""`, "role: Risk", 1)
		if c.field != "level" {
			text = under(t, text, c.question, "level", "no")
		}
		text = under(t, text, c.question, c.field, c.typed)
		// A tab before it does not move the place that is named.
		line := 1 + strings.Count(text[:strings.Index(text, c.field+": "+c.typed)], "\n")
		text = strings.Replace(text, "    "+c.field+": "+c.typed, "\t"+c.field+": "+c.typed, 1)
		_, err := r.takes("dana.yaml", []byte(text))
		column := 2 + len(c.field) + len(": ")
		if strings.Contains(c.want, "does not say why") {
			line, column = line+2, len(`    reason: `)+1
		}
		if want := fmt.Sprintf("dana.yaml:%d:%d: %s", line, column, c.want); err == nil || !strings.HasSuffix(err.Error(), want) || strings.Contains(err.Error(), "\n") {
			t.Errorf("%s: got %v, want %s", c.typed, err, want)
		}
		if after := r.session(); after.Revision != before || after.Team != nil && len(after.Team.Seats) > 0 {
			t.Errorf("%s: something was kept", c.typed)
		}
	}
}
