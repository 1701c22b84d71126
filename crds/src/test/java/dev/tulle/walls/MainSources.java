package dev.tulle.walls;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Classes whose source is in this module's main tree, wherever they were compiled to.
public final class MainSources implements ImportOption {
    private static final Pattern TOP_LEVEL = Pattern.compile("dev/tulle/[^$.]+");

    @Override
    public boolean includes(Location location) {
        Matcher source = TOP_LEVEL.matcher(location.toString());
        return source.find() && Files.exists(Path.of("src/main/java", source.group() + ".java"));
    }
}
