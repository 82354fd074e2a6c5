package cli

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"go.yaml.in/yaml/v3"

	"readycheck/assessment"
	"readycheck/store/disk"
	"readycheck/store/newfile"
	"readycheck/store/shell"
)

// setting is a flag for all commands that a person may set once and for all.
type setting struct {
	// name is that of the flag too.
	name string
	// environment is the variable that says the same, or empty.
	environment string
	// read is what a value stands for, or false where it stands for nothing.
	read func(text string) (value string, known bool)
	// values say what it can be, within a sentence; offered are those to complete.
	values  string
	offered []string
}

// settings are all settings in the order in which they are shown.
var settings = [...]setting{
	{name: "plain", environment: "ACCESSIBLE", read: readSwitch, values: switchValues, offered: switches},
	{name: "theme", read: readTheme, values: "one of " + strings.Join(themes, ", "), offered: themes},
	{name: "mouse", read: readSwitch, values: switchValues, offered: switches},
	{name: "data", environment: "READYCHECK_DATA", read: readPath, values: "the whole path of a file, or one that begins with ~"},
	{name: "questions", read: readPath, values: "the whole path of a file or folder, or one that begins with ~"},
}

const (
	on           = "on"
	off          = "off"
	switchValues = "on or off"
)

var switches = []string{on, off}

func settingNamed(name string) (setting, bool) {
	i := slices.IndexFunc(settings[:], func(s setting) bool { return s.name == name })
	if i < 0 {
		return setting{}, false
	}
	return settings[i], true
}

// settingNames are the names of all settings, within a sentence.
func settingNames() string {
	var names []string
	for i := range settings {
		names = append(names, settings[i].name)
	}
	last := len(names) - 1
	return strings.Join(names[:last], ", ") + " and " + names[last]
}

func readSwitch(text string) (string, bool) {
	switch strings.ToLower(text) {
	case on, "true", "yes":
		return on, true
	case off, "false", "no":
		return off, true
	}
	return "", false
}

func readTheme(text string) (string, bool) {
	theme := strings.ToLower(text)
	return theme, slices.Contains(themes, theme)
}

// readPath takes whole paths only: others would lead elsewhere from every folder.
func readPath(text string) (string, bool) {
	return text, filepath.IsAbs(atHome(text))
}

// settingsFile is the file of settings as it was read.
type settingsFile struct {
	// path is empty where the system names no place for it.
	path string
	// doc is the file, nil where there is none or it cannot be read as YAML.
	doc *yaml.Node
	// values are what it sets, each with its line.
	values map[string]settingValue
	// faults are what is wrong with it, a sentence each. unread is true where nothing of it
	// can be told apart.
	faults []string
	unread bool
}

type settingValue struct {
	value string
	line  int
}

// settingsPath is where the settings lie.
func settingsPath() string {
	folder, err := os.UserConfigDir()
	if err != nil {
		return ""
	}
	return filepath.Join(folder, "readycheck", "settings.yaml")
}

// readSettings reads the file of settings. What is wrong with it is among its faults, so that
// it can be shown and mended.
func readSettings(path string) *settingsFile {
	f := &settingsFile{path: path, values: map[string]settingValue{}}
	if path == "" {
		return f
	}
	data, err := readSettingsText(path)
	if errors.Is(err, fs.ErrNotExist) {
		return f
	}
	if err == nil && len(data) > longestSettings {
		err = sentence(fmt.Sprintf("%s is no file of settings: it is too long. Delete it to start anew.", path))
	}
	if err != nil {
		f.unread = true
		if said, ok := assessment.OwnSentence(err); ok {
			f.faults = []string{said}
		} else {
			f.faults = []string{fileError(err, path, "read").Error()}
		}
		return f
	}
	if len(bytes.TrimSpace(data)) == 0 {
		return f
	}
	doc := &yaml.Node{}
	if err := yaml.Unmarshal(data, doc); err != nil {
		f.unread = true
		f.faults = []string{fmt.Sprintf("%s cannot be read as settings. Each stands on a line of its own, such as `theme: dark`. Mend it in a text editor, or delete it to start anew.", yamlPlace(path, err))}
		return f
	}
	f.doc = doc
	f.take()
	return f
}

// longestSettings is far more than all settings with a comment each.
const longestSettings = 64 << 10

func readSettingsText(path string) ([]byte, error) {
	file, err := disk.Open(path)
	if err != nil {
		return nil, err
	}
	defer func() { _ = file.Close() }()
	return io.ReadAll(io.LimitReader(file, longestSettings+1))
}

// yamlPlace names a file, with the line that an error of the YAML library names.
func yamlPlace(path string, err error) string {
	if found := regexp.MustCompile(`line (\d+)`).FindStringSubmatch(err.Error()); found != nil {
		return path + ", line " + found[1] + ","
	}
	return path
}

// take takes the settings out of the file that was read.
func (f *settingsFile) take() {
	root := f.mapping()
	if root == nil {
		if len(f.doc.Content) > 0 && f.doc.Content[0].Tag != "!!null" {
			f.unread = true
			f.fault(f.doc.Content[0].Line, "settings stand on lines such as `theme: dark`. Mend it in a text editor, or delete it to start anew.")
		}
		return
	}
	for i := 0; i+1 < len(root.Content); i += 2 {
		key, value := root.Content[i], root.Content[i+1]
		s, known := settingNamed(key.Value)
		if !known {
			s, known = brandSettingNamed(key.Value)
		}
		if !known {
			name := assessment.CleanLine(key.Value, assessment.MaxName)
			f.fault(key.Line, fmt.Sprintf("there is no setting %q. The settings are %s. `%s` takes it out.", name, settingNames(), shell.Command("readycheck", "settings", name, unset)))
			continue
		}
		if _, twice := f.values[s.name]; twice {
			f.fault(key.Line, fmt.Sprintf("%s stands there twice. Leave one of them.", s.name))
			continue
		}
		given, fits := s.read(value.Value)
		if value.Kind != yaml.ScalarNode || !fits {
			f.fault(value.Line, fmt.Sprintf("%s cannot be %q. It is %s.", s.name, assessment.CleanLine(value.Value, assessment.MaxName), s.values))
			continue
		}
		f.values[s.name] = settingValue{given, key.Line}
	}
}

