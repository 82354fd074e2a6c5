package assessment

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"go.yaml.in/yaml/v3"
)

// Formats of the files that hold a session.
const (
	SessionFormat = "readycheck/session/1"
	ExportFormat  = "readycheck/export/1"
)

// maxAnswers is far more than the questions of any set that a person would answer.
const maxAnswers = 1000

// ReadSession reads an answers file, YAML or JSON, or an export that holds one under
// "session". It checks every answer against the set: the error is a Faults with every
// fault found, and then the session is not to be used. Answers of a session that was
// asked with another set or version may name questions that this set lacks; those are
// kept and not counted. The session has no id.
func ReadSession(set *Set, name string, data []byte) (*Session, error) {
	r := &reader{file: CleanLine(name, maxFileName)}
	root := r.parse(data)
	if root == nil {
		return nil, r.sorted()
	}
	if format, ok := formatOf(root); ok && strings.HasPrefix(format.Value, ballotPrefix) {
		r.fault(FaultWrongValue, format, "this is one person's ballot and not a session", "a session: a ballot is taken in with `readycheck import --vote`")
		return nil, r.sorted()
	}
	var team *yaml.Node
	if isExport(root) {
		root, team = r.exported(root)
	}
	var session *Session
	if root != nil {
		session = r.session(set, root)
	}
	if session != nil && team != nil {
		r.team(set, session, team)
	}
	// What a newer version writes is no fault of the file: one sentence says it all.
	newer := func(f Fault) bool { return f.Kind == FaultNewer }
	if i := slices.IndexFunc(r.faults, newer); i >= 0 {
		r.faults = r.faults[i : i+1]
	}
	if err := r.sorted(); err != nil {
		return nil, err
	}
	return session, nil
}

// isExport tells an export by its session.
func isExport(root *yaml.Node) bool {
	for i := 0; root.Kind == yaml.MappingNode && i+1 < len(root.Content); i += 2 {
		switch key, value := root.Content[i], root.Content[i+1]; {
		case key.Value == "session", key.Value == "format" && strings.HasPrefix(value.Value, exportPrefix):
			return true
		}
	}
	return false
}

// exported finds the session inside an export, and its workshop, if there was one. The summary
// is not read: it is worked out anew, so that nobody can pass on a better verdict than the
// answers give.
func (r *reader) exported(root *yaml.Node) (session, team *yaml.Node) {
	f, ok := r.mapping(root, "the export", "format", "session", "summary", "team")
	if !ok {
		return nil, nil
	}
	r.format(f, exportPrefix, ExportFormat)
	if f.has("summary") {
		r.eachOnce(f.at("summary"))
	}
	if !f.has("session") {
		r.fault(FaultMissing, f.node, "the export has no \"session\"", "the session that it is about")
		return nil, nil
	}
	return f.at("session"), f.by["team"]
}

const (
	sessionPrefix = "readycheck/session/"
	exportPrefix  = "readycheck/export/"
)

// format reads the name of a format. A higher number is a newer version's.
func (r *reader) format(f fields, prefix, format string) {
	if number, ok := strings.CutPrefix(f.at("format").Value, prefix); f.has("format") && ok {
		if n, err := strconv.Atoi(number); err == nil && n > 1 {
			r.fault(FaultNewer, f.at("format"), "the file was written by a newer version of readycheck", "that version to read it, or a file in the format "+format)
			return
		}
	}
	f.code("format", []string{format}, true)
}

// eachOnce refuses names that stand twice in a part that is not read otherwise.
func (r *reader) eachOnce(n *yaml.Node) {
	seen := map[string]bool{}
	for i, child := range n.Content {
		if n.Kind == yaml.MappingNode && i%2 == 0 && child.Kind == yaml.ScalarNode {
			if seen[child.Value] {
				r.fault(FaultDuplicate, child, fmt.Sprintf("the field %q stands here twice", shown(child.Value)), "each field once")
			}
			seen[child.Value] = true
			continue
		}
		r.eachOnce(child)
	}
}

