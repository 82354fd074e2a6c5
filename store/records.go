package store

import (
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"strconv"
	"sync"
	"time"

	"readycheck/assessment"
)

// castagnoli is made on first use, so that it costs a start nothing that needs no record.
var castagnoli = sync.OnceValue(func() *crc32.Table { return crc32.MakeTable(crc32.Castagnoli) })

const sumLength = 9 // eight hexadecimal digits and a space

// seal puts the checksum of a record's place and bytes before its JSON. The place is in
// the sum, so that a record that turns up under another key is noticed.
func seal(place string, value any) ([]byte, error) {
	data, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	out := make([]byte, sumLength, sumLength+len(data))
	copy(out, fmt.Sprintf("%08x ", checksum(place, data)))
	return append(out, data...), nil
}

// unseal verifies a record and decodes it.
func unseal(place string, record []byte, into any) error {
	data, err := verify(place, record)
	if err == nil {
		err = json.Unmarshal(data, into)
	}
	if err != nil {
		return damaged("The record "+place, err)
	}
	return nil
}

// verify returns the bytes of a record whose checksum holds.
func verify(place string, record []byte) ([]byte, error) {
	if len(record) <= sumLength || record[sumLength-1] != ' ' {
		return nil, errors.New("no checksum")
	}
	want, err := strconv.ParseUint(string(record[:sumLength-1]), 16, 32)
	if err != nil {
		return nil, errors.New("no checksum")
	}
	data := record[sumLength:]
	if checksum(place, data) != uint32(want) {
		return nil, errors.New("wrong checksum")
	}
	return data, nil
}

func checksum(place string, data []byte) uint32 {
	sum := crc32.Update(0, castagnoli(), []byte(place))
	return crc32.Update(sum, castagnoli(), data)
}

// sumOf is the checksum a sealed record carries, 0 for none.
func sumOf(record []byte) uint32 {
	if len(record) < sumLength {
		return 0
	}
	sum, err := strconv.ParseUint(string(record[:sumLength-1]), 16, 32)
	if err != nil {
		return 0
	}
	return uint32(sum)
}

// headRecord is a head with what the store needs beside it.
type headRecord struct {
	assessment.Head
	Setup assessment.Setup  `json:"setup"`
	Set   assessment.SetRef `json:"set"`
	// Answers is the exclusive or of the checksums of all answers, so that an answer
	// that is missing, or an older one in its place, is noticed.
	Answers uint32 `json:"answers"`
	// SetupRevision and SetupWindow say when and by whom business, use or setup were
	// changed last.
	SetupRevision uint64 `json:"setup_revision"`
	SetupWindow   string `json:"setup_window,omitempty"`
	// LabelsRevision and LabelsWindow say the same of the tags and the next visit.
	LabelsRevision uint64 `json:"labels_revision,omitempty"`
	LabelsWindow   string `json:"labels_window,omitempty"`
	// Team is true once the history holds a workshop.
	Team bool `json:"team,omitempty"`
	// Gathered is the revision up to which the history has its changes for other computers.
	Gathered uint64 `json:"gathered,omitempty"`
	// Shared is true once the history has a change from another computer: from then on the
	// session is what all its changes come to, and not what the last one says.
	Shared bool `json:"shared,omitempty"`
}

type answerRecord struct {
	assessment.Answer
	Revision uint64 `json:"revision"`
	Window   string `json:"window"`
}

type historyRecord struct {
	At       time.Time          `json:"at"`
	By       string             `json:"by,omitempty"`
	Question string             `json:"question,omitempty"`
	From     *assessment.Answer `json:"from,omitempty"`
	To       *assessment.Answer `json:"to,omitempty"`
	Setup    *setupChange       `json:"setup,omitempty"`
	// Labels are the tags and the next visit after the change. The first record has them beside
	// its setup, where the session began with some.
	Labels *assessment.Labels `json:"labels,omitempty"`
	// Seat is somebody who took a seat in a workshop, or whose seat changed.
	Seat *assessment.Seat `json:"seat,omitempty"`
	// Vote is the seat whose vote on Question went From To: no answer of the session.
	Vote string `json:"vote,omitempty"`
	// Again is true where a room began a second round on Question, Second for a vote or a
	// reveal of one.
	Again  bool `json:"again,omitempty"`
	Second bool `json:"second,omitempty"`
	// Reveal are the questions whose votes a room was shown.
	Reveal []string `json:"reveal,omitempty"`
	// Decision is what a room decided; From and To are the answer that follows.
	Decision *assessment.Decision `json:"decision,omitempty"`
	// Lost stands for a change that damage took away.
	Lost bool `json:"lost,omitempty"`
	// Kept is the session's set where it was put back after it had been deleted.
	Kept *assessment.SetRef `json:"kept,omitempty"`
	// Elsewhere is true for what came from another computer. Changes say all of it; the other
	// fields are for show.
	Elsewhere bool `json:"elsewhere,omitempty"`
	// Changes are what other computers are told of this, once they are: see changes.go.
	Changes []keptChange `json:"changes,omitempty"`
}

type setupChange struct {
	Business string           `json:"business"`
	Use      string           `json:"use"`
	Setup    assessment.Setup `json:"setup"`
}

func placePlace(id string) string        { return "sessions/" + id + "/place" }
func answerPlace(id, q string) string    { return "sessions/" + id + "/answers/" + q }
func historyPlace(id, key string) string { return "sessions/" + id + "/history/" + key }
func recentPlace(key string) string      { return "recent/" + key }
func sequenceKey(n uint64) []byte        { return fmt.Appendf(nil, "%016x", n) }
