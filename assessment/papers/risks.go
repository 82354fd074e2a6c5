package papers

import "slices"

// The page leaves the business, so it shows no notes of the session.
func risks(d *desk) Document {
	private := Fields{{Name: "Which private details of people, exactly"}}
	ask := Numbered{
		"Which rules apply to this use, in our trade and where we are?",
		"What may it see, and what must stay out?",
		"Must people be told of it, or asked first?",
		"Do we need a contract with the firm behind the AI about details of people?",
		"Does our insurance pay if it makes a mistake?",
	}
	if d.session.Setup.Only("information", "public") {
		private = nil
		ask = Numbered{
			"Which rules apply to this use, in our trade and where we are?",
			"Which claims, prices, words or photos must we stay away from?",
			"Must people be told that an AI helped?",
			"Does our insurance pay if it makes a mistake?",
		}
	}
	return Document{
		Lead:   "Fill it in, and give it to somebody who knows the rules of your trade. It begins a talk. It is no advice about the law.",
		Fields: d.about(),
		Blocks: page(
			these(Heading("What the AI does, as we said it"), slices.Concat(Fields{
				{Name: "How far it is", Text: d.said("stage_now")},
				{Name: "How it is connected", Text: d.said("connection")},
				{Name: "What it can do", Text: d.said("powers")},
				{Name: "Who meets what it makes", Text: d.said("audience")},
				{Name: "What information it meets", Text: d.said("information")},
			}, private, Fields{{Name: "Who reads the result before it counts", Text: d.inCharge("review-rules")}})),
			these(Heading("Three things that could go wrong"),
				Table{Head: []string{"What", "Whom it would hurt, and how", "What we do so that it does not happen"}, Wide: []int{1, 1, 1}}.empty(3)),
			these(Heading("What we ask you"), ask,
				Heading("What the adviser says"),
				lines("Name, and what they know about"),
				Ticks{"Yes, as it stands here.", "Yes, if this changes: " + Blank, "No, because: " + Blank},
				Fields{{Name: "Signed, and on"}, {Name: "Who sees to it here, and by when", Text: d.seesTo("risk-reviewed", "qualified-review"), More: true}}),
		),
	}
}
