package assessment

import (
	"encoding/json"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"go.yaml.in/yaml/v3"
)

// guide is the page that somebody writes a set from who never saw the code.
func guide(t *testing.T) (text string, examples map[string][]string) {
	t.Helper()
	data, err := os.ReadFile("../docs/question-sets.md")
	if err != nil {
		t.Fatal(err)
	}
	examples = map[string][]string{}
	for _, m := range regexp.MustCompile("(?s)```yaml (\\w+)\n(.*?)```").FindAllStringSubmatch(string(data), -1) {
		examples[m[1]] = append(examples[m[1]], m[2])
	}
	return string(data), examples
}

// The guide names every field and every code that a set can have.
func TestTheGuideNamesEveryField(t *testing.T) {
	text, _ := guide(t)
	data, err := QuestionsSchema()
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	walkSchema(schema, func(at map[string]any) {
		if properties, ok := at["properties"].(map[string]any); ok {
			for name := range properties {
				names[name] = true
			}
		}
		if codes, ok := at["enum"].([]any); ok {
			for _, code := range codes {
				if word, ok := code.(string); ok {
					names[word] = true
				}
			}
		}
	})
	if len(names) < 150 {
		t.Fatalf("the schema has %d names", len(names))
	}
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if !strings.Contains(text, "`"+name+"`") && !regexp.MustCompile(`(?m)^`+name+`: `).MatchString(text) {
			t.Errorf("it does not name %q", name)
		}
	}
	for _, name := range []string{"{missing}", "{open}", "{n}"} {
		if !strings.Contains(text, name) {
			t.Errorf("it does not name %s", name)
		}
	}
}

func walkSchema(at any, see func(map[string]any)) {
	switch at := at.(type) {
	case map[string]any:
		see(at)
		for _, part := range at {
			walkSchema(part, see)
		}
	case []any:
		for _, part := range at {
			walkSchema(part, see)
		}
	}
}

// The examples of the guide are a set, or parts that fit into it.
func TestTheExamplesOfTheGuideLoad(t *testing.T) {
	_, examples := guide(t)
	for _, kind := range []string{"set", "question", "phrases", "says"} {
		if len(examples[kind]) == 0 {
			t.Fatalf("it has no example of %s", kind)
		}
	}
	if _, err := Load("whole.yaml", []byte(examples["set"][0])); err != nil {
		t.Errorf("the whole set: %v", err)
	}
	parsed := func(text string) map[string]any {
		var value map[string]any
		if err := yaml.Unmarshal([]byte(text), &value); err != nil {
			t.Fatalf("%v in\n%s", err, text)
		}
		return value
	}
	fits := func(example string, put func(set map[string]any)) {
		set := parsed(examples["set"][0])
		put(set)
		data, err := yaml.Marshal(set)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := Load("example.yaml", data); err != nil {
			t.Errorf("%v\n%s", err, example)
		}
	}
	fields := map[string]bool{}
	for _, example := range examples["set"] {
		fits(example, func(set map[string]any) {
			for name, part := range parsed(example) {
				fields[name] = true
				set[name] = part
			}
		})
	}
	for _, name := range topFields {
		if !fields[name] {
			t.Errorf("it has no example of %s", name)
		}
	}
	for _, example := range examples["question"] {
		fits(example, func(set map[string]any) { set["questions"] = append(set["questions"].([]any), parsed(example)) })
	}
	for _, example := range examples["phrases"] {
		fits(example, func(set map[string]any) { maps.Copy(set["phrases"].(map[string]any), parsed(example)) })
	}
	words := func() map[string]any {
		for _, example := range examples["set"] {
			if words, ok := parsed(example)["words"].(map[string]any); ok {
				return words
			}
		}
		t.Fatal("it has no example of words")
		return nil
	}()
	says := parsed(examples["says"][0])
	fits("says", func(set map[string]any) {
		words["says"] = says
		set["words"] = words
	})
	// The English there is what is said.
	for _, name := range SayNames() {
		if says[name] != Default().Words.Says[name] {
			t.Errorf("it says %q of %s, and the program %q", says[name], name, Default().Words.Says[name])
		}
	}
}

