// load is the open loop of the bench, its closed loop of streams, its TLS handshakes and its gRPC backend.
//
//	load open -protocol http1|http2|grpc|grpc-stream -rate N -seconds S -connections C -streams M [-cold] ADDRESS
//	load closed -protocol http1|http2|grpc|grpc-stream -seconds S -connections C ADDRESS
//	load handshakes -cert FILE -key FILE -seconds S -connections C ADDRESS
//	load serve -port P
//
// Every request has a time at which it is meant to be sent, and its latency counts from then: a caller that has to wait
// for a connection, or for the answer before, waits on the clock of the proxy (Gil Tene, "coordinated omission").
package main

import (
	"flag"
	"fmt"
	"os"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
)

// call sends one request and tells whether it was answered well.
type call func() error

func main() {
	if len(os.Args) < 2 {
		fail("load open|closed|handshakes|serve, see the head of main.go")
	}
	flags := flag.NewFlagSet(os.Args[1], flag.ExitOnError)
	switch os.Args[1] {
	case "serve":
		port := flags.Int("port", 8080, "gRPC and HTTP/2 without TLS")
		_ = flags.Parse(os.Args[2:])
		serve(*port)
	case "handshakes":
		certificate := flags.String("cert", "", "PEM, the caller's")
		key := flags.String("key", "", "PEM, its key")
		seconds := flags.Float64("seconds", 10, "length")
		lanes := flags.Int("connections", 32, "connections at once")
		_ = flags.Parse(os.Args[2:])
		handshakes(flags.Arg(0), *certificate, *key, *lanes, *seconds)
	case "closed":
		protocol := flags.String("protocol", "http1", "http1, http2, grpc or grpc-stream")
		seconds := flags.Float64("seconds", 10, "length")
		connections := flags.Int("connections", 32, "connections, with one request at a time each")
		_ = flags.Parse(os.Args[2:])
		closed(dial(*protocol, flags.Arg(0), *connections), *seconds)
	case "open":
		protocol := flags.String("protocol", "http1", "http1, http2, grpc or grpc-stream")
		rate := flags.Float64("rate", 1000, "requests a second, of all connections")
		seconds := flags.Float64("seconds", 10, "length")
		connections := flags.Int("connections", 32, "connections")
		streams := flags.Int("streams", 1, "requests at once on a connection")
		cold := flags.Bool("cold", false, "no request on a connection before the clock starts")
		_ = flags.Parse(os.Args[2:])
		callers := dial(*protocol, flags.Arg(0), *connections)
		if !*cold {
			warm(callers)
		}
		open(callers, *rate, *seconds, *streams)
	default:
		fail("load open|closed|handshakes|serve, see the head of main.go")
	}
}

func warm(callers []call) {
	for _, send := range callers {
		err := send()
		if err != nil { // a pooled connection behind the proxy may have ended with the load before
			err = send()
		}
		if err != nil {
			fail("the first request, twice: " + err.Error())
		}
	}
}

// open prints p50, p99, p99.9 and the longest in ms, then how many failed and how many were sent.
func open(callers []call, rate, seconds float64, streams int) {
	lanes := len(callers) * streams
	each := time.Duration(float64(lanes) / rate * float64(time.Second))
	count := int(seconds * rate / float64(lanes))
	histograms := make([]*hdrhistogram.Histogram, lanes)
	failed := make([]int, lanes)
	var all sync.WaitGroup
	start := time.Now().Add(50 * time.Millisecond)
	for lane := range lanes {
		histograms[lane] = hdrhistogram.New(1, time.Minute.Microseconds(), 3)
		all.Go(func() {
			send := callers[lane%len(callers)]
			meant := start.Add(each * time.Duration(lane) / time.Duration(lanes))
			for range count {
				time.Sleep(time.Until(meant))
				if err := send(); err != nil {
					failed[lane]++
				}
				_ = histograms[lane].RecordValue(time.Since(meant).Microseconds())
				meant = meant.Add(each)
			}
		})
	}
	all.Wait()
	report(histograms, failed)
}

// closed calls without a pause and prints how many were answered and how many failed.
func closed(callers []call, seconds float64) {
	var answered, failed atomic.Int64
	var all sync.WaitGroup
	end := time.Now().Add(time.Duration(seconds * float64(time.Second)))
	for _, send := range callers {
		all.Go(func() {
			for time.Now().Before(end) {
				if send() == nil {
					answered.Add(1)
				} else {
					failed.Add(1)
				}
			}
		})
	}
	all.Wait()
	fmt.Println(answered.Load(), failed.Load())
}

func report(histograms []*hdrhistogram.Histogram, failed []int) {
	total, bad := hdrhistogram.New(1, time.Minute.Microseconds(), 3), 0
	for lane, histogram := range histograms {
		total.Merge(histogram)
		bad += failed[lane]
	}
	ms := func(quantile float64) float64 { return float64(total.ValueAtQuantile(quantile)) / 1000 }
	fmt.Printf("%.2f %.2f %.2f %.2f %d %d\n", ms(50), ms(99), ms(99.9), float64(total.Max())/1000, bad, total.TotalCount())
}

func fail(words string) {
	fmt.Fprintln(os.Stderr, "load: "+words)
	os.Exit(2)
}
