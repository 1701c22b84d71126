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

const (
	unaryMethod  = "/bench.Echo/Unary"
	streamMethod = "/bench.Echo/Stream"
)

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
		switch protocol {
		case "grpc":
			callers[i] = unary(address)
		case "grpc-stream":
			callers[i] = streamed(address)
		default:
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
	connection := connect(address)
	question := make([]byte, 64)
	return func() error {
		var answer []byte
		return connection.Invoke(context.Background(), unaryMethod, &question, &answer)
	}
}

// streamed asks and is answered on one stream that stays open; one that broke is replaced at the next call.
func streamed(address string) call {
	connection := connect(address)
	question := make([]byte, 64)
	var stream grpc.ClientStream
	return func() (err error) {
		if stream == nil {
			stream, err = connection.NewStream(context.Background(), &grpc.StreamDesc{ServerStreams: true, ClientStreams: true}, streamMethod)
		}
		if err == nil {
			err = stream.SendMsg(&question)
		}
		if err == nil {
			var answer []byte
			err = stream.RecvMsg(&answer)
		}
		if err != nil {
			stream = nil
		}
		return err
	}
}

func connect(address string) *grpc.ClientConn {
	connection, err := grpc.NewClient("passthrough:///"+address,
		grpc.WithTransportCredentials(insecure.NewCredentials()), grpc.WithDefaultCallOptions(grpc.CallContentSubtype("raw")))
	if err != nil {
		fail(err.Error())
	}
	return connection
}
