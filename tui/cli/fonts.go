package cli

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/adrg/xdg"

	"readycheck/assessment/report"
)

// Limits on the search for fonts: few letters need one, and a report can do without.
const (
	mostFonts    = 3
	longestFont  = 40 << 20
	fontPatience = 3 * time.Second
)

// systemFonts looks for TrueType fonts of this computer that have letters which the fonts
// in the program lack.
func systemFonts(letters []rune) [][]byte {
	var found [][]byte
	start := time.Now()
	for _, folder := range xdg.FontDirs {
		_ = filepath.WalkDir(folder, func(path string, entry fs.DirEntry, err error) error {
			switch {
			case len(letters) == 0 || len(found) == mostFonts || time.Since(start) > fontPatience:
				return fs.SkipAll
			case err != nil || entry.IsDir() || !strings.EqualFold(filepath.Ext(path), ".ttf"):
				return nil //nolint:nilerr // a folder that cannot be read has no fonts for us
			}
			if info, err := entry.Info(); err != nil || info.Size() > longestFont {
				return nil //nolint:nilerr // the same for a file
			}
			data, err := os.ReadFile(path)
			if err != nil {
				return nil //nolint:nilerr // the same for a file
			}
			if left := report.Lacking(data, letters); len(left) < len(letters) {
				letters, found = left, append(found, data)
			}
			return nil
		})
	}
	return found
}
