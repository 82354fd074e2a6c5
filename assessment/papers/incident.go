package papers

func incident(d *desk) Document {
	return Document{
		Lead:   "Fill in the first part, and whom you must tell, now while all is quiet. Keep a few copies beside the off-switch card.",
		Fields: d.about(),
		Blocks: page(
			these(Heading("At once"),
				Numbered{
					"Stop the AI, as the off-switch card says. In short: " + Blank,
					"Write down the time. Delete nothing: somebody may have to see what happened.",
					"Call " + or(d.inCharge("leak-steps", "wrong-fixed")) + ", phone " + Blank,
					"If private details of people got out, call our adviser, name and phone: " + Blank,
				},
				Ask("In many places the office that guards private data must hear of a leak within about three days, and sometimes the people too. Ask a lawyer or a privacy adviser what applies to you, and do it before it happens. Ask your insurer how fast they must know."),
				Heading("What happened"),
				lines("Day and time", "Who noticed it", "What the AI did", "Whom it touches, and what they may lose by it", "What information it was about"),
				Heading("What we did"),
				Fields{{Name: "The AI was stopped at"}, {Name: "Who puts it right", Text: d.inCharge("wrong-fixed"), More: true}},
				Table{Head: []string{"Whom we tell", "Must we, and by when?", "Told on, and by"}, Wide: []int{4, 3, 3}, Rows: [][]string{
					{"The people it touches", "", ""},
					{"A lawyer or privacy adviser", "", ""},
					{"The office that guards private data", "", ""},
					{"The insurer", "", ""},
					{"The firm behind the AI", "", ""},
				}},
				Heading("So that it does not happen again"),
				lines("How it came about", "What we change, who does it, and by when", "The AI may go on from, and who says so")),
		),
	}
}
