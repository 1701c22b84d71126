package dev.tulle.proxy.http1;

/// What may stand behind the size of a chunk, RFC 9112 section 7.1.1: read and not passed on, yet
/// strictly, for readers that end a broken one at different places see different bodies. Octets
/// beyond ASCII, which quotes may hold, are refused too.
final class ChunkExtensions {
    private Place place = Place.NAME_START;

    private enum Place {
        NAME_START,
        NAME,
        NAME_END,
        VALUE_START,
        VALUE,
        QUOTED,
        ESCAPED,
        QUOTE_END,
        VALUE_END,
        NOWHERE
    }

    /// Behind a size and its semicolon.
    void start() {
        place = Place.NAME_START;
    }

    /// Whether the line may end here.
    boolean complete() {
        return place == Place.NAME || place == Place.VALUE || place == Place.QUOTE_END;
    }

    /// False when this octet has no place there.
    boolean takes(byte b) {
        place =
                switch (place) {
                    case NAME_START -> Grammar.isSpace(b) ? place : token(b, Place.NAME);
                    case NAME -> Grammar.isToken(b) ? place : behindName(b);
                    case NAME_END -> behindName(b);
                    case VALUE_START -> Grammar.isSpace(b) ? place : value(b);
                    case VALUE -> Grammar.isToken(b) ? place : behindValue(b);
                    case QUOTED -> quoted(b);
                    case ESCAPED -> isText(b) ? Place.QUOTED : Place.NOWHERE;
                    case QUOTE_END, VALUE_END -> behindValue(b);
                    case NOWHERE -> place;
                };
        return place != Place.NOWHERE;
    }

    private static Place token(byte b, Place within) {
        return Grammar.isToken(b) ? within : Place.NOWHERE;
    }

    private static Place value(byte b) {
        return b == '"' ? Place.QUOTED : token(b, Place.VALUE);
    }

    private static Place behindName(byte b) {
        if (b == '=') {
            return Place.VALUE_START;
        }
        return next(b, Place.NAME_END);
    }

    private static Place behindValue(byte b) {
        return next(b, Place.VALUE_END);
    }

    private static Place next(byte b, Place space) {
        if (b == ';') {
            return Place.NAME_START;
        }
        return Grammar.isSpace(b) ? space : Place.NOWHERE;
    }

    private static Place quoted(byte b) {
        return switch (b) {
            case '"' -> Place.QUOTE_END;
            case '\\' -> Place.ESCAPED;
            default -> isText(b) ? Place.QUOTED : Place.NOWHERE;
        };
    }

    private static boolean isText(byte b) {
        return b == '\t' || (b >= ' ' && b <= '~');
    }
}
