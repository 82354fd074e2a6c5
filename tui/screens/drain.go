package screens

import (
	"reflect"
	"unsafe"

	tea "charm.land/bubbletea/v2"
)

// drain takes what is still typed when a program has ended. The goroutine that reads its
// input hands over each key and waits until somebody takes it, and once the program has
// ended nobody does: with keys on the way it would stay for ever, and the whole program with
// it. It ends when the input does.
//
// The channels are private fields, found by name and type as the ticker is (see pace). Where
// a later version has none, nothing is taken; a test says so.
func drain(program *tea.Program) {
	typed, read := private[chan tea.Msg](program, "msgs"), private[chan struct{}](program, "readLoopDone")
	if typed == nil || read == nil {
		return
	}
	go func() {
		for {
			select {
			case <-typed:
			case <-read:
				return
			}
		}
	}()
}

// private is a field that Bubble Tea keeps to itself, or nothing where there is none of
// that name and type.
func private[T any](program *tea.Program, name string) (value T) {
	field := reflect.ValueOf(program).Elem().FieldByName(name)
	if !field.IsValid() || field.Type() != reflect.TypeFor[T]() {
		return value
	}
	return *(*T)(unsafe.Pointer(field.UnsafeAddr()))
}
