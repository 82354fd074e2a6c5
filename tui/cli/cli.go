// Package cli holds the commands: each reads its arguments, calls a package and prints.
package cli

import (
	"bufio"
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"runtime/debug"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"time"

	"github.com/adrg/xdg"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"
	"golang.org/x/term"

	"readycheck/assessment"
	"readycheck/assessment/report"
	"readycheck/store"
	"readycheck/store/disk"
	"readycheck/store/newfile"
	"readycheck/store/shell"
	"readycheck/tui"
	"readycheck/tui/workshop"
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
	err := p.root().Execute()
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

// sentence is an error that is said as it stands, here and on the screens.
type sentence string

func (s sentence) Error() string { return string(s) }

// Sentence says what happened and what to do next.
func (s sentence) Sentence() string { return string(s) }

// wrongUse is an error in what was typed.
type wrongUse string

func (w wrongUse) Error() string { return string(w) }

// Sentence says how it should be typed.
func (w wrongUse) Sentence() string { return string(w) }

// lines are what a person reads of an error, and what to do next.
func lines(err error) []string {
	var (
		faults assessment.Faults
		said   interface{ Sentence() string }
	)
	switch {
	case errors.As(err, &faults):
		out := make([]string, len(faults))
		for i := range faults {
			out[i] = faults[i].Error()
		}
		return out
	case errors.As(err, &said):
		return []string{said.Sentence()}
	}
	return []string{"That did not work, and nothing was changed. The system says: " + err.Error()}
}

// program is what all commands share.
type program struct {
	version                string
	data, questions, theme string
	mouse, plain           bool
	now                    func() time.Time
	// started is true once a command runs: what went wrong before is wrong use.
	started bool
}

func (p *program) root() *cobra.Command {
	var showVersion bool
	root := &cobra.Command{
		Use:   "readycheck",
		Short: "Is this use of AI ready?",
		Long: `readycheck asks you about one use of AI in your business, in plain words. Then it
says what you may do now, what not yet, and what to do first.

It takes five to fifteen minutes. You can stop at any time and lose nothing.
Your answers stay on this computer.`,
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
		PersistentPreRunE: func(*cobra.Command, []string) error {
			if !slices.Contains(themes, p.theme) {
				return wrongUse(fmt.Sprintf("There is no theme %q. Choose one of %s.", p.theme, strings.Join(themes, ", ")))
			}
			p.started = true
			return nil
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			if showVersion {
				return p.print(cmd, p.versionLine())
			}
			return p.screens(tui.StartHome, "")
		},
	}
	flags := root.PersistentFlags()
	flags.StringVar(&p.data, "data", "", "the `FILE` that keeps your answers (default: in your data folder; READYCHECK_DATA)")
	flags.StringVar(&p.questions, "questions", "", "ask the questions in this `FILE` or folder and not our own")
	flags.StringVar(&p.theme, "theme", "auto", "the `COLOURS`: "+strings.Join(themes, ", "))
	flags.BoolVar(&p.mouse, "mouse", false, "let the mouse choose, scroll and turn pages")
	flags.BoolVar(&p.plain, "plain", false, "talk in lines of text, for screen readers and simple terminals (also with ACCESSIBLE set)")
	root.Flags().BoolVar(&showVersion, "version", false, "say which version this is")
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error {
		return wrongUse(fmt.Sprintf("That is not how to call it: %v. `%s --help` shows how.", err, cmd.CommandPath()))
	})

	const answering, sharing, consulting, keeping, more = "answering", "sharing", "consulting", "keeping", "more"
	root.AddGroup(
		&cobra.Group{ID: answering, Title: "To answer questions:"},
		&cobra.Group{ID: sharing, Title: "To read, keep and pass on the result:"},
		&cobra.Group{ID: consulting, Title: "For people who check many businesses:"},
		&cobra.Group{ID: keeping, Title: "To keep your answers safe:"},
		&cobra.Group{ID: more, Title: "More:"},
	)
	add := func(group string, commands ...*cobra.Command) {
		for _, command := range commands {
			command.GroupID = group
			root.AddCommand(command)
		}
	}
	add(answering, p.newCommand(), p.resumeCommand())
	add(sharing, p.listCommand(), p.showCommand(), p.compareCommand(), p.exportCommand(), p.importCommand())
	add(consulting, p.serveCommand(), p.scoreCommand(), p.questionsCommand())
	add(keeping, p.backupCommand(), p.restoreCommand(), p.doctorCommand())
	add(more, p.versionCommand(), p.manCommand())
	root.AddCommand(p.checkFileCommand())
	root.SetCompletionCommandGroupID(more)
	root.InitDefaultCompletionCmd()
	for _, command := range root.Commands() {
		if command.Name() == "completion" {
			command.Short = "Let your shell complete commands and sessions"
		}
	}
	root.SetHelpCommand(helpCommand(more))
	return root
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

// Commands that open the screens.

func (p *program) newCommand() *cobra.Command {
	return &cobra.Command{
		Use: "new", Short: "Start with a new use of AI", Args: takesNothing,
		RunE: func(*cobra.Command, []string) error { return p.screens(tui.StartNew, "") },
	}
}

func (p *program) resumeCommand() *cobra.Command {
	return &cobra.Command{
		Use: "resume [SESSION]", Short: "Go on where you stopped",
		Long:              "Goes on where you stopped. Without SESSION, that is the last one you worked on.\n\n" + aboutSession,
		Args:              takes(0, 1, "Name one session, or none for the last one."),
		ValidArgsFunction: p.completeSession,
		RunE: func(_ *cobra.Command, args []string) error {
			return p.screens(tui.StartSession, strings.Join(args, ""))
		},
	}
}

const aboutSession = "SESSION is a piece of the business or of its use of AI, or the\nbeginning of the id that `readycheck list` shows."

// screens opens the full-screen program. Nothing that takes time comes before its first frame.
func (p *program) screens(start tui.Start, session string) error {
	set := assessment.Default
	if p.questions != "" {
		other, err := p.set()
		if err != nil {
			return err
		}
		set = func() *assessment.Set { return other }
	}
	inTerminal := inTerminal()
	plain := p.plain || os.Getenv("ACCESSIBLE") != "" || inTerminal && os.Getenv("TERM") == "dumb"
	if !plain && !inTerminal {
		return wrongUse("The questions need a terminal that can show a full screen. Without one, add --plain to talk in lines of text, or use `readycheck score FILE`.")
	}
	if !plain {
		if err := showsScreens(); err != nil {
			return err
		}
	}
	sessions := p.store()
	defer closeStore(sessions)
	if start == tui.StartSession {
		head, err := find(sessions, session)
		if err != nil {
			return err
		}
		session = head.ID
	}
	log := newLog(sessions)
	defer log.say()
	options := p.options(sessions, log, set)
	options.Start, options.Session = start, session
	if plain {
		return outputError(tui.Plain(os.Stdin, os.Stdout, options))
	}
	err := tui.Run(options)
	if err != nil {
		return sentence("The screens stopped by a fault. What was saved is safe: start again with `readycheck resume`.")
	}
	return nil
}

func inTerminal() bool {
	return term.IsTerminal(int(os.Stdin.Fd())) && term.IsTerminal(int(os.Stdout.Fd()))
}

// options are what all screens need.
func (p *program) options(sessions *store.Store, log *logFile, set func() *assessment.Set) tui.Options {
	folder := filepath.Dir(sessions.Path())
	return tui.Options{
		Store: sessions, Set: set,
		Theme: p.theme, Mouse: p.mouse, Now: p.now, Folder: folder,
		Log: log,
		Export: func(set *assessment.Set, session *assessment.Session, format, path string, clientSafe bool) error {
			r, err := p.report(sessions, set, session)
			if err != nil {
				return err
			}
			r.ClientSafe = clientSafe
			return writeNew(atHome(path), export(r, format), false)
		},
		Typed: p.typed,
	}
}

// logFile keeps raw errors for whoever mends the program. It is made when the first one
// comes, and starts anew when it has grown.
type logFile struct {
	path string

	mu sync.Mutex
	// refused is why nothing could be written, where a person can do something about it.
	refused error
}

func newLog(sessions *store.Store) *logFile {
	return &logFile{path: filepath.Join(filepath.Dir(sessions.Path()), "readycheck.log")}
}

// say says, once the screens have ended, why nothing could be written.
func (l *logFile) say() {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.refused != nil {
		fmt.Fprintln(os.Stderr, assessment.Clean(tui.Sentence(l.refused), 10_000))
	}
}

const maxLog = 1 << 20

// check reports what stands in the place of the log, where that is not one of ours. It
// changes nothing.
func (l *logFile) check() error {
	file, err := store.OpenBeside(l.path, os.O_WRONLY)
	if err == nil {
		err = file.Close()
	}
	if errors.Is(err, store.ErrAstray) {
		return err
	}
	return nil
}

func (l *logFile) Write(data []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if err := os.MkdirAll(filepath.Dir(l.path), 0o700); err != nil {
		return 0, err
	}
	file, err := store.OpenBeside(l.path, os.O_CREATE|os.O_WRONLY|os.O_APPEND)
	if errors.Is(err, store.ErrAstray) {
		l.refused = err
	}
	if err != nil {
		return 0, err
	}
	if info, err := file.Stat(); err == nil && info.Size() > maxLog {
		_ = file.Truncate(0)
	}
	n, err := file.Write(data)
	return n, errors.Join(err, file.Close())
}

// serveCommand holds a workshop: it is the one command that uses a network.
func (p *program) serveCommand() *cobra.Command {
	var listen string
	var port, people, perAddress int
	var inStep, yes bool
	cmd := &cobra.Command{
		Use: "serve [SESSION]", Short: "Hold a workshop: several people answer, each alone",
		Long:              "Holds a workshop on one session. Everybody comes in with the ssh that their computer has, and\nanswers alone. You show the votes to all, talk, and record what was decided.\nWithout --listen only this computer can reach it.\n\n" + aboutSession,
		Args:              takes(0, 1, "Name one session, or none for the last one."),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !inTerminal() || os.Getenv("TERM") == "dumb" {
				return wrongUse("A workshop is led from a terminal that can show a full screen. Start it in one.")
			}
			address, err := workshop.Address(listen)
			if err != nil {
				return wrongUse(tui.Sentence(err))
			}
			if port < 0 || port > 65535 || people < 0 || perAddress < 0 {
				return wrongUse("Ports go from 1 to 65535, and people are counted from 1.")
			}
			if !address.IsLoopback() && !yes {
				_, _ = fmt.Fprintf(cmd.OutOrStdout(), "Everybody in the network of %s can then reach this workshop.\nThey come in with its code.\nOpen it? Type yes: ", address)
				line, _ := bufio.NewReader(os.Stdin).ReadString('\n')
				if strings.ToLower(strings.TrimSpace(line)) != "yes" {
					return sentence("Not opened. Nothing was changed.")
				}
			}
			most := max(workshop.DefaultPeople, people)
			return p.serve(strings.Join(args, ""), net.JoinHostPort(address.String(), strconv.Itoa(port)), workshop.ServerOptions{People: most, PerAddress: cmp.Or(perAddress, most)}, people, inStep)
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&listen, "listen", "", "the address in your local network by which the others reach this computer")
	flags.IntVar(&port, "port", 2222, "the port to listen on")
	flags.BoolVar(&inStep, "in-step", false, "keep everybody at the same question")
	flags.IntVar(&people, "people", 0, fmt.Sprintf("how many you expect: with the last of them the room locks itself (without it, up to %d may come)", workshop.DefaultPeople))
	flags.IntVar(&perAddress, "people-per-address", 0, "how many may be connected from one address (as many as from all)")
	flags.BoolVar(&yes, "yes", false, "do not ask before it is opened to the network")
	return cmd
}

// serve opens the room, lets people in, and shows the facilitator's screens until the end.
func (p *program) serve(which, at string, o workshop.ServerOptions, expected int, inStep bool) (err error) {
	set, err := p.set()
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	head, err := find(sessions, which)
	if err != nil {
		return err
	}
	session, err := sessions.Load(head.ID)
	if err != nil {
		return err
	}
	if !session.Setup.Complete() {
		return sentence(fmt.Sprintf("The first questions about this use are open. Answer them before the workshop: `%s`.", p.typed("resume", head.ID)))
	}
	listener, err := net.Listen("tcp", at)
	if err != nil {
		return sentence(fmt.Sprintf("The workshop cannot be opened at %s: the port is taken, or the address is not this computer's. Choose another one with --port or --listen.", at))
	}
	defer func() { _ = listener.Close() }()
	log := newLog(sessions)
	defer log.say()
	options := p.options(sessions, log, func() *assessment.Set { return set })
	options.Session = head.ID
	// The library for SSH speaks to the standard log, which would be written across the screen.
	slog.SetDefault(slog.New(slog.NewTextHandler(options.Log, &slog.HandlerOptions{Level: slog.LevelError})))
	here, ok := listener.Addr().(*net.TCPAddr)
	if !ok {
		return sentence("The workshop cannot be opened on this kind of address.")
	}
	room, err := workshop.Open(workshop.Options{
		Store: sessions, Set: set, Session: head.ID, Now: p.now, InStep: inStep, People: o.People, Expected: expected, Host: here.IP.String(), Port: here.Port, Local: here.IP.IsLoopback(),
	})
	if err != nil {
		return err
	}
	o.Folder, o.Log = filepath.Dir(sessions.Path()), options.Log
	server, err := workshop.NewServer(room, o)
	if err != nil {
		_, _ = fmt.Fprintln(options.Log, err)
		if said := new(interface{ Sentence() string }); errors.As(err, said) {
			return sentence((*said).Sentence())
		}
		return sentence("The workshop's own key could not be read or written in " + o.Folder + ". See that the folder can be written to.")
	}
	// It would write everybody's screens into a file of this computer.
	_ = os.Unsetenv("TEA_TRACE")
	server.Start(listener)
	shown := tui.RunRoom(options, room)
	if err := server.Stop(); err != nil {
		_, _ = fmt.Fprintln(options.Log, err)
	}
	// Many people's words cannot be asked for again. Closing makes a backup only where it is
	// quick.
	if _, err := sessions.Backup(); err != nil {
		_, _ = fmt.Fprintln(options.Log, err)
	}
	if shown != nil {
		return sentence("The screens stopped by a fault. What was saved is safe: start again with `readycheck serve`.")
	}
	return nil
}

// Commands on sessions.

// store is the file of sessions. It is opened and made only when it is used.
func (p *program) store() *store.Store {
	path := p.data
	if path == "" {
		path = os.Getenv("READYCHECK_DATA")
	}
	if path == "" {
		path = filepath.Join(xdg.DataHome, "readycheck", "sessions.db")
	}
	sessions := store.New(atHome(path), p.now)
	sessions.Flagged = p.data != ""
	return sessions
}

// typed is a command of this program as it is to be typed to work on the same file.
func (p *program) typed(words ...string) string {
	command := []string{"readycheck"}
	if p.data != "" {
		command = append(command, "--data", p.data)
	}
	return shell.Command(append(command, words...)...)
}

// closeStore waits for what is being saved. Only the backup made at the end can fail.
func closeStore(sessions *store.Store) {
	if err := sessions.Close(); err != nil {
		for _, line := range lines(err) {
			fmt.Fprintln(os.Stderr, assessment.Clean(line, 10_000))
		}
	}
}

const noSession = sentence("There is no session yet. `readycheck new` starts one.")

// mostCandidates is how many sessions an ambiguous name lists.
const mostCandidates = 20

// find resolves SESSION to exactly one.
func find(sessions *store.Store, text string) (assessment.Head, error) {
	found, err := sessions.Find(text)
	switch {
	case err != nil:
		return assessment.Head{}, err
	case len(found) == 1:
		return found[0], nil
	case len(found) == 0 && text == "":
		return assessment.Head{}, noSession
	case len(found) == 0:
		return assessment.Head{}, sentence(fmt.Sprintf("No session fits %q. `readycheck list` shows them all.", text))
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%q fits %d sessions. Name one by its id:", text, len(found))
	for i, head := range found {
		if i == mostCandidates {
			fmt.Fprintf(&b, "\n  … and %d more", len(found)-i)
			break
		}
		fmt.Fprintf(&b, "\n  %s  %s: %s", head.ID,
			assessment.CleanLine(head.Business, assessment.MaxName), assessment.CleanLine(head.Use, assessment.MaxUse))
	}
	return assessment.Head{}, wrongUse(b.String())
}

// completeSession offers ids to the shell, with the business to tell them apart.
func (p *program) completeSession(_ *cobra.Command, args []string, _ string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	sessions := p.store()
	defer closeStore(sessions)
	recent, err := sessions.List(0, 100)
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	var out []cobra.Completion
	for _, head := range recent {
		out = append(out, cobra.CompletionWithDesc(head.ID, assessment.CleanLine(head.Business, assessment.MaxName)))
	}
	return out, cobra.ShellCompDirectiveNoFileComp
}

func (p *program) listCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "list", Short: "List all sessions, the one changed last first", Args: takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			if asJSON {
				return listJSON(cmd.OutOrStdout(), sessions)
			}
			return p.list(cmd.OutOrStdout(), sessions)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	return cmd
}

// pageOfHeads keeps the memory of a long list small.
const pageOfHeads = 2000

// heads walks all sessions, the one changed last first.
func heads(sessions *store.Store) report.Heads {
	return func(yield func(assessment.Head, error) bool) {
		for below := uint64(0); ; {
			page, err := sessions.List(below, pageOfHeads)
			if err != nil {
				yield(assessment.Head{}, err)
				return
			}
			for _, head := range page {
				if !yield(head, nil) {
					return
				}
			}
			if len(page) < pageOfHeads {
				return
			}
			below = page[len(page)-1].Sequence
		}
	}
}

func listJSON(out io.Writer, sessions *store.Store) error {
	w := bufio.NewWriter(out)
	between := "["
	for head, err := range heads(sessions) {
		if err != nil {
			return err
		}
		data, err := assessment.Indented(head, "  ")
		if err != nil {
			return err
		}
		_, _ = fmt.Fprintf(w, "%s\n  %s", between, bytes.TrimSpace(data))
		between = ","
	}
	if between == "[" {
		_, _ = w.WriteString("[]\n")
	} else {
		_, _ = w.WriteString("\n]\n")
	}
	return outputError(w.Flush())
}

func (p *program) list(out io.Writer, sessions *store.Store) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	if page, err := sessions.List(0, 1); err != nil || len(page) == 0 {
		if err == nil {
			fmt.Fprintln(os.Stderr, noSession)
		}
		return err
	}
	return report.List(out, set, heads(sessions), terminalWidth(out))
}

