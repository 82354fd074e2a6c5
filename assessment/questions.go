package assessment

import "slices"

// OnlyQuick is the set to be listed with no more questions than a quick check can ask.
func (s *Set) OnlyQuick() *Set {
	quick := *s
	quick.Questions = slices.DeleteFunc(slices.Clone(s.Questions), func(q Question) bool { return q.Depth != Quick })
	quick.questionIndex = map[string]int{}
	for i := range quick.Questions {
		quick.questionIndex[quick.Questions[i].ID] = i
	}
	return &quick
}

// QuestionsJSON writes a question set as indented JSON for other programs. Its names
// are a contract; more may be added.
func QuestionsJSON(set *Set) ([]byte, error) {
	out := questionsData{ID: set.ID, Version: set.Version, Title: set.Title, Language: set.Language}
	for _, s := range set.Sections {
		out.Sections = append(out.Sections, sectionData(s))
	}
	for i := range set.Items {
		item := &set.Items[i]
		data := itemData{
			ID: item.ID, Lens: item.Lens, Title: item.Title, Short: item.Short, Needs: map[string]*string{},
			Hands: item.Hands, References: texts(item.References),
		}
		for _, stage := range Stages {
			data.Needs[stage.String()] = needCode(item.Needs[stage])
		}
		out.Items = append(out.Items, data)
	}
	for i := range set.Questions {
		out.Questions = append(out.Questions, set.Questions[i].data())
	}
	for _, raise := range set.Raises {
		out.Raises = append(out.Raises, raiseData{
			When: raise.When, Stage: raise.Stage, Items: texts(raise.Items), Need: raise.Need.Code(), Why: raise.Why,
		})
	}
	out.Caps = capsData{Today: set.Caps.Today, Quick: orNone(set.Caps.Quick)}
	for _, a := range set.Alerts {
		out.Alerts = append(out.Alerts, Alert{ID: a.ID, Text: a.Text, Questions: texts(a.Questions), Setup: texts(a.Setup), RuleMissing: a.RuleMissing})
	}
	out.Setup = []setupData{}
	for _, name := range append([]string{"business", "use", "tool"}, setupNames()...) {
		words := set.Setup[name]
		data := setupData{Name: name, Title: words.Title, About: words.About, Options: []optionData{}}
		field, _ := setupField(name)
		data.Several = field.Several
		for _, code := range field.Codes {
			data.Options = append(data.Options, optionData{code, words.Options[code]})
		}
		out.Setup = append(out.Setup, data)
	}
	out.Former = texts(set.Former)
	return Indented(out, "")
}

type questionsData struct {
	ID        string         `json:"id"`
	Version   string         `json:"version"`
	Title     string         `json:"title"`
	Language  string         `json:"language"`
	Sections  []sectionData  `json:"sections"`
	Items     []itemData     `json:"items"`
	Questions []questionData `json:"questions"`
	// Raises make needs stronger for a setup.
	Raises []raiseData `json:"raises"`
	// Caps hold a stage back that the answers alone would carry.
	Caps   capsData `json:"caps"`
	Alerts []Alert  `json:"alerts"`
	// Setup are the questions at the start, in the order in which they are asked.
	Setup []setupData `json:"setup"`
	// Former are ids of questions that an earlier version asked.
	Former []string `json:"former"`
}

type capsData struct {
	Today int    `json:"today"`
	Quick *Stage `json:"quick"`
}

type setupData struct {
	Name    string       `json:"name"`
	Title   string       `json:"title"`
	About   string       `json:"about"`
	Several bool         `json:"several"`
	Options []optionData `json:"options"`
}

type optionData struct {
	Code string `json:"code"`
	Text string `json:"text"`
}

// variantData has only what a variant says anew.
type variantData struct {
	When     Condition         `json:"when"`
	Text     string            `json:"text,omitempty"`
	Choices  []choiceData      `json:"choices,omitempty"`
	Why      string            `json:"why,omitempty"`
	Good     string            `json:"good,omitempty"`
	Examples map[string]string `json:"examples,omitempty"`
	Terms    []termData        `json:"terms,omitempty"`
	Fix      *fixData          `json:"fix,omitempty"`
	FindOut  *findOutData      `json:"find_out,omitempty"`
	Confirm  *confirmData      `json:"confirm,omitempty"`
}

