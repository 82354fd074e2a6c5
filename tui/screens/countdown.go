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

// times are the minutes that can be given.
var times = [...]int{1, 2, 5, 10}

// newTime asks how much time everybody gets.
func newTime() screen {
	chosen := "2"
	var options []huh.Option[string]
	for _, minutes := range times {
		options = append(options, huh.NewOption(minuteWords(minutes), fmt.Sprint(minutes)))
	}
	options = append(options, huh.NewOption("No time: take it back", "0"))
	return &formScreen{title: "A time", form: newForm([]formPage{
		listPage("How much time do they get from now on?", "Everybody sees until when. Nothing closes by itself.", formList{options: options, one: &chosen}),
	}, 0), done: func() action {
		minutes := 0
		_, _ = fmt.Sscan(chosen, &minutes) // one of those that were offered
		return giveTime{time.Duration(minutes) * time.Minute}
	}}
}

func minuteWords(minutes int) string {
	if minutes == 1 {
		return "One minute"
	}
	return fmt.Sprintf("%d minutes", minutes)
}

// head is how much time is left, on every screen of a facilitator.
func (c *facilitator) head() string { return c.clock.says() }
