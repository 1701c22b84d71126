package dev.tulle.proxy;

import dev.tulle.proxy.filter.ProbeSources;
import dev.tulle.proxy.listener.LoopGuard;
import dev.tulle.proxy.listener.OriginalDestination;
import dev.tulle.proxy.upstream.OwnSource;

/// What the request path must know about the place where it runs; a test puts its own here.
record Surroundings(
        OriginalDestination originalDestination,
        LoopGuard guard,
        OwnSource ownSource,
        ProbeSources probeSources) {}
