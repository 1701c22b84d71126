package dev.tulle.operator.compile;

import com.google.protobuf.Message;
import dev.tulle.contract.v1.Source;
import java.util.List;
import java.util.Set;

/// What a translator made: the message, the sources that stand in it, and what it refers to.
record Translation(Message message, List<Source> sources, Set<ResourceKey> references) {}
