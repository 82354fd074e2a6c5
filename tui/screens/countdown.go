package screens

import (
	"fmt"
	"time"

	tea "charm.land/bubbletea/v2"
	"charm.land/huh/v2"
)

// countdown is how much is left of the time that a facilitator gave. It asks for a tick each
// second while time runs, and for none else.
type countdown struct {
	until   time.Time
	now     time.Time
	ticking bool
}

// secondPassed is one tick of a countdown.
type secondPassed struct{}

func nextSecond() tea.Cmd {
	return tea.Tick(time.Second, func(time.Time) tea.Msg { return secondPassed{} })
}

// runsTo takes in until when time runs; zero is no time.
func (c *countdown) runsTo(until, now time.Time) tea.Cmd {
	c.until, c.now = until, now
	if c.ticking || !now.Before(until) {
		return nil
	}
	c.ticking = true
	return nextSecond()
}

// passed takes in a tick.
func (c *countdown) passed(now time.Time) tea.Cmd {
	c.ticking = false
	return c.runsTo(c.until, now)
}

// says is what is left, or empty where no time was given.
func (c *countdown) says() string {
	if c.until.IsZero() {
		return ""
	}
	left := c.until.Sub(c.now)
	if left <= 0 {
		return "Time is up."
	}
	seconds := int((left + time.Second - 1) / time.Second)
	return fmt.Sprintf("%d:%02d left", seconds/60, seconds%60)
}

// times are what can be given, in minutes.
var times = [...]struct {
	minutes int
	text    string
}{{1, "One minute"}, {2, "Two minutes"}, {5, "Five minutes"}, {10, "Ten minutes"}, {0, "No time: take it back"}}

// newTime asks how much time everybody gets.
func newTime() screen {
	chosen := "2"
	var options []huh.Option[string]
	for _, t := range times {
		options = append(options, huh.NewOption(t.text, fmt.Sprint(t.minutes)))
	}
	return &formScreen{title: "A time", form: newForm([]formPage{
		listPage("How much time do they get from now on?", "Everybody sees until when. Nothing closes by itself.", formList{options: options, one: &chosen}),
	}, 0), done: func() action {
		minutes := 0
		_, _ = fmt.Sscan(chosen, &minutes) // one of those that were offered
		return giveTime{time.Duration(minutes) * time.Minute}
	}}
}

// head is how much time is left, on every screen of a facilitator.
func (c *facilitator) head() string { return c.clock.says() }
