package dev.tulle.operator;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.core.importer.Location;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures.LayeredArchitecture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// What may know what inside the control plane. Each rule was seen to bite by a planted breach.
@AnalyzeClasses(
        packages = "dev.tulle.operator",
        importOptions = OperatorWallsTest.MainSources.class)
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

    /// Classes whose source is in main, wherever they were compiled to.
    static final class MainSources implements ImportOption {
        private static final Pattern TOP_LEVEL = Pattern.compile("dev/tulle/operator/[^$.]+");

        @Override
        public boolean includes(Location location) {
            Matcher source = TOP_LEVEL.matcher(location.toString());
            return source.find()
                    && Files.exists(Path.of("src/main/java", source.group() + ".java"));
        }
    }

    private static String[] rooms(String... names) {
        return Stream.of(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    @ArchTest
    static final ArchRule ROOMS_ARE_FREE_OF_CYCLES =
            slices().matching(ROOT + ".(*)..").should().beFreeOfCycles();

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
    static final ArchRule TIME_AND_CHANCE_ARE_INJECTED =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".*..")
                    .should()
                    .callMethod(System.class, "nanoTime")
                    .orShould()
                    .callMethod(System.class, "currentTimeMillis")
                    .orShould()
                    .callMethod(Instant.class, "now")
                    .orShould()
                    .callMethod(Clock.class, "systemUTC")
                    .orShould()
                    .callMethod(Thread.class, "sleep", long.class)
                    .orShould()
                    .callMethod(Thread.class, "sleep", Duration.class)
                    .orShould()
                    .callMethod(Math.class, "random")
                    .orShould()
                    .callConstructor(Random.class)
                    .orShould()
                    .callMethod(java.util.concurrent.ThreadLocalRandom.class, "current");

    @ArchTest
    static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Util|Utils|Helper|Manager|Misc|Common|Impl|Base)");

    @ArchTest
    static final ArchRule STATIC_FIELDS_ARE_FINAL =
            fields().that()
                    .areStatic()
                    .and()
                    .areDeclaredInClassesThat(writtenByHand())
                    .should()
                    .beFinal();

    /// The compiler keeps a table per switch over an enum in a class of its own.
    private static DescribedPredicate<JavaClass> writtenByHand() {
        return DescribedPredicate.not(
                DescribedPredicate.describe(
                        "made by the compiler",
                        each -> each.getModifiers().contains(JavaModifier.SYNTHETIC)));
    }

    @ArchTest
    static final ArchRule NO_ABSTRACT_CLASSES =
            noClasses()
                    .that()
                    .areNotInterfaces()
                    .and()
                    .areNotEnums()
                    .should()
                    .haveModifier(JavaModifier.ABSTRACT);

    @ArchTest
    static final ArchRule VIEW_IS_DATA =
            classes()
                    .that()
                    .resideInAPackage(ROOT + ".view")
                    .and()
                    .areTopLevelClasses()
                    .and()
                    .doNotHaveSimpleName("package-info")
                    .should()
                    .beRecords()
                    .orShould()
                    .beEnums()
                    .orShould()
                    .beInterfaces();
}
