package browsertest

import (
	"encoding/json"
	"fmt"
	"strings"

	"github.com/chromedp/cdproto/accessibility"
	"github.com/chromedp/cdproto/cdp"
)

// Spoken is one thing that a screen reader comes to.
type Spoken struct {
	// Role is what it is: a heading, a button, text.
	Role string
	// Name is what it is called, and Value what is typed in.
	Name, Value string
	// About is what is said of it besides, such as what is wrong with what was typed.
	About string
	// States are what is said of how it is: checked, required, focused.
	States []string

	node cdp.BackendNodeID
}

// String is how it would be read aloud.
func (s Spoken) String() string {
	out := s.Name
	if s.Role != "text" {
		out = strings.TrimSpace(s.Role + ": " + s.Name)
	}
	if s.Value != "" {
		out += " = " + s.Value
	}
	if s.About != "" {
		out += " (" + s.About + ")"
	}
	for _, state := range s.States {
		out += ", " + state
	}
	return out
}

// Heard is the page as a screen reader reads it, a line for each thing.
func (p *Page) Heard() string {
	var out strings.Builder
	for _, s := range p.Spoken() {
		out.WriteString(s.String() + "\n")
	}
	return out.String()
}

// Spoken is what a screen reader comes to, in its order. It is empty while the page goes.
func (p *Page) Spoken() []Spoken {
	tree, err := try(p, accessibility.GetFullAXTree, accessibility.GetFullAXTreeParams{})
	if err != nil || len(tree.Nodes) == 0 {
		return nil
	}
	r := reading{nodes: map[accessibility.NodeID]*accessibility.Node{}}
	for _, node := range tree.Nodes {
		r.nodes[node.NodeID] = node
	}
	r.read(tree.Nodes[0])
	return r.out
}

// Focused is what a key goes to.
func (p *Page) Focused() Spoken {
	var found Spoken
	for _, s := range p.Spoken() {
		for _, state := range s.States {
			if state == "focused" && s.Role != "page" {
				found = s
			}
		}
	}
	return found
}

// Title is the page's own name, which a screen reader says first.
func (p *Page) Title() string {
	for _, s := range p.Spoken() {
		if s.Role == "page" {
			return s.Name
		}
	}
	return ""
}

// quiet roles are not said, but what is in them is.
var quiet = map[string]bool{
	"generic": true, "paragraph": true, "none": true, "LabelText": true, "form": true, "ListMarker": true, "strong": true, "emphasis": true,
	"Section": true, "time": true, "bdi": true, "LayoutTable": true, "rowgroup": true, "Legend": true, "definition": true,
}

// whole roles are said by their name, which is all that is in them.
var whole = map[string]bool{
	"heading": true, "link": true, "button": true, "radio": true, "checkbox": true, "textbox": true, "StaticText": true, "image": true,
	"option": true, "DisclosureTriangle": true, "combobox": true, "cell": true, "columnheader": true, "rowheader": true, "term": true,
}

type reading struct {
	nodes map[accessibility.NodeID]*accessibility.Node
	out   []Spoken
}

func (r *reading) read(node *accessibility.Node) {
	role := text(node.Role)
	if !node.Ignored && !quiet[role] && role != "InlineTextBox" && role != "LineBreak" {
		said := Spoken{Role: role, Name: flat(text(node.Name)), Value: text(node.Value), About: text(node.Description), node: node.BackendDOMNodeID, States: states(node)}
		switch role {
		case "RootWebArea":
			said.Role = "page"
		case "StaticText":
			said.Role = "text"
		}
		if said.Role != "text" || said.Name != "" {
			r.out = append(r.out, said)
		}
	}
	if whole[role] && !node.Ignored {
		return
	}
	for _, id := range node.ChildIDs {
		if child := r.nodes[id]; child != nil {
			r.read(child)
		}
	}
}

// states are what is said of how a thing is, always in this order.
func states(node *accessibility.Node) (out []string) {
	values := map[accessibility.PropertyName]string{}
	for _, property := range node.Properties {
		values[property.Name] = text(property.Value)
	}
	if level := values["level"]; level != "" {
		out = append(out, "level "+level)
	}
	if live := values["live"]; live != "" && live != "off" {
		out = append(out, "live "+live)
	}
	for _, name := range []accessibility.PropertyName{"checked", "expanded"} {
		switch values[name] {
		case "true":
			out = append(out, string(name))
		case "false":
			out = append(out, "not "+string(name))
		}
	}
	for _, name := range []accessibility.PropertyName{"required", "invalid", "disabled", "busy", "focused"} {
		if values[name] == "true" {
			out = append(out, string(name))
		}
	}
	return out
}

// text is a value in words.
func text(value *accessibility.Value) string {
	if value == nil || len(value.Value) == 0 {
		return ""
	}
	var out any
	if json.Unmarshal([]byte(value.Value), &out) != nil {
		return ""
	}
	return fmt.Sprint(out)
}