func (r *reader) session(set *Set, root *yaml.Node) *Session {
	f, ok := r.mapping(root, "the file", "format", "business", "use", "setup", "question_set", "answers", "created", "changed", "tags", "visit")
	if !ok {
		return nil
	}
	r.format(f, sessionPrefix, SessionFormat)
	s := &Session{
		Business: CleanLine(f.text("business", MaxName), MaxName),
		Use:      CleanLine(f.text("use", MaxUse), MaxUse),
		Setup:    Setup{Depth: Full},
		Answers:  map[string]Answer{},
		SetID:    set.ID, SetVersion: set.Version,
		Created: f.time("created"), Changed: f.time("changed"),
		Labels: Labels{Tags: f.tags(), Visit: f.day("visit")},
	}
	if f.has("question_set") {
		if ref, ok := r.mapping(f.at("question_set"), "question_set", "id", "version"); ok {
			s.SetID, s.SetVersion = CleanLine(ref.text("id", maxID), maxID), CleanLine(ref.text("version", maxID), maxID)
		}
	}
	if f.has("setup") {
		r.setup(f.at("setup"), &s.Setup)
	}
	if !f.has("answers") {
		return s
	}
	answers, ok := r.mapping(f.at("answers"), "answers")
	if !ok {
		return s
	}
	if n := len(answers.by); n > maxAnswers {
		r.fault(FaultTooMany, answers.node, fmt.Sprintf("there are %d answers", n), fmt.Sprintf("at most %d", maxAnswers))
		return s
	}
	for _, key := range answers.keys() {
		if q, ok := r.question(set, s, key); ok {
			s.Answers[key.Value] = r.answer(answers.at(key.Value), key.Value, q)
		}
	}
	return s
}

// question finds the question that a name in a session's file means: nil for one that the set
// lacks, where that is no fault.
func (r *reader) question(set *Set, s *Session, key *yaml.Node) (*Question, bool) {
	same := s.SetID == set.ID && s.SetVersion == set.Version
	q, known := set.Question(key.Value)
	switch {
	case known:
	case same && slices.Contains(set.Former, key.Value):
		// An answer from before is kept, and not counted.
	case same:
		r.fault(FaultWrongValue, key, fmt.Sprintf("there is no question %q", shown(key.Value)), "an id that `readycheck questions --json` lists")
		return nil, false
	case len(key.Value) > maxID:
		r.fault(FaultTooLong, key, fmt.Sprintf("the id %q has more than %d characters", shown(key.Value), maxID), "an id such as own-login")
		return nil, false
	case !idForm(key.Value):
		r.fault(FaultWrongValue, key, fmt.Sprintf("%q cannot be the id of a question", shown(key.Value)), "an id such as own-login")
		return nil, false
	}
	return q, true
}

func (r *reader) setup(n *yaml.Node, into *Setup) {
	f, ok := r.mapping(n, "setup", append(setupNames(), "tool")...)
	if !ok {
		return
	}
	into.Tool = CleanLine(f.optional("tool", MaxTool), MaxTool)
	for _, field := range SetupFields {
		if !f.has(field.Name) {
			continue
		}
		if !field.Several {
			if i := f.code(field.Name, field.Codes, false); i >= 0 {
				into.Set(field.Name, field.Codes[i:i+1])
			}
			continue
		}
		var given []string
		for _, n := range f.list(field.Name, false) {
			i := r.oneOf(n, fmt.Sprintf("an entry of %q", field.Name), field.Codes)
			switch {
			case i < 0:
			case slices.Contains(given, field.Codes[i]):
				r.fault(FaultDuplicate, n, fmt.Sprintf("%q names %s twice", field.Name, field.Codes[i]), "each once")
			default:
				given = append(given, field.Codes[i])
			}
		}
		into.Set(field.Name, given)
	}
}

// Set gives a field of the setup its codes, in the order of the question. An unknown
// field or code changes nothing.
func (s *Setup) Set(name string, given []string) {
	field, ok := setupField(name)
	if !ok {
		return
	}
	var ordered []string
	for _, code := range field.Codes {
		if slices.Contains(given, code) {
			ordered = append(ordered, code)
		}
	}
	one := ""
	if len(ordered) > 0 {
		one = ordered[0]
	}
	switch name {
	case "kind":
		s.Kind = one
	case "stage_now":
		s.StageNow = one
	case "connection":
		s.Connection = ordered
	case "powers":
		s.Powers = ordered
	case "audience":
		s.Audience = ordered
	case "information":
		s.Information = ordered
	case "depth":
		if one != "" {
			s.Depth = Depth(slices.Index(depthCodes[:], one))
		}
	}
}

