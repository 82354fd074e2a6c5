package look

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"

	"golang.org/x/image/draw"
)

// Bounds of a logo's file, and of what is kept of a PNG: every report has it inside.
const (
	MaxLogo    = 1 << 20
	maxSide    = 4096
	keptSide   = 1000
	pngHead    = "\x89PNG\r\n\x1a\n"
	gzipHead   = "\x1f\x8b"
	jpegHead   = "\xff\xd8\xff"
	byteOrder8 = "\xef\xbb\xbf"
)

// LogoFault says why a file is no logo, as the rest of a sentence: "it runs a script".
type LogoFault string

// Error is the fault as it stands.
func (f LogoFault) Error() string { return string(f) }

// CheckLogo reads a logo from the bytes of a file, which may come from anywhere. What it gives
// back is drawn anew from what was understood, so that nothing else is left in it: no script, no
// address, no notes of a camera or a drawing program. Its error is a LogoFault.
func CheckLogo(data []byte) (Logo, error) {
	if len(data) > MaxLogo {
		return Logo{}, LogoFault("it is larger than 1 MB")
	}
	text := bytes.TrimSpace(bytes.TrimPrefix(data, []byte(byteOrder8)))
	switch {
	case len(text) == 0:
		return Logo{}, LogoFault("it is empty")
	case bytes.HasPrefix(data, []byte(pngHead)):
		return checkPNG(data)
	case text[0] == '<':
		return checkSVG(text)
	case bytes.HasPrefix(data, []byte(jpegHead)):
		return Logo{}, LogoFault("it is a JPEG. Save it as PNG or SVG")
	case bytes.HasPrefix(data, []byte(gzipHead)):
		return Logo{}, LogoFault("it is packed. Save it as a plain SVG or a PNG")
	}
	return Logo{}, LogoFault("it is neither a PNG nor an SVG. Save it as one of them")
}

// checkPNG looks at the size before it unpacks anything.
func checkPNG(data []byte) (Logo, error) {
	config, err := png.DecodeConfig(bytes.NewReader(data))
	if err != nil {
		return Logo{}, LogoFault("the PNG is damaged. Save it once more")
	}
	if config.Width > maxSide || config.Height > maxSide {
		return Logo{}, LogoFault(fmt.Sprintf("it has %d by %d pixels, and %d on a side are the most. Save it smaller", config.Width, config.Height, maxSide))
	}
	picture, err := png.Decode(bytes.NewReader(data))
	if err != nil {
		return Logo{}, LogoFault("the PNG is damaged. Save it once more")
	}
	picture = plainer(picture)
	var out bytes.Buffer
	if err := png.Encode(&out, picture); err != nil {
		return Logo{}, LogoFault("the PNG could not be read. Save it once more")
	}
	if out.Len() > MaxLogo {
		return Logo{}, LogoFault("it is larger than 1 MB when it is unpacked. Save it smaller")
	}
	size := picture.Bounds().Size()
	return Logo{Kind: PNG, Data: out.Bytes(), Width: size.X, Height: size.Y}, nil
}

// plainer is a picture that every format can take: eight bits a colour, and not larger than a
// page has use for.
func plainer(picture image.Image) image.Image {
	size := picture.Bounds().Size()
	longest := max(size.X, size.Y)
	switch model := picture.ColorModel(); {
	case longest > keptSide:
		size.X, size.Y = max(1, size.X*keptSide/longest), max(1, size.Y*keptSide/longest)
	case model == color.Gray16Model || model == color.RGBA64Model || model == color.NRGBA64Model:
	default:
		return picture
	}
	smaller := image.NewNRGBA(image.Rectangle{Max: size})
	draw.CatmullRom.Scale(smaller, smaller.Bounds(), picture, picture.Bounds(), draw.Src, nil)
	return smaller
}
