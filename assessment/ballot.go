package assessment

import (
	"fmt"
	"slices"
	"strings"

	"go.yaml.in/yaml/v3"
)

// BallotFormat is the format of a file with one person's votes, for a room without a
// network.
const BallotFormat = "readycheck/ballot/1"

const ballotPrefix = "readycheck/ballot/"

// Ballot is one person's votes as a file brought them.
type Ballot struct {
	// Session is the id of the session that the votes are about.
	Session string
	Name    string
	Role    Role
	// Votes are keyed by question id. None is Unanswered: what was left open is not there.
	Votes map[string]Answer
}

// ballotFields and voteFields are what a ballot has, and what stands under each of its questions.
var (
	ballotFields = []string{"format", "session", "name", "role", "answers"}
	voteFields   = []string{"level", "known", "reason", "note"}
)

// ballotLevels are the levels that a person may write into a ballot, as they are offered.
var ballotLevels = []string{InPlace.String(), Partly.String(), No.String(), Unsure.String(), NA.String()}

// ReadBallot reads a ballot that a person filled in, YAML or JSON. It forgives what people and
// their text editors do to such a file: a code as a word, curly quotes, tabs. Whatever could
// mean two things is refused, as ReadSession would. The error is a Faults with every fault
// found, and then there is no ballot. An empty level means that the question was left open,
// which is no fault.
func ReadBallot(set *Set, name string, data []byte) (*Ballot, error) {
	r := &reader{file: CleanLine(name, maxFileName)}
	root := r.parseTyped(data)
	if root == nil {
		return nil, r.sorted()
	}
	plainKeys(root, oneOfThese(ballotFields))
	ballot := r.ballot(set, root)
	if err := r.sorted(); err != nil {
		return nil, err
	}
	return ballot, nil
}

func (r *reader) ballot(set *Set, root *yaml.Node) *Ballot {
	// In a file of another kind every line would be a fault. One sentence says more.
	if format, ok := formatOf(root); ok && format.Value != BallotFormat {
		if f, ok := r.mapping(root, "the file"); ok {
			r.faults = nil
			r.format(f, ballotPrefix, BallotFormat)
		}
		return nil
	}
	f, ok := r.mapping(root, "the ballot", ballotFields...)
	if !ok {
		return nil
	}
	r.format(f, ballotPrefix, BallotFormat)
	f.inWords("role", roleCodes[:], roleMeant)
	b := &Ballot{Session: f.session(), Name: f.person(), Votes: map[string]Answer{}}
	switch {
	case f.empty("role"):
		r.fault(FaultMissing, f.at("role"), `"role" is empty`, "one of "+strings.Join(roleCodes[:], ", "))
	default:
		if i := f.code("role", roleCodes[:], true); i >= 0 {
			b.Role = Role(i)
		}
	}
	if !f.has("answers") {
		r.fault(FaultMissing, f.node, `the ballot has no "answers"`, "the questions with a level each")
		return nil
	}
	plainKeys(f.at("answers"), func(id string) bool { _, known := set.Question(id); return known })
	answers, ok := r.mapping(f.at("answers"), `"answers"`)
	if !ok {
		return nil
	}
	before := len(r.faults)
	for _, key := range answers.keys() {
		q, known := set.Question(key.Value)
		if !known {
			r.fault(FaultWrongValue, key, fmt.Sprintf("there is no question %q", shown(key.Value)), "only questions that `readycheck export --ballot` wrote")
			continue
		}
		if vote := r.vote(set, answers.at(key.Value), q); vote.Level != Unanswered {
			b.Votes[q.ID] = vote
		}
	}
	if len(b.Votes) == 0 && len(r.faults) == before {
		r.fault(FaultMissing, answers.node, "no question has a level, so there is no vote in the file", "a level for at least one question")
	}
	return b
}