// answer reads one answer; q is nil where the set does not have the question.
func (r *reader) answer(n *yaml.Node, id string, q *Question) Answer {
	f, ok := r.mapping(n, fmt.Sprintf("the answer %q", shown(id)), "level", "known", "choice", "note", "reason", "owner", "due", "state", "by", "at")
	if !ok {
		return Answer{}
	}
	a := Answer{
		Note: f.optional("note", MaxNote), Reason: CleanLine(f.optional("reason", MaxShort), MaxShort),
		Owner: CleanLine(f.optional("owner", MaxName), MaxName), By: CleanLine(f.optional("by", MaxName), MaxName),
		At: f.time("at"),
	}
	noted := a.Note != "" || a.Owner != "" || f.has("due") || f.has("state")
	if i := f.code("level", levelCodes[:], !noted); i >= 0 {
		a.Level = Level(i)
	}
	f.manner(&a)
	if i := f.code("state", stepStateCodes[:], false); i >= 0 {
		a.State = StepState(i)
	}
	a.Due = f.day("due")
	if f.applies(a.Level, id, q) && a.Level == NA && a.Reason == "" {
		f.giveReason()
	}
	return a
}

// day reads a day that may be left out.
func (f fields) day(name string) string {
	day := f.optional(name, maxID)
	if _, err := time.Parse(DateLayout, day); day != "" && err != nil {
		f.r.fault(FaultWrongValue, f.at(name), fmt.Sprintf("%q is not a day", shown(day)), "a day such as 2026-12-01")
		return ""
	}
	return day
}

// manner reads how an answer is known, and by which of several sentences it was given.
func (f fields) manner(a *Answer) {
	if i := f.code("known", knownCodes[:], false); i >= 0 {
		a.Known = Known(i)
	}
	if i := f.code("choice", []string{"0", "1", "2", "3", "4", "5", "6"}, false); i >= 0 {
		a.Choice = i
	}
}

// applies refuses the level na for a question that always applies; q is nil where the set does
// not have it.
func (f fields) applies(level Level, id string, q *Question) bool {
	if q != nil && !q.Allows(level) {
		f.r.fault(FaultWrongValue, f.at("level"), fmt.Sprintf("the question %q always applies, so its level cannot be na", shown(id)), "in_place, partly, no or unsure")
		return false
	}
	return true
}

func (f fields) giveReason() {
	f.r.fault(FaultMissing, f.node, f.what+" does not say why the question does not apply", "a short \"reason\"")
}

func (f fields) time(name string) time.Time {
	text := f.optional(name, maxID)
	if text == "" {
		return time.Time{}
	}
	// In UTC, so that the same file gives the same session in every time zone, and within
	// the years that JSON can hold.
	at, err := time.Parse(time.RFC3339Nano, text)
	at = at.UTC()
	if err != nil || at.Year() < 0 || at.Year() > 9999 {
		f.r.fault(FaultWrongValue, f.at(name), fmt.Sprintf("%q is not a time", shown(text)), "a time such as 2026-12-01T14:03:00Z")
	}
	return at
}

// SessionData is a session in the shape of an answers file.
type SessionData struct {
	Format      string            `json:"format"`
	Business    string            `json:"business"`
	Use         string            `json:"use"`
	QuestionSet SetRef            `json:"question_set"`
	Created     time.Time         `json:"created,omitzero"`
	Changed     time.Time         `json:"changed,omitzero"`
	Setup       Setup             `json:"setup"`
	Answers     map[string]Answer `json:"answers"`
	// Labels are left out of what is passed on to a client.
	Labels
}

// Export is what `export --format json` writes: the session as an answers file and the
// verdict on it.
type Export struct {
	Format  string      `json:"format"`
	Session SessionData `json:"session"`
	Summary Summary     `json:"summary"`
	// Team is what a workshop was shown and decided, where there was one.
	Team *Team `json:"team,omitempty"`
}

// Data puts a session in the shape of an answers file.
func (s *Session) Data() SessionData {
	return SessionData{
		Format: SessionFormat, Business: s.Business, Use: s.Use, Setup: s.Setup, Answers: s.Answers,
		QuestionSet: SetRef{s.SetID, s.SetVersion}, Created: s.Created, Changed: s.Changed, Labels: s.Labels,
	}
}

// MarshalExport writes a session with its summary as indented JSON.
func MarshalExport(session *Session, summary Summary) ([]byte, error) {
	export := Export{Format: ExportFormat, Session: session.Data(), Summary: summary}
	if session.Team != nil {
		export.Team = session.Team.Shown()
		export.Team.seatedOnly()
	}
	return Indented(export, "")
}
