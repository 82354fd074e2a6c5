package workshop

import (
	"fmt"
	"strconv"
	"strings"

	"rsc.io/qr"
)

// url is how to come in, code and all, for a camera.
func (r *Room) url() string { return fmt.Sprintf("ssh://%s@%s", r.code, r.host()) }

func (r *Room) host() string {
	host := r.o.Host
	if strings.Contains(host, ":") {
		host = "[" + host + "]" // an IPv6 address
	}
	return host + ":" + strconv.Itoa(r.o.Port)
}

// command is what a person types to be asked for a code. It does not hold one: other users
// of a computer can read how a command was called.
func (r *Room) command() string {
	if r.o.Port == 22 {
		return "ssh " + r.o.Host
	}
	return fmt.Sprintf("ssh -p %d %s", r.o.Port, r.o.Host)
}

// picture is a text as a QR code, two rows in a line. A block is light, as on paper.
func picture(text string, level qr.Level) []string {
	code, err := qr.Encode(text, level)
	if err != nil {
		return nil
	}
	const quiet = 2
	light := func(x, y int) bool { return !code.Black(x, y) }
	var lines []string
	for y := -quiet; y < code.Size+quiet; y += 2 {
		var line strings.Builder
		for x := -quiet; x < code.Size+quiet; x++ {
			switch upper, lower := light(x, y), y+1 < code.Size+quiet && light(x, y+1); {
			case upper && lower:
				line.WriteRune('█')
			case upper:
				line.WriteRune('▀')
			case lower:
				line.WriteRune('▄')
			default:
				line.WriteRune(' ')
			}
		}
		lines = append(lines, line.String())
	}
	return lines
}
