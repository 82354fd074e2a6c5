package papers

// The letter leaves the business, so it shows no notes of the session.
func vendor(d *desk) Document {
	questions := Numbered{
		"Do you, or firms that work for you, learn from what we put in? How do we turn that off, and where do your terms say so?",
		"What do you keep, where, and for how long? How do we have it deleted?",
		"Which AI is behind your program, and who made each part of it? Who has tested how safe it is?",
		"What can it open, change and send at our place, and where do we see and change that? Is there a record of what it did?",
		"How do we stop it at once? How do we get our files back if we leave?",
		"Will you write to us before you change the program or the AI behind it?",
		"If details of our customers got out at your place, how fast would you tell us, and whom do we call?",
	}
	if d.asks("daily-limit") {
		questions = append(questions, "Where do we set a limit to what it spends, orders or sends in one day?")
	}
	if d.chose("information", "personal", "sensitive") {
		questions = append(questions, "Details of people go through it. Please send us your contract that says what you may do with them.")
	}
	return Document{
		Lead: "Fill in the gaps, take off these lines on top, and send it. Keep the reply with your contract.",
		Blocks: these(
			Ask("Have a lawyer or a privacy adviser read a contract before you sign it, if details of people go in."),
			Fields{{Name: "To"}, {Name: "Date"}, {Name: "From", Text: d.business()}, {Name: "About", Text: d.tool()}},
			Text("Hello,"),
			Text("We use this program in our work, and want to use it well and with care. Please answer these questions in a few words each, and say where we can read more."),
			questions,
			Text("Thank you for your help."),
			lines("Name, and how to reach us"),
		),
	}
}
