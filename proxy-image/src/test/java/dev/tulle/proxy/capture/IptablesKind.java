package dev.tulle.proxy.capture;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Locale;

/// The two programs that can load the rules. The script takes nft where it works.
enum IptablesKind {
    NFT,
    LEGACY;

    /// Makes a directory of programs in which the other one does not work.
    void prepare(Path programs) throws IOException {
        if (this == LEGACY) {
            Path broken =
                    Files.writeString(programs.resolve("xtables-nft-multi"), "#!/bin/sh\nexit 1\n");
            Files.setPosixFilePermissions(broken, PosixFilePermissions.fromString("rwxr-xr-x"));
        }
    }

    /// Prefix of a program, for instance `ip6tables-save`, of this kind.
    String program() {
        return "xtables-" + this + "-multi";
    }

    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
