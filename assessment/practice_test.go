package assessment

import (
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// practiceDay is the day on which the tests look.
var practiceDay = time.Date(2026, 11, 28, 12, 0, 0, 0, time.Local)

// clients are heads of businesses whose lines are all the same.
func clients(levels ...Level) []Head {
	var all []Head
	for i, level := range levels {
		all = append(all, headOf(fmt.Sprintf("Client %d", i), fmt.Sprintf("%03d", i), level))
	}
	return all
}

func headOf(business, id string, level Level) Head {
	letters := strings.Repeat(string(lineLetters[level]), len(Default().Items))
	return Head{
		ID: id, Business: business, Use: "Answer emails", Changed: practiceDay,
		Standing: Standing{Answered: 20, Total: 20, Stage: Pilot, Due: NoDue, Lines: linesOf(SetRef{Default().ID, Default().Version}) + letters},
	}
}

func rowsOf(t *testing.T, heads []Head) []PracticeRow {
	t.Helper()
	rows, err := Practice(Default(), func(yield func(Head, error) bool) {
		for _, head := range heads {
			if !yield(head, nil) {
				return
			}
		}
	}, practiceDay)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// What a standing says of the lines is what the verdict says.
func TestAStandingKeepsWhereEachLineStands(t *testing.T) {
	set := Default()
	session := planned()
	session.Answers["off-switch"] = Answer{Level: NA, Reason: "none"}
	sum := Evaluate(set, session)
	standing := sum.Standing()
	levels := standing.Levels(set)
	if len(levels) != len(set.Items) {
		t.Fatalf("%q gives %v", standing.Lines, levels)
	}
	for i, item := range sum.Items {
		if levels[i] != item.Status {
			t.Errorf("%s is %s, want %s", item.ID, levels[i], item.Status)
		}
	}
	for _, day := range []string{"2025-01-02", "2026-11-21", "2026-11-24", "2030-01-01"} {
		at, err := time.ParseInLocation(DateLayout, day, time.Local)
		if err != nil {
			t.Fatal(err)
		}
		want := 0
		for _, due := range ComeDue(set, session, at) {
			if due.Overdue {
				want++
			}
		}
		if got := standing.Overdue(day); got != want {
			t.Errorf("on %s %d are overdue, want %d: %q %q", day, got, want, standing.Due, standing.Days)
		}
	}
}

// What is missing is known before the line is answered whole.
func TestAPartThatIsMissingIsKnownBeforeTheRest(t *testing.T) {
	set := Default()
	at, err := ItemSaid(set, "off-switch")
	if err != nil {
		t.Fatal(err)
	}
	session := planned()
	session.Setup.Depth = Full
	for level, want := range map[Level]bool{Unanswered: false, No: true, Unsure: true, Partly: true, InPlace: false} {
		session.Answers = map[string]Answer{"off-switch": {Level: level, Known: Seen}}
		sum := Evaluate(set, session)
		row := PracticeRows(set, []Head{{Standing: sum.Standing()}}, practiceDay)[0]
		if row.Level(at) != Unanswered || sum.Items[at].Status != Unanswered || row.Lacks(at) != want || sum.Items[at].Lacks() != want || row.Lacks(at+1) {
			t.Errorf("with %s: %s, %v", level, row.Level(at), row.Lacks(at))
		}
		if counts := CountLines(set, []PracticeRow{row}); counts[at].Unanswered != 1 || (counts[at].Lack == 1) != want {
			t.Errorf("with %s: %+v", level, counts[at])
		}
	}
}

// The lines of other questions are never taken for those of this set.
func TestLinesOfOtherQuestionsSayNothing(t *testing.T) {
	set := Default()
	mine := headOf("Rosa", "1", InPlace).Standing.Lines
	for _, lines := range []string{
		"", strings.Replace(mine, set.Version, "1.9", 1), strings.Replace(mine, set.ID, "other", 1), mine + "y", mine[:len(mine)-1],
		strings.Replace(mine, "yy", "y?", 1), strings.Replace(mine, set.Version, set.Version+" yyy", 1),
	} {
		standing := Standing{Lines: lines}
		if levels := standing.Levels(set); levels != nil {
			t.Errorf("%q gives %v", lines, levels)
		}
	}
	standing := Standing{Lines: mine}
	if levels := standing.Levels(set); len(levels) != len(set.Items) || levels[3] != InPlace {
		t.Errorf("%q gives %v", mine, levels)
	}
}

func TestAPracticeHasTheNewestOfEachUse(t *testing.T) {
	heads := append(clients(No, Partly), headOf("client 0", "900", InPlace))
	heads[1].Standing.Lines, heads[1].Standing.Due, heads[1].Standing.Days = "", "2026-11-01", "2026-11-01 2026-11-27 2026-11-28"
	rows := rowsOf(t, heads)
	if len(rows) != 2 || rows[0].ID != "001" || rows[1].ID != "900" {
		t.Fatalf("%+v", rows)
	}
	if rows[0].Missing != NotWorkedOut || rows[0].Overdue != 2 || !slices.Equal(ToWorkOut(rows), []string{"001"}) {
		t.Errorf("%+v", rows[0])
	}
	found := []StandingFound{{Session: "001", Revision: 7, Standing: headOf("", "", No).Standing}}
	WorkedOut(Default(), rows, found, practiceDay)
	if rows[0].Levels != nil {
		t.Error("what was found of another revision counts")
	}
	found[0].Revision = 0
	WorkedOut(Default(), rows, found, practiceDay)
	if rows[0].Missing != NotMissing || !rows[0].Lacks(0) || rows[1].Lacks(0) || rows[0].Lacks(-1) || rows[0].Lacks(14) {
		t.Errorf("%+v", rows[0])
	}
	WorkedOut(Default(), rows, []StandingFound{{Session: "001", Missing: OtherQuestions}}, practiceDay)
	if rows[0].Missing != OtherQuestions {
		t.Errorf("%+v", rows[0])
	}
}

func TestFindStandings(t *testing.T) {
	set := Default()
	session := planned()
	session.ID, session.Revision, session.Told = "a", 3, "2.0"
	sum := Evaluate(set, session)
	want := sum.Standing()
	want.Told = "2.0"
	found := FindStandings(set, []*Session{session, {ID: "b", SetID: "other"}})
	if found[0] != (StandingFound{Session: "a", Revision: 3, Standing: want}) || found[1] != (StandingFound{Session: "b", Missing: OtherQuestions}) {
		t.Errorf("%+v", found)
	}
}

func TestLinesAreCounted(t *testing.T) {
	rows := rowsOf(t, clients(No, Partly, Unsure, InPlace, InPlace, NA, Unanswered))
	unknown := rowsOf(t, []Head{{ID: "x", Business: "X"}})
	counts := CountLines(Default(), append(rows, unknown...))
	want := LineCount{Item: "I6", Counts: Counts{InPlace: 2, Partly: 1, No: 1, Unsure: 1, NA: 1, Unanswered: 1}, Lack: 3}
	if len(counts) != 14 || counts[5] != want {
		t.Errorf("%+v", counts)
	}
	if lack := WhoLack(rows, 5); len(lack) != 3 || lack[2].Business != "Client 2" {
		t.Errorf("%+v", lack)
	}
}

func TestAFilterChoosesClients(t *testing.T) {
	heads := clients(No, InPlace, Partly, InPlace)
	heads[0].Business, heads[0].Labels = "Café Müller", Labels{Tags: "café retail"}
	heads[1].Standing.Stage, heads[1].Standing.Due = Limited, "2026-11-27"
	heads[2].Tags = "retailers"
	heads[3].Standing.Answered, heads[3].Standing.Stage = 0, StageNone
	rows := rowsOf(t, heads)
	for text, want := range map[string]string{
		"": "0123", "   ": "0123", "stage:pilot": "02", "stage:limited": "1", "STAGE:Limited-Production": "1", "stage:pilot stage:limited": "012", "stage:none": "",
		"overdue": "1", "overdue stage:pilot": "", "gap:off-switch": "02", "gap:I6": "02", "gap:i6 tag:retail": "0", "gap:switch gap:logins": "02",
		"tag:retail": "0", "tag:CAFE": "0", "tag:café": "0", "tag:ret": "", "cafe": "0", "muller emails": "0", "EMAILS client": "123", "retail": "02", "hair": "",
	} {
		f, err := ReadFilter(Default(), text)
		if err != nil {
			t.Errorf("%q: %v", text, err)
			continue
		}
		got := ""
		for _, row := range f.Choose(rows) {
			got += row.ID[2:]
		}
		if got != want {
			t.Errorf("%q chooses %q, want %q", text, got, want)
		}
	}
}

func TestFaultsInAFilterAreSentences(t *testing.T) {
	for text, want := range map[string]string{
		"gap:kitchen": "“kitchen” is no line of the checklists. Write one of: sources-agreed, ",
		"gap:agreed":  "",
		"gap:r":       "“r” may be more than one line: records-kept, review-rules, risks-reviewed. Write one of them.",
		"gap:":        "Nothing stands after “gap:”. Write it without a space, such as gap:sources-agreed.",
		"stage:":      "Nothing stands after “stage:”. Write it without a space, such as stage:pilot.",
		"tag:":        "Nothing stands after “tag:”. Write it without a space, such as tag:retail.",
		"stage:gold":  "“gold” is no stage. Write one of: none, experiment, pilot, limited, broad.",
		"owner:dana":  "“owner:dana” is no filter that is understood here. There are stage:, gap:, tag: and overdue, and words of a name.",
		"gap:\x1b[2J": "Nothing stands after",
		"gap:--":      "“--” is no line of the checklists.",
	} {
		_, err := ReadFilter(Default(), text)
		if want == "" {
			if err != nil {
				t.Errorf("%q: %v", text, err)
			}
			continue
		}
		if said, ok := OwnSentence(err); !ok || !strings.HasPrefix(said, want) {
			t.Errorf("%q: %v, want %s", text, err, want)
		}
	}
}

// Every line can be asked for by its id and by its name as one word.
func TestEveryLineCanBeAskedFor(t *testing.T) {
	for i := range Default().Items {
		item := &Default().Items[i]
		for _, text := range []string{item.ID, strings.ToLower(item.ID), OneWord(item.Short), item.Short} {
			if at, err := ItemSaid(Default(), text); err != nil || at != i {
				t.Errorf("%q is line %d (%v), want %d", text, at, err, i)
			}
		}
	}
}

func TestABenchmarkCountsAndNamesNobody(t *testing.T) {
	heads := clients(No, No, InPlace, InPlace, InPlace, Partly, Unsure, NA, Unanswered)
	if _, err := NewBenchmark(Default(), rowsOf(t, heads[:7]), "000"); !errors.Is(err, ErrTooFew) {
		t.Errorf("of seven businesses: %v", err)
	}
	// Many uses of one business are one business, and would give it away.
	var alone []Head
	for i := range 9 {
		head := headOf("Rosa", fmt.Sprint(i), InPlace)
		head.Use = fmt.Sprint("Use ", i)
		alone = append(alone, head)
	}
	if _, err := NewBenchmark(Default(), rowsOf(t, alone), ""); !errors.Is(err, ErrTooFew) {
		t.Errorf("of one business: %v", err)
	}
	b, err := NewBenchmark(Default(), rowsOf(t, heads), "002")
	if err != nil || b.Uses != 9 || b.Businesses != 9 {
		t.Fatalf("%+v, %v", b, err)
	}
	// Seven know the line: too few to count.
	if b.Lines[0].TooFew != true || b.Lines[0].Known != 0 || b.Lines[0].InPlace != 0 {
		t.Errorf("%+v", b.Lines[0])
	}
	b, err = NewBenchmark(Default(), rowsOf(t, append(heads, headOf("Rosa", "9", No))), "002")
	want := BenchmarkLine{Item: "I6", Title: Default().Items[5].Title, InPlace: 3, Known: 8, Here: InPlace}
	if err != nil || b.Lines[5] != want || b.Here != 14 || b.Fewer != 7 || b.Same != 2 || b.More != 0 {
		t.Errorf("%+v, %v", b, err)
	}
	if b, err = NewBenchmark(Default(), rowsOf(t, append(heads, headOf("Rosa", "9", No))), ""); err != nil || b.Here != -1 || b.Lines[5].Here != Unanswered {
		t.Errorf("%+v, %v", b, err)
	}
}

func TestTags(t *testing.T) {
	tags, err := Tags("").With("Retail", "Food & Drink", "café", "CAFE", "retail")
	if err != nil || tags != "café food-drink retail" {
		t.Fatalf("%q, %v", tags, err)
	}
	if tags, err = tags.Without("cafe", "RETAIL"); err != nil || tags != "food-drink" {
		t.Errorf("%q, %v", tags, err)
	}
	if left, err := tags.Without("hair"); left != tags || Sentence(err) != "There is no tag “hair” to take away." {
		t.Errorf("%q, %v", left, err)
	}
	for word, want := range map[string]string{
		"!?": "“!?” cannot be a tag. Write a short word, such as retail.", strings.Repeat("a", 25): "The tag “aaaaaaaaaaaaaaaaaaaaaaaa…” is too long. A tag has at most 24 characters, such as retail.",
	} {
		if left, err := tags.With(word); left != tags || Sentence(err) != want {
			t.Errorf("%q: %q, %v", word, left, err)
		}
	}
	full, err := Tags("").With("a", "b", "c", "d", "e", "f", "g", "h")
	if _, tooMany := full.With("i"); err != nil || Sentence(tooMany) != "A session has at most 8 tags. Take one away first." {
		t.Errorf("%v, %v", err, tooMany)
	}
	if both := Tags("b café").Together("a cafe"); both != "a b café" {
		t.Errorf("%q", both)
	}
	var read Tags
	if err := read.UnmarshalJSON([]byte(`["B", "a ", "", "\u001b[2Jb"]`)); err != nil || read != "a b" {
		t.Errorf("%q, %v", read, err)
	}
	for labels, want := range map[Labels]bool{
		{}: true, {Tags: "a b", Visit: "2026-12-04"}: true, {Tags: "b a"}: false, {Tags: "a a"}: false, {Tags: "A"}: false, {Visit: "friday"}: false,
		{Tags: Tags(strings.Repeat("a", 25))}: false, {Tags: "a b c d e f g h i"}: false,
	} {
		if labels.Valid() != want {
			t.Errorf("%+v is %v", labels, !want)
		}
	}
}

// Whatever is typed, a tag is one that may be kept, and reading it once more changes nothing.
func TestATagStaysAsItIs(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.OneOf(rapid.String(), rapid.StringMatching("[a-zA-ZäÄé'’ \u0301\u0307İ&-]{1,12}")).Draw(t, "text")
		tag := CleanTag(text)
		if again := CleanTag(tag); again != tag {
			t.Fatalf("%q is the tag %q, and that is %q", text, tag, again)
		}
		tags, err := Tags("north").With(text)
		if err != nil {
			return
		}
		data, err := json.Marshal(Labels{Tags: tags})
		var back Labels
		if err == nil {
			err = json.Unmarshal(data, &back)
		}
		if err != nil || back.Tags != tags || !back.Valid() || !tags.Has(text) {
			t.Fatalf("%q makes %q, which comes back as %q (%v)", text, tags, back.Tags, err)
		}
	})
}

