package assessment

import (
	"bytes"
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
		if !bytes.HasPrefix(data, []byte("# ")) || bytes.Contains(data, []byte("%!")) || bytes.Contains(data, []byte("reworded: ")) {
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
