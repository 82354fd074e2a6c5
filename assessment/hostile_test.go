package assessment

import (
	"errors"
	"os"
	"path/filepath"
	"reflect"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"
)

// leastHostile is how many hostile files there must be, so that none gets lost.
const leastHostile = 200

// mostMemory is what reading a hostile file may take at most, in bytes in all.
const mostMemory = 64 << 20

// hostileFiles gives every file of testdata/hostile with the name of its folder.
func hostileFiles(t testing.TB, each func(folder, name string, data []byte)) {
	t.Helper()
	paths, err := filepath.Glob(filepath.Join("testdata", "hostile", "*", "*"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range paths {
		data, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		each(filepath.Base(filepath.Dir(path)), filepath.Base(path), data)
	}
}

// The folder of a hostile file names the kind of fault that it must be refused with.
func TestHostileFiles(t *testing.T) {
	set := Default()
	files := 0
	var slowest time.Duration
	var most uint64
	var slowestName, mostName string
	hostileFiles(t, func(folder, name string, data []byte) {
		if folder == "harmless" {
			return
		}
		files++
		where := folder + "/" + name
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now() //nolint:forbidigo // for the log alone
		session, err := ReadSession(set, name, data)
		took := time.Since(start) //nolint:forbidigo // for the log alone
		runtime.ReadMemStats(&after)
		if took > slowest {
			slowest, slowestName = took, where
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > most {
			most, mostName = used, where
		}
		var faults Faults
		switch {
		case session != nil || !errors.As(err, &faults) || len(faults) == 0:
			t.Errorf("%s: gives %v and %v, want faults", where, session, err)
			return
		case len(faults) > maxFaults:
			t.Errorf("%s: %d faults", where, len(faults))
		case !slices.ContainsFunc(faults, func(f Fault) bool { return f.Kind == FaultKind(folder) }):
			t.Errorf("%s: no such fault, but %s: %v", where, faults[0].Kind, faults[0])
		}
		for _, fault := range faults {
			if text := fault.Error(); text != CleanLine(text, 2000) || !utf8.ValidString(text) || fault.Kind == "" {
				t.Errorf("%s: %s is not a clean line: %q", where, fault.Kind, text)
			}
		}
	})
	t.Logf("%d files; the slowest was %s with %v, the hungriest %s with %.1f MiB", files, slowestName, slowest, mostName, float64(most)/(1<<20))
	if files < leastHostile {
		t.Errorf("%d hostile files, want at least %d", files, leastHostile)
	}
	if most > mostMemory {
		t.Errorf("%s takes %d MiB", mostName, most>>20)
	}
}

// Files of one mebibyte are made here and not kept: each is the worst found of its sort.
func TestHostileFilesOfFullSize(t *testing.T) {
	const size = maxFileBytes
	fill := func(head, piece, tail string) string {
		n := (size - len(head) - len(tail)) / len(piece)
		return head + strings.Repeat(piece, n) + tail
	}
	const text = "format: readycheck/session/1\nbusiness: Rosa\nuse: u\n"
	for name, c := range map[string]struct {
		data string
		want FaultKind
	}{
		"one byte more":       {strings.Repeat("a", size+1), FaultTooBig},
		"flow items":          {fill("[", "a,", "]"), FaultTooMany},
		"flow pairs":          {fill("{", "a: b,", "}"), FaultTooMany},
		"open brackets":       {fill("", "[", ""), FaultTooMany},
		"question lines":      {fill("", "?\n", ""), FaultTooMany},
		"dash lines":          {fill("", "-\n", ""), FaultTooMany},
		"most marks":          {fill("", "? a\n", "")[:4*maxFileMarks], FaultTooMany},
		"most keys":           {fill("", "k: 1\n", "")[:5*maxFileMarks], FaultTooMany},
		"merge keys":          {fill("a: &a {b: c}\nd:\n", " <<: *a                                        \n", ""), FaultNotPlain},
		"anchors":             {fill("a: ", "&a ", "\n"), FaultSyntax},
		"quotes":              {fill("business: ", "''", ""), FaultTooLong},
		"escapes":             {fill("business: \"", `\u0041`, "\n"), FaultSyntax},
		"one text":            {fill(text+"answers: {own-login: {level: no, note: \"", "x", "\"}}\n"), FaultTooLong},
		"one text of letters": {fill(text+"answers: {own-login: {level: no, note: \"", "語", "\"}}\n"), FaultTooLong},
		"folded lines":        {fill(text+"answers: {own-login: {level: no}}\nx: >\n", " word word word word word word word word\n", ""), FaultUnknownField},
		"one long key":        {fill("", "k", ": 1\n"), FaultSyntax},
		"question marks":      {fill("", "? ", ""), FaultTooMany},
		"dashes":              {fill("", "- ", ""), FaultTooMany},
		"tags to compare":     {fill("", "%TAG !a! b\n", "---\na: b\n"), FaultNotPlain},
		"tags, odd line ends": {fill("\u0085", "%TAG !a! b\u0085", "---\na: b\n"), FaultNotPlain},
		"rows of dashes":      {fill("", strings.Repeat("- ", 9000)+"\n", ""), FaultTooMany},
		"rows of questions":   {fill("", strings.Repeat("? ", 9000)+"\n", ""), FaultTooMany},
		"most deep rows":      {strings.Repeat(strings.Repeat("- ", 9000)+"\n", maxFileMarks/9000), FaultTooDeep},
		"comments":            {fill("", "- a #\n", ""), FaultTooMany},
		"comments and depth":  {fill(strings.Repeat("- ", 9000)+"a\n", " # x\n  # x\n", ""), FaultTooMany},
		"most of both":        {strings.Repeat("- ", 9000) + "a\n" + strings.Repeat(" # x\n  # x\n", maxFileComments/2), FaultTooDeep},
		"most dates":          {fill("", "2026-01-01xxxxx: 2026-01-01xxxxx\n", "")[:33*maxFileMarks], FaultTooMany},
		"most tagged dates":   {fill("", "answers:\n\n\n    !!str \n   2026-01-01", ""), FaultSyntax},
		"most lists as names": {"[" + strings.Repeat(strings.Repeat("[", 190)+"a"+strings.Repeat("]: b", 190)+",", maxFileMarks/400) + "]", FaultTooDeep},
		"staircase":           {staircase(1300), FaultTooDeep},
		"JSON list":           {fill(`{"a":[`, "1,", "1]}"), FaultTooMany},
		"JSON pairs":          {fill(`{"answers":{`, `"a":1,`, `"b":1}}`), FaultTooMany},
		"JSON text":           {fill(`{"business":"`, "x", `"}`), FaultTooLong},
		"JSON number":         {fill(`{"business":`, "1", `}`), FaultTooLong},
		"JSON brackets":       {fill(`{"a":`, "[", ""), FaultTooDeep},
		"JSON escapes":        {fill(`{"business":"`, `\ud800`, `"}`), FaultTooLong},
		"JSON blanks":         {fill(`{`, "\n", `}`), FaultMissing},
		"JSON unknown fields": {fill(`{`, `"abcdefgh":[[[]]],`, `"a":1}`), FaultTooMany},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		start := time.Now() //nolint:forbidigo // for the log alone
		session, err := ReadSession(Default(), "file", []byte(c.data))
		took := time.Since(start) //nolint:forbidigo // for the log alone
		runtime.ReadMemStats(&after)
		used := after.TotalAlloc - before.TotalAlloc
		var faults Faults
		if session != nil || !errors.As(err, &faults) || !slices.ContainsFunc(faults, func(f Fault) bool { return f.Kind == c.want }) {
			t.Errorf("%s: want %s, got %.200v", name, c.want, err)
		}
		if used > mostMemory {
			t.Errorf("%s: takes %d MiB", name, used>>20)
		}
		t.Logf("%-20s %8v %5.1f MiB", name, took.Round(100*time.Microsecond), float64(used)/(1<<20))
	}
}

// staircase has each name a step further in than the one before.
func staircase(steps int) string {
	var b strings.Builder
	for i := range steps {
		b.WriteString(strings.Repeat(" ", i) + "a:\n")
	}
	return b.String()
}

// Odd files that are fine come in with clean text, and go out and in again unchanged.
func TestHarmlessFiles(t *testing.T) {
	set := Default()
	files := 0
	hostileFiles(t, func(folder, name string, data []byte) {
		if folder != "harmless" {
			return
		}
		files++
		session, err := ReadSession(set, name, data)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			return
		}
		roundTrip(t, set, session)
	})
	if files < 20 {
		t.Errorf("%d files", files)
	}
}

// roundTrip checks that a session that was read is clean and survives an export.
func roundTrip(t *testing.T, set *Set, session *Session) {
	t.Helper()
	texts := []string{session.Business, session.Use, session.SetID, session.SetVersion}
	for question, a := range session.Answers {
		texts = append(texts, question, a.Reason, a.Owner, a.By, a.Due)
		if a.Note != Clean(a.Note, MaxNote) {
			t.Errorf("the note %q is not clean", a.Note)
		}
	}
	for _, text := range texts {
		if text != CleanLine(text, MaxUse) {
			t.Errorf("%q is not clean", text)
		}
	}
	if session.Team != nil {
		cleanTeam(t, session.Team)
	}
	data, err := MarshalExport(session, Evaluate(set, session))
	if err != nil {
		t.Fatal(err)
	}
	again, err := ReadSession(set, "export.json", data)
	if err != nil {
		t.Fatalf("%v\n%s", err, data)
	}
	if !reflect.DeepEqual(again.Data(), session.Data()) || !reflect.DeepEqual(again.Team, session.Team) {
		t.Errorf("went out as %+v, %+v and came in as %+v, %+v", session.Data(), session.Team, again.Data(), again.Team)
	}
}

// cleanTeam checks that a workshop that was read says nothing but what a room has seen, and in
// names that a room takes.
func cleanTeam(t *testing.T, team *Team) {
	t.Helper()
	names, texts := []string{}, []string{}
	for _, seat := range team.Seats {
		names, texts = append(names, seat.Name), append(texts, seat.ID)
		if seat.Key != "" {
			t.Errorf("a seat came in with what it is bound to: %+v", seat)
		}
	}
	for question, votes := range team.Votes {
		texts = append(texts, question)
		if !team.Revealed[question] || len(votes) == 0 {
			t.Errorf("votes on %q came in that the room has not seen", question)
		}
		for id, vote := range votes {
			if _, ok := team.Seat(id); !ok || vote.Level == Unanswered || vote.Note != Clean(vote.Note, MaxVoteNote) {
				t.Errorf("%q voted %+v", id, vote)
			}
			texts = append(texts, vote.Reason)
		}
	}
	for question, round := range team.Second {
		texts = append(texts, question)
		if !team.Revealed[question] || !round.Shown && len(round.Votes) > 0 {
			t.Errorf("a second round on %q came in that the room has not seen: %+v", question, round)
		}
		for id, vote := range round.Votes {
			if _, ok := team.Seat(id); !ok || vote.Level == Unanswered || vote.Note != Clean(vote.Note, MaxVoteNote) {
				t.Errorf("%q voted %+v", id, vote)
			}
			texts = append(texts, vote.Reason)
		}
	}
	for question, d := range team.Decisions {
		texts = append(texts, d.By)
		if d.Question != question || d.Level == Unanswered || d.Note != Clean(d.Note, MaxNote) {
			t.Errorf("the decision on %q is %+v", question, d)
		}
		for _, dissent := range d.Dissent {
			names = append(names, dissent.Name)
		}
	}
	for _, name := range names {
		if as, ok := PersonName(name); name != "" && (!ok || as != name) {
			t.Errorf("%q is no name", name)
		}
	}
	for _, text := range texts {
		if text != CleanLine(text, MaxUse) {
			t.Errorf("%q is not clean", text)
		}
	}
}

// Whatever a file holds, reading it ends in faults or in a session that is clean.
func FuzzReadSession(f *testing.F) {
	hostileFiles(f, func(_, _ string, data []byte) {
		if len(data) < 4096 {
			f.Add(data)
		}
	})
	set := Default()
	f.Fuzz(func(t *testing.T, data []byte) {
		session, err := ReadSession(set, "fuzz.yaml", data)
		if err == nil {
			roundTrip(t, set, session)
			return
		}
		faults, ok := err.(Faults)
		if !ok || len(faults) == 0 || session != nil {
			t.Fatalf("%T: %v, %v", err, err, session)
		}
		for _, fault := range faults {
			if text := fault.Error(); text != CleanLine(text, 2000) || fault.Kind == "" {
				t.Errorf("%q is not a clean line", text)
			}
		}
	})
}
