// Readycheck asks about one use of AI in a small business, in plain words, and says what
// may be done now, what not yet, and what to do first.
//
// The commands are in package cli.
package main

import (
	"os"

	"readycheck/tui/cli"
)

// version is set by a release build; go install leaves it to the build information.
var version = "dev"

func main() { os.Exit(cli.Run(version)) }
