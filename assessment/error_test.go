package assessment

import (
	"errors"
	"fmt"
	"testing"
)

func TestWhatAPersonReadsOfAnError(t *testing.T) {
	own := &OtherSetError{Asked: SetRef{ID: "theirs"}, Here: SetRef{ID: "ours"}}
	for _, c := range []struct {
		err  error
		want string
	}{
		{own, own.Sentence()},
		{fmt.Errorf("while reading: %w", own), own.Sentence()},
		{errors.Join(errors.New("EIO"), own), own.Sentence()},
		{errors.New("EIO 0x5"), "That did not work, and nothing was changed. Try it once more."},
	} {
		if got := Sentence(c.err); got != c.want {
			t.Errorf("%v is read as %q, want %q", c.err, got, c.want)
		}
	}
	if said, ok := OwnSentence(errors.New("EIO")); ok || said != "" {
		t.Errorf("an error of the system has the sentence %q", said)
	}
}
