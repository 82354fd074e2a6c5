package workshop

import (
	"encoding/binary"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"
)

const sizesKey contextKey = "sizes"

// The largest window that is drawn. A client may ask for any, and each cell costs memory.
const (
	widest  = 500
	tallest = 200
)

// screenOnly is a channel on which a client can have a screen, change its size and type,
// and ask for nothing else: no command, no file transfer, no forwarding, no environment but
// how colours are told.
type screenOnly struct {
	gossh.NewChannel
	sizes chan tea.WindowSizeMsg
}

// Accept opens the channel and gives only those requests that are let through.
func (c *screenOnly) Accept() (gossh.Channel, <-chan *gossh.Request, error) {
	channel, requests, err := c.NewChannel.Accept()
	if err != nil {
		return nil, nil, err
	}
	through := make(chan *gossh.Request)
	go func() {
		defer close(through)
		variables := 0
		for request := range requests {
			switch request.Type {
			case "pty-req":
				if !clampTerminal(request.Payload) {
					_ = request.Reply(false, nil)
					continue
				}
			case "shell":
			case "env":
				var variable struct{ Name, Value string }
				variables++
				if gossh.Unmarshal(request.Payload, &variable) != nil || variable.Name != "COLORTERM" || variables > mostVariables {
					_ = request.Reply(false, nil)
					continue
				}
			case "window-change":
				// Not let through: the latest size is put where the screen finds it, so that a
				// thousand changes are one, and none of them waits.
				ok := len(request.Payload) >= 8 && clampSize(request.Payload)
				if ok {
					c.put(request.Payload)
				}
				_ = request.Reply(ok, nil)
				continue
			default:
				_ = request.Reply(false, nil)
				continue
			}
			through <- request
		}
	}()
	return channel, through, nil
}

// mostVariables is how many settings a client may name before the rest are not looked at.
const mostVariables = 64

func (c *screenOnly) put(payload []byte) {
	size := tea.WindowSizeMsg{Width: int(binary.BigEndian.Uint32(payload)), Height: int(binary.BigEndian.Uint32(payload[4:]))}
	select {
	case <-c.sizes:
	default:
	}
	c.sizes <- size // there is room: only this goroutine puts one in
}

// clampTerminal makes the size in a request for a terminal one that can be drawn.
func clampTerminal(payload []byte) bool {
	if len(payload) < 4 {
		return false
	}
	name := int64(binary.BigEndian.Uint32(payload))
	if name > longestTerm || int64(len(payload)) < 4+name+8 {
		return false
	}
	return clampSize(payload[4+name:])
}

// longestTerm is longer than the name of any terminal.
const longestTerm = 64

func clampSize(size []byte) bool {
	for at, most := range []uint32{widest, tallest} {
		field := size[4*at : 4*at+4]
		binary.BigEndian.PutUint32(field, max(1, min(binary.BigEndian.Uint32(field), most)))
	}
	return true
}
