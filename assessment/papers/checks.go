package papers

// All who work with the AI read it, so it shows no notes of the session and no steps.
func checks(d *desk) Document {
	doc := Document{
		Lead:   "Show it to all who work with the AI, and start today.",
		Fields: d.about(),
		Blocks: these(Heading("What is checked, and by whom"),
			Text("One line for each thing. Where a mistake could cost something, one person checks it before it counts. A second name is for days off."),
			Table{
				Head: []string{"What the AI makes or does", "What a mistake could cost: money, harm, trust", "Who checks it", "Against which list or file"},
				Wide: []int{4, 3, 3, 3},
				Rows: [][]string{{short(d.session.Use, maxCell), "", d.inCharge("review-rules"), ""}},
			}.empty(5),
			lines("On a busy day, this still waits for a person")),
	}
	if d.alone() {
		doc.Lead = "Put it by your screen. Go down it each time before you use the work."
		doc.Blocks = these(Heading("What I check"),
			Text("One line for each fact that would hurt if it were wrong, such as a price, a date or a name."),
			Table{Head: []string{"What I check", "Where I look it up", "What a mistake could cost"}, Wide: []int{4, 4, 3}}.empty(7),
			lines("I use nothing unread. On a busy day, this waits"))
	}
	if d.chose("audience", "customers") || d.asks("customer-standards") || d.chose("kind", "customer-replies", "marketing") {
		doc.Blocks = append(doc.Blocks, Heading("What must be true before a customer sees it"), Text("Cross out what does not fit, and add your own."), Ticks{
			"Each fact, price and date agrees with our own list.",
			"It promises nothing that we could not keep.",
			"It says nothing about anybody else's order, health or money.",
			"It is friendly and clear, and says how to reach a person.",
			Blank,
		})
	}
	if d.asks("about-people") {
		doc.Blocks = append(doc.Blocks, Heading("When it sorts or judges people"),
			Text("The AI never says no to anybody. A person reads each case before a no is said, and does not look at what the AI thinks of it first."),
			Fields{{Name: "Who reads each case", Text: d.inCharge("about-people")}, {Name: "Each month we see if all kinds of people get a yes, on"}},
			Ask("Ask a lawyer before an AI has a part in choices about jobs, money, health, homes or schooling."))
	}
	doc.Blocks = append(doc.Blocks, signed())
	return doc
}
