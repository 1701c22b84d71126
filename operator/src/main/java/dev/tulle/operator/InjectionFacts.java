package dev.tulle.operator;

import dev.tulle.operator.cluster.ClusterInformers;
import dev.tulle.operator.inject.AdmissionEndpoint;
import dev.tulle.operator.inject.InjectionSettings;
import dev.tulle.operator.view.InstallView;
import dev.tulle.operator.view.NamespaceView;
import dev.tulle.operator.view.ObjectName;
import java.util.Map;
import java.util.Optional;

/// What the webhook answers from: the newest view and the images of this release.
final class InjectionFacts implements AdmissionEndpoint.Facts {

    private final ClusterInformers informers;
    private final InjectionSettings.Release release;
    private final String ownNamespace;

    InjectionFacts(ClusterInformers informers, OperatorSettings settings) {
        this.informers = informers;
        this.release =
                new InjectionSettings.Release(
                        settings.version(), settings.image().proxy(), settings.image().init());
        this.ownNamespace = settings.pod().namespace();
    }

    @Override
    public Optional<InjectionSettings> settings() {
        return informers.view().all(InstallView.class).stream()
                .findFirst()
                .map(install -> InjectionSettings.of(install, release, ownNamespace));
    }

    @Override
    public Map<String, String> namespaceLabels(String namespace) {
        return informers
                .view()
                .find(NamespaceView.class, ObjectName.of("", namespace))
                .map(NamespaceView::labels)
                .orElse(Map.of());
    }
}
