package cli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
)

// atHome is a path with ~ at its beginning read as the person's folder, which a shell does
// for some people and not for others.
func atHome(path string) string {
	rest, ok := strings.CutPrefix(path, "~")
	if !ok || rest != "" && !os.IsPathSeparator(rest[0]) {
		return path
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return path
	}
	return filepath.Join(home, rest)
}

// named are the files that arguments name. Some shells, as on Windows, leave patterns such
// as *.yaml to the program; a pattern that fits nothing stays, so that it is named in the
// error.
func named(args []string) []string {
	var files []string
	for _, arg := range args {
		path := atHome(arg)
		if _, err := os.Lstat(path); err != nil && strings.ContainsAny(path, "*?[") {
			if fits, err := filepath.Glob(path); err == nil && len(fits) > 0 {
				slices.Sort(fits)
				files = append(files, fits...)
				continue
			}
		}
		files = append(files, path)
	}
	return files
}