// terminalWidth is 80 where there is no terminal.
func terminalWidth(out io.Writer) int {
	if file, ok := out.(*os.File); ok {
		if width, _, err := term.GetSize(int(file.Fd())); err == nil && width > 0 {
			return width
		}
	}
	return 80
}

// textWidth keeps lines short enough to read.
func textWidth(out io.Writer) int { return min(terminalWidth(out), 80) }

func (p *program) showCommand() *cobra.Command {
	var asJSON, example bool
	cmd := &cobra.Command{
		Use: "show SESSION", Short: "Read the result of a session", Long: "Prints the result of a session.\n\n" + aboutSession,
		Example:           "  readycheck show rosa\n  readycheck show --example",
		Args:              oneSessionOr(&example, "Name one session, such as `readycheck show rosa`. `readycheck list` shows them all."),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			r, err := p.loadOr(example, args)
			if err != nil {
				return err
			}
			return p.summary(cmd.OutOrStdout(), r, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	cmd.Flags().BoolVar(&example, "example", false, exampleUsage)
	return cmd
}

const exampleUsage = "take the finished example of a made-up shop instead of a session"

// oneSessionOr asks for one SESSION, or for none with --example.
func oneSessionOr(example *bool, say string) cobra.PositionalArgs {
	return func(cmd *cobra.Command, args []string) error {
		if *example {
			return takes(0, 0, "The example is looked at alone: leave the session out, or --example.")(cmd, args)
		}
		return takes(1, 1, say)(cmd, args)
	}
}

// loadOr makes a report of the session that args name, or of the example.
func (p *program) loadOr(example bool, args []string) (report.Report, error) {
	set, err := p.set()
	if err != nil {
		return report.Report{}, err
	}
	if !example {
		sessions := p.store()
		defer closeStore(sessions)
		session, err := load(sessions, set, args[0])
		if err != nil {
			return report.Report{}, err
		}
		return p.report(sessions, set, session)
	}
	session, err := assessment.Example(set)
	if err != nil {
		return report.Report{}, sentence("This question set has no example. Leave --questions out to see the one that comes with the program.")
	}
	return report.Report{Set: set, Session: session, Summary: assessment.Evaluate(set, session), Now: p.now()}, nil
}

// report is a session with its verdict, and with the earlier session of the same business
// and use if there is one.
func (p *program) report(sessions *store.Store, set *assessment.Set, session *assessment.Session) (report.Report, error) {
	r := report.Report{Set: set, Session: session, Summary: assessment.Evaluate(set, session), Now: p.now()}
	earlier, err := sessions.Earlier(session)
	if err == nil && earlier != "" {
		r.Earlier, err = sessions.Load(earlier)
		if err == nil && set.Fits(r.Earlier) != nil {
			r.Earlier = nil
		}
	}
	return r, err
}

// load reads a session, and says if it was answered with other questions.
func load(sessions *store.Store, set *assessment.Set, text string) (*assessment.Session, error) {
	head, err := find(sessions, text)
	if err != nil {
		return nil, err
	}
	session, err := sessions.Load(head.ID)
	if err != nil {
		return nil, err
	}
	if err := set.Fits(session); err != nil {
		return nil, err
	}
	noteOtherVersion(session, set)
	return session, nil
}

func noteOtherVersion(session *assessment.Session, set *assessment.Set) {
	if session.SetVersion != set.Version {
		fmt.Fprintf(os.Stderr, "Note: this session was answered with the questions %s %s. It is read with %s %s here.\n",
			assessment.CleanLine(session.SetID, assessment.MaxName), assessment.CleanLine(session.SetVersion, assessment.MaxName), set.ID, set.Version)
	}
}

func (p *program) summary(out io.Writer, r report.Report, asJSON bool) error {
	if !asJSON {
		return outputError(report.Text(out, r, textWidth(out)))
	}
	return writeJSON(out, r.Summary)
}

func writeJSON(out io.Writer, value any) error {
	data, err := assessment.Indented(value, "")
	if err != nil {
		return err
	}
	_, err = out.Write(data)
	return outputError(err)
}

var formats = []string{"html", "pdf", "md", "csv", "ics", "json"}

func (p *program) exportCommand() *cobra.Command {
	var format, path string
	var force, clientSafe, example, all, forBallot bool
	var brand report.Brand
	cmd := &cobra.Command{
		Use: "export SESSION", Short: "Write a report to pass on, or the session itself",
		Long: "Writes a report: html (one file, for screen and paper), pdf, or md (Markdown). Or the plan as a\n" +
			"table (csv), its due dates for a calendar (ics), or the session with all its answers (json), which\n" +
			"`readycheck import` reads. Without -o it goes to standard output.\n\n" +
			"With --ballot it writes a file that one person fills in with a text editor, for a room without a\n" +
			"network. `readycheck import --vote` takes it in.\n\n" + aboutSession,
		Example: "  readycheck export rosa --format pdf -o rosa.pdf\n  readycheck export rosa --format html -o rosa.html --client-safe\n" +
			"  readycheck export --all --format csv -o plans.csv\n  readycheck export rosa --ballot -o ballot.yaml",
		Args: func(cmd *cobra.Command, args []string) error {
			if forBallot {
				if err := ballotAlone(cmd); err != nil {
					return err
				}
			}
			switch {
			case all && example:
				return wrongUse("Choose one of --all and --example.")
			case all && format != "csv":
				return wrongUse("All sessions at once go into one table: --all --format csv.")
			case all:
				return takes(0, 0, "All sessions are written: leave the session out, or --all.")(cmd, args)
			}
			return oneSessionOr(&example, "Name one session, such as `readycheck export rosa --format pdf`.")(cmd, args)
		},
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !forBallot && !slices.Contains(formats, format) {
				return wrongUse("Choose a format: --format " + strings.Join(formats[:len(formats)-1], ", ") + " or " + formats[len(formats)-1] + ".")
			}
			write := p.exportAll(clientSafe)
			switch {
			case forBallot:
				var err error
				if write, err = p.exportBallot(args[0]); err != nil {
					return err
				}
			case !all:
				r, err := p.loadOr(example, args)
				if err != nil {
					return err
				}
				r.ClientSafe, r.Brand = clientSafe, brand
				write = export(r, format)
				if format == "json" {
					noteHidden(r.Session)
				}
				if clientSafe {
					warnOfNames(r, path)
				}
			}
			if path != "" && path != "-" {
				path = atHome(path)
				if err := writeNew(path, write, force); err != nil {
					return err
				}
				fmt.Fprintln(os.Stderr, "Written to "+assessment.CleanLine(path, assessment.MaxNote))
				return nil
			}
			if format == "pdf" && terminal(cmd.OutOrStdout()) {
				return wrongUse("A PDF is not for a terminal. Name a file with -o, such as -o report.pdf.")
			}
			out := bufio.NewWriter(cmd.OutOrStdout())
			if err := write(out); err != nil {
				return err
			}
			return outputError(out.Flush())
		},
	}
	flags := cmd.Flags()
	flags.StringVar(&format, "format", "", "the `FORMAT`: "+strings.Join(formats, ", "))
	flags.StringVarP(&path, "output", "o", "", "the `FILE` to write")
	flags.BoolVar(&force, "force", false, "replace the file if it is there already")
	flags.BoolVar(&example, "example", false, exampleUsage)
	flags.BoolVar(&clientSafe, "client-safe", false, "leave out the business, its use of AI, names of people, and notes")
	flags.BoolVar(&all, "all", false, "the plans of all sessions, in one table (csv)")
	flags.BoolVar(&forBallot, "ballot", false, "a file for one person's votes, to fill in with a text editor")
	flags.StringVar(&brand.Name, "brand", "", "the `NAME` of your firm, on top of the report")
	flags.StringVar(&brand.Line, "brand-line", "", "a `TEXT` below it")
	_ = cmd.RegisterFlagCompletionFunc("format", cobra.FixedCompletions(formats, cobra.ShellCompDirectiveNoFileComp))
	return cmd
}

// writer writes a report to where it goes.
type writer func(io.Writer) error

// export writes a report in one of the formats.
func export(r report.Report, format string) writer {
	return func(w io.Writer) error {
		switch format {
		case "html":
			return report.HTML(w, r)
		case "pdf":
			return report.PDF(w, r, systemFonts)
		case "csv":
			return report.CSV(w, r)
		case "ics":
			return report.Calendar(w, r)
		case "md":
			return report.Markdown(w, r)
		}
		if r.ClientSafe {
			// The summary names owners too, so it is worked out without them.
			r.Session = report.WithoutNames(r.Session)
			r.Summary = assessment.Evaluate(r.Set, r.Session)
		}
		data, err := assessment.MarshalExport(r.Session, r.Summary)
		if err == nil {
			_, err = w.Write(data)
		}
		return err
	}
}

// noteHidden says that votes stay behind: whoever gets the session as a file must not see them
// before the room does.
func noteHidden(session *assessment.Session) {
	if session.Team == nil || session.Team.Hidden() == 0 {
		return
	}
	questions := "one question"
	if n := session.Team.Hidden(); n > 1 {
		questions = fmt.Sprintf("%d questions", n)
	}
	fmt.Fprintf(os.Stderr, "Left out: the votes on %s, which nobody has seen yet. `readycheck backup` copies everything.\n", questions)
}

// warnOfNames says which names still stand around a client-safe report: in the file's name, in
// the line on top, or in a question set of one's own.
func warnOfNames(r report.Report, path string) {
	texts := []string{filepath.Base(path), r.Brand.Name, r.Brand.Line}
	if r.Set.ID != assessment.Default().ID {
		var all strings.Builder
		if err := report.Markdown(&all, r); err == nil {
			texts = append(texts, all.String())
		}
	}
	if names := report.NamesIn(r.Session, strings.Join(texts, "\n")); len(names) > 0 {
		fmt.Fprintf(os.Stderr, "Look again before you pass it on. Its name or a text in it still says: %s.\n", strings.Join(names, ", "))
	}
}

// exportAll writes the plans of all sessions into one table.
func (p *program) exportAll(clientSafe bool) writer {
	return func(w io.Writer) error {
		set, err := p.set()
		if err != nil {
			return err
		}
		sessions := p.store()
		defer closeStore(sessions)
		table := report.NewPlanTable(w)
		progress := p.progress("sessions written")
		defer progress.end()
		for head, err := range heads(sessions) {
			if err != nil {
				return err
			}
			session, err := sessions.Load(head.ID)
			if errors.Is(err, assessment.ErrNotFound) {
				continue // deleted in another window a moment ago
			}
			if err != nil {
				return err
			}
			if err := set.Fits(session); err != nil {
				fmt.Fprintf(os.Stderr, "Left out: %s. %s\n", assessment.CleanLine(session.Business, assessment.MaxName), tui.Sentence(err))
				continue
			}
			table.Add(report.Report{Set: set, Session: session, Summary: assessment.Evaluate(set, session), ClientSafe: clientSafe, Now: p.now()})
			progress.step()
		}
		return table.Flush()
	}
}

// progress says on a terminal how far long work is, from half a second on.
type progress struct {
	now   func() time.Time
	start time.Time
	said  time.Time
	what  string
	done  int
	out   *os.File
}

const (
	progressAfter = 500 * time.Millisecond
	progressEvery = 100 * time.Millisecond
)

func (p *program) progress(what string) *progress {
	if !terminal(os.Stderr) {
		return &progress{}
	}
	return &progress{now: p.now, start: p.now(), what: what, out: os.Stderr}
}

func (p *progress) step() {
	p.done++
	if p.out == nil {
		return
	}
	if now := p.now(); now.Sub(p.start) >= progressAfter && now.Sub(p.said) >= progressEvery {
		p.said = now
		_, _ = fmt.Fprintf(p.out, "\r%d %s", p.done, p.what)
	}
}

func (p *progress) end() {
	if p.out != nil && !p.said.IsZero() {
		_, _ = fmt.Fprintf(p.out, "\r%d %s\n", p.done, p.what)
	}
}

func terminal(out io.Writer) bool {
	file, ok := out.(*os.File)
	return ok && term.IsTerminal(int(file.Fd()))
}

// Limits on the search for fonts: few letters need one, and a report can do without.
const (
	mostFonts    = 3
	longestFont  = 40 << 20
	fontPatience = 3 * time.Second
)

// systemFonts looks for TrueType fonts of this computer that have letters which the fonts
// in the program lack.
func systemFonts(letters []rune) [][]byte {
	var found [][]byte
	start := time.Now()
	for _, folder := range xdg.FontDirs {
		_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case len(letters) == 0 || len(found) == mostFonts || time.Since(start) > fontPatience:
				return fs.SkipAll
			case err != nil || entry.IsDir() || !strings.EqualFold(filepath.Ext(path), ".ttf"):
				return nil //nolint:nilerr // a folder that cannot be read has no fonts for us
			}
			if info, err := entry.Info(); err != nil || info.Size() > longestFont {
				return nil //nolint:nilerr // the same for a file
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return nil //nolint:nilerr // the same for a file
			}
			if left := report.Lacking(data, letters); len(left) < len(letters) {
				letters, found = left, append(found, data)
			}
			return nil
		})
	}
	return found
}

