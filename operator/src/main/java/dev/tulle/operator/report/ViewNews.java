package dev.tulle.operator.report;

import dev.tulle.operator.view.ClusterObject;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.PodView;
import dev.tulle.operator.view.PolicyView;
import dev.tulle.operator.view.SplitView;
import dev.tulle.operator.view.ViewChange;
import dev.tulle.operator.view.ViewKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// What a change of the view means to the counters.
///
/// @param present objects whose status waits for proxies, as they are now
/// @param gone uids of such objects that are there no more
/// @param podsLeaving uids of pods that are being deleted
/// @param podsGone uids of pods that are there no more
/// @param podsReady uids of changed pods that are Ready
/// @param podsUnready uids of changed pods that are not
public record ViewNews(
        List<SourceGeneration> present,
        List<String> gone,
        List<String> podsLeaving,
        List<String> podsGone,
        List<String> podsReady,
        List<String> podsUnready) {

    public ViewNews {
        present = List.copyOf(present);
        gone = List.copyOf(gone);
        podsLeaving = List.copyOf(podsLeaving);
        podsGone = List.copyOf(podsGone);
        podsReady = List.copyOf(podsReady);
        podsUnready = List.copyOf(podsUnready);
    }

    public static ViewNews of(ViewChange change) {
        List<SourceGeneration> present = new ArrayList<>();
        List<String> gone = new ArrayList<>();
        List<String> podsGone = new ArrayList<>();
        sources(change, ViewKind.SPLIT, SplitView.class, present, gone);
        sources(change, ViewKind.POLICY, PolicyView.class, present, gone);
        sources(change, ViewKind.INSTALL, InstallView.class, present, gone);
        sources(change, ViewKind.POD, PodView.class, new ArrayList<>(), podsGone);
        return new ViewNews(
                present,
                gone,
                pods(change, pod -> pod.meta().isDeleting()),
                podsGone,
                pods(change, PodView::isReady),
                pods(change, pod -> !pod.isReady()));
    }

    private static List<String> pods(ViewChange change, Predicate<PodView> which) {
        return change.names(ViewKind.POD).stream()
                .flatMap(name -> change.after().find(PodView.class, name).stream())
                .filter(which)
                .map(pod -> pod.meta().uid())
                .toList();
    }

    /// An object that was deleted and made again between two views is another object.
    private static <T extends ClusterObject> void sources(
            ViewChange change,
            ViewKind kind,
            Class<T> type,
            List<SourceGeneration> present,
            List<String> gone) {
        for (var name : change.names(kind)) {
            Optional<T> after = change.after().find(type, name);
            String uid = after.map(object -> object.meta().uid()).orElse("");
            change.before()
                    .find(type, name)
                    .map(object -> object.meta().uid())
                    .filter(old -> !old.equals(uid))
                    .ifPresent(gone::add);
            after.ifPresent(
                    object -> present.add(new SourceGeneration(uid, object.meta().generation())));
        }
    }
}
