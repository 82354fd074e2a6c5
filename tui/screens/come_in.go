package screens

import (
	"strings"

	"github.com/charmbracelet/x/ansi"

	"readycheck/tui/workshop"
)

// besideQR is how wide a page is that has room for a picture beside its text.
const besideQR = 76

// shows reports whether a picture for a camera can be drawn here: its blocks need colours of
// their own, since a camera reads no light one on dark.
func (st *styles) shows(picture []string) bool {
	return len(picture) > 0 && !st.colourless && !st.fewSigns && !st.spoken
}

// phoneAddress is what somebody types into a browser who cannot scan; the code comes after it.
func phoneAddress(view *workshop.RoomView) string {
	address := strings.ToLower(view.PhoneURL)
	return address[:max(0, strings.LastIndex(address, "/"))]
}

// join says how people come in: by a phone first, where that is possible, and by a terminal.
func (r *roomScreen) join(st *styles, room size) []string {
	picture := r.view.QR
	if r.view.PhoneURL != "" {
		picture = r.view.PhoneQR
	}
	width, height := room.width, room.height-2
	shows := st.shows(picture)
	beside := shows && width >= besideQR && height >= len(picture)
	if beside {
		width -= ansi.StringWidth(picture[0]) + 3
	}
	var lines []string
	if r.view.PhoneURL != "" {
		lines = r.joinByPhone(st, shows && (beside || ansi.StringWidth(picture[0]) <= width), width)
	}
	lines = append(lines, r.joinByTerminal(st, width)...)
	switch {
	case beside:
		return setBeside(lines, 0, pictureLines(st, picture), width)
	case shows && r.view.PhoneURL != "" && ansi.StringWidth(picture[0]) <= width && height >= len(picture):
		return append(append(pictureLines(st, picture), ""), lines...)
	}
	return lines
}

// joinByPhone is the door for a browser, and the page for a projector.
func (r *roomScreen) joinByPhone(st *styles, scans bool, width int) []string {
	how := "With a phone in the same network, open:"
	if scans {
		how = "With a phone in the same network: scan this, or open"
	}
	lines := wrapped(st.text, how, width)
	lines = append(lines, "  "+st.chosen.Render(phoneAddress(&r.view)), "  "+st.dim.Render("Code: ")+st.chosen.Render(r.view.Code), "")
	if r.view.ScreenURL != "" {
		lines = append(lines, wrapped(st.text, "For a big screen, so that all see how far you are:", width)...)
		lines = append(lines, "  "+st.accent.Render(r.view.ScreenURL), "  "+st.dim.Render("Code: ")+st.accent.Render(r.view.ScreenCode), "")
	}
	return lines
}

// joinByTerminal is the door for ssh.
func (r *roomScreen) joinByTerminal(st *styles, width int) []string {
	how := "Everybody types this on their own computer, in a terminal, and then the code. Nothing needs to be installed."
	if r.view.PhoneURL != "" {
		how = "Or in a terminal, and then the code from above:"
	}
	lines := wrapped(st.text, how, width)
	if r.view.PhoneURL != "" {
		lines = append(lines, "  "+st.accent.Render(r.view.Command), "")
	} else {
		lines = append(lines, "", "  "+st.chosen.Render(r.view.Command), "", "  "+st.dim.Render("Code: ")+st.chosen.Render(r.view.Code), "")
	}
	if r.view.Local {
		lines = append(lines, wrapped(st.warn, "Only this computer can reach the room. For others, start it with --listen and this computer's address.", width)...)
		lines = append(lines, "")
	}
	lines = append(lines, wrapped(st.dim, "The first time, SSH asks whether this is the right computer. It is, if it shows:", width)...)
	return append(lines, wrapped(st.text, r.view.Fingerprint, width)...)
}

// pictureLines is a picture as it is drawn.
func pictureLines(st *styles, picture []string) []string {
	lines := make([]string, 0, len(picture))
	for _, line := range picture {
		lines = append(lines, st.picture.Render(line))
	}
	return lines
}

// setBeside sets other lines at the right of some, from one on.
func setBeside(lines []string, from int, right []string, width int) []string {
	for i, line := range right {
		for from+i >= len(lines) {
			lines = append(lines, "")
		}
		lines[from+i] = column(lines[from+i], width+3) + line
	}
	return lines
}