// writeNew writes a private file so that it is there as a whole or not at all. It never
// writes through a link, and over another file only by force.
func writeNew(path string, write writer, force bool) error {
	err := newfile.Write(path, force, func(file *os.File) error {
		out := bufio.NewWriter(file)
		if err := write(out); err != nil {
			return err
		}
		return out.Flush()
	})
	var said interface{ Sentence() string }
	switch {
	case err == nil || errors.As(err, &said):
		return err
	default:
		return fileError(err, path, "written")
	}
}

func alreadyThere(path string) error {
	return sentence(fmt.Sprintf("%s is there already, so nothing was written. Choose another name. On the command line, --force replaces it.", path))
}

// fileError says what went wrong with a file, and what to do next.
func fileError(err error, path, verb string) error {
	switch {
	case errors.Is(err, fs.ErrExist):
		return alreadyThere(path)
	case errors.Is(err, newfile.ErrLink):
		return sentence(fmt.Sprintf("%s is a link to another place, so nothing was written. Name the file itself.", path))
	case errors.Is(err, newfile.ErrNotFile):
		return sentence(fmt.Sprintf("%s is not a file, so nothing was written. Name a file in it, or another place.", path))
	case errors.Is(err, fs.ErrNotExist) && verb == "written":
		return sentence(fmt.Sprintf("There is no folder %s, so nothing was written. Make it first, or choose another.", filepath.Dir(path)))
	case errors.Is(err, fs.ErrNotExist):
		return sentence(fmt.Sprintf("There is no file %s. Check the name.", path))
	case disk.Kind(err) == disk.ErrInUse:
		return sentence(fmt.Sprintf("%s is open in another program, such as Excel, a virus scanner or OneDrive. Nothing was changed: close it there and try again.", path))
	case disk.Kind(err) == disk.ErrProtected:
		return sentence(fmt.Sprintf("%s could not be %s: the disk is write protected. Choose another place.", path, verb))
	case disk.Kind(err) == disk.ErrNoDrive:
		return sentence(fmt.Sprintf("The drive of %s is not there. Put it in, or choose another place.", path))
	case errors.Is(err, fs.ErrPermission):
		return sentence(fmt.Sprintf("%s could not be %s: the system does not allow it. Check who owns it, or choose another place.", path, verb))
	case disk.Kind(err) == disk.ErrFull:
		return sentence(fmt.Sprintf("%s could not be %s: the disk is full. Make some space and try again.", path, verb))
	case errors.Is(err, syscall.EISDIR):
		return sentence(fmt.Sprintf("%s is a folder. Name a file in it.", path))
	}
	return sentence(fmt.Sprintf("%s could not be %s. Check the name and try again.", path, verb))
}

