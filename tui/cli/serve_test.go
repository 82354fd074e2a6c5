package cli

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"encoding/pem"
	"math/big"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"readycheck/assessment"
)

// What does not fit together is refused before anything is opened, and says what to do.
func TestHowAWorkshopIsToBeHeld(t *testing.T) {
	for name, c := range map[string]struct {
		s    serving
		says string
	}{
		"phones and terminals":        {serving{port: 2222, phones: 8080}, ""},
		"terminals alone":             {serving{port: 2222}, ""},
		"a certificate":               {serving{port: 2222, phones: 8443, cert: "a", key: "b"}, ""},
		"one port for both":           {serving{port: 8080, phones: 8080}, "need a port each"},
		"a port that is none":         {serving{port: 2222, phones: 70000}, "Ports go from 1 to 65535"},
		"a negative port":             {serving{port: 2222, phones: -1}, "Ports go from 1 to 65535"},
		"people less than none":       {serving{port: 2222, people: -1}, "counted from 1"},
		"a certificate without a key": {serving{port: 2222, phones: 8443, cert: "a"}, "belong together"},
		"a key without a certificate": {serving{port: 2222, phones: 8443, key: "b"}, "belong together"},
		"a certificate for nothing":   {serving{port: 2222, cert: "a", key: "b"}, "--phones 8080"},
	} {
		err := c.s.check()
		if c.says == "" && err != nil || c.says != "" && (err == nil || !strings.Contains(assessment.Sentence(err), c.says)) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// Before the phones' door opens, the question says in a sentence that others in the network can
// listen; where they cannot, it does not frighten.
func TestAnOpenNetworkIsSaid(t *testing.T) {
	address := netip.MustParseAddr("192.168.1.20")
	for name, c := range map[string]struct {
		s    serving
		want bool
	}{
		"phones":                   {serving{phones: 8080}, true},
		"terminals alone":          {serving{}, false},
		"phones, by a certificate": {serving{phones: 8443, cert: "a", key: "b"}, false},
	} {
		text := c.s.warning(address)
		if strings.Contains(text, "not encrypted") != c.want || !strings.Contains(text, "192.168.1.20") {
			t.Errorf("%s: %q", name, text)
		}
	}
}

// A certificate is taken where a phone would take it, and otherwise nothing is opened.
func TestTheCertificateOfTheDoor(t *testing.T) {
	address := netip.MustParseAddr("192.168.1.20")
	make := func(names []string, ips []net.IP) (cert, key string) {
		private, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
		if err != nil {
			t.Fatal(err)
		}
		made := x509.Certificate{SerialNumber: big.NewInt(1), NotAfter: time.Now().Add(time.Hour), DNSNames: names, IPAddresses: ips}
		der, err := x509.CreateCertificate(rand.Reader, &made, &made, &private.PublicKey, private)
		if err != nil {
			t.Fatal(err)
		}
		secret, err := x509.MarshalPKCS8PrivateKey(private)
		if err != nil {
			t.Fatal(err)
		}
		folder := t.TempDir()
		cert, key = filepath.Join(folder, "c.pem"), filepath.Join(folder, "k.pem")
		for path, block := range map[string]*pem.Block{cert: {Type: "CERTIFICATE", Bytes: der}, key: {Type: "PRIVATE KEY", Bytes: secret}} {
			if err := os.WriteFile(path, pem.EncodeToMemory(block), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		return cert, key
	}
	cert, key := make(nil, []net.IP{address.AsSlice()})
	if config, err := certificate(cert, key, address); err != nil || len(config.Certificates) != 1 {
		t.Errorf("by the address: %v", err)
	}
	named, namedKey := make([]string{"*.bakery.example", "room.bakery.example"}, nil)
	if _, err := certificate(named, namedKey, address); err != nil {
		t.Errorf("by a name: %v", err)
	}
	stars, starsKey := make([]string{"*.bakery.example"}, nil)
	for name, c := range map[string][3]string{
		"a certificate of nobody": {stars, starsKey, "every phone would warn"},
		"another's key":           {cert, namedKey, "do not belong together"},
		"no such file":            {cert + "x", key, "cannot be read"},
	} {
		if _, err := certificate(c[0], c[1], address); err == nil || !strings.Contains(assessment.Sentence(err), c[2]) || !strings.Contains(assessment.Sentence(err), "Nothing was opened.") {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A port that is taken is said with the flag that chooses another one, and the other door is not
// left open.
func TestATakenPortIsSaid(t *testing.T) {
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = taken.Close() }()
	port := netip.MustParseAddrPort(taken.Addr().String()).Port()
	local := netip.MustParseAddr("127.0.0.1")
	for flag, s := range map[string]serving{"--port": {port: int(port)}, "--phones": {phones: int(port)}} {
		doors, err := s.open(local)
		if err == nil || !strings.Contains(assessment.Sentence(err), flag) {
			t.Errorf("%s: %v", flag, err)
		}
		if doors.terminals.Listener != nil {
			if again, err := net.Listen("tcp", doors.terminals.Addr().String()); err != nil {
				t.Errorf("%s: the terminals' door stays open: %v", flag, err)
			} else {
				_ = again.Close()
			}
		}
	}
}