func (f *settingsFile) fault(line int, text string) {
	f.faults = append(f.faults, fmt.Sprintf("%s, line %d: %s", f.path, line, text))
}

// mapping is where the settings stand in the file, or nil.
func (f *settingsFile) mapping() *yaml.Node {
	if f.doc == nil || len(f.doc.Content) == 0 || f.doc.Content[0].Kind != yaml.MappingNode {
		return nil
	}
	return f.doc.Content[0]
}

// has reports whether the file names something, be it a setting or not.
func (f *settingsFile) has(name string) bool {
	root := f.mapping()
	for i := 0; root != nil && i+1 < len(root.Content); i += 2 {
		if root.Content[i].Value == name {
			return true
		}
	}
	return false
}

// err says what is wrong with the file to somebody who wants to do something else.
func (f *settingsFile) err() error {
	if len(f.faults) == 0 {
		return nil
	}
	return sentence(strings.Join(f.faults, "\n") + "\n`readycheck settings` shows all settings, and how to change one.")
}

// set puts a value in, or with an empty one takes the setting out, and writes the file.
func (f *settingsFile) set(name, value string) error {
	f.put(name, value)
	return f.write()
}

// put puts a value in, or with an empty one takes the setting out. All else in the file stays,
// with its comments.
func (f *settingsFile) put(name, value string) {
	root := f.mapping()
	if root == nil {
		root = &yaml.Node{Kind: yaml.MappingNode, HeadComment: "# What readycheck does without being told. `readycheck settings` shows it and changes it."}
		f.doc = &yaml.Node{Kind: yaml.DocumentNode, Content: []*yaml.Node{root}}
	}
	for i := len(root.Content) - 2; i >= 0; i -= 2 {
		if root.Content[i].Value == name && value == "" {
			root.Content = slices.Delete(root.Content, i, i+2)
		} else if root.Content[i].Value == name {
			root.Content[i+1] = &yaml.Node{Kind: yaml.ScalarNode, Value: value, LineComment: root.Content[i+1].LineComment}
			value = "" // another of this name goes
		}
	}
	if value != "" {
		root.Content = append(root.Content, &yaml.Node{Kind: yaml.ScalarNode, Value: name}, &yaml.Node{Kind: yaml.ScalarNode, Value: value})
	}
}

// write writes the file so that it is there as a whole or not at all. Where it is a link, as
// with people who keep their settings elsewhere, the file that it leads to is written.
func (f *settingsFile) write() error {
	data, err := yaml.Marshal(f.doc)
	if err != nil {
		return err
	}
	path := f.path
	if real, err := filepath.EvalSymlinks(path); err == nil {
		path = real
	}
	err = disk.MakeFolder(filepath.Dir(path))
	if err == nil {
		err = newfile.Write(path, true, func(file *os.File) error {
			_, err := file.Write(data)
			return err
		})
	}
	if err != nil {
		return fileError(err, path, "written")
	}
	return nil
}

// choice is what holds of a setting, and where that comes from.
type choice struct{ value, from string }

// choice finds out what holds of a setting: what the command line says, then the environment,
// the settings, and the program itself.
func (p *program) choice(s setting) choice {
	flag := p.flags.Lookup(s.name)
	told := func(text string) string {
		if value, known := s.read(text); known {
			return value
		}
		return text
	}
	if flag.Changed {
		return choice{told(flag.Value.String()), "--" + s.name}
	}
	if value := fromEnvironment(s); value != "" {
		return choice{value, s.environment}
	}
	if set, ok := p.settings.values[s.name]; ok {
		return choice{set.value, "settings.yaml, line " + strconv.Itoa(set.line)}
	}
	return choice{told(flag.DefValue), byDefault}
}

const byDefault = "default"

// fromEnvironment is what the environment says of a setting, or empty.
func fromEnvironment(s setting) string {
	if s.environment == "" {
		return ""
	}
	text := os.Getenv(s.environment)
	if s.name != plainSetting || text == "" {
		return text
	}
	// What reads the screen aloud sets it to 1, and some set it to 0 for no.
	if value, known := readSwitch(strings.TrimSpace(text)); known {
		return value
	}
	if strings.TrimSpace(text) == "0" {
		return off
	}
	return on
}

// applySettings lets the settings take effect. A file of settings with a fault stops all but what
// mends it or has no use for settings.
func (p *program) applySettings() error {
	p.settings = readSettings(settingsPath())
	chosen := map[string]string{}
	for i := range settings {
		chosen[settings[i].name] = p.choice(settings[i]).value
	}
	p.plain, p.mouse = chosen[plainSetting] == on, chosen["mouse"] == on
	p.theme, p.questions = chosen["theme"], chosen[questionsSetting]
	return p.settings.err()
}

const (
	plainSetting     = "plain"
	dataSetting      = "data"
	questionsSetting = "questions"
)
