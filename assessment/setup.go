package assessment

import "slices"

// Setup is the short interview at the start: what kind of use it is, how the AI is
// connected, what it may do, who meets its work and what it learns. The codes are
// part of the JSON contract. A list may name several codes.
//
// A list that is missing counts as "unknown" where that code exists, so that
// leaving a question out never makes a verdict milder.
type Setup struct {
	// Tool is which product it is, in the owner's words, or empty.
	Tool        string   `json:"tool,omitempty"`
	Kind        string   `json:"kind,omitempty"`
	StageNow    string   `json:"stage_now,omitempty"`
	Connection  []string `json:"connection,omitempty"`
	Powers      []string `json:"powers,omitempty"`
	Audience    []string `json:"audience,omitempty"`
	Information []string `json:"information,omitempty"`
	Depth       Depth    `json:"depth"`
}

// Unknown is the code for "I don't know" in a setup list, NotConnected the one for copy
// and paste.
const (
	Unknown      = "unknown"
	NotConnected = "none"
)

// MaxTool is the longest name of a tool, in characters.
const MaxTool = 120

// SetupField describes one question of the setup.
type SetupField struct {
	// Name is the field's name in data, such as "powers".
	Name string
	// Codes are the answers it allows, in the order they are shown.
	Codes []string
	// Several is true where more than one code may be given.
	Several bool
}

// SetupFields are the questions of the setup, in the order they are asked, without
// business and use, which are free text.
var SetupFields = []SetupField{
	{Name: "kind", Codes: []string{"customer-replies", "documents", "admin", "marketing", "other"}},
	{Name: "stage_now", Codes: []string{"idea", "experiment", "pilot", "limited", "broad"}},
	{Name: "connection", Codes: []string{"none", "builtin", "connector", "custom", Unknown}, Several: true},
	{Name: "powers", Codes: []string{"read", "draft", "write", "send", "act", "judge", Unknown}, Several: true},
	{Name: "audience", Codes: []string{"me", "staff", "customers"}, Several: true},
	{Name: "information", Codes: []string{"public", "internal", "personal", "sensitive", Unknown}, Several: true},
	{Name: "depth", Codes: depthCodes[:]},
}

// Excludes reports whether a code leaves no room for another one of its list: nobody can
// know what it does and not know it, or link it and not link it.
func (f SetupField) Excludes(code string) bool {
	return f.Several && (code == Unknown || code == NotConnected && f.Name == "connection")
}

// Chosen is a list after a code was chosen, without those that it excludes. A code that is
// there already is taken out.
func (f SetupField) Chosen(list []string, code string) []string {
	if slices.Contains(list, code) {
		return slices.DeleteFunc(slices.Clone(list), func(c string) bool { return c == code })
	}
	var out []string
	for _, c := range list {
		if !f.Excludes(code) && !f.Excludes(c) {
			out = append(out, c)
		}
	}
	return append(out, code)
}

// Mixed reports whether a list holds a code beside one that excludes it.
func (s *Setup) Mixed(name string) bool {
	field, ok := setupField(name)
	given := s.Codes(name)
	return ok && len(given) > 1 && slices.ContainsFunc(given, field.Excludes)
}

func setupField(name string) (SetupField, bool) {
	i := slices.IndexFunc(SetupFields, func(f SetupField) bool { return f.Name == name })
	if i < 0 {
		return SetupField{}, false
	}
	return SetupFields[i], true
}

// setupNames are the names of the fields that have codes.
func setupNames() []string {
	names := make([]string, len(SetupFields))
	for i := range SetupFields {
		names[i] = SetupFields[i].Name
	}
	return names
}

// Values returns the codes given for a field, with the default for one left out:
// kind is other, stage_now is idea, and a list is unknown where that code exists.
func (s *Setup) Values(field string) []string {
	switch field {
	case "kind":
		return orDefault(s.Kind, kindDefault)
	case "stage_now":
		return orDefault(s.StageNow, stageNowDefault)
	case "connection":
		return listOrDefault(s.Connection, unknownDefault)
	case "powers":
		return listOrDefault(s.Powers, unknownDefault)
	case "audience":
		return s.Audience
	case "information":
		return listOrDefault(s.Information, unknownDefault)
	case "depth":
		return depthCodes[s.Depth : s.Depth+1]
	}
	return nil
}

var (
	kindDefault     = []string{"other"}
	stageNowDefault = []string{"idea"}
	unknownDefault  = []string{Unknown}
)

func orDefault(given string, or []string) []string {
	if given == "" {
		return or
	}
	for _, f := range SetupFields[:2] {
		if i := slices.Index(f.Codes, given); i >= 0 {
			return f.Codes[i : i+1]
		}
	}
	return or
}

func listOrDefault(given, or []string) []string {
	if len(given) == 0 {
		return or
	}
	return given
}

// Codes returns the codes given for a field, and none for one left out.
func (s *Setup) Codes(field string) []string {
	switch field {
	case "kind", "stage_now":
		if s.Kind == "" && field == "kind" || s.StageNow == "" && field == "stage_now" {
			return nil
		}
		return s.Values(field)
	case "connection":
		return slices.Clone(s.Connection)
	case "powers":
		return slices.Clone(s.Powers)
	case "information":
		return slices.Clone(s.Information)
	}
	return slices.Clone(s.Values(field))
}

// Has reports whether the field holds one of the codes.
func (s *Setup) Has(field string, codes ...string) bool {
	for _, v := range s.Values(field) {
		if slices.Contains(codes, v) {
			return true
		}
	}
	return false
}

// Only reports whether the field holds nothing but some of the codes. A field that was
// left out holds its default.
func (s *Setup) Only(field string, codes ...string) bool {
	values := s.Values(field)
	for _, v := range values {
		if !slices.Contains(codes, v) {
			return false
		}
	}
	return len(values) > 0
}

// ExampleKind is the kind of use that chooses the examples shown.
func (s *Setup) ExampleKind() string { return s.Values("kind")[0] }

// Complete reports whether every list of the setup has been answered.
func (s *Setup) Complete() bool {
	return s.Kind != "" && s.StageNow != "" && len(s.Connection) > 0 && len(s.Powers) > 0 &&
		len(s.Audience) > 0 && len(s.Information) > 0
}

// CurrentStage is the stage the owner says the use is at now; an idea is below all.
func (s *Setup) CurrentStage() Stage {
	i := slices.Index(stageCodes[:], s.StageNow)
	if i < 0 {
		return StageNone
	}
	return Stage(i)
}
