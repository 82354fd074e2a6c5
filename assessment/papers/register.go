package papers

func register(d *desk) Document {
	uses := Table{
		Head: []string{"What it is for", "Which AI", "Who answers for it", "Information it meets", "How far it is", "Looked at on"},
		Wide: []int{4, 3, 3, 3, 3, 2},
		Rows: [][]string{{short(d.session.Use, maxCell), short(d.session.Setup.Tool, maxName), d.inCharge("owner-named"), d.said("information"), d.said("stage_now"), ""}},
	}
	return Document{
		Lead:   "One line for each use of AI, also for those that people found by themselves. Nobody is blamed for a line.",
		Fields: Fields{{Name: "Business", Text: d.business()}},
		Blocks: page(
			these(
				Text("Whoever answers for a use decides who uses it, what for, what it may reach, and when it stops."),
				uses.empty(5),
				Fields{{Name: "Who keeps this page"}, {Name: "Who stands in for those who answer"}, {Name: "We ask everybody again on"}},
				Heading("The parts, and who made them"),
				Text("The main program and each part that was added to it. Take out what nobody knows or uses."),
				Table{Head: []string{"Part", "Who made it", "Who has tested how safe it is", "How fast they tell us of a leak"}, Wide: []int{1, 1, 1, 1}}.empty(4)),
			d.noted("maker-known"),
			d.open(),
		),
	}
}
