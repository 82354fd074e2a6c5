package papers

// It hangs where all can see it, so it shows no notes of the session and no steps.
func offSwitch(d *desk) Document {
	stop := Numbered{
		"Turn it off in its own settings, or close its login. Where: " + Blank,
		"Take it out of the connected apps of our mail, our files and other programs. Where: " + Blank,
		"Ask it for something. If nothing comes, it has stopped.",
		"Write down the time. Delete nothing.",
	}
	if !d.asks("off-switch") {
		stop = Numbered{
			"Sign out of the AI on each computer and phone. Where: " + Blank,
			"Say to all who use it that it stays off until you say so.",
			"Write down the time. Delete nothing.",
		}
	}
	card := Fields{{Name: "Who may stop it, and phone", Text: d.inCharge("off-switch"), More: true}, {Name: "If they are away"}, {Name: "Tried on, and by"}}
	if d.asks("clean-cut") {
		card = append(card, Field{Name: "What else stops with it, and what we do then"})
	}
	doc := Document{
		Lead:   "Hang it where it can be found on a Saturday. Try it once at a quiet hour, and write down the day.",
		Fields: d.about(),
		Blocks: these(Heading("Stop it"), stop, card),
	}
	doc.Blocks = append(doc.Blocks, Heading("Do the work without it"),
		Fields{{Name: "Call first, and phone", Text: d.inCharge("help-when-fails", "upkeep-owner"), More: true}, {Name: "Call next, and phone"}},
		Text("Three steps to do the job by hand:"), Numbered{Blank, Blank, Blank})
	if d.asks("undo") {
		doc.Blocks = append(doc.Blocks, Heading("Put right what it did"),
			Table{Head: []string{"What it can change, send, pay or book", "How we put it right", "Tried on"}, Wide: []int{3, 4, 1}}.empty(2))
		doc.Blocks = append(doc.Blocks, Fields{{Name: "Where the spare copy of our files is"}})
	}
	doc.Blocks = append(doc.Blocks, signed())
	return doc
}
