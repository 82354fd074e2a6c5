package sync_test

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"readycheck/store/merge"
	"readycheck/store/sync"
)

// says holds that an error is of a kind, and has a sentence that a person can act on.
func says(t interface{ Errorf(string, ...any) }, err, kind error) {
	if !errors.Is(err, kind) {
		t.Errorf("%v, want %v", err, kind)
		return
	}
	var sentence interface{ Sentence() string }
	if !errors.As(err, &sentence) || !strings.HasSuffix(sentence.Sentence(), ".") {
		t.Errorf("%v has no sentence", err)
	}
}

const signs = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"

func TestAWrittenKeyIsReadBack(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		var key sync.Key
		copy(key[:], rapid.SliceOfN(rapid.Byte(), 32, 32).Draw(t, "key"))
		text := key.Text()
		groups := strings.Split(text, "-")
		if len(groups) != 15 || slices.ContainsFunc(groups, func(g string) bool { return len(g) != 4 }) {
			t.Fatalf("%q", text)
		}
		typed := strings.NewReplacer(
			"-", rapid.SampledFrom([]string{"-", "", " ", "\n", " - ", "\u2011", "\u00a0", "\u2013"}).Draw(t, "between"),
			"0", rapid.SampledFrom([]string{"0", "o", "O"}).Draw(t, "zero"),
			"1", rapid.SampledFrom([]string{"1", "l", "I", "L", "i"}).Draw(t, "one")).Replace(text)
		if rapid.Bool().Draw(t, "lower") {
			typed = strings.ToLower(typed)
		}
		if got, err := sync.ParseKey(" " + typed + "\r\n"); err != nil || got != key {
			t.Fatalf("%q is read as %x, %v", typed, got, err)
		}
	})
}

// Every sign that is wrong, at every place, is found, and two that changed places.
func TestEveryWrongSignOfAKeyIsFound(t *testing.T) {
	for range 3 {
		key := sync.NewKey()
		text := strings.ReplaceAll(key.Text(), "-", "")
		for i := range text {
			for _, sign := range []byte(signs + "U.é") {
				if text[i] == sign {
					continue
				}
				wrong := text[:i] + string(rune(sign)) + text[i+1:]
				if got, err := sync.ParseKey(wrong); err == nil {
					t.Fatalf("%s for %s is read as %x", wrong, text, got)
				}
			}
			if i > 0 && text[i] != text[i-1] {
				if _, err := sync.ParseKey(text[:i-1] + text[i:i+1] + text[i-1:i] + text[i+1:]); err == nil {
					t.Fatalf("two signs that changed places at %d of %s", i, text)
				}
			}
		}
		for _, wrong := range []string{"", "x", text[1:], text + "0", text[:59], strings.Repeat("0", 60)} {
			_, err := sync.ParseKey(wrong)
			says(t, err, sync.ErrKey)
		}
	}
}

func TestNoTextMakesParsingAKeyFall(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		if _, err := sync.ParseKey(text); err != nil {
			says(t, err, sync.ErrKey)
		}
	})
}

func drawn(t *rapid.T, name string) (out []byte) { return rapid.SliceOf(rapid.Byte()).Draw(t, name) }