// outputError says that standard output could not take the result.
func outputError(err error) error {
	if err == nil {
		return nil
	}
	return sentence("The result could not be written to standard output. Check where it goes, and if the disk is full.")
}

func (p *program) compareCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "compare A B", Short: "Say what changed from one session to another",
		Long: "Says what got better or worse from session A to session B, what is newly unknown, and which\n" +
			"steps are done. A change of wording is told apart from a change of fact.\n\n" + aboutSession,
		Args: takes(2, 2, "Name two sessions. `readycheck list` shows them all, with their ids."),
		ValidArgsFunction: func(cmd *cobra.Command, args []string, text string) ([]cobra.Completion, cobra.ShellCompDirective) {
			if len(args) == 2 {
				return nil, cobra.ShellCompDirectiveNoFileComp
			}
			return p.completeSession(cmd, nil, text)
		},
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := p.set()
			if err != nil {
				return err
			}
			sessions := p.store()
			defer closeStore(sessions)
			var both [2]*assessment.Session
			for i, name := range args {
				head, err := find(sessions, name)
				if err != nil {
					return err
				}
				if both[i], err = sessions.Load(head.ID); err != nil {
					return err
				}
			}
			// Two sets are told apart in what is said; one of them at least is open here.
			if first, second := set.Fits(both[0]), set.Fits(both[1]); first != nil && second != nil {
				return first
			}
			changes := assessment.Compare(set, both[0], both[1])
			out := cmd.OutOrStdout()
			if asJSON {
				return writeJSON(out, changes)
			}
			return outputError(report.CompareText(out, set, &changes, textWidth(out)))
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	return cmd
}

