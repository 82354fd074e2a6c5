//go:build unix

package pgtest

import (
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// TLS gives the server a certificate for hosts, from an authority that nobody else knows, and lets
// nobody in without it. It returns the file with the authority's certificate.
func (c *Cluster) TLS(t testing.TB, hosts ...string) string {
	t.Helper()
	authority, authorityKey := certificate(t, "readycheck test authority", nil, nil, nil)
	cert, key := certificate(t, "readycheck test server", hosts, authority, authorityKey)
	keyBytes, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	ca := filepath.Join(t.TempDir(), "ca.crt")
	block := func(kind string, data []byte) string {
		return string(pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: data}))
	}
	if err := os.WriteFile(ca, []byte(block("CERTIFICATE", authority.Raw)), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"server.crt":  block("CERTIFICATE", cert.Raw),
		"server.key":  block("PRIVATE KEY", keyBytes),
		"pg_hba.conf": "hostssl all all 127.0.0.1/32 scram-sha-256\n",
	} {
		if err := c.write(filepath.Join(c.data(), name), text); err != nil {
			t.Fatal(err)
		}
	}
	c.Exec(t, "postgres", "ALTER SYSTEM SET ssl = on")
	c.Restart(t)
	return ca
}

// certificate makes one, which signs itself where there is no authority.
func certificate(t testing.TB, name string, hosts []string, by *x509.Certificate, byKey *ecdsa.PrivateKey) (*x509.Certificate, *ecdsa.PrivateKey) {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	serial, err := rand.Int(rand.Reader, big.NewInt(1<<62))
	if err != nil {
		t.Fatal(err)
	}
	is := &x509.Certificate{
		SerialNumber: serial, Subject: pkix.Name{CommonName: name},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour),
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	for _, host := range hosts {
		if ip := net.ParseIP(host); ip != nil {
			is.IPAddresses = append(is.IPAddresses, ip)
		} else {
			is.DNSNames = append(is.DNSNames, host)
		}
	}
	if by == nil {
		is.IsCA, is.BasicConstraintsValid, is.KeyUsage, is.ExtKeyUsage = true, true, x509.KeyUsageCertSign, nil
		by, byKey = is, key
	}
	raw, err := x509.CreateCertificate(rand.Reader, is, by, &key.PublicKey, byKey)
	if err != nil {
		t.Fatal(err)
	}
	cert, err := x509.ParseCertificate(raw)
	if err != nil {
		t.Fatal(err)
	}
	return cert, key
}
