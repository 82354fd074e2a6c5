package sshd

import (
	"crypto/ed25519"
	"crypto/rand"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"

	gossh "golang.org/x/crypto/ssh"

	"readycheck/tui/workshop"
)

// hostKeyName is the host key's file beside the data file. Only its owner can read it.
const hostKeyName = "workshop_ed25519"

// longestKey is longer than any key's file.
const longestKey = 64 << 10

// hostKey is the server's own key, in the form of a file of OpenSSH. It is made when there is
// none. One that others could have read or put there is refused: with it they could stand
// between a person and the room. The folder is left as it is.
func hostKey(folder string) ([]byte, error) {
	path := filepath.Join(folder, hostKeyName)
	key, err := readKey(path)
	if !errors.Is(err, fs.ErrNotExist) {
		return key, err
	}
	_, private, err := ed25519.GenerateKey(rand.Reader)
	if err != nil {
		return nil, err
	}
	block, err := gossh.MarshalPrivateKey(private, "")
	if err != nil {
		return nil, err
	}
	key = pem.EncodeToMemory(block)
	file, err := os.OpenFile(path, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		return readKey(path) // another workshop made it in this moment
	}
	if err != nil {
		return nil, err
	}
	_, err = file.Write(key)
	if err = errors.Join(err, file.Sync(), file.Close()); err != nil {
		_ = os.Remove(path)
		return nil, err
	}
	return key, nil
}

func readKey(path string) ([]byte, error) {
	notOurs := workshop.Refusal(fmt.Sprintf("The workshop's own key, %s, could have been read or changed by somebody else. Move that file away: the next workshop makes a new one.", path))
	file, err := os.OpenFile(path, os.O_RDONLY|asItStands, 0)
	if err != nil {
		if info, looking := os.Lstat(path); looking == nil && !info.Mode().IsRegular() {
			return nil, notOurs
		}
		return nil, err
	}
	defer func() { _ = file.Close() }()
	info, err := file.Stat()
	if err != nil {
		return nil, err
	}
	if !info.Mode().IsRegular() || !ofThisUserAlone(info) {
		return nil, notOurs
	}
	key, err := io.ReadAll(io.LimitReader(file, longestKey))
	if err != nil {
		return nil, err
	}
	if _, err := gossh.ParsePrivateKey(key); err != nil {
		return nil, workshop.Refusal(fmt.Sprintf("The workshop's own key, %s, cannot be read any more. Move that file away: the next workshop makes a new one.", path))
	}
	return key, nil
}
