package assessment

import (
	"bytes"
	"encoding/json"
)

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
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	err := encoder.Encode(out)
	return b.Bytes(), err
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
}

func (q *Question) data() questionData {
	data := questionData{
		ID: q.ID, Item: q.Item, Section: q.Section, Lens: q.Lens, Lead: q.Lead, Depth: q.Depth, Weight: q.Weight, When: q.When,
		Text: q.Text, AllowNA: q.AllowNA, Covers: texts(q.Covers), Why: q.Why, Good: q.Good, Examples: q.Examples, Terms: []termData{},
		Fix: fixData(q.Fix), FindOut: findOutData(q.FindOut), Confirm: confirmData(q.Confirm), References: texts(q.References),
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