func (p *program) importCommand() *cobra.Command {
	var preview, vote bool
	var session string
	cmd := &cobra.Command{
		Use: "import FILE...", Short: "Take in a session, or people's votes, from a file",
		Long: "Takes in a session that `readycheck export --format json` wrote, or an answers file. It becomes\na new session, with its workshop if it had one. If anything in the file is wrong, nothing\nis changed.\n\n" +
			"With --vote it takes in ballots that people filled in, as many files as there are. A name whose\n" +
			"ballot was taken in before gets its votes replaced.",
		Example: "  readycheck import rosa.json --preview\n  readycheck import rosa.json\n  readycheck import --vote dana.yaml dev.yaml",
		Args:    func(cmd *cobra.Command, args []string) error { return voteArgs(cmd, args, vote) },
		RunE: func(cmd *cobra.Command, args []string) error {
			if vote {
				return p.importVotes(cmd, named(args), session, preview)
			}
			files := named(args)
			if len(files) != 1 {
				return wrongUse(fmt.Sprintf("%s fits %d files. Name one file (or - for standard input).", args[0], len(files)))
			}
			set, session, err := p.read(files[0])
			if err != nil {
				return err
			}
			if preview {
				return p.print(cmd, previewed(set, session))
			}
			sessions := p.store()
			defer closeStore(sessions)
			summary := assessment.Evaluate(set, session)
			if err := sessions.Create(session, summary.Standing()); err != nil {
				return err
			}
			return p.print(cmd, session.ID+"  "+assessment.CleanLine(session.Business, assessment.MaxName))
		},
	}
	cmd.Flags().BoolVar(&preview, "preview", false, "say what would be taken in, and change nothing")
	cmd.Flags().BoolVar(&vote, "vote", false, "take in ballots that people filled in (export --ballot writes them)")
	cmd.Flags().StringVar(&session, "session", "", "the `SESSION` that the ballots are for, if not the one they name")
	return cmd
}

