package dev.tulle.operator.report;

import io.fabric8.kubernetes.api.model.ConfigMap;
import java.util.Arrays;
import java.util.OptionalLong;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One published object: written when it has changed, one write at a time, again when a write
/// failed.
final class Outbox {

    private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);

    /// How objects leave.
    ///
    /// @param writer writes, and throws when it cannot
    /// @param writing where the writer is called
    /// @param back where the end of a write is told
    record Writing(Consumer<ConfigMap> writer, Executor writing, Executor back) {}

    private final ReportForm form;
    private final Replica replica;
    private final Writing writing;
    private final LongSupplier nanos;
    private final PublishPacing pacing;
    private byte[] written = {};
    private OptionalLong waitingSince = OptionalLong.empty();
    private OptionalLong sentSince = OptionalLong.empty();
    private volatile OptionalLong untoldSince = OptionalLong.empty();
    private boolean busy;
    private boolean failing;
    private volatile boolean everWritten;

    Outbox(
            ReportForm form,
            Replica replica,
            Writing writing,
            LongSupplier nanos,
            PublishPacing.Limits limits) {
        this.form = form;
        this.replica = replica;
        this.writing = writing;
        this.nanos = nanos;
        this.pacing = new PublishPacing(limits, nanos.getAsLong());
    }

    void changed() {
        long now = nanos.getAsLong();
        pacing.changed(now);
        waits(waitingSince.isPresent() ? waitingSince : OptionalLong.of(now), sentSince);
    }

    /// How long the oldest change has waited that nobody outside knows of; 0 when there is none.
    /// From any thread.
    long ageNanos() {
        OptionalLong since = untoldSince;
        return since.isPresent() ? nanos.getAsLong() - since.getAsLong() : 0;
    }

    /// When to call [#turn] next; never while a write is on its way.
    OptionalLong dueAt() {
        return busy ? OptionalLong.empty() : pacing.due();
    }

    /// Writes when it is time to, and when the content is not what was written last.
    void turn(Supplier<byte[]> content) {
        long now = nanos.getAsLong();
        OptionalLong due = dueAt();
        if (due.isEmpty() || due.getAsLong() - now > 0) {
            return;
        }
        byte[] packed = content.get();
        if (Arrays.equals(packed, written)) {
            pacing.settled();
            waits(OptionalLong.empty(), OptionalLong.empty());
            return;
        }
        busy = true;
        waits(OptionalLong.empty(), waitingSince);
        pacing.written(now, packed.length);
        ConfigMap map = form.configMap(replica, packed);
        writing.writing().execute(() -> write(map, packed));
    }

    /// Whether something has ever been written; from any thread.
    boolean hasWritten() {
        return everWritten;
    }

    private void write(ConfigMap map, byte[] packed) {
        try {
            writing.writer().accept(map);
            writing.back().execute(() -> wrote(packed));
        } catch (RuntimeException e) {
            writing.back().execute(() -> failed(e));
        }
    }

    private void wrote(byte[] packed) {
        busy = false;
        waits(waitingSince, OptionalLong.empty());
        written = packed;
        everWritten = true;
        if (failing) {
            failing = false;
            LOG.info("the {} of {} is published again", form.word(), replica.pod());
        }
    }

    private void failed(RuntimeException why) {
        busy = false;
        pacing.changed(nanos.getAsLong());
        waits(sentSince, OptionalLong.empty());
        if (!failing) {
            failing = true;
            LOG.warn(
                    "cannot publish the {} of {}, status stays as it is until this works; is the"
                            + " API server there, may discovery write ConfigMaps?",
                    form.word(),
                    replica.pod(),
                    why);
        }
    }

    private void waits(OptionalLong unwritten, OptionalLong onItsWay) {
        waitingSince = unwritten;
        sentSince = onItsWay;
        untoldSince = onItsWay.isPresent() ? onItsWay : unwritten;
    }
}
