package cli

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/spf13/cobra"

	"readycheck/assessment"
)

// mostOffered is how many sessions a shell is offered: more, and nobody reads them.
const mostOffered = 100

// completeSession offers sessions to the shell, for a command that takes one.
func (p *program) completeSession(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) > 0 {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	return p.completeSessions(cmd, nil, typed)
}

// completeSessions offers sessions by name, each so that what is completed means it alone.
func (p *program) completeSessions(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	const directive = cobra.ShellCompDirectiveNoFileComp | cobra.ShellCompDirectiveKeepOrder
	sessions := p.store()
	defer closeStore(sessions)
	all, err := sessions.List(0, 0)
	if err != nil {
		return nil, directive
	}
	var named []string
	for _, arg := range args {
		if found, err := meant(all, arg); err == nil && len(found) == 1 {
			named = append(named, found[0].ID)
		}
	}
	return offers(all, typed, named), directive
}

// offers are what can be completed to, the session changed last first. Each begins with what
// is typed already, in its very letters, since most shells compare these.
// Those that are named already are left out.
func offers(all []assessment.Head, typed string, named []string) []cobra.Completion {
	newest, err := assessment.NewestOfEachUse(headsIn(all))
	if err != nil {
		return nil
	}
	names := namesOf(newest)
	var out []cobra.Completion
	for _, head := range newest {
		if slices.Contains(named, head.ID) {
			continue
		}
		if name := names.offer(all, head, typed); name != "" {
			out = append(out, cobra.CompletionWithDesc(name, titled(head)))
		}
		if len(out) == mostOffered {
			break
		}
	}
	return out
}

// sessionNames counts of how many sessions each is the whole name, as one word.
type sessionNames map[string]int

func namesOf(heads []assessment.Head) sessionNames {
	names := sessionNames{}
	for _, head := range heads {
		own := map[string]bool{}
		for _, name := range wholeNames(head) {
			own[name] = true
		}
		for name := range own {
			names[name]++
		}
	}
	return names
}

// wholeNames are what a session can be called by as a whole, the one to offer first first. They
// are words that need no quotes: what several names begin with alike is put into the command
// line by shells, and a quote in it would be left open.
func wholeNames(head assessment.Head) [3]string {
	business, use := assessment.OneWord(head.Business), assessment.OneWord(head.Use)
	return [...]string{business, strings.Trim(business+"-"+use, "-"), use}
}

// offer is a name of a session that begins with what was typed and means no other one, or
// empty where there is none.
func (n sessionNames) offer(all []assessment.Head, head assessment.Head, typed string) string {
	whole := wholeNames(head)
	for _, name := range whole {
		if n[name] != 1 {
			continue
		}
		if offered, ok := begunWith(name, typed); ok {
			return offered
		}
	}
	if typed == "" {
		return ""
	}
	// What was typed may be a later word of a name.
	for _, name := range whole {
		for _, rest, more := strings.Cut(name, "-"); more; _, rest, more = strings.Cut(rest, "-") {
			offered, ok := begunWith(rest, typed)
			if !ok {
				continue
			}
			if found, err := meant(all, offered); err == nil && len(found) == 1 && found[0].ID == head.ID {
				return offered
			}
		}
	}
	return ""
}

// begunWith is a name, written as one word, with its beginning as it was typed.
func begunWith(name, typed string) (string, bool) {
	begun := assessment.OneWord(typed)
	if last, _ := utf8.DecodeLastRuneInString(typed); begun != "" && !unicode.IsLetter(last) && !unicode.IsDigit(last) {
		begun += "-"
	}
	rest, ok := strings.CutPrefix(name, begun)
	return typed + rest, ok && name != ""
}

// completeFlag offers sessions for a flag, whatever stands beside it.
func (p *program) completeFlag(cmd *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	return p.completeSessions(cmd, nil, typed)
}
