package service

import (
	"errors"
	"io"
	"mime/multipart"
	"path"
	"strings"
)

// firstFile is the first file of a form that was sent.
func firstFile(r io.Reader, boundary string) (data []byte, name string, err error) {
	if boundary == "" {
		return nil, "", errors.New("multipart without a boundary")
	}
	m := multipart.NewReader(r, boundary)
	for {
		part, err := m.NextPart()
		if errors.Is(err, io.EOF) {
			return nil, "", nil
		}
		if err != nil {
			return nil, "", err
		}
		if part.FileName() == "" {
			continue
		}
		data, err := io.ReadAll(part)
		return data, path.Base(strings.ReplaceAll(part.FileName(), `\`, "/")), err
	}
}