// The loader and the schema know the same fields at the same places. A field that nobody knows is
// put in everywhere: what the loader would take there is what the schema says.
func TestTheSchemaKnowsWhatTheLoaderKnows(t *testing.T) {
	_, examples := guide(t)
	whole := map[string]any{}
	for _, example := range examples["set"] {
		var part map[string]any
		if err := yaml.Unmarshal([]byte(example), &part); err != nil {
			t.Fatal(err)
		}
		maps.Copy(whole, part)
	}
	for kind, into := range map[string]func(part map[string]any){
		"question": func(part map[string]any) { whole["questions"] = append(whole["questions"].([]any), part) },
	} {
		for _, example := range examples[kind] {
			var part map[string]any
			if err := yaml.Unmarshal([]byte(example), &part); err != nil {
				t.Fatal(err)
			}
			into(part)
		}
	}
	var phrases map[string]any
	var first map[string]any
	if err := yaml.Unmarshal([]byte(examples["set"][0]), &first); err != nil {
		t.Fatal(err)
	}
	if err := yaml.Unmarshal([]byte(examples["phrases"][0]), &phrases); err != nil {
		t.Fatal(err)
	}
	whole["phrases"] = first["phrases"]
	maps.Copy(whole["phrases"].(map[string]any), phrases)

	data, err := QuestionsSchema()
	if err != nil {
		t.Fatal(err)
	}
	var schema map[string]any
	if err := json.Unmarshal(data, &schema); err != nil {
		t.Fatal(err)
	}
	// Each place gets a field of its own name, so that its fault is found again.
	places := map[string][]string{}
	visited := map[string]bool{}
	strange(whole, schema, "", places, visited)
	text, err := yaml.Marshal(whole)
	if err != nil {
		t.Fatal(err)
	}
	_, err = Load("strange.yaml", text)
	faults, _ := err.(Faults)
	said := map[string]string{}
	for _, f := range faults {
		if _, name, ok := strings.Cut(f.Problem, `"zz`); ok && (f.Kind == FaultUnknownField) {
			said["zz"+strings.TrimSuffix(name, `"`)] = f.Expected
		}
	}
	for name, wants := range places {
		expected, ok := said[name]
		if !ok {
			t.Errorf("the loader takes a strange field at %s", wants[0])
			continue
		}
		if wants[0] == "/words/says" {
			continue // its names are held in TestASetSaysWhatItLikesInItsOwnWords
		}
		known := strings.Split(strings.TrimPrefix(expected, "one of "), ", ")
		slices.Sort(known)
		if got := slices.Sorted(slices.Values(wants[1:])); !slices.Equal(got, known) {
			t.Errorf("at %s the schema knows %q, and the loader %q", wants[0], got, known)
		}
	}
	// Every place of the schema was looked at.
	for _, part := range []string{
		"/sections", "/items", "/items/needs", "/questions", "/questions/choices", "/questions/examples", "/questions/fix", "/questions/find_out", "/questions/confirm",
		"/questions/when", "/questions/when/setup", "/questions/when/only", "/questions/variants", "/questions/variants/when", "/raises", "/raises/when", "/caps", "/alerts",
		"/alerts/when", "/alerts/settle", "/phrases", "/phrases/sentence", "/phrases/sentence/when", "/phrases/held", "/phrases/then", "/phrases/stage_names", "/phrases/stage_meanings",
		"/setup", "/setup/stage_now", "/setup/stage_now/options", "/setup/stage_now/options/idea", "/words", "/words/levels", "/words/known", "/words/read_back", "/words/lenses",
		"/words/lenses_short", "/words/says", "/glossary",
	} {
		if !visited[part] {
			t.Errorf("nothing stands at %s", part)
		}
	}
}

// strange puts a field that nobody knows into each mapping that the schema closes.
func strange(value any, schema map[string]any, path string, places map[string][]string, visited map[string]bool) {
	for _, other := range branches(schema) {
		switch value := value.(type) {
		case []any:
			if entries, ok := other["items"].(map[string]any); ok {
				for _, entry := range value {
					strange(entry, entries, path, places, visited)
				}
			}
		case map[string]any:
			properties, ok := other["properties"].(map[string]any)
			if !ok {
				continue
			}
			for name, part := range value {
				if known, ok := properties[name].(map[string]any); ok {
					strange(part, known, path+"/"+name, places, visited)
				}
			}
			name := "zz" + string(rune('a'+len(places)/26%26)) + string(rune('a'+len(places)%26)) + strings.Repeat("z", len(places)/676)
			visited[path] = true
			places[name] = append([]string{path}, slices.Collect(maps.Keys(properties))...)
			value[name] = 1
		}
	}
}

// branches are the shapes that a value may have.
func branches(schema map[string]any) []map[string]any {
	list, ok := schema["anyOf"].([]any)
	if !ok {
		return []map[string]any{schema}
	}
	var out []map[string]any
	for _, one := range list {
		out = append(out, one.(map[string]any))
	}
	return out
}