// formatOf finds what a file says of its format.
func formatOf(root *yaml.Node) (*yaml.Node, bool) {
	for i := 0; root.Kind == yaml.MappingNode && i+1 < len(root.Content); i += 2 {
		if key, value := root.Content[i], root.Content[i+1]; key.Value == "format" && value.Kind == yaml.ScalarNode {
			return value, true
		}
	}
	return nil, false
}

// session reads the id of a session.
func (f fields) session() string {
	id := CleanLine(f.text("session", maxID), maxID)
	if id != "" && !sessionID(id) {
		f.r.fault(FaultWrongValue, f.at("session"), fmt.Sprintf("%q cannot be the id of a session", shown(id)), "the id that `readycheck export --ballot` wrote there")
	}
	return id
}

// sessionID reports whether a text has the form of a session's id, a UUID.
func sessionID(id string) bool {
	for i := range len(id) {
		hyphen := i == 8 || i == 13 || i == 18 || i == 23
		digit := id[i] >= '0' && id[i] <= '9' || id[i] >= 'a' && id[i] <= 'f'
		if hyphen != (id[i] == '-') || !hyphen && !digit {
			return false
		}
	}
	return len(id) == 36
}

// person reads a name that a room can see: one of blanks alone would stand for nobody.
func (f fields) person() string {
	text := f.text("name", MaxName)
	name, ok := PersonName(text)
	if text != "" && !ok {
		f.r.fault(FaultWrongValue, f.at("name"), `"name" has no letter that can be seen`, "the name of the person who filled it in")
	}
	return name
}

// empty reports whether a field is there and holds nothing: "", or not even quotes.
func (f fields) empty(name string) bool {
	n := f.by[name]
	return n != nil && blank(n)
}

func blank(n *yaml.Node) bool {
	return n.Kind == yaml.ScalarNode && (n.Value == "" || n.ShortTag() == "!!null")
}

// vote reads what a person wrote under one question. It is Unanswered where that was left
// open.
func (r *reader) vote(set *Set, n *yaml.Node, q *Question) Answer {
	if blank(n) {
		return Answer{}
	}
	what := fmt.Sprintf("the answer %q", shown(q.ID))
	plainKeys(n, oneOfThese(voteFields))
	f, ok := r.mapping(n, what, voteFields...)
	if !ok {
		return Answer{}
	}
	f.inWords("level", levelCodes[:], func(text string) int { return levelMeant(set, q, text) })
	f.inWords("known", knownCodes[:], func(text string) int { return knownMeant(set, text) })
	a := Answer{Note: f.optional("note", MaxVoteNote), Reason: CleanLine(f.optional("reason", MaxShort), MaxShort)}
	if f.has("known") && !f.empty("known") {
		if i := f.code("known", knownCodes[:], false); i >= 0 {
			a.Known = Known(i)
		}
	}
	allowed := ballotLevels
	if !q.AllowNA {
		allowed = ballotLevels[:len(ballotLevels)-1]
	}
	switch {
	case !f.has("level") || f.empty("level"):
		// Somebody took the trouble to write this, so it is not dropped without a word.
		if a.Note != "" || a.Reason != "" {
			r.fault(FaultMissing, f.at("level"), what+" has words but no level", "one of "+strings.Join(allowed, ", "))
		}
		return Answer{}
	case f.at("level").Value == NA.String() && !q.AllowNA:
		r.fault(FaultWrongValue, f.at("level"), fmt.Sprintf("the question %q always applies, so its level cannot be na", shown(q.ID)), "one of "+strings.Join(allowed, ", "))
		return Answer{}
	}
	i := f.code("level", allowed, true)
	if i < 0 {
		return Answer{}
	}
	a.Level = Level(slices.Index(levelCodes[:], allowed[i]))
	if a.Level == NA && a.Reason == "" {
		r.fault(FaultMissing, f.at("reason"), what+" does not say why the question does not apply", `a short "reason"`)
	}
	return a
}
