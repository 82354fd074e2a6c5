package papers

func upkeep(d *desk) Document {
	doc := Document{
		Lead:   "Put the days into the calendar, and keep this page with your papers.",
		Fields: d.about(),
		Blocks: page(
			these(Fields{{Name: "Who looks after it", Text: d.inCharge("upkeep-owner")}, {Name: "Who stands in"}, {Name: "Day of the month"}}),
			d.noted("upkeep-owner"),
			these(Heading("Each month"), Ticks{
				"We gave it one piece of real work, and it did it.",
				"It reaches what is on its list, and nothing else.",
				"Its settings, its price and its terms are as they were.",
				"The files that it reads are current, and each is there once.",
				"We put one file back from our spare copy, and it opened.",
				"We asked it our test questions again.",
			}),
			d.noted("sources-current", "spare-copy"),
			these(Heading("Its records: what was asked, answered and done"),
				Fields{
					{Name: "Where they are"},
					{Name: "How long they stay, and who may look"},
					{Name: "Who reads ten of them, and on which day", Text: d.inCharge("logs-read"), More: true},
				}),
			d.noted("requests-kept", "logs-read"),
		),
	}
	if d.asks("can-maintain") {
		doc.Blocks = append(doc.Blocks, Heading("If whoever built it is gone"),
			Text("Ask the builder for two pages that say how it works, how to start it again and where the passwords are."),
			lines("Where the two pages are", "Who has started it again with just those pages, and on"))
		doc.Blocks = append(doc.Blocks, d.noted("can-maintain")...)
	}
	doc.Blocks = append(doc.Blocks, Heading("What we found"),
		Table{Head: []string{"Date", "Who looked", "What was wrong, or had to be corrected", "What was done"}, Wide: []int{2, 2, 5, 5}}.empty(4))
	doc.Blocks = append(doc.Blocks, d.open()...)
	return doc
}
