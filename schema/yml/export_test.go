package yml

// What the tests compare.
var (
	Emit          = emit
	EncodeLibrary = encodeLibrary
)
