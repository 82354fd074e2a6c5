// Package cli holds the commands: each reads its arguments, calls a package and prints.
package cli

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"readycheck/assessment"
	"readycheck/tui/interview"
)

// Exit codes.
const (
	done = iota
	failed
	misused
)

// Run runs the command that the arguments of the program name and returns the exit code.
// The version is "dev" where the build information knows it better.
func Run(version string) int {
	// Started by a double click on Windows, the program is meant to run and not to explain.
	cobra.MousetrapHelpText = ""
	p := &program{version: version, now: time.Now}
	err := enoughToRun()
	if err == nil {
		err = p.root().Execute()
	} else {
		p.started = true
	}
	if err == nil {
		return done
	}
	for _, line := range lines(err) {
		fmt.Fprintln(os.Stderr, assessment.Clean(line, 10_000))
	}
	holdWindow()
	var wrong wrongUse
	if !p.started || errors.As(err, &wrong) {
		return misused
	}
	return failed
}

// The headings of `readycheck --help`.
const (
	answering  = "answering"
	sharing    = "sharing"
	consulting = "consulting"
	keeping    = "keeping"
	more       = "more"
	hidden     = ""
)

var headings = [...]cobra.Group{
	{ID: answering, Title: "To answer questions:"},
	{ID: sharing, Title: "To read, keep and pass on the result:"},
	{ID: consulting, Title: "For people who check many businesses:"},
	{ID: keeping, Title: "To keep your answers safe:"},
	{ID: more, Title: "More:"},
}

// commands are all commands, each under its heading. A new one is a file and a line here.
var commands = [...]struct {
	heading string
	make    func(*program) *cobra.Command
}{
	{answering, (*program).newCommand},
	{answering, (*program).resumeCommand},
	{answering, (*program).recheckCommand},
	{sharing, (*program).listCommand},
	{sharing, (*program).showCommand},
	{sharing, (*program).planCommand},
	{sharing, (*program).doneCommand},
	{sharing, (*program).dueCommand},
	{sharing, (*program).compareCommand},
	{sharing, (*program).exportCommand},
	{sharing, (*program).papersCommand},
	{sharing, (*program).importCommand},
	{consulting, (*program).tagCommand},
	{consulting, (*program).serveCommand},
	{consulting, (*program).scoreCommand},
	{consulting, (*program).questionsCommand},
	{consulting, (*program).brandCommand},
	{consulting, (*program).syncCommand},
	{consulting, (*program).disputesCommand},
	{consulting, (*program).hubCommand},
	{keeping, (*program).deleteCommand},
	{keeping, (*program).backupCommand},
	{keeping, (*program).restoreCommand},
	{keeping, (*program).doctorCommand},
	{more, (*program).settingsCommand},
	{more, (*program).versionCommand},
	{more, (*program).manCommand},
	{hidden, (*program).checkFileCommand},
}

// program is what all commands share.
type program struct {
	version                string
	data, questions, theme string
	mouse, plain           bool
	now                    func() time.Time
	// flags are those for all commands, and settings what a person set for them.
	flags    *pflag.FlagSet
	settings *settingsFile
	// ofFirm is the brand once it was read.
	ofFirm    *brandRead
	brandLock sync.Mutex
	// started is true once a command runs: what went wrong before is wrong use.
	started bool
}

