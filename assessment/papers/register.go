package papers

func register(d *desk) Document {
	uses := Table{
		Head: []string{"What it is for", "Which AI", "Who answers for it", "Information it meets", "How far it is", "Looked at on"},
		Wide: []int{4, 3, 3, 3, 3, 2},
		Rows: [][]string{{short(d.session.Use, maxCell), short(d.session.Setup.Tool, maxName), d.inCharge("owner-named"), d.said("information"), d.said("stage_now"), ""}},
	}
	lead := "One line for each use of AI, also for those that people found by themselves. Nobody is blamed for a line."
	about := Text("Whoever answers for a use decides who uses it, what for, what it may reach, and when it stops.")
	again := lines("Who keeps this page", "Who stands in for those who answer", "We ask everybody again on")
	if d.alone() {
		lead = "One line for each use of AI, also for the small ones."
		about = "With all of them on one page, you see which one to look at next."
		again = lines("I go through this page again on")
	}
	parts, rows := []Block{}, 14
	if d.asks("maker-known") {
		parts, rows = page(these(Heading("The parts, and who made them"),
			Text("The main program and each part that was added to it. Take out what nobody knows or uses."),
			Table{Head: []string{"Part", "Who made it", "Who has tested how safe it is", "How fast they tell us of a leak"}, Wide: []int{1, 1, 1, 1}}.empty(4)),
			d.noted("maker-known")), 7
	}
	return Document{
		Lead:   lead,
		Fields: Fields{{Name: "Business", Text: d.business()}},
		Blocks: page(these(about, uses.empty(rows), again), parts, d.open()),
	}
}
