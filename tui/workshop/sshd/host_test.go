package sshd

import (
	"fmt"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"runtime"
	"strconv"
	"strings"
	"testing"
	"time"

	"charm.land/bubbles/v2/key"
	"charm.land/bubbles/v2/textarea"
	"charm.land/bubbles/v2/textinput"
)

// Fields know keys that read and write the clipboard of the computer that they run on. In a
// workshop that is the facilitator's: no key of any field may reach it, however it is sent.
func TestNobodyTouchesTheHostsClipboard(t *testing.T) {
	if runtime.GOOS != "linux" {
		t.Skip("the clipboard's programs are those of Linux")
	}
	bindings := append(bindingsOf(textarea.DefaultKeyMap()), bindingsOf(textinput.DefaultKeyMap())...)
	if len(bindings) < 40 {
		t.Fatalf("only %d keys were found", len(bindings))
	}
	for _, display := range []string{"", "wayland-0"} {
		t.Run("display "+display, func(t *testing.T) {
			tools := t.TempDir()
			for _, name := range []string{"wl-copy", "wl-paste", "xclip", "xsel", "pbcopy", "pbpaste", "termux-clipboard-set", "termux-clipboard-get"} {
				script := fmt.Sprintf("#!/bin/sh\n: >> '%s/used-'\"${0##*/}\"\n", tools)
				if err := os.WriteFile(filepath.Join(tools, name), []byte(script), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			// Asked when the server has ended, and with it everything that it started.
			t.Cleanup(func() {
				if used, _ := filepath.Glob(filepath.Join(tools, "used-*")); len(used) > 0 {
					t.Errorf("somebody in the room used the clipboard of this computer: %v", used)
				}
			})
			t.Setenv("PATH", tools+string(os.PathListSeparator)+os.Getenv("PATH"))
			t.Setenv("WAYLAND_DISPLAY", display)
			o := serveElsewhere(t, "guarded")
			c := o.enter(o.code, nil)
			c.shows("What is your name?")
			for _, binding := range bindings {
				if binding != "enter" && binding != "ctrl+m" {
					c.press("ab" + typedAs(binding) + namedAs(binding))
				}
			}
			c.press("\x15Dana\r\r")
			c.shows("You are in")
			c.press("1n")
			c.shows("Note")
			for _, binding := range bindings {
				// With something marked, and without.
				c.press("ab" + typedAs(binding) + namedAs(binding) + typedAs("ctrl+g") + typedAs(binding) + namedAs(binding))
			}
			c.press("\x1b[27u")
			c.shows("Saved")
		})
	}
}

// bindingsOf are all keys that a field knows.
func bindingsOf(keyMap any) []string {
	var all []string
	for _, field := range reflect.ValueOf(keyMap).Fields() {
		if binding, ok := field.Interface().(key.Binding); ok {
			all = append(all, binding.Keys()...)
		}
	}
	return all
}

// typedAs is a key as newer terminals send it, with everything that is held.
func typedAs(binding string) string {
	held := 1
	for name, bit := range map[string]int{"shift+": 1, "alt+": 2, "ctrl+": 4} {
		if strings.Contains(binding, name) {
			held += bit
			binding = strings.Replace(binding, name, "", 1)
		}
	}
	for name, form := range map[string]string{
		"up": "1;%dA", "down": "1;%dB", "right": "1;%dC", "left": "1;%dD", "end": "1;%dF", "home": "1;%dH",
		"pgup": "5;%d~", "pgdown": "6;%d~", "delete": "3;%d~", "enter": "13;%du", "backspace": "127;%du",
	} {
		if binding == name {
			return "\x1b[" + fmt.Sprintf(form, held)
		}
	}
	return fmt.Sprintf("\x1b[%d;%du", binding[0], held)
}

// namedAs is a key whose text is the name of another key.
func namedAs(binding string) string {
	var text []string
	for _, letter := range binding {
		text = append(text, strconv.Itoa(int(letter)))
	}
	return "\x1b[97;;" + strings.Join(text, ":") + "u"
}

// A terminal can type its size. Each cell takes memory, so only a size that was asked for at
// the door counts.
func TestATypedSizeIsNoSize(t *testing.T) {
	room, _ := openRoom(t, nil)
	s := serve(t, room, nil)
	c := s.enter(room.Code(), newKey(t))
	c.sit("Dana")
	c.shows("You are in")
	for at, typed := range []string{"\x1b[8;200;500t", "\x1b[48;200;500;0;0t", "\x1b[8;1024;1024t"} {
		c.press(typed + "1\x1b[C")
		s.until("a vote", func() bool { return s.voted() == at+1 })
	}
	c.press("?")
	c.shows("explain")
	if lowest := c.lowest(); lowest > 24 {
		t.Errorf("something was drawn in row %d of 24", lowest)
	}
	// The control: a size that was asked for is one.
	if err := c.session.WindowChange(60, 120); err != nil {
		t.Fatal(err)
	}
	timeout := time.After(20 * time.Second)
	for c.lowest() <= 24 {
		select {
		case <-c.came:
		case <-timeout:
			t.Fatal("a larger window is not drawn")
		}
	}
}

var rowOf = regexp.MustCompile(`\x1b\[(\d+)(?:;\d+H|d)`)

// lowest is the lowest row in which something was drawn.
func (c *client) lowest() int {
	c.mu.Lock()
	defer c.mu.Unlock()
	lowest := 0
	for _, found := range rowOf.FindAllStringSubmatch(c.output.String(), -1) {
		row, _ := strconv.Atoi(found[1])
		lowest = max(lowest, row)
	}
	return lowest
}
