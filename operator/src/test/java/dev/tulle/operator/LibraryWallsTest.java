package dev.tulle.operator;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import dev.tulle.walls.MainSources;
import io.fabric8.kubernetes.client.dsl.Informable;
import io.javaoperatorsdk.operator.api.reconciler.ControllerConfiguration;
import io.javaoperatorsdk.operator.processing.retry.GradualRetry;
import java.time.Duration;
import java.util.stream.Stream;

/// Who may use which library. Each rule was seen to bite by a planted breach.
@AnalyzeClasses(packages = "dev.tulle.operator", importOptions = MainSources.class)
class LibraryWallsTest {

    private static final String ROOT = "dev.tulle.operator";

    private static String[] rooms(String... names) {
        return Stream.of(names).map(name -> ROOT + "." + name + "..").toArray(String[]::new);
    }

    /// Root gives up its own lease by the elector's own lock.
    @ArchTest
    static final ArchRule ONLY_APPLY_WRITES =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".apply..")
                    .should()
                    .callMethodWhere(
                            target(
                                            are(
                                                    owner(
                                                            resideInAPackage(
                                                                    "io.fabric8.kubernetes.client"
                                                                            + ".dsl.."))))
                                    .and(
                                            target(
                                                    nameMatching(
                                                            "create|createOr.*|update|updateStatus"
                                                                    + "|replace.*|patch.*|edit.*"
                                                                    + "|delete.*|serverSideApply"
                                                                    + "|scale|evict"))));

    @ArchTest
    static final ArchRule ONLY_CLUSTER_WATCHES =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".cluster..")
                    .should()
                    .callMethodWhere(
                            target(are(owner(assignableTo(Informable.class))))
                                    .and(target(nameMatching("inform|runnableInformer"))))
                    .orShould()
                    .callMethodWhere(
                            target(
                                            are(
                                                    owner(
                                                            resideInAPackage(
                                                                    "io.fabric8.kubernetes.client"
                                                                            + ".dsl.."))))
                                    .and(target(nameMatching("watch|list"))));

    @ArchTest
    static final ArchRule CONTRACT_STAYS_WITH_THOSE_WHO_SPEAK_IT =
            noClasses()
                    .that()
                    .resideOutsideOfPackages(rooms("compile", "push", "report", "metrics"))
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage("dev.tulle.contract..", "com.google.protobuf.."));

    @ArchTest
    static final ArchRule ONLY_PUSH_SPEAKS_GRPC =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".push..")
                    .should()
                    .dependOnClassesThat(resideInAnyPackage("io.grpc..", "io.netty.."));

    @ArchTest
    static final ArchRule ONLY_CERTIFICATES_KNOWS_BOUNCY_CASTLE =
            noClasses()
                    .that()
                    .resideOutsideOfPackage(ROOT + ".certificates..")
                    .should()
                    .dependOnClassesThat(resideInAPackage("org.bouncycastle.."));

    @ArchTest
    static final ArchRule SDK_STAYS_WITH_RECONCILERS =
            noClasses()
                    .that()
                    .resideInAnyPackage(
                            rooms(
                                    "view",
                                    "resolve",
                                    "compile",
                                    "push",
                                    "inject",
                                    "report",
                                    "identity",
                                    "certificates",
                                    "apply"))
                    .should()
                    .dependOnClassesThat(resideInAPackage("io.javaoperatorsdk.."));

    @ArchTest
    static final ArchRule QUARKUS_STAYS_IN_ROOT =
            noClasses()
                    .that()
                    .resideInAPackage(ROOT + ".*..")
                    .should()
                    .dependOnClassesThat(
                            resideInAnyPackage(
                                    "io.quarkus..", "jakarta..", "io.smallrye..", "org.eclipse.."));

    @ArchTest
    static final ArchRule GUAVA_STAYS_WITH_GRPC =
            noClasses().should().dependOnClassesThat(resideInAPackage("com.google.common.."));

    @ArchTest
    static final ArchRule CONTROLLERS_LOSE_NO_UPDATE =
            classes()
                    .that()
                    .areAnnotatedWith(ControllerConfiguration.class)
                    .should(beConfiguredAsTheHouseSays());

    /// The SDK drops a spec change that lands between read and status patch as its own echo, unless
    /// it compares no versions; its retry gives up after five attempts, unless told otherwise. It
    /// does not see that an object is another one of the same name, when it is asked for changed
    /// generations only or for deletions too (decision 16).
    private static ArchCondition<JavaClass> beConfiguredAsTheHouseSays() {
        return new ArchCondition<>("lose no update and never give up") {
            @Override
            public void check(JavaClass controller, ConditionEvents events) {
                ControllerConfiguration of =
                        controller.getAnnotationOfType(ControllerConfiguration.class);
                require(
                        controller,
                        !of.informer().comparableResourceVersions(),
                        events,
                        "compares resourceVersions");
                require(
                        controller,
                        !of.triggerReconcilerOnAllEvents(),
                        events,
                        "takes the event of an object for that of a deleted one");
                require(
                        controller,
                        !of.generationAwareEventProcessing(),
                        events,
                        "sees no object that replaced another while its watch was away");
                require(
                        controller,
                        of.fieldManager().startsWith("tulle/"),
                        events,
                        "has no field manager tulle/…");
                Duration net =
                        Duration.of(
                                of.maxReconciliationInterval().interval(),
                                of.maxReconciliationInterval().timeUnit().toChronoUnit());
                require(
                        controller,
                        net.compareTo(Duration.ofMinutes(5)) <= 0,
                        events,
                        "is visited less often than every 5 minutes");
                require(
                        controller,
                        controller.isAnnotatedWith(GradualRetry.class)
                                && controller.getAnnotationOfType(GradualRetry.class).maxAttempts()
                                        == -1,
                        events,
                        "gives up retrying");
            }
        };
    }

    private static void require(
            JavaClass controller, boolean holds, ConditionEvents events, String problem) {
        if (!holds) {
            events.add(
                    SimpleConditionEvent.violated(
                            controller, controller.getName() + " " + problem));
        }
    }
}