// root is the program without a command, with all commands below it.
func (p *program) root() *cobra.Command {
	var showVersion bool
	root := &cobra.Command{
		Use:   "readycheck",
		Short: "Is this use of AI ready?",
		Long: `readycheck asks you about one use of AI in your business, in plain words. Then it
says what you may do now, what not yet, and what to do first.

It takes 4 to 9 minutes, or up to 24 for the whole picture. You can stop at any time and lose nothing.
Your answers stay on this computer, unless you let several computers of a firm meet: readycheck hub.`,
		Example: `  readycheck              look at your sessions, or start the first one
  readycheck show rosa    read the result of Rosa's Bakery again`,
		SilenceErrors: true,
		SilenceUsage:  true,
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(cmd, args[0])
		},
		PersistentPreRunE: func(cmd *cobra.Command, _ []string) error {
			fault := p.applySettings()
			if !slices.Contains(themes, p.theme) {
				return wrongUse(fmt.Sprintf("There is no theme %q. Choose one of %s.", p.theme, strings.Join(themes, ", ")))
			}
			p.started = true
			if showVersion || needsNoSettings(cmd) {
				return nil
			}
			if fault != nil && readsOnly(cmd) {
				for _, line := range lines(fault) {
					fmt.Fprintln(os.Stderr, assessment.Clean(line, 10_000))
				}
				return nil
			}
			return fault
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if showVersion {
				return p.print(cmd, p.versionLine())
			}
			return p.screens(interview.StartHome, "")
		},
	}
	flags := root.PersistentFlags()
	p.flags = flags
	flags.StringVar(&p.data, "data", "", "the `FILE` that keeps your answers (default: in your data folder; READYCHECK_DATA)")
	flags.StringVar(&p.questions, "questions", "", "ask the questions in this `FILE` or folder and not our own")
	flags.StringVar(&p.theme, "theme", "auto", "the `COLOURS`: "+strings.Join(themes, ", "))
	flags.BoolVar(&p.mouse, "mouse", false, "let the mouse choose, scroll and turn pages")
	flags.BoolVar(&p.plain, "plain", false, "talk in lines of text, for screen readers and simple terminals (also with ACCESSIBLE=1)")
	_ = root.RegisterFlagCompletionFunc("theme", cobra.FixedCompletions(themes, cobra.ShellCompDirectiveNoFileComp))
	root.Flags().BoolVar(&showVersion, "version", false, "say which version this is")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return wrongUse(fmt.Sprintf("That is not how to call it: %v. `%s --help` shows how.", err, cmd.CommandPath()))
	})

	for _, heading := range headings {
		root.AddGroup(&heading)
	}
	for _, c := range commands {
		command := c.make(p)
		command.GroupID = c.heading
		root.AddCommand(command)
	}
	root.SetCompletionCommandGroupID(more)
	root.InitDefaultCompletionCmd()
	for _, command := range root.Commands() {
		if command.Name() == "completion" {
			ownCompletion(command)
		}
	}
	root.SetHelpCommand(p.helpCommand())
	return root
}

// needsNoSettings reports whether a command mends the settings, or is needed to find out how.
func needsNoSettings(cmd *cobra.Command) bool {
	for ; cmd.HasParent(); cmd = cmd.Parent() {
		switch cmd.Name() {
		case "settings", "brand", "help", "man", "version", "completion", checkFileName, cobra.ShellCompRequestCmd, cobra.ShellCompNoDescRequestCmd:
			return true
		}
	}
	return false
}

// readsOnly reports whether a command shows what is kept and changes nothing. A slip in the
// settings is said there, and what was not understood of them is as if it were not set.
func readsOnly(cmd *cobra.Command) bool {
	return cmd.Parent() == cmd.Root() && slices.Contains([]string{"list", "show", "due"}, cmd.Name())
}

var themes = []string{"auto", "dark", "light", "contrast"}

func unknownCommand(cmd *cobra.Command, name string) error {
	text := fmt.Sprintf("There is no command %q.", name)
	if cmd.SuggestionsMinimumDistance <= 0 {
		cmd.SuggestionsMinimumDistance = 2
	}
	if near := cmd.SuggestionsFor(name); len(near) > 0 {
		text += fmt.Sprintf(" Did you mean %q?", near[0])
	}
	return wrongUse(text + fmt.Sprintf(" `%s --help` lists all commands.", cmd.CommandPath()))
}

// takes checks how many arguments there are.
func takes(least, most int, say string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if len(args) < least || len(args) > most {
			return wrongUse(say + fmt.Sprintf(" `%s --help` shows how.", cmd.CommandPath()))
		}
		return nil
	}
}

var takesNothing = takes(0, 0, "This command takes no name or file.")
