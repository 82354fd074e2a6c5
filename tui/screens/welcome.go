package screens

// welcome says on first start what the program does, how long it takes, what it gives
// and where it stays: four lines, and one key.
func (h *homeScreen) welcome(st *styles, room size) body {
	var b body
	// Where there is little room, the lines and the key are what stays.
	roomy := room.height >= 12
	if roomy {
		b.lines = append(b.lines, st.strong.Render("Is your use of AI ready?"), "")
	}
	stays := "It all stays on this computer, in " + clean(h.o.Folder) + "."
	if h.meets {
		stays = "It stays on this computer, and meets those of your firm, sealed."
	}
	for _, text := range []string{
		"You answer plain questions about one use of AI in your business.",
		"4 to 9 minutes, or up to 24 for everything. Stop any time; all is kept.",
		"You get one clear sentence on what you may do now, and what to do first.",
		stays,
	} {
		b.lines = append(b.lines, hang(st.accent.Render("· "), st.text, text, room.width)...)
	}
	if roomy {
		b.lines = append(b.lines, "")
	}
	b.lines = append(b.lines, st.accent.Render(cursorMark)+st.chosen.Render("Press enter to start"))
	b.focus, b.focusEnd = len(b.lines)-1, len(b.lines)-1
	return b
}
