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
	"path/filepath"
	"time"
)

// Certify gives the server a certificate for a name or an address that runs out at a time, and turns
// encryption on at its next start. It returns the file by which a client knows who vouches for it.
func (c *Cluster) Certify(name string, until time.Time) string {
	c.t.Helper()
	authority := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "pgtest"}, IsCA: true, BasicConstraintsValid: true,
		NotBefore: until.AddDate(-2, 0, 0), NotAfter: until.AddDate(2, 0, 0), KeyUsage: x509.KeyUsageCertSign,
	}
	own := &x509.Certificate{
		SerialNumber: big.NewInt(2), Subject: pkix.Name{CommonName: name}, NotBefore: authority.NotBefore, NotAfter: until,
		KeyUsage: x509.KeyUsageDigitalSignature, ExtKeyUsage: []x509.ExtKeyUsage{x509.ExtKeyUsageServerAuth},
	}
	if ip := net.ParseIP(name); ip != nil {
		own.IPAddresses = []net.IP{ip}
	} else {
		own.DNSNames = []string{name}
	}
	authorityKey, ownKey := c.key(), c.key()
	c.write("ca.pem", c.sign(authority, authority, authorityKey, authorityKey))
	c.write("data/server.crt", c.sign(own, authority, ownKey, authorityKey))
	der, err := x509.MarshalECPrivateKey(ownKey)
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	c.write("data/server.key", string(pem.EncodeToMemory(&pem.Block{Type: "EC PRIVATE KEY", Bytes: der})))
	c.Configure("ssl=on")
	return filepath.Join(c.Dir, "ca.pem")
}

func (c *Cluster) key() *ecdsa.PrivateKey {
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	return key
}

func (c *Cluster) sign(cert, by *x509.Certificate, key, byKey *ecdsa.PrivateKey) string {
	der, err := x509.CreateCertificate(rand.Reader, cert, by, &key.PublicKey, byKey)
	if err != nil {
		c.t.Fatalf("%v", err)
	}
	return string(pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}))
}
