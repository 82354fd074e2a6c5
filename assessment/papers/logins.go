package papers

func logins(d *desk) Document {
	leave := Numbered{
		"Close the login on the same day. Where: " + Blank,
		"Change each key and password that they knew.",
		"Cross their name out here, and write down the day.",
	}
	return Document{
		Lead:   "Lock it away with your important papers. Write no password on it.",
		Fields: d.about(),
		Blocks: page(
			these(
				Text("A login is the name and password that a person or a program gets in with. A key is a long password that one program uses to get into another."),
				Fields{{Name: "Who keeps this page", Text: d.inCharge("own-login", "keys-end")}},
				Table{Head: []string{"Login or key", "Who has it", "Since", "What it opens", "Still needed?"}, Wide: []int{3, 3, 2, 4, 2}}.empty(5)),
			d.noted("own-login", "keys-end"),
			these(Heading("What the AI needs for its job"),
				Text("Write down the few things that it must be able to open or do. Shut off all else, and give it the job once more to see that it still works."),
				Numbered{Blank, Blank, Blank}),
			d.noted("needs-only", "rights-chosen"),
			these(Fields{{Name: "Somebody went through it all on"}},
				Heading("When somebody leaves, or a helper from outside is done"), leave,
				lines("Who does it", "Next day for new keys, four times a year")),
			d.open(),
		),
	}
}
