package cli

import (
	"runtime/debug"

	"github.com/spf13/cobra"
)

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Say which version this is", Args: takesNothing, Example: "  readycheck version",
		RunE: func(cmd *cobra.Command, _ []string) error { return p.print(cmd, p.versionLine()) },
	}
}

func (p *program) versionLine() string {
	if info, ok := debug.ReadBuildInfo(); ok && p.version == "dev" && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return "readycheck " + info.Main.Version
	}
	return "readycheck " + p.version
}
