package assessment

import (
	"bytes"
	"fmt"
	"io/fs"
	"regexp"
	"slices"
	"strings"
)

// StarterVersion is the version of a set that was begun as a copy.
const StarterVersion = "1.0"

// IDForm reports whether a text can be an id: letters a to z, digits, dots and dashes.
func IDForm(text string) bool { return len(text) <= maxID && idForm(text) }

// SchemaFile is what the schema is called that lies beside a set for editors.
const SchemaFile = "schema.json"

// schemaLine tells an editor by which schema it checks a file while somebody writes.
const schemaLine = "# yaml-language-server: $schema=" + SchemaFile + "\n"

// Starter is a copy of the set that comes with the program, file by file, as the beginning of
// somebody's own: under another id, and with notes on what stands where.
func Starter(id string) (map[string][]byte, error) {
	folder, err := fs.Sub(embedded, "sets/ai-readiness")
	if err != nil {
		return nil, err
	}
	own, err := SetFiles(folder)
	if err != nil {
		return nil, err
	}
	files, err := StarterFrom(id, own)
	for name, data := range files {
		about := aboutQuestions
		switch name {
		case SchemaFile:
			continue
		case "rules.yaml":
			about = aboutRules
		case "setup.yaml":
			about = aboutSetup
		}
		notes := fmt.Sprintf(about, strings.TrimSuffix(name, ".yaml")) + "\n"
		files[name] = slices.Concat([]byte(schemaLine), []byte(notes), bytes.TrimPrefix(data, []byte(schemaLine)))
	}
	return files, err
}

var (
	idLine, versionLine = regexp.MustCompile(`(?m)^id:.*$`), regexp.MustCompile(`(?m)^version:.*$`)
	// A new set has no earlier versions.
	ofAnEarlierVersion = regexp.MustCompile(`(?m)^( +reworded: .*|former: \[.*\]|# Questions that were asked once and are part of others now\.)\r?\n`)
)

// SetFiles are the files of a set that lies in a folder.
func SetFiles(folder fs.FS) (map[string][]byte, error) {
	names, err := fs.Glob(folder, "*.yaml")
	if err != nil {
		return nil, err
	}
	files := map[string][]byte{}
	for _, name := range names {
		if files[name], err = readLimited(folder, name); err != nil {
			return nil, err
		}
	}
	return files, nil
}

// StarterFrom is a copy of the files of a set that is sound, under another id, with a schema for
// editors beside it.
func StarterFrom(id string, set map[string][]byte) (map[string][]byte, error) {
	schema, err := QuestionsSchema()
	if err != nil {
		return nil, err
	}
	files, copied := map[string][]byte{SchemaFile: schema}, newLoader(Default)
	for name, data := range set {
		text := ofAnEarlierVersion.ReplaceAllString(strings.TrimPrefix(string(fromUTF16(data)), "\uFEFF"), "")
		text = idLine.ReplaceAllLiteralString(text, "id: "+id)
		text = versionLine.ReplaceAllLiteralString(text, fmt.Sprintf("version: %q", StarterVersion))
		if !strings.HasPrefix(text, schemaLine) {
			text = schemaLine + text
		}
		files[name] = []byte(text)
		copied.read(name, files[name])
	}
	// A set whose id stands inside braces keeps it.
	if own, err := copied.finish(); err != nil || own.ID != id || own.Version != StarterVersion {
		return nil, errNotCopied{}
	}
	return files, nil
}

// errNotCopied is a set whose id and version could not be put in the place of those it had.
type errNotCopied struct{}

func (errNotCopied) Error() string { return "id and version stand in no line of their own" }

// Sentence is what a person reads of it.
func (errNotCopied) Sentence() string {
	return "That set cannot be copied as it is: give its id and its version a line each, as in id: bakers, and try again."
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
