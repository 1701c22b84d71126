package main

import (
	"context"
	"fmt"
	"net"

	"google.golang.org/grpc"
)

// serve answers every unary call with 1 KB.
func serve(port int) {
	answer := make([]byte, 1024)
	unary := func(_ any, _ context.Context, decode func(any) error, _ grpc.UnaryServerInterceptor) (any, error) {
		var question []byte
		return &answer, decode(&question)
	}
	server := grpc.NewServer()
	server.RegisterService(&grpc.ServiceDesc{
		ServiceName: "bench.Echo",
		HandlerType: (*any)(nil),
		Methods:     []grpc.MethodDesc{{MethodName: "Unary", Handler: unary}},
	}, nil)
	listener, err := net.Listen("tcp", fmt.Sprintf(":%d", port))
	if err != nil {
		fail(err.Error())
	}
	fail(server.Serve(listener).Error())
}
