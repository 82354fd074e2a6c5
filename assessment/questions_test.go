package assessment

import (
	"encoding/json"
	"testing"
)

// The names are a contract with other programs, so they are written out here.
func TestQuestionsJSONKeepsTheContract(t *testing.T) {
	set := Default()
	data, err := QuestionsJSON(set)
	if err != nil {
		t.Fatal(err)
	}
	var got map[string]any
	if err := json.Unmarshal(data, &got); err != nil {
		t.Fatal(err)
	}
	names := func(what string, value any, want ...string) map[string]any {
		t.Helper()
		fields, ok := value.(map[string]any)
		if !ok {
			t.Fatalf("%s is %T", what, value)
		}
		for _, name := range want {
			if _, ok := fields[name]; !ok {
				t.Errorf("%s has no %q", what, name)
			}
		}
		return fields
	}
	list := func(name string) []any {
		t.Helper()
		entries, ok := got[name].([]any)
		if !ok || len(entries) == 0 {
			t.Fatalf("%s is %v", name, got[name])
		}
		return entries
	}
	names("the set", got, "id", "version", "title", "sections", "items", "questions")
	for _, section := range list("sections") {
		names("a section", section, "id", "title")
	}
	if n := len(list("items")); n != len(set.Items) {
		t.Errorf("%d items, want %d", n, len(set.Items))
	}
	for i, entry := range list("items") {
		item := names("an item", entry, "id", "lens", "title", "needs")
		needs := names("needs", item["needs"], "experiment", "pilot", "limited", "broad")
		for _, stage := range Stages {
			want := set.Items[i].Needs[stage].Code()
			switch code, given := needs[stage.String()].(string); {
			case given && code != want:
				t.Errorf("%s at %s needs %q, want %q", item["id"], stage, code, want)
			case !given && (want != "" || needs[stage.String()] != nil):
				t.Errorf("%s at %s is %v, want %q", item["id"], stage, needs[stage.String()], want)
			}
		}
	}
	if n := len(list("questions")); n != len(set.Questions) {
		t.Errorf("%d questions, want %d", n, len(set.Questions))
	}
	for i, entry := range list("questions") {
		q := names("a question", entry, "id", "item", "section", "lens", "lead", "depth", "weight", "when", "text", "choices", "allow_na", "covers")
		if q["id"] != set.Questions[i].ID {
			t.Errorf("question %d is %v, want %s", i, q["id"], set.Questions[i].ID)
		}
		if _, ok := q["covers"].([]any); !ok {
			t.Errorf("%v: covers is %v, want a list", q["id"], q["covers"])
		}
		choices, ok := q["choices"].([]any)
		if !ok || len(choices) < 2 {
			t.Fatalf("%v: choices are %v", q["id"], q["choices"])
		}
		for _, choice := range choices {
			names("a choice", choice, "level", "text")
		}
	}
}
