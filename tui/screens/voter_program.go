package screens

import (
	"context"
	"errors"
	"io"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/colorprofile"

	"readycheck/assessment"
	"readycheck/tui/interview"
	"readycheck/tui/workshop"
)

// Voter is what the screens of one person in a workshop need of the room. Every call is
// about that person's own seat.
type Voter interface {
	// View is the room as this person may see it.
	View() workshop.VoterView
	// Changed gets a value when the view may be another one.
	Changed() <-chan struct{}
	// Sit takes a seat and returns when it is on disk.
	Sit(name string, role assessment.Role) error
	// Vote queues a vote; the channel gets one value when it is on disk.
	Vote(question string, vote assessment.Answer) <-chan assessment.Saved
	// Explain says why somebody voted as they did, and Rename gives them another name and side.
	// Both return when that is on disk.
	Explain(question, note string) error
	Rename(name string, role assessment.Role) error
	// At says which question the person looks at.
	At(question string)
	// Drafts are what the person typed and did not save, KeepDraft takes one in. They stay in
	// memory.
	Drafts() []assessment.Draft
	KeepDraft(assessment.Draft)
}

// VoterOptions are what a person's screens need besides the room.
type VoterOptions struct {
	// Over ends when the person's connection does. Input is what they type, Term the name of
	// their terminal.
	Over  context.Context
	Input io.Reader
	Term  string
	Now   func() time.Time
	Log   io.Writer
	// Profile is what the person's terminal can show.
	Profile colorprofile.Profile
}

// VoterProgram is one person's screens.
type VoterProgram struct {
	program *tea.Program
	screens *guard
	feed    *feed
}

// NewVoter makes the screens of one person. They can vote, and do nothing else: no file is
// written, nothing of the session but that person's votes changes.
func NewVoter(voter Voter, o VoterOptions, with ...tea.ProgramOption) *VoterProgram {
	m := newModel(Options{
		Options: interview.Options{
			Store: voterStore{voter}, Set: func() *assessment.Set { return voter.View().Set }, Now: o.Now, Log: o.Log,
		},
		noClipboard: true, who: asVoter(voter),
	})
	m.sixteen = o.Profile == colorprofile.ANSI
	m.restyle()
	screens := &guard{model: m, log: o.Log}
	feed := newFeed(o.Over, o.Input, o.Term)
	program := tea.NewProgram(screens, slices.Concat([]tea.ProgramOption{tea.WithFPS(framesPerSecond)}, with, feed.options())...)
	screens.quit, screens.pace.program = program.Quit, program
	return &VoterProgram{program, screens, feed}
}

// Run shows the screens until the person leaves, is sent away, or the connection ends.
func (p *VoterProgram) Run() error {
	go p.feed.run(p.program)
	_, err := p.program.Run()
	p.feed.stop()
	leave(p.screens.model)
	if p.screens.fault != nil {
		return p.screens.fault
	}
	return err
}

// Send gives the screens a message, such as a new size. It does not wait once they ended.
func (p *VoterProgram) Send(msg tea.Msg) { p.program.Send(msg) }

// voterStore lets the screens save votes as they save answers. Whatever else they could
// ask of a store is refused.
type voterStore struct{ voter Voter }

var errNotYours = errors.New("a person in a workshop can only vote")

func (voterStore) List(uint64, int) ([]assessment.Head, error) { return nil, errNotYours }

func (voterStore) LoadAll([]string) ([]*assessment.Session, error) { return nil, errNotYours }

func (voterStore) Earlier(*assessment.Session) (string, error) { return "", errNotYours }

func (voterStore) Create(*assessment.Session, assessment.Standing) error { return errNotYours }

func (voterStore) Delete(string) (func() error, error) { return nil, errNotYours }

func (b voterStore) Load(string) (*assessment.Session, error) { return b.voter.View().Session, nil }

func (b voterStore) SaveAnswer(c assessment.AnswerChange) <-chan assessment.Saved {
	return b.voter.Vote(c.Question, c.Answer)
}

func (b voterStore) Drafts() []assessment.Draft { return b.voter.Drafts() }

func (b voterStore) KeepDraft(d assessment.Draft) <-chan error {
	b.voter.KeepDraft(d)
	kept := make(chan error, 1)
	kept <- nil
	return kept
}

func (voterStore) SaveSetup(c assessment.SetupChange) <-chan assessment.Saved {
	return refused(c.Session)
}

func (voterStore) SaveStanding(id string, _ assessment.Standing) <-chan assessment.Saved {
	return refused(id)
}

func (voterStore) SaveStandings([]assessment.StandingFound) <-chan assessment.Saved {
	return refused("")
}

func (voterStore) SaveLabels(c assessment.LabelsChange) <-chan assessment.Saved {
	return refused(c.Session)
}

func (voterStore) SaveDue([]assessment.DueFound) <-chan assessment.Saved { return refused("") }

func refused(session string) <-chan assessment.Saved {
	out := make(chan assessment.Saved, 1)
	out <- assessment.Saved{Session: session, Err: errNotYours}
	return out
}

// roomChanged says that a room may look otherwise now.
type roomChanged struct{}

func awaitRoom(changed <-chan struct{}) tea.Cmd {
	return func() tea.Msg {
		<-changed
		return roomChanged{}
	}
}
