package screens

func (r *roomScreen) join(st *styles, room size) []string {
	width := room.width
	beside := len(r.view.QR) > 0 && width >= 76 && room.height > len(r.view.QR)
	if beside {
		width -= len([]rune(r.view.QR[0])) + 3
	}
	lines := wrapped(st.text, "Everybody types this on their own computer, in a terminal, and then the code. Nothing needs to be installed.", width)
	lines = append(lines, "", "  "+st.chosen.Render(r.view.Command), "", "  "+st.dim.Render("Code: ")+st.chosen.Render(r.view.Code), "")
	if r.view.Local {
		lines = append(lines, wrapped(st.warn, "Only this computer can reach the room. For others, start it with --listen and this computer's address.", width)...)
		lines = append(lines, "")
	}
	lines = append(lines, wrapped(st.dim, "The first time, SSH asks whether this is the right computer. It is, if it shows:", width)...)
	lines = append(lines, wrapped(st.text, r.view.Fingerprint, width)...)
	if !beside {
		return lines
	}
	for i, line := range r.view.QR {
		if i >= len(lines) {
			lines = append(lines, "")
		}
		lines[i] = column(lines[i], width+3) + st.picture.Render(line)
	}
	return lines
}
