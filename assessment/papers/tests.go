package papers

import "strconv"

func tests(d *desk) Document {
	table := Table{Head: []string{"No.", "What we ask, from real work", "A good answer, or what it must not do", "1st time", "2nd time", "3rd time"}, Wide: []int{1, 6, 6, 2, 2, 2}, Tall: true}
	table.Rows = append(table.Rows, []string{"", "Asked on", "", "", "", ""})
	for i := range 10 {
		table.Rows = append(table.Rows, []string{strconv.Itoa(i + 1), "", "", "", "", ""})
	}
	when := Text("Ask all ten on the first of each month, and each time the program behind the AI changes. If an answer gets worse, a person checks that kind of work until it is mended. Put a tick or a cross for each.")
	var first []Block
	if d.asks("tried-hard") {
		first = these(Text("Before it is used for real, print this page three times: for ten hard questions, for ten that it should not answer, and for ten that try to trick it."))
	}
	return Document{
		Lead:   "Keep the page, so that the same questions are asked each time.",
		Fields: d.about(),
		Blocks: page(first, these(when,
			Fields{{Name: "Who asks them", Text: d.inCharge("after-change", "tried-hard")}, {Name: "Next time on"}, {Name: "Who hears of a change, and from whom"}},
			table), d.noted("after-change", "tried-hard"), d.open()),
	}
}
