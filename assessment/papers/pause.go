package papers

func pause(d *desk) Document {
	grow := Fields{{Name: "The next thing it might get"}, {Name: "What must go well first, and for how long"}, {Name: "Who decides, and on which day", Text: d.inCharge("more-access"), More: true}}
	until, decides := "Who uses it, for what, and until when", Fields{{Name: "Who decides, and who does when they are away", Text: d.inCharge("pause-rules"), More: true}}
	end := lines("Who saves a copy of our files", "Who takes it out of our programs, and ends what we pay")
	if d.alone() {
		until, decides = "For which work, and the day on which I decide again", lines("I decide. Whom I may ask first")
		end = lines("How I save a copy of my texts and files", "How I take it out of my programs, and end what I pay")
		grow = lines("The next thing it might get", "What must go well first, and for how long", "The day on which I decide")
	}
	return Document{
		Lead:   "Decide it on a quiet day. On a bad one it is too late.",
		Fields: d.about(),
		Blocks: page(
			these(Heading("Where it stands"),
				Fields{
					{Name: "A test, a trial or real work", Text: d.said("stage_now"), More: true},
					{Name: until},
				}),
			these(Heading("Pause it when"),
				Text(`Put a number in each line, such as "two wrong prices in one week".`),
				Numbered{Blank, Blank, Blank},
				Heading("Stop for good when"), Numbered{Blank, Blank},
				decides),
			d.noted("pause-rules"),
			these(Heading("When it stops for good"),
				end,
				Heading("How to judge if it is worth it"),
				Table{Head: []string{"What is counted", "Before the AI", "The aim", "What it costs", "Compared on"}, Wide: []int{3, 2, 2, 2, 2}}.empty(1)),
			d.noted("success-measured"),
			these(Heading("It may grow when"), grow),
			these(signed()),
			d.open(),
		),
	}
}
