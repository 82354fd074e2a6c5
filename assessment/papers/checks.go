package papers

func checks(d *desk) Document {
	table := Table{
		Head: []string{"What the AI makes or does", "What a mistake could cost: money, harm, trust", "Who checks it", "Against which list or file"},
		Wide: []int{4, 3, 3, 3},
		Rows: [][]string{{short(d.session.Use, maxCell), "", d.inCharge("review-rules"), ""}},
	}
	doc := Document{
		Lead:   "Show it to all who work with the AI, and start today.",
		Fields: d.about(),
		Blocks: page(
			these(Heading("What is checked, and by whom"),
				Text("One line for each thing. Where a mistake could cost something, one person checks it before it counts. A second name is for days off."),
				table.empty(3)),
			d.noted("review-rules", "check-source"),
			these(lines("On a busy day, this still waits for a person")),
		),
	}
	if d.chose("audience", "customers") || d.asks("customer-standards") || d.chose("kind", "customer-replies", "marketing") {
		doc.Blocks = append(doc.Blocks, Heading("What must be true before a customer sees it"), Text("Cross out what does not fit, and add your own."), Ticks{
			"Each fact, price and date agrees with our own list.",
			"It promises nothing that we could not keep.",
			"It says nothing about anybody else's order, health or money.",
			"It is friendly and clear, and says how to reach a person.",
			Blank,
		})
		doc.Blocks = append(doc.Blocks, d.noted("customer-standards")...)
	}
	if d.asks("about-people") {
		doc.Blocks = append(doc.Blocks, Heading("When it sorts or judges people"),
			Text("The AI never says no to anybody. A person reads each case before a no is said, and does not look at what the AI thinks of it first."),
			Fields{{Name: "Who reads each case", Text: d.inCharge("about-people")}, {Name: "Each month we see if all kinds of people get a yes, on"}},
			Ask("Ask a lawyer before an AI has a part in choices about jobs, money, health, homes or schooling."))
	}
	doc.Blocks = append(doc.Blocks, signed())
	doc.Blocks = append(doc.Blocks, d.open()...)
	return doc
}