// previewed says what a file would bring.
func previewed(set *assessment.Set, session *assessment.Session) string {
	standing := assessment.Evaluate(set, session).Progress
	kept := 0
	for id := range session.Answers {
		if _, known := set.Question(id); !known {
			kept++
		}
	}
	var b strings.Builder
	fmt.Fprintf(&b, "Business: %s\nUse of AI: %s\n", session.Business, session.Use)
	fmt.Fprintf(&b, "Questions: %s %s\n", session.SetID, session.SetVersion)
	fmt.Fprintf(&b, "Answers: %d in the file. %d of the %d questions that apply are answered.\n", len(session.Answers), standing.Answered, standing.Total)
	if kept > 0 {
		fmt.Fprintf(&b, "Kept aside: %d that answer questions which are not in this set.\n", kept)
	}
	if team := session.Team; team != nil {
		fmt.Fprintf(&b, "Workshop: seats %d, questions shown to the room %d, decisions %d.\n", len(team.Seats), len(team.Revealed), len(team.Decisions))
	}
	b.WriteString("Nothing was changed. Without --preview it becomes a new session.")
	return b.String()
}

// Ballots are for a room without a network: `export --ballot` writes a file for each
// person, and `import --vote` takes the filled-in files in.

// exportBallot writes a ballot for the session that text names.
func (p *program) exportBallot(text string) (writer, error) {
	set, err := p.set()
	if err != nil {
		return nil, err
	}
	sessions := p.store()
	defer closeStore(sessions)
	session, err := load(sessions, set, text)
	if err != nil {
		return nil, err
	}
	return func(w io.Writer) error { return report.Ballot(w, set, session) }, nil
}

// ballotFlags are the flags of export that a ballot has no use for.
var ballotFlags = []string{"format", "client-safe", "example", "all", "brand", "brand-line"}

// ballotAlone refuses a ballot together with a flag that shapes a report.
func ballotAlone(cmd *cobra.Command) error {
	for _, name := range ballotFlags {
		if cmd.Flags().Changed(name) {
			return wrongUse(fmt.Sprintf("A ballot has one form: leave out --%s, or --ballot.", name))
		}
	}
	return nil
}

// importVotes takes in ballots. Nothing is written before all of them are read and
// checked.
func (p *program) importVotes(cmd *cobra.Command, paths []string, named string, preview bool) error {
	set, err := p.set()
	if err != nil {
		return err
	}
	ballots, err := readBallots(set, paths)
	if err != nil {
		return err
	}
	sessions := p.store()
	defer closeStore(sessions)
	intakes, err := workshop.Plan(set, spokenAll(paths), ballots, func(file, id string) (*assessment.Session, error) {
		return ballotSession(sessions, set, file, id, named)
	})
	if err != nil {
		return err
	}
	for i := range intakes {
		if !preview {
			if err := intakes[i].Save(sessions); err != nil {
				return err
			}
		}
		if err := p.print(cmd, intakes[i].Words(preview)); err != nil {
			return err
		}
	}
	if preview {
		return p.print(cmd, "Nothing was changed. Without --preview the votes are kept.")
	}
	var ids []string
	for i := range intakes {
		if id := intakes[i].Session(); !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	for _, id := range ids {
		if err := p.print(cmd, fmt.Sprintf("`%s` shows the votes to the room when you are ready.", p.typed("serve", id))); err != nil {
			return err
		}
	}
	return nil
}

// readBallots reads all files, so that one call names the faults of all of them.
func readBallots(set *assessment.Set, paths []string) ([]*assessment.Ballot, error) {
	var ballots []*assessment.Ballot
	var all assessment.Faults
	for _, path := range paths {
		data, err := readFile(path)
		if err != nil {
			return nil, err
		}
		ballot, err := assessment.ReadBallot(set, spoken(path), data)
		var faults assessment.Faults
		if err != nil && !errors.As(err, &faults) {
			return nil, err
		}
		all = append(all, faults...)
		ballots = append(ballots, ballot)
	}
	if len(all) > 0 {
		return nil, all
	}
	return ballots, nil
}

// ballotSession loads the session that a ballot is for: the one named with --session, or
// the one that the ballot names.
func ballotSession(sessions *store.Store, set *assessment.Set, file, id, named string) (*assessment.Session, error) {
	if named != "" {
		return load(sessions, set, named)
	}
	session, err := sessions.Load(id)
	if errors.Is(err, assessment.ErrNotFound) {
		err = sentence(fmt.Sprintf("%s is a ballot for the session %s, which is not here. Nothing was changed. Say with --session which one it is for, or with --data where that session is kept.", file, id))
	}
	if err == nil {
		err = set.Fits(session)
	}
	if err != nil {
		return nil, err
	}
	noteOtherVersion(session, set)
	return session, nil
}

func spokenAll(paths []string) []string {
	var all []string
	for _, path := range paths {
		all = append(all, spoken(path))
	}
	return all
}

// spoken is how a message names a file.
func spoken(path string) string {
	if path == "-" {
		return "standard input"
	}
	return path
}

// voteArgs checks what follows `import`, with --vote and without.
func voteArgs(cmd *cobra.Command, args []string, vote bool) error {
	switch {
	case vote && len(args) == 0:
		return wrongUse("Name one ballot or more, such as `readycheck import --vote dana.yaml dev.yaml`.")
	case vote:
		return nil
	case cmd.Flags().Changed("session"):
		return wrongUse("--session says what ballots are for: add --vote, or leave it out.")
	}
	return takes(1, 1, "Name one file (or - for standard input).")(cmd, args)
}

// Commands for the file that keeps everything.

func (p *program) backupCommand() *cobra.Command {
	var force bool
	cmd := &cobra.Command{
		Use: "backup [FILE]", Short: "Make a copy of all sessions, and check it",
		Long: "Copies all sessions into FILE, or without FILE into the folder of backups beside your\n" +
			"data file, and checks the copy. A backup is also made each time you leave the program\n" +
			"after a change. The newest five are kept, and one a day for the last seven days.\n\n" +
			"A backup holds the weak points of a business, as the data file does: keep it private.",
		Example: "  readycheck backup\n  readycheck backup /media/stick/readycheck.db",
		Args:    takes(0, 1, "Name one file, or none for the folder of backups."),
		RunE: func(cmd *cobra.Command, args []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			if len(args) == 0 {
				path, err := sessions.Backup()
				if err != nil {
					return err
				}
				return p.print(cmd, path)
			}
			err := newfile.Write(args[0], force, sessions.CopyTo)
			var said interface{ Sentence() string }
			if err != nil && !errors.As(err, &said) {
				err = fileError(err, args[0], "written")
			}
			if err != nil {
				return err
			}
			return p.print(cmd, args[0])
		},
	}
	cmd.Flags().BoolVar(&force, "force", false, "replace the file if it is there already")
	return cmd
}

func (p *program) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use: "restore FILE", Short: "Go back to a copy of all sessions",
		Long: "Puts a copy of FILE, which `readycheck backup` made, in the place of your data file. What\n" +
			"was there is set aside under another name and never deleted. A copy that does not pass\nits checks is refused, and nothing is changed.",
		Args: takes(1, 1, "Name the backup to go back to. They lie in the folder backups beside your data file."),
		RunE: func(cmd *cobra.Command, args []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			aside, err := sessions.Restore(args[0])
			if err != nil {
				return err
			}
			if aside != "" {
				fmt.Fprintln(os.Stderr, "What was there before is set aside as "+aside)
			}
			return p.print(cmd, "Restored from "+args[0])
		},
	}
}

