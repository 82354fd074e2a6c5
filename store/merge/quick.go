package merge

import (
	"encoding"
	"encoding/json"
	"strconv"
	"strings"

	"readycheck/assessment"
)

// quick reads a change as this version writes it, see [Record.Body], in one go: a first pull brings
// all that a firm ever said. It knows the kinds of which there are many. Whatever it does not expect
// it leaves to encoding/json, which alone says what is refused; what it reads, that reads alike.
type quick struct {
	rest string
	lost bool
	// room is where codes are read from, one after the other.
	room [64]byte
}

func (q *quick) change(c *Change) bool {
	q.sign(`{"session":`)
	c.Session = q.text()
	q.sign(`,"key":{"kind":`)
	c.Key.Kind = Kind(q.text())
	if q.has(`,"question":`) {
		c.Key.Question = q.text()
	}
	if q.has(`,"seat":`) {
		c.Key.Seat = q.text()
	}
	q.sign(`},"parents":[`)
	c.Parents = make([]ID, 0, 1)
	for !q.lost && !q.has(`]`) {
		if len(c.Parents) > 0 {
			q.sign(`,`)
		}
		var id ID
		q.code(&id)
		c.Parents = append(c.Parents, id)
	}
	q.sign(`,"value":{`)
	q.value(&c.Value)
	q.sign(`},"writer":`)
	q.code(&c.Writer)
	q.sign(`,"n":`)
	n, err := strconv.ParseUint(q.digits(), 10, 64)
	q.lost = q.lost || err != nil
	c.N = n
	q.sign(`,"at":`)
	q.code(&c.At)
	q.sign(`}`)
	return !q.lost && q.rest == ""
}

// value is that of a life, a seat, a vote or an answer, or of a reveal over one. Of others there are
// few.
func (q *quick) value(v *Value) {
	switch {
	case q.has(`"created":{"id":`):
		v.Created = &assessment.SetRef{ID: q.text()}
		q.sign(`,"version":`)
		v.Created.Version = q.text()
		q.sign(`}`)
	case q.has(`"deleted":true`):
		v.Deleted = true
	case q.has(`"seat":`):
		v.Seat = q.seat()
	case q.has(`"vote":`):
		v.Vote = q.answer()
	case q.has(`"shown":true`):
		v.Shown = true
	case q.has(`"answer":`):
		v.Answer = q.answer()
		v.Shown = q.has(`,"shown":true`)
	}
}

func (q *quick) answer() *assessment.Answer {
	a := &assessment.Answer{}
	q.sign(`{"level":`)
	q.code(&a.Level)
	q.sign(`,"known":`)
	q.code(&a.Known)
	if q.has(`,"choice":`) {
		n, err := strconv.Atoi(q.digits())
		q.lost = q.lost || err != nil
		a.Choice = n
	}
	if q.has(`,"note":`) {
		a.Note = q.text()
	}
	if q.has(`,"reason":`) {
		a.Reason = q.text()
	}
	if q.has(`,"owner":`) {
		a.Owner = q.text()
	}
	if q.has(`,"due":`) {
		a.Due = q.text()
	}
	if q.has(`,"state":`) {
		q.code(&a.State)
	}
	if q.has(`,"by":`) {
		a.By = q.text()
	}
	if q.has(`,"at":`) {
		q.code(&a.At)
	}
	q.sign(`}`)
	return a
}

func (q *quick) seat() *assessment.Seat {
	s := &assessment.Seat{}
	q.sign(`{"id":`)
	s.ID = q.text()
	q.sign(`,"name":`)
	s.Name = q.text()
	q.sign(`,"role":`)
	q.code(&s.Role)
	s.Paper = q.has(`,"paper":true`)
	s.Removed = q.has(`,"removed":true`)
	if q.has(`,"key":`) {
		s.Key = q.text()
	}
	q.sign(`}`)
	return s
}

// has goes past what comes next, if it is that.
func (q *quick) has(next string) bool {
	rest, found := strings.CutPrefix(q.rest, next)
	q.rest = rest
	return found
}

// sign goes past what must come next.
func (q *quick) sign(next string) {
	if !q.has(next) {
		q.lost = true
	}
}

// plain is a text in which nothing is escaped, as codes, ids and times are.
func (q *quick) plain() string {
	q.sign(`"`)
	text, rest, found := strings.Cut(q.rest, `"`)
	for i := range len(text) {
		if text[i] < ' ' || text[i] == '\\' {
			found = false
		}
	}
	if !found {
		q.lost = true
		return ""
	}
	q.rest = rest
	return text
}

// text is any text. What is escaped in it is for encoding/json to know.
func (q *quick) text() string {
	end := strings.IndexAny(q.rest[min(1, len(q.rest)):], `"\`) + 1
	if q.lost || end == 0 || q.rest[end] == '"' {
		return q.plain()
	}
	for end < len(q.rest) && q.rest[end] != '"' {
		if q.rest[end] == '\\' {
			end++ // whatever it is, it does not end the text
		}
		end++
	}
	var text string
	if end >= len(q.rest) || json.Unmarshal([]byte(q.rest[:end+1]), &text) != nil {
		q.lost = true
		return ""
	}
	q.rest = q.rest[end+1:]
	return text
}

func (q *quick) code(to encoding.TextUnmarshaler) {
	if text := q.plain(); !q.lost && to.UnmarshalText(append(q.room[:0], text...)) != nil {
		q.lost = true
	}
}

// digits are those of a number without a sign, a fraction or a zero before it.
func (q *quick) digits() string {
	n := 0
	for n < len(q.rest) && q.rest[n] >= '0' && q.rest[n] <= '9' {
		n++
	}
	digits := q.rest[:n]
	if len(digits) > 1 && digits[0] == '0' {
		q.lost = true
	}
	q.rest = q.rest[n:]
	return digits
}
