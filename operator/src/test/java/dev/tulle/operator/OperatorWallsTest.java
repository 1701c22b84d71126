package dev.tulle.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.tulle.walls.HouseRules;
import dev.tulle.walls.MainSources;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// What may know what inside the control plane. Each rule was seen to bite by a planted breach.
@AnalyzeClasses(packages = "dev.tulle.operator", importOptions = MainSources.class)
class OperatorWallsTest {

    private static final String ROOT = "dev.tulle.operator";
    private static final String[] PURE = rooms("view", "resolve", "compile");
    private static final String[] LEADER =
            rooms("install", "traffic", "policy", "authority", "identity");
    private static final String[] SERVING = rooms("push", "inject");

    /// Who may see a room; what is not named may be seen by nobody but root and metrics.
    private static final Map<String, List<String>> SEEN_BY =
            Map.of(
                    "view",
                    List.of(
                            "resolve",
                            "compile",
                            "cluster",
                            "report",
                            "status",
                            "install",
                            "traffic",
                            "policy",
                            "authority",
                            "identity",
                            "push",
                            "inject"),
                    "resolve",
                    List.of(
                            "compile",
                            "cluster",
                            "report",
                            "status",
                            "install",
                            "traffic",
                            "policy",
                            "authority",
                            "identity",
                            "push",
                            "inject"),
                    "compile",
                    List.of("push"),
                    "cluster",
                    List.of(
                            "report",
                            "install",
                            "traffic",
                            "policy",
                            "authority",
                            "identity",
                            "push",
                            "inject"),
                    "certificates",
                    List.of("install", "authority", "identity", "push", "inject"),
                    "apply",
                    List.of(
                            "report",
                            "status",
                            "install",
                            "traffic",
                            "policy",
                            "authority",
                            "identity"),
                    "report",
                    List.of("status", "install", "traffic", "policy", "push"),
                    "status",
                    List.of("install", "traffic", "policy", "authority"));

    private static final List<String> FEATURES =
            List.of("install", "traffic", "policy", "authority", "identity", "push", "inject");

    private static String[] rooms(String... names) {
        return Stream.of(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule ROOMS_ARE_FREE_OF_CYCLES = HouseRules.roomsAreFreeOfCycles(ROOT);

    @ArchTest static final ArchRule ROOMS_POINT_INWARDS = inwards();

    private static ArchRule inwards() {
        LayeredArchitecture layers =
                layeredArchitecture()
                        .consideringOnlyDependenciesInAnyPackage(ROOT + "..")
                        .withOptionalLayers(true)
                        .layer("root")
                        .definedBy(ROOT)
                        .layer("metrics")
                        .definedBy(ROOT + ".metrics..");
        for (String room :
                Stream.concat(SEEN_BY.keySet().stream(), FEATURES.stream()).sorted().toList()) {
            layers = layers.layer(room).definedBy(ROOT + "." + room + "..");
        }
        for (Map.Entry<String, List<String>> room : SEEN_BY.entrySet()) {
            layers =
                    layers.whereLayer(room.getKey())
                            .mayOnlyBeAccessedByLayers(withRoot(room.getValue()));
        }
        for (String feature : FEATURES) {
            layers = layers.whereLayer(feature).mayOnlyBeAccessedByLayers("root", "metrics");
        }
        return layers.whereLayer("metrics")
                .mayOnlyBeAccessedByLayers("root")
                .whereLayer("root")
                .mayNotBeAccessedByAnyLayer();
    }

    private static String[] withRoot(List<String> rooms) {
        return Stream.concat(rooms.stream(), Stream.of("root", "metrics")).toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule LEADER_KNOWS_NOTHING_OF_SERVING =
            noClasses()
                    .that()
                    .resideInAnyPackage(LEADER)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(SERVING));

    @ArchTest
    static final ArchRule SERVING_KNOWS_NOTHING_OF_THE_LEADER =
            noClasses()
                    .that()
                    .resideInAnyPackage(SERVING)
                    .should()
                    .dependOnClassesThat(resideInAnyPackage(LEADER));

    /// An amount of CPU or memory is data of the API, and so is a percentage.
    @ArchTest
    static final ArchRule PURE_ROOMS_DO_NO_IO =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                            "io.netty..",
                                            "io.fabric8..",
                                            "java.io..",
                                            "java.nio.file..",
                                            "java.net..",
                                            "org.slf4j..",
                                            "java.util.logging..")
                                    .and(
                                            DescribedPredicate.not(
                                                    nameMatching(
                                                            "io.fabric8.kubernetes.api.model"
                                                                + "[.](Quantity|IntOrString)"))));

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_ARE_INJECTED = HouseRules.timeAndChanceAreInjected(ROOT);

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = HouseRules.NAMES_SAY_WHAT_A_CLASS_IS;

    @ArchTest static final ArchRule STATIC_FIELDS_ARE_FINAL = HouseRules.STATIC_FIELDS_ARE_FINAL;

    @ArchTest static final ArchRule NO_ABSTRACT_CLASSES = HouseRules.NO_ABSTRACT_CLASSES;

    @ArchTest static final ArchRule VIEW_IS_DATA = HouseRules.holdsDataOnly(ROOT + ".view");
}