func (p *program) doctorCommand() *cobra.Command {
	var compact, repair bool
	cmd := &cobra.Command{
		Use: "doctor", Short: "Check the file that keeps your answers, and mend it",
		Long: "Checks your data file and its backups, says in sentences what it found, and changes\n" +
			"nothing. The exit code is 1 if there is something to do.",
		Example: "  readycheck doctor\n  readycheck doctor --compact    after you deleted a session, to leave no trace of it",
		Args:    takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error {
			sessions := p.store()
			defer closeStore(sessions)
			var found []store.Finding
			var err error
			switch {
			case compact && repair:
				return wrongUse("Choose one of --compact and --repair.")
			case compact:
				found, err = sessions.Compact()
			case repair:
				found, err = sessions.Repair(p.standing)
			default:
				found, err = sessions.Doctor(checkInChild)
				if stray := newLog(sessions).check(); err == nil && stray != nil {
					found = append(found, store.Finding{Wrong: true, Text: tui.Sentence(stray)})
				}
			}
			wrong := false
			for _, finding := range found {
				wrong = wrong || finding.Wrong
				if err := p.print(cmd, assessment.CleanLine(finding.Text, 10_000)); err != nil {
					return err
				}
			}
			if err == nil && wrong && !compact && !repair {
				err = sentence("There is something to do: read what stands above.")
			}
			return err
		},
	}
	cmd.Flags().BoolVar(&compact, "compact", false, "write the file anew without what was deleted, and let go of all older backups")
	cmd.Flags().BoolVar(&repair, "repair", false, "put a new file together from all that can be read, and say what is lost")
	return cmd
}

// standing is what a list shows of a session that was put together anew.
func (p *program) standing(session *assessment.Session) assessment.Standing {
	set, err := p.set()
	if err != nil {
		set = assessment.Default()
	}
	summary := assessment.Evaluate(set, session)
	return summary.Standing()
}

// checkPatience is far more than a check of any file takes that is not damaged.
const checkPatience = 2 * time.Minute

// checkInChild runs bbolt's own check where a crash of it does no harm.
func checkInChild(path string) error {
	self, err := os.Executable()
	if err != nil {
		return errors.New("it could not be started")
	}
	ctx, cancel := context.WithTimeout(context.Background(), checkPatience)
	defer cancel()
	child := exec.CommandContext(ctx, self, checkFileName, "--", path)
	said, err := child.Output()
	switch {
	case err == nil:
		return nil
	case ctx.Err() != nil:
		return errors.New("it did not come to an end")
	case len(said) > 0:
		return errors.New(strings.TrimSpace(string(said)))
	}
	return errors.New("it crashed, which only a damaged file makes it do")
}

const checkFileName = "check-file"

// checkFileCommand is what checkInChild starts.
func (p *program) checkFileCommand() *cobra.Command {
	return &cobra.Command{
		Use: checkFileName + " FILE", Hidden: true, Args: takes(1, 1, "Name one file."),
		RunE: func(cmd *cobra.Command, args []string) error {
			// A circle in the file is followed until the stack ends: let it end early.
			debug.SetMaxStack(64 << 20)
			err := store.CheckFile(args[0])
			if err != nil {
				_ = p.print(cmd, assessment.CleanLine(err.Error(), 300))
				return sentence("")
			}
			return nil
		},
	}
}

// Commands that touch no session.

func (p *program) scoreCommand() *cobra.Command {
	var asJSON bool
	cmd := &cobra.Command{
		Use: "score FILE", Short: "Read the result of an answers file, and keep nothing",
		Long:    "Prints the result of an answers file (YAML or JSON) and keeps nothing of it.",
		Example: "  readycheck score answers.yaml\n  readycheck score - --json < answers.yaml",
		Args:    takes(1, 1, "Name one file (or - for standard input)."),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, session, err := p.read(args[0])
			if err != nil {
				return err
			}
			r := report.Report{Set: set, Session: session, Summary: assessment.Evaluate(set, session), Now: p.now()}
			return p.summary(cmd.OutOrStdout(), r, asJSON)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	return cmd
}

// read reads an answers file or an export, with the questions it answers.
func (p *program) read(path string) (*assessment.Set, *assessment.Session, error) {
	set, err := p.set()
	if err != nil {
		return nil, nil, err
	}
	data, err := readFile(path)
	if err != nil {
		return nil, nil, err
	}
	if path == "-" {
		path = "standard input"
	}
	session, err := assessment.ReadSession(set, path, data)
	if err == nil {
		err = set.Fits(session)
	}
	return set, session, err
}

// maxFile is the most that is read of a file; package assessment refuses longer ones.
const maxFile = 1 << 20

func readFile(path string) ([]byte, error) {
	file := os.Stdin
	if path != "-" {
		path = atHome(path)
		var err error
		if file, err = disk.Open(path); err != nil {
			return nil, fileError(err, path, "read")
		}
		defer func() { _ = file.Close() }()
	}
	data, err := io.ReadAll(io.LimitReader(file, maxFile+1))
	if err != nil {
		return nil, fileError(err, path, "read")
	}
	return data, nil
}

// set is the question set in use.
func (p *program) set() (*assessment.Set, error) {
	if p.questions == "" {
		return assessment.Default(), nil
	}
	return loadSet(p.questions)
}

// loadSet reads a question set from a file or a folder.
func loadSet(path string) (*assessment.Set, error) {
	path = atHome(path)
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		set, err := assessment.LoadFS(os.DirFS(path))
		var faults assessment.Faults
		if err != nil && !errors.As(err, &faults) {
			return nil, fileError(err, path, "read")
		}
		for i := range faults {
			faults[i].File = filepath.Join(path, faults[i].File)
		}
		return set, err
	}
	data, err := readFile(path)
	if err != nil {
		return nil, err
	}
	return assessment.Load(path, data)
}

