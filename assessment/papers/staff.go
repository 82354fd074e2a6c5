package papers

// Others read this note, so it shows no notes of the session.
func staff(d *desk) Document {
	tell := Fields{
		{Name: "If something looks wrong, tell", Text: d.inCharge("owner-named")},
		{Name: "If they are away, tell"},
	}
	lead := "Fill in the lines, cross out what does not fit, and hang it where the AI is used."
	ask := Text("Nobody is blamed for telling. If you use another AI for our work, please say so too: we want to know what helps you.")
	kept := lines("Who may look at it", "How long it stays")
	if d.alone() {
		lead = "Fill in the lines, cross out what does not fit, and put it beside your screen."
		tell = Fields{{Name: "If something looks wrong, ask (name and phone)"}}
		ask = "Be as strict with yourself as you would be with somebody who works for you."
		kept = lines("Where it is kept", "How long it stays")
	}
	return Document{
		Lead:   lead,
		Fields: Fields{{Name: "Business", Text: d.business()}, {Name: "The AI", Text: d.tool()}},
		Blocks: page(
			these(Heading("What it is for"),
				Fields{{Name: "Its job", Text: d.use()}, {Name: "Do not use it for"}},
				Heading("Never type, paste or upload this"),
				Bullets{
					"Passwords, and numbers of bank accounts and cards.",
					d.sensitive(),
					d.personal(),
					Blank,
				},
				Text(`Often you can leave the name out. Write "a customer" and go on.`),
				Heading("Look before you use what it says"),
				Text("It can sound sure and still be wrong. Before you use or send an answer, open the list, the file or the page that it should agree with."),
				lines("It is good at", "It gets wrong"),
				Heading("When something is wrong"),
				tell,
				Text("If private details got out, or you think so: stop, delete nothing, and tell that person at once."),
				ask,
				Heading("What is kept"),
				Text("What is asked and answered may be kept, so that a mistake can be found again."),
				kept),
			d.readBy(),
		),
	}
}

// personal is what is said of names and addresses: where the job needs them, they have a place.
func (d *desk) personal() string {
	if d.chose("information", "personal", "sensitive") {
		return "Names, addresses and phone numbers, but for those that the job itself needs."
	}
	if d.alone() {
		return "Names, addresses and phone numbers of customers and of others."
	}
	return "Names, addresses and phone numbers of customers and of people who work here."
}

// sensitive is what is said of health and money.
func (d *desk) sensitive() string {
	if d.chose("information", "sensitive") {
		return "Health, money and other private matters, but for what the person in charge has allowed for this job in writing."
	}
	return "What people earn, and anything about their health."
}

func (d *desk) readBy() []Block {
	if d.alone() {
		return nil
	}
	return these(Table{Head: []string{"Read by", "On", "Read by", "On"}, Wide: []int{3, 2, 3, 2}}.empty(3))
}
