package dev.tulle.proxy.capture;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The script of the init image, as it is in the source tree.
final class InitScript {

    private static final String PATH = Path.of("init/tulle-init").toAbsolutePath().toString();

    private InitScript() {}

    static List<String> command(List<String> options) {
        return Stream.concat(Stream.of("sh", PATH), options.stream()).toList();
    }
}
