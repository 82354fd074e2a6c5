package assessment

import "errors"

// Sentencer is an error that a person can read: what happened, and what to do next.
type Sentencer interface {
	error
	Sentence() string
}

// Unexplained begins what a person reads of an error that has no sentence of its own.
const Unexplained = "That did not work, and nothing was changed."

// Sentence is what a person reads of an error. The error itself is for the log.
func Sentence(err error) string {
	if said, ok := OwnSentence(err); ok {
		return said
	}
	return Unexplained + " Try it once more."
}

// OwnSentence is the sentence that an error, or one that it wraps, has of its own.
func OwnSentence(err error) (sentence string, ok bool) {
	var said Sentencer
	if !errors.As(err, &said) {
		return "", false
	}
	return said.Sentence(), true
}
