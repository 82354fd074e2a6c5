package cli

import (
	"bytes"
	"fmt"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
)

// heads25 are 25 clients, of which the last was checked twice.
func heads25() []assessment.Head {
	var all []assessment.Head
	for i := range 25 {
		all = append(all, assessment.Head{ID: fmt.Sprintf("0199%04d", i), Business: fmt.Sprintf("Client %02d", i), Use: "Answer emails", Changed: time.Date(2026, 11, 22, 12, 0, 0, 0, time.UTC)})
	}
	again := all[24]
	again.ID = "01990999"
	return append(all, again)
}

func TestOneOfSomeSessionsIsChosen(t *testing.T) {
	for typed, want := range map[string]string{
		"2\n": "Client 01", "client 24\n": "Client 24", "24": "Client 24", "0\nhairdresser\n 3 \n": "Client 02", "client 1\n3\n": "Client 11",
		"\n": "", "": "", "hairdresser\n": "",
	} {
		var out bytes.Buffer
		head, err := choose(strings.NewReader(typed), &out, "client", heads25())
		if (err == nil) != (want != "") || head.Business != want {
			t.Errorf("%q chooses %q (%v), want %q\n%s", typed, head.Business, err, want, out.String())
		}
		if !strings.Contains(out.String(), "\n   2  Client 01: Answer emails (Sun 22 Nov 2026)\n") || !strings.Contains(out.String(), "… and 6 more") {
			t.Errorf("it shows\n%s", out.String())
		}
	}
}

func TestOfAUseTheNewestIsMeant(t *testing.T) {
	for text, want := range map[string]string{"client 24": "01990999", "01990024": "01990024", "24 emails": "01990999"} {
		found, err := meant(heads25(), text)
		if err != nil || len(found) != 1 || found[0].ID != want {
			t.Errorf("%q means %+v (%v), want %s", text, found, err, want)
		}
	}
}

// What a shell completes to must mean the one session that it was offered for.
func TestWhatIsOfferedToAShellMeansOneSession(t *testing.T) {
	all := append(heads25(),
		assessment.Head{ID: "01999001", Business: "Rosa’s Bakery", Use: "Answer emails"}, assessment.Head{ID: "01999002", Business: "Rosa’s Bakery", Use: "Write “posts”; daily"},
		assessment.Head{ID: "01999003", Business: "Café Müller", Use: ""}, assessment.Head{ID: "01999004", Business: "$(reboot) & Sons", Use: "Chat"},
		assessment.Head{ID: "01999005", Business: "Кафе", Use: "Чат"}, assessment.Head{ID: "01999006", Business: "!!!", Use: "???"})
	for typed, want := range map[string]int{"": 30, "cl": 25, "Client-0": 10, "Client 0": 10, "ros": 2, "Rosa's b": 2, "BAK": 2, "caf": 1, "mül": 1, "mul": 1, "reb": 1, "sons": 1, "каф": 1, "hair": 0, "0199": 0} {
		offered := offers(all, typed, nil)
		if again := offers(all, typed, []string{"01990003"}); typed == "cl" && len(again) != want-1 {
			t.Errorf("what is named already is offered again: %q", again)
		}
		if len(offered) != want {
			t.Errorf("%q is offered %q, want %d", typed, offered, want)
		}
		for _, offer := range offered {
			name, _, _ := strings.Cut(offer, "\t")
			if rest, ok := strings.CutPrefix(name, typed); !ok || strings.ContainsAny(rest, " '\"$&;()`\\") {
				t.Errorf("%q is offered %q, which needs quotes or does not begin so", typed, name)
			}
			if found, err := meant(all, name); err != nil || len(found) != 1 {
				t.Errorf("%q means %d sessions (%v)", name, len(found), err)
			}
		}
	}
}

// Sessions of one use that changed on one day are told apart by the time, and only these.
func TestCandidatesOfOneDayHaveTheirTime(t *testing.T) {
	all := heads25()[23:]
	all[2].Changed = all[1].Changed.Add(95 * time.Second)
	said := candidates("client", all, func(i int, _ assessment.Head) string { return fmt.Sprint(i + 1) })
	for i, want := range []string{"", all[1].Changed.Local().Format(" 15:04:05"), all[2].Changed.Local().Format(" 15:04:05")} {
		if line := fmt.Sprintf("\n  %d  %s (%s%s)", i+1, titled(all[i]), assessment.SayDay(all[i].Changed.Local()), want); !strings.Contains(said, line) {
			t.Errorf("%q is not in %s", line, said)
		}
	}
}