func (v *Variant) data() variantData {
	whole, out := v.Question.data(), variantData{When: v.When}
	for _, part := range v.Changed {
		switch part {
		case "text":
			out.Text = whole.Text
		case "choices":
			out.Choices = whole.Choices
		case "why":
			out.Why = whole.Why
		case "good":
			out.Good = whole.Good
		case "examples":
			out.Examples = whole.Examples
		case "terms":
			out.Terms = whole.Terms
		case "fix":
			out.Fix = &whole.Fix
		case "find_out":
			out.FindOut = &whole.FindOut
		case "confirm":
			out.Confirm = &whole.Confirm
		}
	}
	return out
}

// orNone is a stage, or nil for StageNone.
func orNone(stage Stage) *Stage {
	if stage == StageNone {
		return nil
	}
	return &stage
}

type sectionData struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	About string `json:"about"`
}

type itemData struct {
	ID    string `json:"id"`
	Lens  Lens   `json:"lens"`
	Title string `json:"title"`
	Short string `json:"short"`
	// Needs are keyed by stage; null where nothing is needed.
	Needs      map[string]*string `json:"needs"`
	Hands      string             `json:"hands"`
	References []string           `json:"references"`
}

type raiseData struct {
	When  Condition `json:"when"`
	Stage Stage     `json:"stage"`
	Items []string  `json:"items"`
	Need  string    `json:"need"`
	Why   string    `json:"why"`
}

type choiceData struct {
	Level Level  `json:"level"`
	Text  string `json:"text"`
}

type termData struct {
	Term string `json:"term"`
	Text string `json:"text"`
}

type fixData struct {
	Title  string   `json:"title"`
	Steps  []string `json:"steps"`
	Effort Effort   `json:"effort"`
	Who    string   `json:"who"`
	Done   string   `json:"done"`
}

type findOutData struct {
	Title   string `json:"title"`
	Ask     string `json:"ask"`
	Message string `json:"message"`
}

type confirmData struct {
	Title string `json:"title"`
	Text  string `json:"text"`
}

type questionData struct {
	ID         string            `json:"id"`
	Item       string            `json:"item"`
	Section    string            `json:"section"`
	Lens       Lens              `json:"lens"`
	Lead       bool              `json:"lead"`
	Depth      Depth             `json:"depth"`
	Weight     Weight            `json:"weight"`
	When       Condition         `json:"when"`
	Text       string            `json:"text"`
	Choices    []choiceData      `json:"choices"`
	AllowNA    bool              `json:"allow_na"`
	Covers     []string          `json:"covers"`
	Why        string            `json:"why"`
	Good       string            `json:"good"`
	Examples   map[string]string `json:"examples"`
	Terms      []termData        `json:"terms"`
	Fix        fixData           `json:"fix"`
	FindOut    findOutData       `json:"find_out"`
	Confirm    confirmData       `json:"confirm"`
	References []string          `json:"references"`
	Reworded   string            `json:"reworded,omitempty"`
	// Variants are the same question in other words; the first whose condition holds is asked.
	Variants []variantData `json:"variants"`
}

func (q *Question) data() questionData {
	data := questionData{
		ID: q.ID, Item: q.Item, Section: q.Section, Lens: q.Lens, Lead: q.Lead, Depth: q.Depth, Weight: q.Weight, When: q.When,
		Text: q.Text, AllowNA: q.AllowNA, Covers: texts(q.Covers), Why: q.Why, Good: q.Good, Examples: q.Examples, Terms: []termData{},
		Fix: fixData(q.Fix), FindOut: findOutData(q.FindOut), Confirm: confirmData(q.Confirm), References: texts(q.References),
		Reworded: q.Reworded, Variants: []variantData{},
	}
	for i := range q.Variants {
		data.Variants = append(data.Variants, q.Variants[i].data())
	}
	for _, c := range q.Choices {
		data.Choices = append(data.Choices, choiceData(c))
	}
	for _, t := range q.Terms {
		data.Terms = append(data.Terms, termData(t))
	}
	return data
}

// texts makes an empty list [] and not null.
func texts(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

func needCode(need Need) *string {
	code := need.Code()
	if code == "" {
		return nil
	}
	return &code
}
