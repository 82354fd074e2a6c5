// Package look is what reports and papers share when they become files: the style sheet of a
// page and its head, and how a text stands for itself in Markdown.
package look

import (
	"crypto/sha256"
	_ "embed" // for the style sheet
	"encoding/base64"
	"fmt"
	"html"
	"strings"
)

// StyleSheet is the look of a page, on a screen, light and dark, and on paper.
//
//go:embed look.css
var StyleSheet string

// PageHead begins an HTML page in a look of its own, up to its body. A browser may use that
// style sheet and nothing else at all: no script, no font, no address, and no picture but one
// that lies in the page itself, where the brand has a logo.
func PageHead(lang, title, style string, brand Brand) string {
	style += brand.style()
	sum := sha256.Sum256([]byte(style))
	policy := "default-src 'none'; style-src 'sha256-" + base64.StdEncoding.EncodeToString(sum[:]) + "'; base-uri 'none'; form-action 'none'"
	if brand.Logo.Is() {
		policy = strings.Replace(policy, "; style", "; img-src data:; style", 1)
	}
	return `<!DOCTYPE html>
<html lang="` + html.EscapeString(lang) + `">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="` + policy + `">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<meta name="generator" content="readycheck">
<title>` + html.EscapeString(title) + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n"
}

// style is what a brand changes in a style sheet before it: its colour in each light, and the
// paper, which stays open where nobody chose one.
func (b Brand) style() string {
	var style string
	if b.Colour != "" {
		light := fmt.Sprintf(":root { --accent: %s; }", b.Colour.OnWhite())
		style += fmt.Sprintf("%s\n@media (prefers-color-scheme: dark) { :root { --accent: %s; } }\n@media print { %s }\n", light, b.Colour.OnDark(), light)
	}
	if b.Paper != "" {
		style += fmt.Sprintf("@page { size: %s; }\n", b.Paper.Name())
	}
	return style
}

// Picture is the logo as an element of a page, within a width and a height, or nothing. It has
// its data inside.
func (b Brand) Picture(width, height float64) string {
	if !b.Logo.Is() {
		return ""
	}
	kind := "image/png"
	if b.Logo.Kind == SVG {
		kind = "image/svg+xml"
	}
	w, h := b.Logo.Fit(width, height)
	return fmt.Sprintf(`<img class="logo" src="data:%s;base64,%s" alt="%s" width="%.0f" height="%.0f">`,
		kind, base64.StdEncoding.EncodeToString(b.Logo.Data), html.EscapeString(b.LogoText()), max(1, w), max(1, h))
}
