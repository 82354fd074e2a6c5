package cli

import (
	"bufio"
	"cmp"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"readycheck/assessment"
	"readycheck/tui/screens"
	"readycheck/tui/workshop"
	"readycheck/tui/workshop/sshd"
)

// serveCommand holds a workshop: it is the one command that uses a network.
func (p *program) serveCommand() *cobra.Command {
	var listen string
	var port, people, perAddress int
	var inStep, yes bool
	cmd := &cobra.Command{
		Use: "serve [SESSION]", Short: "Hold a workshop: several people answer, each alone",
		Long:              "Holds a workshop on one session. Everybody comes in with the ssh that their computer has, and\nanswers alone. You show the votes to all, talk, and record what was decided.\nWithout --listen only this computer can reach it.\n\n" + aboutSession,
		Example:           "  readycheck serve rosa --listen 192.168.1.20\n  readycheck serve rosa --listen 192.168.1.20 --people 6 --in-step",
		Args:              takes(0, mostWords, "Name one session, or none for the last one."),
		ValidArgsFunction: p.completeSession,
		RunE: func(cmd *cobra.Command, args []string) error {
			if !inTerminal() || os.Getenv("TERM") == "dumb" {
				return wrongUse("A workshop is led from a terminal that can show a full screen. Start it in one.")
			}
			address, err := workshop.Address(listen, ownAddresses()...)
			if err != nil {
				return wrongUse(assessment.Sentence(err))
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
			return p.serve(sessionNamed(args), net.JoinHostPort(address.String(), strconv.Itoa(port)), sshd.ServerOptions{People: most, PerAddress: cmp.Or(perAddress, most)}, people, inStep)
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

// ownAddresses are those that this computer has in local networks.
func ownAddresses() []netip.Addr {
	all, err := net.InterfaceAddrs()
	if err != nil {
		return nil
	}
	var own []netip.Addr
	for _, a := range all {
		if prefix, err := netip.ParsePrefix(a.String()); err == nil && prefix.Addr().IsPrivate() {
			own = append(own, prefix.Addr())
		}
	}
	return own
}

// serve opens the room, lets people in, and shows the facilitator's screens until the end.
func (p *program) serve(which, at string, o sshd.ServerOptions, expected int, inStep bool) (err error) {
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
	server, err := sshd.NewServer(room, o)
	if err != nil {
		_, _ = fmt.Fprintln(options.Log, err)
		if said, ok := assessment.OwnSentence(err); ok {
			return sentence(said)
		}
		return sentence("The workshop's own key could not be read or written in " + o.Folder + ". See that the folder can be written to.")
	}
	// It would write everybody's screens into a file of this computer.
	_ = os.Unsetenv("TEA_TRACE")
	server.Start(listener)
	shown := screens.RunRoom(options, room)
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
