package papers

import "readycheck/assessment"

// All who work with the AI read it, so it shows no notes of the session and no steps.
func job(d *desk) Document {
	use := "What it may use"
	sources := Table{Head: []string{"It may use", "How it gets there, and who agreed"}, Wide: []int{1, 1}}
	about := Text("Each folder, inbox, program and list has a line, and so has what is put in by hand. What is not here, the AI does not get.")
	if d.session.Setup.Only("connection", assessment.NotConnected) {
		use = "What may be put in by hand"
		about = "Each kind of text or file has a line. What is not here does not go in."
		sources.Head = []string{"It may be put in", "What is taken out first, such as names"}
	}
	lead := "Keep it where you and all who work with the AI can read it."
	sentence := Fields{{Name: "The job", Text: d.use()}, {Name: "For whom"}, {Name: "It is not for"}}
	if d.alone() {
		lead = "Keep it where you see it when you use the AI."
		sentence = Fields{{Name: "The job", Text: d.use()}, {Name: "It is not for"}}
	}
	who := Fields{{Name: "Who holds the login of the AI", Text: d.inCharge("own-login")}}
	if !d.alone() {
		who = append(who, Field{Name: "Yes to just this, from the person in charge, on"})
	} else {
		who = append(who, Field{Name: "Signed, and on"})
	}
	return Document{
		Lead:   lead,
		Fields: Fields{{Name: "Business", Text: d.business()}, {Name: "Which AI", Text: d.tool()}},
		Blocks: these(
			Heading("The job in one sentence"), sentence,
			Heading("What it may do"), d.powers(),
			Heading(use), about, sources.empty(5), d.kept(),
			Heading("Who stands behind it"), who,
		),
	}
}

// powers says what the AI may do, as it was chosen at the start. What was left out there is a gap.
func (d *desk) powers() Table {
	table := Table{Head: []string{"It may", "Yes or no", "What exactly, and up to what limit"}, Wide: []int{3, 2, 5}}
	for _, row := range [...]struct {
		name  string
		codes []string
	}{
		{"read files or messages", []string{"read"}},
		{"write drafts for a person", []string{"draft"}},
		{"change bookings, lists or files", []string{"write"}},
		{"send messages by itself", []string{"send"}},
		{"pay, order, refund, delete or approve", []string{"act"}},
		{"sort or judge people", []string{"judge"}},
	} {
		said := ""
		switch given := d.session.Setup.Codes("powers"); {
		case len(given) == 0 || d.chose("powers", assessment.Unknown):
		case d.chose("powers", row.codes...):
			said = "yes"
		default:
			said = "no"
		}
		table.Rows = append(table.Rows, []string{row.name, said, ""})
	}
	return table
}

// kept are what it meets, and what must stay away from it.
func (d *desk) kept() Fields {
	fields := Fields{{Name: "Information it meets", Text: d.said("information")}}
	if d.asks("strangers-text") {
		fields = append(fields, Field{Name: "What it reads that comes from outside"})
	}
	return append(fields, Field{Name: "What must stay out of its reach"})
}
