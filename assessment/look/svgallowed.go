package look

import (
	"regexp"
	"slices"
	"strings"
)

// What a drawing may be made of. All else is left out, or refused where it could do harm or
// would be missed.
var (
	allowedTags = setOf("svg g defs symbol use path rect circle ellipse line polyline polygon text tspan linearGradient radialGradient stop clipPath mask")
	// drawingTags leave something to see.
	drawingTags = setOf("use path rect circle ellipse line polyline polygon text")
	// unseenTags hold what others draw.
	unseenTags = setOf("defs symbol clipPath mask linearGradient radialGradient")
	// leftOutTags are notes.
	leftOutTags = setOf("title desc metadata")
	// refusedTags are in small letters, and refused in whatever space of names they stand.
	refusedTags = setOf("script foreignobject iframe object embed audio video image feimage a animate animatemotion animatetransform set handler listener discard")

	// drawn are attributes that a style may set too, placed are those that it may not.
	drawn = setOf("fill fill-opacity fill-rule stroke stroke-width stroke-opacity stroke-linecap stroke-linejoin stroke-miterlimit stroke-dasharray " +
		"stroke-dashoffset opacity color display visibility clip-path clip-rule mask stop-color stop-opacity paint-order " +
		"font-family font-size font-weight font-style letter-spacing word-spacing text-anchor dominant-baseline")
	placed = setOf("d x y x1 y1 x2 y2 cx cy r rx ry fx fy width height points transform viewBox offset dx dy rotate " +
		"gradientUnits gradientTransform spreadMethod clipPathUnits maskUnits maskContentUnits preserveAspectRatio textLength lengthAdjust pathLength")
	// functions are all that may stand before a bracket.
	functions = setOf("matrix translate scale rotate skewX skewY rgb rgba hsl hsla")
)

func setOf(words string) map[string]bool {
	set := map[string]bool{}
	for _, word := range strings.Fields(words) {
		set[word] = true
	}
	return set
}

const idPattern = `[A-Za-z_][-A-Za-z0-9_.]{0,99}`

var (
	idText    = regexp.MustCompile(`^` + idPattern + `$`)
	localLink = regexp.MustCompile(`^#` + idPattern + `$`)
	// localURL is a reference within the drawing, with a colour in case it leads nowhere.
	localURL = regexp.MustCompile(`^url\(\s*["']?#(` + idPattern + `)["']?\s*\)( +[#a-zA-Z0-9]+)?$`)
	// plainValue has no sign that an address or an escape needs, and plainFont no bracket either.
	plainValue = regexp.MustCompile(`^[-+a-zA-Z0-9#.,%()\s]*$`)
	plainFont  = regexp.MustCompile(`^[-\pL\pN.,'"\s]*$`)
	called     = regexp.MustCompile(`([-a-zA-Z0-9#.%]*)\s*\(`)
	anyURL     = regexp.MustCompile(`(?i)(url|src|image|image-set|expression)\s*\(`)
)

const (
	outside      LogoFault = "it fetches something from outside of itself. Save it with all of it inside, or as a PNG"
	unplainStyle LogoFault = "its style sheet is not plain. Save it with its styles as attributes, or as a PNG"
)

// fetches reports whether a value that is left out would have fetched something or run: such a
// file is not to be trusted with the rest either.
func fetches(value string) bool {
	small := strings.ToLower(strings.Join(strings.Fields(value), ""))
	return anyURL.MatchString(value) && !localURL.MatchString(value) || strings.HasPrefix(small, "javascript:") || strings.HasPrefix(small, "data:")
}

// take takes an attribute whose value is no more than it should be.
func (s *shape) take(name, value string) error {
	switch {
	case name == "font-family" && plainFont.MatchString(value):
	case localURL.MatchString(value) && slices.Contains([]string{"fill", "stroke", "clip-path", "mask"}, name):
		found := localURL.FindStringSubmatch(value)
		value = "url(#" + found[1] + ")" + found[2]
	case anyURL.MatchString(value) || !plainValue.MatchString(value) || !known(value):
		return LogoFault("it says " + spoken(name) + "=\"" + spoken(value) + "\", which is more than a drawing needs. Save it as a plain SVG, or as a PNG")
	}
	s.set(name, value)
	return nil
}

// known reports whether a value calls nothing but what draws.
func known(value string) bool {
	for _, call := range called.FindAllStringSubmatch(value, -1) {
		if !functions[call[1]] {
			return false
		}
	}
	return true
}

// spoken is what a file says, for a sentence: short, and plain letters only.
func spoken(text string) string {
	text = strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, text)
	if len(text) > 40 {
		text = text[:40] + "..."
	}
	return text
}
