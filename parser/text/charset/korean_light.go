//go:build pbt_light

package charset

import "golang.org/x/text/encoding"

// korean gives nothing but the sign for what cannot be read: its tables make the program
// of a browser a hundredth larger, and hardly any form of this country is written so.
var korean = encoding.Replacement
