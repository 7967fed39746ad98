// Package web is what pbt's servers have in common: they listen on the loopback
// address, take only their own host name and their own token, send pages that run
// nothing but the program's own scripts, and end when they are told to.
package web

import (
	"context"
	"crypto/rand"
	"crypto/subtle"
	"encoding/hex"
	"errors"
	"log"
	"net"
	"net/http"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"
)

// Loopback is an address on this machine alone, at a port that is free.
const Loopback = "127.0.0.1:0"

// tokenHeader carries the token of a page's own requests. Other clients may send
// it as Authorization: Bearer.
const tokenHeader = "X-Pbt-Token"

// The bounds of a connection. A large document takes as long as it takes, once its
// head has come.
const (
	headTime = 10 * time.Second
	idleTime = 2 * time.Minute
	headSize = 64 << 10
	endTime  = 3 * time.Second
)

// NewToken is a secret of 128 bits, in hex.
func NewToken() string {
	var b [16]byte
	rand.Read(b[:]) // never fails
	return hex.EncodeToString(b[:])
}

// Guard lets in the requests of those who know the token and came by the server's
// own name. A page of another site, which the browser may be made to open, has
// neither: it cannot read the token, and a name that was pointed at this machine
// is none of the hosts.
type Guard struct {
	Token string
	// Hosts are the names that the server answers to, with the port.
	Hosts []string
	// Public tells requests that need no token: the program's own scripts.
	Public func(*http.Request) bool
	// Policy is the Content-Security-Policy of every answer.
	Policy string
}

// Wrap puts the guard before a handler.
func (g *Guard) Wrap(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		g.head(w.Header())
		switch {
		case !slices.Contains(g.Hosts, strings.ToLower(r.Host)):
			http.Error(w, "this server does not answer to that name", http.StatusMisdirectedRequest)
		case !sameSite(r, g.Hosts):
			http.Error(w, "requests of other pages are refused", http.StatusForbidden)
		case !g.knows(r):
			w.Header().Set("WWW-Authenticate", "Bearer")
			http.Error(w, "the token is missing or wrong: open the address that pbt printed", http.StatusUnauthorized)
		default:
			next.ServeHTTP(w, r)
		}
	})
}

// head sets what every answer carries.
func (g *Guard) head(h http.Header) {
	policy := g.Policy
	if policy == "" {
		policy = "default-src 'none'; frame-ancestors 'none'"
	}
	h.Set("Content-Security-Policy", policy)
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("X-Frame-Options", "DENY")
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cache-Control", "no-store")
}

// sameSite refuses what a browser says comes from another page.
func sameSite(r *http.Request, hosts []string) bool {
	if s := r.Header.Get("Sec-Fetch-Site"); s != "" && s != "same-origin" && s != "none" {
		return false
	}
	origin := r.Header.Get("Origin")
	if origin == "" {
		return true
	}
	_, host, ok := strings.Cut(origin, "://")
	return ok && slices.Contains(hosts, strings.ToLower(host))
}

// knows reports whether a request carries the token, or needs none.
func (g *Guard) knows(r *http.Request) bool {
	if g.Public != nil && g.Public(r) {
		return true
	}
	token := r.Header.Get(tokenHeader)
	if bearer, ok := strings.CutPrefix(r.Header.Get("Authorization"), "Bearer "); ok && token == "" {
		token = bearer
	}
	return g.Token != "" && subtle.ConstantTimeCompare([]byte(token), []byte(g.Token)) == 1
}

// Hosts are the names of a listener: its address, and localhost where that is this
// machine's own.
func Hosts(at net.Addr) []string {
	host, port, err := net.SplitHostPort(at.String())
	if err != nil {
		return []string{at.String()}
	}
	out := []string{at.String()}
	if ip := net.ParseIP(host); ip != nil && (ip.IsLoopback() || ip.IsUnspecified()) {
		for _, name := range []string{"127.0.0.1", "localhost", "::1"} {
			if h := net.JoinHostPort(name, port); !slices.Contains(out, h) {
				out = append(out, h)
			}
		}
	}
	return out
}

// Serve answers requests until ctx ends, then lets those in flight finish for a
// short time. An end that was asked for is no error.
func Serve(ctx context.Context, l net.Listener, h http.Handler) error {
	s := &http.Server{
		Handler: h, ReadHeaderTimeout: headTime, IdleTimeout: idleTime, MaxHeaderBytes: headSize,
		BaseContext: func(net.Listener) context.Context { return ctx },
		ErrorLog:    log.New(discard{}, "", 0),
	}
	done := make(chan struct{})
	stop := context.AfterFunc(ctx, func() {
		defer close(done)
		late, cancel := context.WithTimeout(context.WithoutCancel(ctx), endTime)
		defer cancel()
		if s.Shutdown(late) != nil {
			s.Close()
		}
	})
	err := s.Serve(l)
	if !stop() {
		<-done
	}
	if errors.Is(err, http.ErrServerClosed) {
		return nil
	}
	return err
}

// discard takes the complaints of the library about broken connections.
type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }

// Browse opens an address in the user's browser. It does not wait for it.
func Browse(url string) error {
	var c *exec.Cmd
	switch runtime.GOOS {
	case "windows":
		c = exec.Command("rundll32", "url.dll,FileProtocolHandler", url)
	case "darwin":
		c = exec.Command("open", url)
	default:
		c = exec.Command("xdg-open", url)
	}
	if err := c.Start(); err != nil {
		return err
	}
	go c.Wait() // so that it leaves no zombie
	return nil
}
