package batch

import (
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
)

// A frame is how a run and its converting processes speak: a JSON header and
// bytes, each behind its length.

// maxFrame bounds what a converting process may send, in bytes.
const maxFrame = 1 << 30

var errFrame = errors.New("a converting process sent what is no answer")

func writeFrame(w io.Writer, header any, body []byte) error {
	h, err := json.Marshal(header)
	if err != nil {
		return err
	}
	lens := binary.BigEndian.AppendUint64(nil, uint64(len(h)))
	lens = binary.BigEndian.AppendUint64(lens, uint64(len(body)))
	for _, part := range [][]byte{lens, h, body} {
		if _, err := w.Write(part); err != nil {
			return err
		}
	}
	return nil
}

func readFrame(r io.Reader, header any) (body []byte, err error) {
	var lens [16]byte
	if _, err := io.ReadFull(r, lens[:]); err != nil {
		return nil, err
	}
	hn, bn := binary.BigEndian.Uint64(lens[:8]), binary.BigEndian.Uint64(lens[8:])
	if hn > maxFrame || bn > maxFrame {
		return nil, errFrame
	}
	h := make([]byte, hn)
	if _, err := io.ReadFull(r, h); err != nil {
		return nil, err
	}
	body = make([]byte, bn)
	if _, err := io.ReadFull(r, body); err != nil {
		return nil, err
	}
	return body, json.Unmarshal(h, header)
}
