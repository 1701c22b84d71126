package dev.tulle.e2e.harness;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/// Requests sent from a client's pod, and what came back.
///
/// @param answers HTTP status to count; 0 stands for a request without an answer
/// @param versions what the catalog said of itself, to count
/// @param callers the identity that the catalog saw, to count
public record Traffic(
        Map<Integer, Integer> answers,
        Map<String, Integer> versions,
        Map<String, Integer> callers) {
    private static final String SCRIPT =
            """
            import http.client, json, sys
            from collections import Counter
            host, port, count = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])
            connection = http.client.HTTPConnection(host, port, timeout=10)
            for _ in range(count):
                try:
                    connection.request('GET', '/items')
                    answer = connection.getresponse()
                    body = answer.read()
                    line = [answer.status, '-', '-']
                    if answer.status == 200:
                        seen = json.loads(body)
                        line[1:] = [seen['version'], seen['caller']]
                except (OSError, http.client.HTTPException) as error:
                    line = [0, '-', '-']
                    connection.close()
                print(*line)
            """;

    /// Sends `count` requests one after another over one kept connection.
    ///
    /// @param app the client's workload
    public static Traffic send(TestNamespace namespace, String app, String host, int count) {
        var output =
                namespace.run(
                        app,
                        Duration.ofMinutes(1),
                        "python3",
                        "-c",
                        SCRIPT,
                        host,
                        "80",
                        Integer.toString(count));
        var answers = new TreeMap<Integer, Integer>();
        var versions = new TreeMap<String, Integer>();
        var callers = new TreeMap<String, Integer>();
        output.text()
                .lines()
                .forEach(line -> {
                    var words = line.split(" ", 3);
                    answers.merge(Integer.valueOf(words[0]), 1, Integer::sum);
                    versions.merge(words[1], 1, Integer::sum);
                    callers.merge(words[2], 1, Integer::sum);
                });
        return new Traffic(answers, versions, callers);
    }

    /// Requests that did not come back with 200.
    public int failed() {
        return answers.entrySet().stream()
                .filter(e -> e.getKey() != 200)
                .mapToInt(Map.Entry::getValue)
                .sum();
    }

    /// Percent of the answers that came from a version.
    public double percent(String version) {
        var sum = versions.values().stream().mapToInt(Integer::intValue).sum();
        return 100.0 * versions.getOrDefault(version, 0) / sum;
    }
}
