package screens

// welcome says on first start what the program does, how long it takes, what it gives
// and where it stays.
func (h *homeScreen) welcome(st *styles, width int) []string {
	lines := []string{st.strong.Render("Is your use of AI ready?"), ""}
	for _, text := range []string{
		"You answer plain questions about one use of AI in your business.",
		"It takes 4 to 9 minutes, or up to 24 for the whole picture. Stop any time; all is kept.",
		"You get one clear sentence on what you may do now, and what to do first.",
		"It all stays on this computer, in " + clean(h.o.Folder) + ".",
	} {
		lines = append(lines, hang(st.accent.Render("· "), st.text, text, width)...)
	}
	return append(lines, "", st.accent.Render(cursorMark)+st.chosen.Render("Press enter to start")+st.dim.Render(", or x to see an example"))
}
