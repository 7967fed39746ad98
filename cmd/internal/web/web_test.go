package web

import (
	"context"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"
)

func TestGuard(t *testing.T) {
	g := &Guard{
		Token: NewToken(), Hosts: []string{"127.0.0.1:80", "localhost:80"}, Policy: "default-src 'none'",
		Public: func(r *http.Request) bool { return r.URL.Path == "/app.js" },
	}
	h := g.Wrap(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "in") }))
	for name, c := range map[string]struct {
		path, host string
		head       map[string]string
		want       int
	}{
		"token":             {"/x", "127.0.0.1:80", map[string]string{tokenHeader: g.Token}, 200},
		"bearer":            {"/x", "localhost:80", map[string]string{"Authorization": "Bearer " + g.Token}, 200},
		"own page":          {"/x", "localhost:80", map[string]string{tokenHeader: g.Token, "Origin": "http://localhost:80", "Sec-Fetch-Site": "same-origin"}, 200},
		"public":            {"/app.js", "127.0.0.1:80", nil, 200},
		"no token":          {"/x", "127.0.0.1:80", nil, 401},
		"empty token":       {"/x", "127.0.0.1:80", map[string]string{tokenHeader: ""}, 401},
		"wrong token":       {"/x", "127.0.0.1:80", map[string]string{tokenHeader: NewToken()}, 401},
		"rebound name":      {"/app.js", "evil.example:80", map[string]string{tokenHeader: g.Token}, 421},
		"other port":        {"/x", "127.0.0.1:81", map[string]string{tokenHeader: g.Token}, 421},
		"other origin":      {"/x", "127.0.0.1:80", map[string]string{tokenHeader: g.Token, "Origin": "http://evil.example"}, 403},
		"null origin":       {"/x", "127.0.0.1:80", map[string]string{tokenHeader: g.Token, "Origin": "null"}, 403},
		"embedded elsewere": {"/app.js", "127.0.0.1:80", map[string]string{"Sec-Fetch-Site": "cross-site"}, 403},
	} {
		r := httptest.NewRequest("GET", c.path, nil)
		r.Host = c.host
		for k, v := range c.head {
			r.Header.Set(k, v)
		}
		w := httptest.NewRecorder()
		h.ServeHTTP(w, r)
		if w.Code != c.want {
			t.Errorf("%s: %d, want %d", name, w.Code, c.want)
		}
		if w.Header().Get("Content-Security-Policy") != "default-src 'none'" || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Errorf("%s: headers %v", name, w.Header())
		}
	}
	if (&Guard{Hosts: g.Hosts}).knows(httptest.NewRequest("GET", "/x", nil)) {
		t.Error("a guard without a token lets everybody in")
	}
}

func TestServe(t *testing.T) {
	l, err := net.Listen("tcp", Loopback)
	if err != nil {
		t.Fatal(err)
	}
	if hosts := strings.Join(Hosts(l.Addr()), " "); !strings.Contains(hosts, "localhost:") || !strings.Contains(hosts, "127.0.0.1:") {
		t.Errorf("hosts %s", hosts)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() {
		ended <- Serve(ctx, l, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { io.WriteString(w, "here") }))
	}()
	resp, err := http.Get("http://" + l.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	body, _ := io.ReadAll(resp.Body)
	resp.Body.Close()
	if string(body) != "here" {
		t.Errorf("body %q", body)
	}
	cancel()
	select {
	case err := <-ended:
		if err != nil {
			t.Error(err)
		}
	case <-time.After(10 * time.Second):
		t.Error("the server does not end")
	}
}