func (p *program) questionsCommand() *cobra.Command {
	var asJSON, onPaper bool
	cmd := &cobra.Command{
		Use: "questions", Short: "List the questions, print them, or check your own",
		Args: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return nil
			}
			return unknownCommand(cmd, args[0])
		},
		RunE: func(cmd *cobra.Command, _ []string) error {
			set, err := p.set()
			if err != nil {
				return err
			}
			out := cmd.OutOrStdout()
			switch {
			case asJSON && onPaper:
				return wrongUse("Choose one of --json and --md.")
			case onPaper:
				return outputError(report.Worksheet(out, set))
			case !asJSON:
				return outputError(report.Questions(out, set, textWidth(out)))
			}
			data, err := assessment.QuestionsJSON(set)
			if err != nil {
				return err
			}
			_, err = out.Write(data)
			return outputError(err)
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON, for other programs")
	cmd.Flags().BoolVar(&onPaper, "md", false, "as a worksheet to print and fill in by hand (Markdown)")
	cmd.AddCommand(&cobra.Command{
		Use: "check FILE", Short: "Check a question set of your own",
		Long: "Checks a question set: a YAML file, or a folder of them. Every fault is named with its line,\nits column and what was expected there.",
		Args: takes(1, 1, "Name one file or folder."),
		RunE: func(cmd *cobra.Command, args []string) error {
			set, err := loadSet(args[0])
			if err != nil {
				return err
			}
			return p.print(cmd, fmt.Sprintf("%s is a question set: %d questions, version %s.", assessment.CleanLine(args[0], assessment.MaxNote), len(set.Questions), set.Version))
		},
	})
	return cmd
}

func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use: "version", Short: "Say which version this is", Args: takesNothing,
		RunE: func(cmd *cobra.Command, _ []string) error { return p.print(cmd, p.versionLine()) },
	}
}

func (p *program) versionLine() string {
	if info, ok := debug.ReadBuildInfo(); ok && p.version == "dev" && info.Main.Version != "" && info.Main.Version != "(devel)" {
		return "readycheck " + info.Main.Version
	}
	return "readycheck " + p.version
}

func helpCommand(group string) *cobra.Command {
	return &cobra.Command{
		Use: "help [COMMAND]", Short: "Explain a command", GroupID: group,
		RunE: func(cmd *cobra.Command, args []string) error {
			about, rest, err := cmd.Root().Find(args)
			if err != nil || about == nil || len(rest) > 0 {
				return unknownCommand(cmd.Root(), strings.Join(args, " "))
			}
			return about.Help()
		},
	}
}

func (p *program) manCommand() *cobra.Command {
	return &cobra.Command{
		Use: "man", Short: "Print the manual page", Args: takesNothing,
		Long:    "Prints the manual page in the form that man(1) reads.",
		Example: "  readycheck man > readycheck.1",
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := io.WriteString(cmd.OutOrStdout(), manual(cmd.Root()))
			return outputError(err)
		},
	}
}

// manual writes the manual page from the commands themselves. The macros are few enough
// to do without a library, which would slow down every start.
func manual(root *cobra.Command) string {
	var b strings.Builder
	text := func(text string) {
		for _, line := range strings.Split(text, "\n") {
			line = strings.NewReplacer(`\`, `\e`, `-`, `\-`).Replace(strings.TrimSpace(line))
			if strings.HasPrefix(line, ".") || strings.HasPrefix(line, "'") {
				line = `\&` + line
			}
			if line == "" {
				line = ".PP"
			}
			b.WriteString(line + "\n")
		}
	}
	item := func(name, about string) {
		b.WriteString(".TP\n.B ")
		text(name)
		text(about)
	}
	flags := func(set *pflag.FlagSet) {
		set.VisitAll(func(flag *pflag.Flag) {
			if flag.Name == "help" {
				return
			}
			value, about := pflag.UnquoteUsage(flag)
			name := strings.TrimSpace("--" + flag.Name + " " + value)
			if flag.Shorthand != "" {
				name = "-" + flag.Shorthand + ", " + name
			}
			item(name, about)
		})
	}
	b.WriteString(".TH READYCHECK 1\n.SH NAME\n")
	text("readycheck - " + root.Short)
	b.WriteString(".SH SYNOPSIS\n.B readycheck\n[COMMAND] [FLAGS]\n.SH DESCRIPTION\n")
	text(root.Long)
	text("")
	text(aboutSession)
	b.WriteString(".SH COMMANDS\n")
	var command func(*cobra.Command)
	command = func(cmd *cobra.Command) {
		about := cmd.Short + "."
		if cmd.Long != "" && cmd.Name() != "completion" {
			about = strings.ReplaceAll(strings.TrimSuffix(cmd.Long, "\n\n"+aboutSession), "\n\n", "\n")
		}
		item(strings.TrimPrefix(cmd.CommandPath(), "readycheck ")+strings.TrimPrefix(cmd.Use, cmd.Name()), about)
		if cmd.LocalNonPersistentFlags().HasFlags() {
			b.WriteString(".RS\n")
			flags(cmd.LocalNonPersistentFlags())
			b.WriteString(".RE\n")
		}
		if cmd.Name() == "completion" {
			return // one for each shell
		}
		for _, child := range cmd.Commands() {
			command(child)
		}
	}
	for _, child := range root.Commands() {
		if child.Name() != "help" && !child.Hidden {
			command(child)
		}
	}
	b.WriteString(".SH FLAGS FOR ALL COMMANDS\n")
	flags(root.PersistentFlags())
	b.WriteString(".SH EXIT STATUS\n")
	item("0", "Done.")
	item("1", "It did not work. Standard error says why.")
	item("2", "The call was wrong. Standard error says how it should be.")
	b.WriteString(".SH FILES\n")
	item("$XDG_DATA_HOME/readycheck/sessions.db", "Your answers, unless --data or READYCHECK_DATA name another file. The default of $XDG_DATA_HOME is ~/.local/share.")
	return b.String()
}

// print writes a line to standard output.
func (p *program) print(cmd *cobra.Command, line string) error {
	_, err := fmt.Fprintln(cmd.OutOrStdout(), line)
	return outputError(err)
}
