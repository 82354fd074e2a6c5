package sshd

import (
	"strings"
	"testing"
	"time"
)

// Numbers of SECURITY.md: what one person's screen may cost the computer that serves.
const (
	mostMemory     = 64   // MB
	mostPerKey     = 16   // times an ordinary key's processor time, for eight times as many cells
	mostBytesOfKey = 32e3 // bytes to the screen for a key, which is more than one whole screen
)

// One person at the largest window who types as fast as is taken, and asks for another size
// all the time, costs a bounded amount of memory, of processor time and of screen.
func TestWhatOnePersonCosts(t *testing.T) {
	if testing.Short() {
		t.Skip("the race detector costs more than a person")
	}
	o := serveElsewhere(t, "guarded")
	if o.memory("VmRSS") == 0 {
		t.Skip("this system does not tell what a process costs")
	}
	const keys = keysAtOnce
	seated := 0
	// burst is what a key costs of a person who types as many at once as are taken.
	burst := func(name string, between func(*client, int)) (perKey time.Duration, screen int) {
		c := o.enter(o.code, nil)
		c.sit(name)
		c.shows("You are in")
		before := o.processor()
		// Between two pages, so that every key changes the whole screen.
		for i := range keys / 10 {
			c.press(strings.Repeat("\x1b[C\x1b[D", 5))
			between(c, i)
		}
		c.press("1")
		seated++
		o.until("the vote after all keys", func() bool { _, voted, _ := o.holds(); return voted == seated })
		c.mu.Lock()
		defer c.mu.Unlock()
		return (o.processor() - before) / keys, c.output.Len() / keys
	}
	usual, small := burst("Dana", func(*client, int) {})
	without := o.memory("VmRSS")
	perKey, screen := burst("Mallory", func(c *client, i int) {
		if err := c.session.WindowChange(tallest-i%2, widest); err != nil {
			t.Fatal(err)
		}
	})
	with := o.memory("VmHWM")
	t.Logf("%d keys at once: %s and %d bytes a key; with %d sizes: %s and %d bytes; memory %.1f MB, before %.1f MB", keys, usual, small, keys/10, perKey, screen, with, without)
	if perKey > mostPerKey*usual {
		t.Errorf("a key costs %s of processor, an ordinary one %s", perKey, usual)
	}
	if screen > mostBytesOfKey {
		t.Errorf("a key sends %d bytes", screen)
	}
	if with-without > mostMemory {
		t.Errorf("one person takes %.1f MB", with-without)
	}
}
