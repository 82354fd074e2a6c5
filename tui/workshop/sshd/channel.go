package sshd

import (
	"encoding/binary"
	"sync"

	tea "charm.land/bubbletea/v2"
	gossh "golang.org/x/crypto/ssh"
)

const sizesKey contextKey = "sizes"

// The largest window that is drawn. A client may ask for any, and each cell costs memory.
const (
	widest  = 500
	tallest = 200
)

// What every screen may show, whatever the others show, and how much more all of them may
// show together, in cells. A cell costs 220 bytes: without this, fifty people with the
// largest window would take more than a gigabyte.
const (
	ownWidth, ownHeight = 160, 50
	sharedCells         = 200_000
)

// canvas is what is left of the cells that all screens share.
type canvas struct {
	mu   sync.Mutex
	left int
}

// fit says which size a screen may have: the one that it asks for where that fits beside
// all others, or else what every screen may show. What a screen has once taken it keeps to
// its end, since a screen that cannot be drawn keeps its old size.
func (c *canvas) fit(taken *int, size tea.WindowSizeMsg) tea.WindowSizeMsg {
	c.mu.Lock()
	defer c.mu.Unlock()
	more := max(0, size.Width*size.Height-ownWidth*ownHeight-*taken)
	if more > c.left {
		return tea.WindowSizeMsg{Width: min(size.Width, ownWidth), Height: min(size.Height, ownHeight)}
	}
	c.left -= more
	*taken += more
	return size
}

func (c *canvas) giveBack(taken int) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.left += taken
}

// screenOnly is a channel on which a client can have a screen, change its size and type,
// and ask for nothing else: no command, no file transfer, no forwarding, no environment but
// how colours are told.
type screenOnly struct {
	gossh.NewChannel
	sizes  chan tea.WindowSizeMsg
	canvas *canvas
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
		taken := 0
		defer func() { c.canvas.giveBack(taken) }()
		variables := 0
		for request := range requests {
			switch request.Type {
			case "pty-req":
				if !clampTerminal(request.Payload) {
					_ = request.Reply(false, nil)
					continue
				}
				c.fit(&taken, request.Payload[4+binary.BigEndian.Uint32(request.Payload):])
			case "shell":
			case "env":
				var variable struct{ Name, Value string }
				variables++
				if gossh.Unmarshal(request.Payload, &variable) != nil || variable.Name != "COLORTERM" || len(variable.Value) > longestTerm || variables > mostVariables {
					_ = request.Reply(false, nil)
					continue
				}
			case "window-change":
				// Not let through: the latest size is put where the screen finds it, so that a
				// thousand changes are one, and none of them waits.
				ok := len(request.Payload) >= 8 && clampSize(request.Payload)
				if ok {
					c.fit(&taken, request.Payload)
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

// fit makes a size that was clamped one that fits beside all other screens.
func (c *screenOnly) fit(taken *int, size []byte) {
	may := c.canvas.fit(taken, readSize(size))
	binary.BigEndian.PutUint32(size, uint32(may.Width))
	binary.BigEndian.PutUint32(size[4:], uint32(may.Height))
}

func (c *screenOnly) put(payload []byte) {
	size := readSize(payload)
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

func readSize(from []byte) tea.WindowSizeMsg {
	return tea.WindowSizeMsg{Width: int(binary.BigEndian.Uint32(from)), Height: int(binary.BigEndian.Uint32(from[4:]))}
}
