package dev.tulle.operator.push;

import java.util.List;

/// What a replica sends to whom at one moment, for a human who asks why a proxy has what it has.
/// Names, versions and counts; no content.
public record PushFacts(List<StreamFacts> streams, List<ResourceFacts> resources) {

    public PushFacts {
        streams = List.copyOf(streams);
        resources = List.copyOf(resources);
    }

    /// One stream.
    ///
    /// @param unanswered responses that wait for an answer
    /// @param pending names that wait to be sent
    public record StreamFacts(
            String pod,
            String podUid,
            String peer,
            int unanswered,
            int pending,
            List<RowFacts> rows) {

        public StreamFacts {
            rows = List.copyOf(rows);
        }
    }

    /// One resource on one stream; a version that is not there is empty.
    ///
    /// @param state wanted, leaving, or withdrawing
    /// @param refusal the client's words about the version that it refused
    public record RowFacts(
            String type,
            String name,
            String state,
            String newest,
            String held,
            String sent,
            String refused,
            String refusal) {}

    /// One compiled resource.
    ///
    /// @param state open, held-back, absent, or unwanted
    /// @param sources objects that it was made from, with their generations
    /// @param streams how many want it
    public record ResourceFacts(
            String type,
            String name,
            String state,
            String version,
            List<String> sources,
            int streams) {

        public ResourceFacts {
            sources = List.copyOf(sources);
        }
    }
}
