//go:build pbt_light

package object

import (
	"context"
	"errors"
)

// openPdfcpu opens nothing: a light build cannot decrypt, and leaves tables that are
// streams to the scan.
func openPdfcpu(_ context.Context, data []byte, _ string, limits Limits) (source, error) {
	if surveyXref(data, limits).encrypted {
		return nil, ErrEncrypted
	}
	return nil, errors.New("not in a light build")
}