func TestLabelsInAFile(t *testing.T) {
	read := func(labels string) (*Session, error) {
		return ReadSession(Default(), "a.yaml", []byte("format: readycheck/session/1\nbusiness: B\nuse: U\n"+labels))
	}
	session, err := read("tags: [Retail, ' north side ', retail]\nvisit: 2026-12-04\n")
	if err != nil || session.Labels != (Labels{Tags: "north-side retail", Visit: "2026-12-04"}) {
		t.Fatalf("%+v, %v", session, err)
	}
	if session, err = read(""); err != nil || session.Labels != (Labels{}) {
		t.Errorf("of a file from before: %+v, %v", session, err)
	}
	for labels, want := range map[string]string{
		"tags: retail": "a list", "tags: [[a]]": "text", "tags: [a, '!']": "“!” cannot be a tag", "visit: friday": `"friday" is not a day`, "visit: [1]": "visit",
		"tags: [aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa]": "too long", "tags: [a, b, c, d, e, f, g, h, i]": "at most 8 tags",
	} {
		if _, err := read(labels); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", labels, err, want)
		}
	}
	sum := Evaluate(Default(), session)
	session.Labels = Labels{Tags: "a b", Visit: "2026-12-04"}
	data, err := MarshalExport(session, sum)
	if err != nil {
		t.Fatal(err)
	}
	if err := schemas(t)("export").Validate(instance(t, data)); err != nil {
		t.Error(err)
	}
	for right, wrong := range map[string]string{`"visit": "2026-12-04"`: `"visit": "friday"`, `"tags": [`: `"tags": [1,`} {
		if broken := strings.Replace(string(data), right, wrong, 1); broken == string(data) || schemas(t)("export").Validate(instance(t, []byte(broken))) == nil {
			t.Errorf("the schema takes %s", wrong)
		}
	}
}
