package assessment

import (
	"fmt"
	"io/fs"
	"regexp"
	"strings"
)

// StarterVersion is the version of a set that was begun as a copy.
const StarterVersion = "1.0"

// IDForm reports whether a text can be an id: letters a to z, digits, dots and dashes.
func IDForm(text string) bool { return len(text) <= maxID && idForm(text) }

// Starter is a copy of the set that comes with the program, file by file, as the beginning of
// somebody's own: under another id, and with notes on what stands where.
func Starter(id string) (map[string][]byte, error) {
	folder, err := fs.Sub(embedded, "sets/ai-readiness")
	if err != nil {
		return nil, err
	}
	names, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	ownID, ownVersion := regexp.MustCompile(`(?m)^id: .*$`), regexp.MustCompile(`(?m)^version: .*$`)
	// A new set has no earlier versions.
	ofAnEarlierVersion := regexp.MustCompile(`(?m)^( +reworded: .*|former: .*|# Questions that were asked once and are part of others now\.)\n`)
	files := map[string][]byte{}
	for _, name := range names {
		data, err := fs.ReadFile(folder, name)
		if err != nil {
			return nil, err
		}
		text := ofAnEarlierVersion.ReplaceAllString(string(data), "")
		text = ownID.ReplaceAllString(text, "id: "+id)
		text = ownVersion.ReplaceAllString(text, fmt.Sprintf("version: %q", StarterVersion))
		about := aboutQuestions
		switch name {
		case "rules.yaml":
			about = aboutRules
		case "setup.yaml":
			about = aboutSetup
		}
		files[name] = []byte(fmt.Sprintf(about, strings.TrimSuffix(name, ".yaml")) + "\n" + text)
	}
	return files, nil
}

// What stands on top of each file of a copy. %[1]s is the file's name without its ending.
const (
	aboutRules = `# A question set of your own. Change what you like, and look at it now and then:
#   readycheck questions check FOLDER      names every fault with its line
#   readycheck --questions FOLDER          asks your questions
# A session keeps the id and the version below. Raise the version when words or rules change
# after somebody has answered, and write the new one as "reworded" beside a question whose
# words are others now.
# This file, %[1]s, has the sections, the lines of the two checklists, and what decides a verdict.
`
	aboutSetup = `# %[1]s: the questions at the start, and the words for levels and for how something is known.
# The codes, such as customer-replies, stay as they are; the texts behind them are yours.
`
	aboutQuestions = `# %[1]s: the questions of one section, in the order in which they are asked.
#   id        stays the same for good: answers are kept by it
#   item      the line of a checklist that it belongs to; lead is its main question
#   weight    must decides a stage; should only advises
#   depth     quick is asked in a quick check too
#   when      for which uses it is asked; without it, for all
#   choices   whole sentences that describe what is so, the best first
#   fix, find_out, confirm   what to do where it is lacking, not known, or only a guess
`
)
