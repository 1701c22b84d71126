package dev.tulle.operator.cluster;

import dev.tulle.operator.view.ClusterView;
import dev.tulle.operator.view.ViewKind;
import java.time.Duration;

/// What there is to count about views; implemented by the metrics.
public interface ViewObserver {

    /// A view was made. The oldest event in it had waited this long.
    void published(ClusterView view, Duration behind);

    /// A watch had stood still for too long and was made anew.
    void restarted(ViewKind kind);

    /// This many objects of a kind were found to be other ones than the watch has told.
    void missed(ViewKind kind, int objects);
}
