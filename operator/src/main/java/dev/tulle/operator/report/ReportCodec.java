package dev.tulle.operator.report;

import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;

/// Reports and rosters as gzipped JSON, the form in which they stand in a ConfigMap.
public final class ReportCodec {

    /// A ConfigMap holds at most 1 MiB, so anything that unpacks to more than this is not ours.
    private static final int MAX_UNPACKED = 32 * 1024 * 1024;

    private final JsonMapper json = JsonMapper.builder().build();

    public byte[] encode(Report report) {
        return pack(report);
    }

    public byte[] encode(Roster roster) {
        return pack(roster);
    }

    /// Refuses what is not a report with a sentence that says why.
    public Report decodeReport(byte[] packed) {
        return unpack(packed, Report.class);
    }

    /// Refuses what is not a roster with a sentence that says why.
    public Roster decodeRoster(byte[] packed) {
        return unpack(packed, Roster.class);
    }

    private byte[] pack(Object value) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(bytes)) {
            gzip.write(json.writeValueAsBytes(value));
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write into memory", e);
        }
        return bytes.toByteArray();
    }

    private <T> T unpack(byte[] packed, Class<T> type) {
        try (InputStream gzip = new GZIPInputStream(new ByteArrayInputStream(packed))) {
            byte[] plain = gzip.readNBytes(MAX_UNPACKED + 1);
            if (plain.length > MAX_UNPACKED) {
                throw new UnreadableReportException(
                        "it unpacks to more than " + MAX_UNPACKED + " bytes", null);
            }
            return json.readValue(plain, type);
        } catch (IOException e) {
            throw new UnreadableReportException(
                    "it is not gzipped JSON of a " + type.getSimpleName(), e);
        }
    }
}
