package assessment

import (
	"go.yaml.in/yaml/v3"
)

func (l *loader) section(n *yaml.Node) {
	f, ok := l.mapping(n, "a section", "id", "title", "about")
	if !ok {
		return
	}
	s := Section{ID: l.id(f, "id"), Title: f.text("title", maxTitle), About: f.optional("about", maxText)}
	if l.unique("section", s.ID, f.at("id")) {
		l.set.Sections = append(l.set.Sections, s)
	}
}

func (l *loader) item(n *yaml.Node) {
	f, ok := l.mapping(n, "an item", "id", "lens", "title", "short", "needs", "hands", "references")
	if !ok {
		return
	}
	item := Item{
		ID: l.id(f, "id"), Title: f.text("title", maxTitle), Short: f.text("short", maxItemShort),
		Hands: f.optional("hands", maxText), References: f.texts("references", maxTitle, false),
	}
	if i := f.code("lens", lensCodes[:], true); i >= 0 {
		item.Lens = Lens(i)
	}
	if !f.has("needs") {
		l.fault(FaultMissing, n, "an item has no \"needs\"", "what it must show for each stage")
	} else if needs, ok := l.mapping(f.at("needs"), "needs", stageCodes[1:]...); ok {
		for _, stage := range Stages {
			if needs.has(stage.String()) {
				item.Needs[stage] = l.need(needs.at(stage.String()))
				item.Needs[stage] = item.Needs[stage].Raised(item.Needs[stage-1])
			} else {
				item.Needs[stage] = item.Needs[stage-1]
			}
		}
		if item.Needs[Broad].Level == Unanswered {
			l.fault(FaultMissing, f.at("needs"), "the item needs nothing at any stage", "a need for at least one stage")
		}
	}
	if l.unique("item", item.ID, f.at("id")) {
		l.set.Items = append(l.set.Items, item)
	}
}

var needCodes = []string{"partly", "in_place", "in_place told", "in_place seen"}

func (l *loader) need(n *yaml.Node) Need {
	return [...]Need{{}, {Level: Partly}, {Level: InPlace}, {InPlace, Told}, {InPlace, Seen}}[1+l.oneOf(n, "the need", needCodes)]
}
