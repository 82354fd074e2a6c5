package cli

import (
	"fmt"
	"strings"

	"github.com/spf13/cobra"
)

// ownCompletion puts the command that writes for shells into our own words. A shell that it does
// not know is wrong use.
func ownCompletion(cmd *cobra.Command) {
	var shells []string
	for _, child := range cmd.Commands() {
		shells = append(shells, child.Name())
		child.Short = "Write the completion for " + child.Name()
		child.Long = "Writes what " + child.Name() + " needs to complete the commands of readycheck and the names of your sessions.\n" +
			"It lasts for this window. Put the line into the file that your shell reads at its start, and it stays."
		child.Example = "  " + completionLines[child.Name()]
		child.Args = takesNothing
	}
	last := len(shells) - 1
	choice := strings.Join(shells[:last], ", ") + " or " + shells[last]
	cmd.Short = "Let your shell complete commands and sessions"
	cmd.Long = "Lets the tab key complete the commands of readycheck and the names of your sessions. Name your shell:\n" + choice + "."
	cmd.Example = "  " + completionLines["bash"]
	cmd.Args = func(_ *cobra.Command, args []string) error {
		if len(args) == 0 {
			return nil
		}
		return wrongUse(fmt.Sprintf("There is no completion for %q. Name one of %s.", args[0], choice))
	}
	cmd.RunE = func(cmd *cobra.Command, _ []string) error { return cmd.Help() }
}

// completionLines turn completion on, in the window where they are typed.
var completionLines = map[string]string{
	"bash":       "source <(readycheck completion bash)",
	"zsh":        "source <(readycheck completion zsh)",
	"fish":       "readycheck completion fish | source",
	"powershell": "readycheck completion powershell | Out-String | Invoke-Expression",
}
