package dev.tulle.proxy;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameStartingWith;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import dev.tulle.walls.HouseRules;
import dev.tulle.walls.MainSources;
import io.netty.channel.ChannelPipeline;
import io.netty.util.concurrent.Ticker;
import java.util.List;
import java.util.stream.Stream;

/// What may know what inside the proxy. Each rule was seen to bite by a planted breach.
@AnalyzeClasses(packages = "dev.tulle.proxy", importOptions = MainSources.class)
class ProxyWallsTest {
    private static final String ROOT = "dev.tulle.proxy";
    private static final String[] PURE = rooms("model", "route", "balance", "resilience");

    /// From the inside to the outside; a room may be seen by those of later rows only.
    private static final List<List<String>> ROWS =
            List.of(
                    List.of("model"),
                    List.of("route", "balance", "resilience"),
                    List.of("runtime"),
                    List.of("exchange"),
                    List.of("filter", "tls"),
                    List.of("upstream"),
                    List.of("detect", "http1", "http2", "tunnel"),
                    List.of("listener"),
                    List.of("settings", "discovery", "telemetry", "admin", "warmup"));

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
                        .definedBy(ROOT);
        for (List<String> row : ROWS) {
            for (String room : row) {
                layers = layers.layer(room).definedBy(ROOT + "." + room + "..");
            }
        }
        for (int i = 0; i < ROWS.size(); i++) {
            String[] later = later(i);
            for (String room : ROWS.get(i)) {
                layers = layers.whereLayer(room).mayOnlyBeAccessedByLayers(later);
            }
        }
        return layers.whereLayer("root").mayNotBeAccessedByAnyLayer();
    }

    private static String[] later(int row) {
        return Stream.concat(ROWS.stream().skip(row + 1L).flatMap(List::stream), Stream.of("root"))
                .toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule PURE_ROOMS_DO_NO_IO =
            noClasses()
                    .that()
                    .resideInAnyPackage(PURE)
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "io.netty.channel..",
                                    "java.io..",
                                    "java.nio.file..",
                                    "java.net..",
                                    "java.util.logging..",
                                    "org.slf4j.."));

    @ArchTest
    static final ArchRule TIME_AND_CHANCE_ARE_INJECTED = HouseRules.timeAndChanceAreInjected(ROOT);

    @ArchTest
    static final ArchRule THE_TICKER_IS_INJECTED =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".*..")
                    .should()
                    .callMethod(Ticker.class, "systemTicker");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS = HouseRules.NAMES_SAY_WHAT_A_CLASS_IS;

    @ArchTest static final ArchRule STATIC_FIELDS_ARE_FINAL = HouseRules.STATIC_FIELDS_ARE_FINAL;

    @ArchTest static final ArchRule NO_ABSTRACT_CLASSES = HouseRules.NO_ABSTRACT_CLASSES;

    @ArchTest static final ArchRule MODEL_IS_DATA = HouseRules.holdsDataOnly(ROOT + ".model");

    @ArchTest
    static final ArchRule ONLY_DISCOVERY_KNOWS_THE_CONTRACT =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".discovery..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "dev.tulle.contract..", "com.google.protobuf..", "io.grpc.."));

    @ArchTest
    static final ArchRule ONLY_LISTENER_BUILDS_PIPELINES =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".listener..")
                    .should()
                    .callMethodWhere(
                            target(are(owner(type(ChannelPipeline.class))))
                                    .and(target(nameStartingWith("add"))));

    private static DescribedPredicate<JavaClass> type(Class<?> type) {
        return JavaClass.Predicates.assignableTo(type);
    }

    @ArchTest
    static final ArchRule NOBODY_MULTIPLEXES_HTTP2_BY_CHANNELS =
            noClasses()
                    .should()
                    .dependOnClassesThat()
                    .haveFullyQualifiedName("io.netty.handler.codec.http2.Http2MultiplexHandler");

    @ArchTest
    static final ArchRule NOTHING_IS_LOOKED_UP_AT_RUN_TIME =
            noClasses()
                    .should()
                    .dependOnClassesThat(resideInAPackage("java.lang.reflect.."))
                    .orShould()
                    .callMethod(Class.class, "forName", String.class)
                    .orShould()
                    .dependOnClassesThat()
                    .areAssignableTo(java.util.ServiceLoader.class);

    @ArchTest
    static final ArchRule GUAVA_STAYS_WITH_GRPC =
            noClasses().should().dependOnClassesThat(resideInAPackage("com.google.common.."));
}
