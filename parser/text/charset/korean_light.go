//go:build pbt_light

package charset

import "golang.org/x/text/encoding"

// korean gives nothing but the sign for what cannot be read: its tables would make the
// program of a browser larger for texts that forms of this country do not hold.
var korean = encoding.Replacement
