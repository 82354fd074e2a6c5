package report

import (
	"archive/zip"
	"bytes"
	"io"
)

// unzipped writes what is in the files of a zip, one after the other.
func unzipped(write func(io.Writer, Report) error) func(io.Writer, Report) error {
	return func(w io.Writer, r Report) error {
		var packed bytes.Buffer
		if err := write(&packed, r); err != nil {
			return err
		}
		files, err := zip.NewReader(bytes.NewReader(packed.Bytes()), int64(packed.Len()))
		if err != nil {
			return err
		}
		for _, file := range files.File {
			text, err := file.Open()
			if err != nil {
				return err
			}
			if _, err := io.Copy(w, text); err != nil {
				return err
			}
		}
		return nil
	}
}
