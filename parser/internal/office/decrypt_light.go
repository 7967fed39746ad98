//go:build pbt_light

package office

// decrypt opens nothing: a light build has no ciphers of packages, and says that
// the document is encrypted.
func decrypt([]byte, string) ([]byte, error) { return nil, &Error{Fault: WrongPassword} }
