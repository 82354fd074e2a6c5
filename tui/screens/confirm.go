package screens

import (
	"fmt"

	"charm.land/bubbles/v2/key"
	tea "charm.land/bubbletea/v2"

	"readycheck/assessment"
)

// confirmScreen asks before something that cannot simply be done again.
type confirmScreen struct {
	question, about string
	then            action
}

func newConfirm(question, about string, then action) screen {
	return &confirmScreen{question, about, then}
}

func (c *confirmScreen) Init() tea.Cmd { return nil }

func (c *confirmScreen) Update(msg tea.Msg) (screen, action, tea.Cmd) {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		switch {
		case key.Matches(k, keys.yes):
			return c, closePage{c.then}, nil
		case key.Matches(k, keys.no):
			return c, closePage{}, nil
		}
	}
	return c, nil, nil
}

func (c *confirmScreen) View(st *styles, room size) body {
	lines := append([]string{""}, wrapped(st.strong, c.question, room.width)...)
	lines = append(lines, "")
	return body{lines: append(lines, wrapped(st.text, c.about, room.width)...)}
}

func (c *confirmScreen) capturesText() bool { return false }

func (c *confirmScreen) ShortHelp() []key.Binding {
	return []key.Binding{keys.yes, keys.no, described(keys.help, "help")}
}

func (c *confirmScreen) groups() []keyGroup { return []keyGroup{{"Keys", c.ShortHelp()}} }

// named says which session is meant.
func (d deleteSession) named() string {
	if use := clean(d.use); use != "" {
		return assessment.Quoted(d.business) + " (" + use + ")"
	}
	return assessment.Quoted(d.business)
}

// askRecheck asks before a session is checked again.
func askRecheck(id, business string) action {
	return openPage{newConfirm(
		fmt.Sprintf("Check %s again?", assessment.Quoted(business)),
		"That begins a new session with the same answers, and shows which of them to look at again. This one stays as it is.",
		recheckSession{id},
	)}
}
