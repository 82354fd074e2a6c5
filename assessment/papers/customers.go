package papers

// Customers read these words, so nothing stands here that nobody chose for them.
func customers(d *desk) Document {
	business := or(d.business())
	return Document{
		Lead: "Choose the words that fit, fill in the gaps, read them aloud, and copy or cut them out. Give the AI no name that sounds like a person.",
		Blocks: these(
			Ask("Ask your trade group or a lawyer what the law wants customers to be told where you are."),
			Heading("At the start, where customers talk with the AI"),
			Words("You are talking with an AI of "+business+". It can help you with "+Blank+". It cannot help with "+Blank+". It can be wrong, so please check with us before you rely on it. To reach a person: "+Blank),
			Heading("Under a message that a person has read"),
			Words("An AI helped to write this message. A person at "+business+" read it before it was sent. If something is not right, please tell us: "+Blank),
			Heading("Before it listens or takes notes"),
			Words("May an AI take notes of our talk? We use the notes for "+Blank+". We keep them until "+Blank+". If you or anybody else here says no, we take notes by hand. That is fine with us."),
			Heading("On the counter, the door or the website"),
			Words("At "+business+" we use an AI to "+Blank+". It sees "+Blank+". It does not see "+Blank+". A person here decides about "+Blank+". If you do not want your details to go through it, or if something went wrong, please tell "+Blank),
			Heading("Before you hang it up"),
			Ticks{
				"Each sentence is true today.",
				"The phone number or address of a person works, and somebody looks there every day.",
				"Somebody who does not work here has read it, and could say what it means.",
			},
			signed(),
		),
	}
}
