package main

import (
	"context"
	"fmt"
	"io"
	"net/http"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/encoding"
)

const method = "/bench.Echo/Unary"

// raw carries bytes as they are: the bench measures proxies, not protobuf.
type raw struct{}

func (raw) Name() string                     { return "raw" }
func (raw) Marshal(v any) ([]byte, error)    { return *v.(*[]byte), nil }
func (raw) Unmarshal(in []byte, v any) error { *v.(*[]byte) = append([]byte(nil), in...); return nil }

func init() { encoding.RegisterCodec(raw{}) }

// dial gives one caller for each connection.
func dial(protocol, address string, connections int) []call {
	callers := make([]call, connections)
	for i := range callers {
		if protocol == "grpc" {
			callers[i] = unary(address)
		} else {
			callers[i] = get(protocol, "http://"+address+"/")
		}
	}
	return callers
}

func get(protocol, url string) call {
	protocols := new(http.Protocols)
	protocols.SetHTTP1(protocol == "http1")
	protocols.SetUnencryptedHTTP2(protocol == "http2")
	client := &http.Client{Transport: &http.Transport{Protocols: protocols, MaxConnsPerHost: 1, DisableCompression: true}}
	return func() error {
		answer, err := client.Get(url)
		if err != nil {
			return err
		}
		defer answer.Body.Close()
		if _, err = io.Copy(io.Discard, answer.Body); err == nil && answer.StatusCode != 200 {
			err = fmt.Errorf("status %d", answer.StatusCode)
		}
		return err
	}
}

func unary(address string) call {
	connection, err := grpc.NewClient("passthrough:///"+address,
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.CallContentSubtype("raw")))
	if err != nil {
		fail(err.Error())
	}
	question := make([]byte, 64)
	return func() error {
		var answer []byte
		return connection.Invoke(context.Background(), method, &question, &answer)
	}
}
