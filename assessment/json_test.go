package assessment

import (
	"encoding/json"
	"strings"
	"testing"
)

// What a terminal would act on, or nobody can see, is written as a number, and reads back as
// it was.
func TestJSONIsSafeToShow(t *testing.T) {
	for _, text := range []string{
		"plain <b> & “quotes” 語 👩🏽‍🍳 मैं", "\u009b31mred", "\u0085next\u0090dcs\u009c", "del\x7f", "\u202eturned\u2066", "\u200bhidden\ufeff\u2028", "tag\U000E0041s\U000E007F", "\x1b[31m\x00", `\u009b is text`,
	} {
		data, err := Indented(map[string]string{text: text}, "")
		if err != nil {
			t.Fatal(err)
		}
		if at := strings.IndexFunc(strings.ReplaceAll(string(data), "\n", ""), unsafeRune); at >= 0 {
			t.Errorf("%q is written as it is: %q", text, data)
		}
		var back map[string]string
		if err := json.Unmarshal(data, &back); err != nil || back[text] != text {
			t.Errorf("%q reads back as %q, %v", text, back, err)
		}
	}
	if data, err := Indented("plain <b> & 語", ""); err != nil || string(data) != "\"plain <b> & 語\"\n" {
		t.Errorf("a plain text is %q, %v", data, err)
	}
}
