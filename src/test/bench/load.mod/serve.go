package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"

	"google.golang.org/grpc"
)

// serve answers every unary call, and every message of a stream, with 1 KB.
func serve(port int) {
	answer := make([]byte, 1024)
	unary := func(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
		var question []byte
		return &answer, decode(&question)
	}
	stream := func(_ any, open grpc.ServerStream) error {
		var question []byte
		err := open.RecvMsg(&question)
		for err == nil {
			if err = open.SendMsg(&answer); err == nil {
				err = open.RecvMsg(&question)
			}
		}
		if errors.Is(err, io.EOF) {
			return nil
		}
		return err
	}
	server := grpc.NewServer()
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "bench.Echo",
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "Unary", Handler: unary}},
		Streams:     []grpc.StreamDesc{{StreamName: "Stream", Handler: stream, ServerStreams: true, ClientStreams: true}},
	}, nil)
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
	if err != nil {
		fail(err.Error())
	}
	fail(server.Serve(listener).Error())
}
