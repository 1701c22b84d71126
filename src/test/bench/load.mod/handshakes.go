package main

import (
	"bufio"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"
)

// handshakes opens one connection with mutual TLS 1.3 after the other, in so many lanes, each for one request, and prints
// how many were answered and how many failed. Nothing is resumed, and all proxies get the same group offered.
func handshakes(address, certificate, key string, lanes int, seconds float64) {
	own, err := tls.LoadX509KeyPair(certificate, key)
	if err != nil {
		fail(err.Error())
	}
	config := &tls.Config{
		Certificates:       []tls.Certificate{own},
		InsecureSkipVerify: true, // what is measured is what the proxy verifies
		MinVersion:         tls.VersionTLS13,
		CurvePreferences:   []tls.CurveID{tls.X25519},
		NextProtos:         []string{"tulle-h1"},
	}
	callers := make([]call, lanes)
	for i := range callers {
		callers[i] = func() error { return shake(address, config) }
	}
	closed(callers, seconds)
}

func shake(address string, config *tls.Config) error {
	connection, err := tls.DialWithDialer(&net.Dialer{Timeout: 5 * time.Second}, "tcp", address, config)
	if err != nil {
		return err
	}
	defer connection.Close()
	if _, err = fmt.Fprintf(connection, "GET / HTTP/1.1\r\nhost: %s\r\nconnection: close\r\n\r\n", address); err != nil {
		return err
	}
	answer, err := http.ReadResponse(bufio.NewReader(connection), nil)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if _, err = io.Copy(io.Discard, answer.Body); err == nil && answer.StatusCode != http.StatusOK {
		err = fmt.Errorf("status %d", answer.StatusCode)
	}
	return err
}
