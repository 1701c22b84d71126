package dev.tulle.proxy.settings;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** Reads typed values by name and says which variable is wrong, with what, against what. */
final class Environment {
    private final Map<String, String> variables;

    Environment(Map<String, String> variables) {
        this.variables = variables;
    }

    String text(String variable, String expected, Predicate<String> valid) {
        String value = variables.getOrDefault(variable, "").strip();
        if (value.isEmpty() || !valid.test(value)) {
            throw new BadSettingException(variable, value, expected);
        }
        return value;
    }

    List<String> list(String variable, String expected, Predicate<String> valid) {
        List<String> values = new ArrayList<>();
        for (String part : text(variable, expected, whole -> true).split(",", -1)) {
            if (!valid.test(part.strip())) {
                throw new BadSettingException(variable, part.strip(), expected);
            }
            values.add(part.strip());
        }
        return List.copyOf(values);
    }

    long number(String variable, long least, long most) {
        String expected = "a whole number from " + least + " to " + most;
        String value = text(variable, expected, digits -> digits.matches("[0-9]{1,18}"));
        long number = Long.parseLong(value);
        if (number < least || number > most) {
            throw new BadSettingException(variable, value, expected);
        }
        return number;
    }

    Path directory(String variable) {
        String expected = "an absolute path";
        String value = text(variable, expected, path -> path.startsWith("/"));
        try {
            return Path.of(value);
        } catch (InvalidPathException e) {
            throw new BadSettingException(variable, value, expected);
        }
    }

    HostAndPort address(String variable) {
        String expected = "host:port";
        String value = text(variable, expected, whole -> whole.lastIndexOf(':') > 0);
        int colon = value.lastIndexOf(':');
        String host = value.substring(0, colon).replaceAll("^\\[|]$", "");
        String port = value.substring(colon + 1);
        if (host.isEmpty() || !port.matches("[0-9]{1,5}")) {
            throw new BadSettingException(variable, value, expected);
        }
        int number = Integer.parseInt(port);
        if (number < 1 || number > 65_535) {
            throw new BadSettingException(variable, value, "a port from 1 to 65535");
        }
        return new HostAndPort(host, number);
    }
}
