package papers

func mistakes(d *desk) Document {
	return Document{
		Lead:   "Hang it where the AI is used, with a pen beside it. Small mistakes count too.",
		Fields: d.about(),
		Blocks: page(
			these(Fields{
				{Name: "Who reads this list and acts on it", Text: d.inCharge("feedback")},
				{Name: "On which day"},
				{Name: "Who puts a wrong answer right", Text: d.inCharge("wrong-fixed")},
				{Name: "How customers and others tell us"},
			}),
			d.noted("feedback"),
			these(
				Table{Head: []string{"Date", "What went wrong", "Who saw it", "What was done about it", "Who was told"}, Wide: []int{2, 5, 2, 5, 2}}.empty(16),
				Text("If the same thing stands here twice, look for what lies behind it. Nobody is blamed for a line.")),
			d.open(),
		),
	}
}
