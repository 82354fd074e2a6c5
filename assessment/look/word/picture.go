package word

import (
	"fmt"
	"strings"

	"readycheck/assessment/look"
)

// Picture is a PNG that stands in a line as a letter does. Its size is in twentieths of a
// point; Says tells what it is to who does not see it.
type Picture struct {
	PNG           []byte
	Says          string
	Width, Height int
}

// Logo is the one of a brand that goes on paper, within a width and a height in pixels of a
// style sheet: 96 are an inch.
func Logo(brand look.Brand, width, height float64) *Picture {
	const inPixel = 1440 / 96
	logo := brand.PaperLogo()
	w, h := logo.Fit(width, height)
	return &Picture{PNG: logo.Data, Says: brand.LogoText(), Width: int(w * inPixel), Height: int(h * inPixel)}
}

// Colour is a colour of a firm as letters on white can have it.
func Colour(colour look.Colour) string {
	return strings.ToUpper(strings.TrimPrefix(string(colour.OnWhite()), "#"))
}

// pictureID is what the document calls its n-th picture.
func pictureID(n int) string { return fmt.Sprintf("picture%d", n) }

func (d *Body) picture(p *Picture) {
	const (
		inTwentieth = 635 // the units of drawings
		drawing     = "http://schemas.openxmlformats.org/drawingml/2006/"
	)
	d.pictures = append(d.pictures, p.PNG)
	n, wide, high := len(d.pictures), p.Width*inTwentieth, p.Height*inTwentieth
	name := fmt.Sprintf(`id="%d" name="Picture %d" descr="%s"`, n, n, inXML(p.Says))
	d.add(`<w:drawing><wp:inline xmlns:wp="%swordprocessingDrawing" distT="0" distB="0" distL="0" distR="0"><wp:extent cx="%d" cy="%d"/><wp:docPr %s/>`, drawing, wide, high, name)
	d.add(`<a:graphic xmlns:a="%smain"><a:graphicData uri="%[1]spicture"><pic:pic xmlns:pic="%[1]spicture"><pic:nvPicPr><pic:cNvPr %[2]s/><pic:cNvPicPr/></pic:nvPicPr>`, drawing, name)
	d.add(`<pic:blipFill><a:blip xmlns:r="%s" r:embed="%s"/><a:stretch><a:fillRect/></a:stretch></pic:blipFill>`, officeRel, pictureID(n))
	d.add(`<pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="%d" cy="%d"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing>`, wide, high)
}
