package assessment

import (
	"bytes"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

func TestAStarterIsASetOfItsOwn(t *testing.T) {
	files, err := Starter("bakers")
	if err != nil {
		t.Fatal(err)
	}
	folder := fstest.MapFS{}
	for name, data := range files {
		folder[name] = &fstest.MapFile{Data: data}
		if name == SchemaFile {
			continue
		}
		if !bytes.HasPrefix(data, []byte("# yaml-language-server: $schema=schema.json\n# ")) || bytes.Contains(data, []byte("%!")) || bytes.Contains(data, []byte("  reworded: ")) {
			t.Errorf("%s begins with\n%.300s", name, data)
		}
	}
	set, err := LoadFS(folder)
	if err != nil {
		t.Fatal(err)
	}
	own := Default()
	if set.ID != "bakers" || set.Version != StarterVersion || len(set.Former) > 0 {
		t.Errorf("it is %s %s, with %q from before", set.ID, set.Version, set.Former)
	}
	if len(set.Questions) != len(own.Questions) || len(set.Raises) != len(own.Raises) || len(set.Alerts) != len(own.Alerts) {
		t.Error("something was lost on the way")
	}
	if set.Fits(&Session{SetID: own.ID}) == nil {
		t.Error("it takes sessions of the set that it was copied from for its own")
	}
}

// A set of one's own can be the beginning of another one, notes and all. Where its id cannot be
// changed, nothing is made that would take sessions of the first for its own.
func TestAStarterOfAnOwnSet(t *testing.T) {
	data, err := os.ReadFile("testdata/sets/werkstatt.yaml")
	if err != nil {
		t.Fatal(err)
	}
	of := func(text string) (map[string][]byte, error) {
		return StarterFrom("garage", map[string][]byte{"own.yaml": []byte(text)})
	}
	files, err := of(string(data) + "\nformer: [alt]\n")
	if err != nil {
		t.Fatal(err)
	}
	set, err := Load("own.yaml", files["own.yaml"])
	if err != nil || set.ID != "garage" || set.Version != StarterVersion || len(set.Former) > 0 || set.Title != "Ist die KI in der Werkstatt bereit?" {
		t.Errorf("%+v, %v", set, err)
	}
	if !bytes.HasPrefix(files["own.yaml"], []byte("# yaml-language-server: $schema=schema.json\n# Ein eigener Fragenkatalog")) || len(files[SchemaFile]) == 0 {
		t.Errorf("it begins with %.200s", files["own.yaml"])
	}
	again, err := StarterFrom("second", map[string][]byte{"own.yaml": files["own.yaml"]})
	if err != nil || bytes.Count(again["own.yaml"], []byte("$schema")) != 1 {
		t.Errorf("a copy of a copy: %v", err)
	}
	if _, err := of(strings.Replace(string(data), "id: werkstatt", `"id": werkstatt`, 1)); err == nil {
		t.Error("a copy keeps its id")
	}
}