func TestASealedBodyOpensInItsPlaceAlone(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		ring := sync.Keyring{sync.NewKey(), sync.NewKey()}
		body := drawn(t, "body")
		id := merge.ID(rapid.SliceOfN(rapid.Byte(), 16, 16).Draw(t, "id"))
		sealed, err := ring.Seal("firm", "session", id, body)
		if err != nil {
			t.Fatal(err)
		}
		if len(body) > 3 && bytes.Contains(sealed, body) {
			t.Fatal("it is in clear text")
		}
		if again, _ := ring.Seal("firm", "session", id, body); bytes.Equal(again, sealed) {
			t.Fatal("sealed twice, it is the same")
		}
		if got, err := ring.Open("firm", "session", id, sealed); err != nil || !bytes.Equal(got, body) {
			t.Fatalf("%x, %v", got, err)
		}
		other := id
		other[rapid.IntRange(0, 15).Draw(t, "byte of the id")] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit of the id")
		for _, place := range []struct {
			firm, session string
			id            merge.ID
		}{{"firn", "session", id}, {"firm", "sessiom", id}, {"firm", "session", other}, {"", "session", id}, {"firm", "", id}, {"session", "firm", id}} {
			if _, err := ring.Open(place.firm, place.session, place.id, sealed); !errors.Is(err, sync.ErrAltered) {
				t.Fatalf("in %+v: %v", place, err)
			}
		}
		// No bit can be changed, and nothing cut off or put at its end.
		i := rapid.IntRange(0, len(sealed)-1).Draw(t, "byte")
		wrong := bytes.Clone(sealed)
		wrong[i] ^= 1 << rapid.IntRange(0, 7).Draw(t, "bit")
		for _, wrong := range [][]byte{wrong, sealed[:i], append(bytes.Clone(sealed), 0), nil} {
			_, err := ring.Open("firm", "session", id, wrong)
			if err == nil {
				t.Fatalf("%x opens for %x", wrong, sealed)
			}
			kind := sync.ErrAltered
			for _, k := range []error{sync.ErrNewer, sync.ErrKey} {
				if errors.Is(err, k) {
					kind = k
				}
			}
			says(t, err, kind)
		}
	})
}

// The first key seals, and each of them opens, wherever it stands.
func TestTheOrderOfKeys(t *testing.T) {
	a, b, c := sync.NewKey(), sync.NewKey(), sync.NewKey()
	seal := func(ring sync.Keyring) []byte {
		sealed, err := ring.Seal("f", "s", merge.ID{1}, []byte("body"))
		if err != nil {
			t.Fatal(err)
		}
		return sealed
	}
	byA := seal(sync.Keyring{a, b})
	for _, ring := range []sync.Keyring{{a}, {a, b}, {b, a}, {c, b, a}} {
		if _, err := ring.Open("f", "s", merge.ID{1}, byA); err != nil {
			t.Error(err)
		}
	}
	for _, ring := range []sync.Keyring{{b}, {b, c}, nil} {
		_, err := ring.Open("f", "s", merge.ID{1}, byA)
		says(t, err, sync.ErrKey)
	}
	_, err := sync.Keyring{}.Seal("f", "s", merge.ID{1}, nil)
	says(t, err, sync.ErrKey)
	later := bytes.Clone(byA)
	later[0]++
	_, err = sync.Keyring{a}.Open("f", "s", merge.ID{1}, later)
	says(t, err, sync.ErrNewer)
	later[0] = 0
	_, err = sync.Keyring{a}.Open("f", "s", merge.ID{1}, later)
	says(t, err, sync.ErrAltered)
	if a.Number() == b.Number() || bytes.Contains(a[:], byA[1:5]) {
		t.Error("a number tells nothing of keys apart")
	}
}

func TestAProbe(t *testing.T) {
	old, now, foreign := sync.NewKey(), sync.NewKey(), sync.NewKey()
	probe, err := sync.Keyring{now, old}.Probe("firm")
	if err != nil {
		t.Fatal(err)
	}
	for _, ring := range []sync.Keyring{{now}, {old, now}} {
		if err := ring.TryProbe("firm", probe); err != nil {
			t.Error(err)
		}
	}
	says(t, sync.Keyring{old, foreign}.TryProbe("firm", probe), sync.ErrKey)
	says(t, sync.Keyring{now}.TryProbe("another firm", probe), sync.ErrAltered)
	says(t, sync.Keyring{now}.TryProbe("firm", nil), sync.ErrAltered)
	// A body is no probe, even where it says the same in a session.
	for _, place := range []string{"", "session"} {
		body, err := sync.Keyring{now}.Seal("firm", place, merge.ID{}, []byte("something else"))
		if err != nil {
			t.Fatal(err)
		}
		says(t, sync.Keyring{now}.TryProbe("firm", body), sync.ErrAltered)
	}
	later := bytes.Clone(probe)
	later[0]++
	says(t, sync.Keyring{now}.TryProbe("firm", later), sync.ErrNewer)
}
