package assessment

import (
	"bytes"
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// Indented is JSON for people too: signs such as < stay readable. What a terminal would take
// for an order, and what turns the direction of reading or cannot be seen, stands there as a
// number, as JSON allows within a text: JSON is shown in terminals, also what an older version
// or another program has stored.
func Indented(value any, prefix string) ([]byte, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent(prefix, "  ")
	err := encoder.Encode(value)
	return numbered(b.Bytes()), err
}

// numbered writes unsafe runes of a JSON text as numbers. They stand within texts only, and a
// line's end outside of them is no such rune.
func numbered(data []byte) []byte {
	var out []byte
	from := 0
	for at := 0; at < len(data); {
		if data[at] < utf8.RuneSelf && data[at] != 0x7f {
			at++
			continue
		}
		r, size := utf8.DecodeRune(data[at:])
		if unsafeRune(r) {
			out = append(out, data[from:at]...)
			if r > 0xffff {
				r -= 0x10000
				out = fmt.Appendf(out, `\u%04x\u%04x`, 0xd800+r>>10, 0xdc00+r&0x3ff)
			} else {
				out = fmt.Appendf(out, `\u%04x`, r)
			}
			from = at + size
		}
		at += size
	}
	if from == 0 {
		return data
	}
	return append(out, data[from:]...)
}
