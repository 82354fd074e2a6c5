package sync

import (
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base32"
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"

	"golang.org/x/crypto/chacha20poly1305"

	"readycheck/store/merge"
)

// Key is the key of a firm. Whoever has it can read all that the firm keeps in its hub.
type Key [32]byte

// NewKey makes a key by chance.
func NewKey() Key {
	var k Key
	_, _ = rand.Read(k[:]) // never fails
	return k
}

// Number tells one key from another and nothing about either.
func (k Key) Number() [4]byte {
	sum := sha256.Sum256(append([]byte("readycheck/key/1\n"), k[:]...))
	return [4]byte(sum[:4])
}

// letters have no I, L, O and U, which are misread, or read aloud.
var letters = base32.NewEncoding("0123456789ABCDEFGHJKMNPQRSTVWXYZ").WithPadding(base32.NoPadding)

// Text is the key as it stands on a recovery sheet: 15 groups of four signs, the last of which
// are a checksum.
func (k Key) Text() string {
	number := k.Number()
	text := letters.EncodeToString(append(k[:], number[:]...)) + "0000"
	var groups []string
	for group := range slices.Chunk([]byte(text[:keySigns]), 4) {
		groups = append(groups, string(group))
	}
	return strings.Join(groups, "-")
}

// keySigns is how many signs a written key has: 36 bytes in base 32 are 58, and two more.
const keySigns = 60

// ParseKey reads a key as somebody typed it: in either case, with any blanks and hyphens, also those
// that a printed sheet has in their place.
func ParseKey(text string) (Key, error) {
	text = strings.Map(func(r rune) rune {
		switch {
		case unicode.IsSpace(r), unicode.Is(unicode.Dash, r):
			return -1
		case r == 'O':
			return '0'
		case r == 'I', r == 'L':
			return '1'
		}
		return r
	}, strings.ToUpper(text))
	if len(text) != keySigns {
		return Key{}, badKey(fmt.Errorf("%d signs instead of %d", len(text), keySigns))
	}
	data, err := letters.DecodeString(text[:58])
	if err != nil {
		return Key{}, badKey(err)
	}
	k := Key(data[:32])
	if k.Number() != [4]byte(data[32:]) || k.Text() != strings.Join(chunks(text), "-") {
		return Key{}, badKey(errors.New("the checksum is wrong"))
	}
	return k, nil
}

func chunks(text string) []string {
	var out []string
	for i := 0; i < len(text); i += 4 {
		out = append(out, text[i:i+4])
	}
	return out
}

// Keyring are the keys of a firm, the one in use first. Earlier ones still open what was sealed
// with them.
type Keyring []Key

// sealVersion begins every sealed body.
const sealVersion = 1

// Seal makes a body unreadable without the key. The firm, the session and the change's id are part
// of it: put in another place, it does not open.
func (ring Keyring) Seal(firm, session string, id merge.ID, body []byte) ([]byte, error) {
	if len(ring) == 0 {
		return nil, errNoKey
	}
	aead, err := chacha20poly1305.NewX(ring[0][:])
	if err != nil {
		return nil, err
	}
	number := ring[0].Number()
	out := append([]byte{sealVersion}, number[:]...)
	nonce := make([]byte, chacha20poly1305.NonceSizeX)
	_, _ = rand.Read(nonce) // never fails
	out = append(out, nonce...)
	return aead.Seal(out, nonce, body, about(firm, session, id)), nil
}

// Open reads a sealed body. The errors are [ErrKey] where none of the keys is the right one, [ErrNewer]
// where a later version sealed it, and [ErrAltered] for all else.
func (ring Keyring) Open(firm, session string, id merge.ID, sealed []byte) ([]byte, error) {
	const head = 1 + 4 + chacha20poly1305.NonceSizeX
	switch {
	case len(sealed) < head:
		return nil, altered(id, errors.New("it is too short"))
	case sealed[0] > sealVersion:
		return nil, newer(id, fmt.Errorf("it is sealed by version %d", sealed[0]))
	case sealed[0] != sealVersion:
		return nil, altered(id, errors.New("it is of no version"))
	}
	aead, err := ring.find([4]byte(sealed[1:5]))
	if err != nil {
		return nil, err
	}
	body, err := aead.Open(nil, sealed[5:head], sealed[head:], about(firm, session, id))
	if err != nil {
		return nil, altered(id, err)
	}
	return body, nil
}

// probe is what a [At.Probe] says.
const probe = "readycheck/probe/1\n"

// Probe makes the text by which a computer knows whether it has the key in use. It is sealed like a
// body, for the firm and no session.
func (ring Keyring) Probe(firm string) ([]byte, error) {
	return ring.Seal(firm, "", merge.ID{}, []byte(probe))
}

// TryProbe reports whether one of the keys is the one that a probe was sealed with: an earlier one
// is enough, since a hub that was put back to an earlier state has an earlier probe. The errors are
// those of Open.
func (ring Keyring) TryProbe(firm string, sealed []byte) error {
	text, err := ring.Open(firm, "", merge.ID{}, sealed)
	switch {
	case errors.Is(err, ErrAltered):
		return badProbe(err)
	case err != nil:
		return err
	case string(text) != probe:
		return badProbe(errors.New("it says something else"))
	}
	return nil
}

// SealedNow reports whether a body was sealed with the key in use, and not with an earlier one.
func (ring Keyring) SealedNow(sealed []byte) bool {
	return len(ring) > 0 && len(sealed) > 5 && [4]byte(sealed[1:5]) == ring[0].Number()
}

func (ring Keyring) find(number [4]byte) (cipher.AEAD, error) {
	for _, k := range ring {
		if k.Number() == number {
			return chacha20poly1305.NewX(k[:])
		}
	}
	return nil, errNoKey
}

func about(firm, session string, id merge.ID) []byte {
	return []byte("readycheck/body/1\n" + firm + "\n" + session + "\n" + id.String())
}
