package dev.tulle.e2e.harness;

import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/// Requests over connections that are never let go, and one long stream, until it is told to end.
///
/// @param stop a file in the client's pod whose appearance ends it
public record SteadyLoad(
        TestNamespace namespace,
        String app,
        String stop,
        CompletableFuture<TestNamespace.Output> run) {
    private static final Duration LONGEST = Duration.ofMinutes(20);

    private static final String SCRIPT =
            """
            import http.client, json, os, socket, sys, threading, time
            host, connections, pause, stop, stream = sys.argv[1], int(sys.argv[2]), float(sys.argv[3]), sys.argv[4], sys.argv[5]
            lock = threading.Lock()
            seen = {'requests': 0, 'opened': 0, 'echoes': 0, 'failures': []}
            def count(what, failure=None):
                with lock:
                    seen[what] += 1
                    if failure is not None:
                        seen['failures'].append(f'{time.strftime("%H:%M:%S")} {failure!r}')
            def ask():
                connection = http.client.HTTPConnection(host, 80, timeout=10)
                while not os.path.exists(stop):
                    failure = None
                    try:
                        if connection.sock is None:
                            count('opened')
                        connection.request('GET', '/items')
                        answer = connection.getresponse()
                        answer.read()
                        if answer.status != 200:
                            failure = f'{answer.status} {answer.getheader("x-tulle-error")}'
                    except (OSError, http.client.HTTPException) as error:
                        failure = error
                        connection.close()
                    count('requests', failure)
                    time.sleep(pause)
            def echo():
                name, port = stream.split(':')
                try:
                    with socket.create_connection((name, int(port)), timeout=10) as connection:
                        while not os.path.exists(stop):
                            connection.sendall(b'still there?')
                            if connection.recv(100) != b'still there?':
                                raise OSError('the stream has ended')
                            count('echoes')
                            time.sleep(1)
                except OSError as failure:
                    count('echoes', failure)
            threads = [threading.Thread(target=ask) for _ in range(connections)]
            if stream != '-':
                threads.append(threading.Thread(target=echo))
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
            print(json.dumps(seen))
            """;

    /// What it came to.
    ///
    /// @param opened connections for the requests, also those that replaced others
    /// @param echoes answers over the one long stream
    /// @param failures time and cause of each
    public record Result(int requests, int opened, int echoes, List<String> failures) {}

    /// Starts to send `rate` requests per second over `connections`.
    ///
    /// @param stream `host:port` of a server that sends back what it gets, or `-`
    public static SteadyLoad start(
            TestNamespace namespace,
            String app,
            String host,
            int rate,
            int connections,
            String stream) {
        var stop = "/tmp/" + UUID.randomUUID();
        var run =
                CompletableFuture.supplyAsync(() ->
                        namespace.run(
                                app,
                                LONGEST,
                                "python3",
                                "-c",
                                SCRIPT,
                                host,
                                Integer.toString(connections),
                                Double.toString((double) connections / rate),
                                stop,
                                stream));
        return new SteadyLoad(namespace, app, stop, run);
    }

    /// Ends it.
    public Result end() {
        namespace.run(app, Duration.ofSeconds(20), "touch", stop).text();
        return namespace
                .mesh()
                .client()
                .getKubernetesSerialization()
                .unmarshal(run.join().text(), Result.class);
    }
}
