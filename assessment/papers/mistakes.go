package papers

// It hangs where all can see it, so it shows no notes of the session and no steps.
func mistakes(d *desk) Document {
	who := Fields{
		{Name: "Who reads this list and acts on it", Text: d.inCharge("feedback")},
		{Name: "On which day"},
		{Name: "Who puts a wrong answer right", Text: d.inCharge("wrong-fixed")},
		{Name: "How customers and others tell us"},
	}
	table := Table{Head: []string{"Date", "What went wrong", "Who saw it", "What was done about it", "Who was told"}, Wide: []int{2, 5, 2, 5, 2}}
	lead, last := "Hang it where the AI is used, with a pen beside it. Small mistakes count too.", Text("If the same thing stands here twice, look for what lies behind it. Nobody is blamed for a line.")
	if d.alone() {
		who = Fields{{Name: "The day of the month when I read this list"}}
		table = Table{Head: []string{"Date", "What went wrong", "What I changed, and whom I told"}, Wide: []int{2, 6, 6}}
		lead = "Keep it beside your screen, with a pen. Small mistakes count too."
		last = "If the same thing stands here twice, look for what lies behind it."
	}
	return Document{
		Lead:   lead,
		Fields: d.about(),
		Blocks: these(who, table.empty(20), last),
	}
}
