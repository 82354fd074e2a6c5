package browsertest

import (
	"net"
	"net/http"
	"net/http/httputil"
	"strings"
	"testing"
)

// RoomAddress is where phones believe the door to be. No browser trusts it more than any other
// address of a local network.
const RoomAddress = "192.168.178.120"

// Relay makes a door that listens on this computer alone reachable at an address of a local
// network, in a [Browser], and gives the address there. It changes the address in what is said
// of it and nothing else.
func Relay(t *testing.T, door string) (at string) {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	_, port, _ := net.SplitHostPort(listener.Addr().String())
	at = net.JoinHostPort(RoomAddress, port)
	door = strings.ToLower(door)
	proxy := &httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.Out.URL.Scheme, r.Out.URL.Host = "http", door
			r.Out.Host = strings.Replace(r.In.Host, at, door, 1)
			for _, name := range []string{"Origin", "Referer"} {
				if said := r.In.Header.Get(name); said != "" {
					r.Out.Header.Set(name, strings.Replace(said, "//"+at, "//"+door, 1))
				}
			}
		},
		ModifyResponse: func(r *http.Response) error {
			if to := r.Header.Get("Location"); to != "" {
				r.Header.Set("Location", strings.Replace(to, "//"+door, "//"+at, 1))
			}
			return nil
		},
		// A door that has closed is told by the page that never comes.
		ErrorHandler: func(http.ResponseWriter, *http.Request, error) { panic(http.ErrAbortHandler) },
	}
	server := &http.Server{Handler: proxy}
	done := make(chan struct{})
	go func() {
		_ = server.Serve(listener)
		close(done)
	}()
	t.Cleanup(func() {
		_ = server.Close()
		<-done
	})
	return at
}
