package dev.tulle.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchRule;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.concurrent.ThreadLocalRandom;

/// What holds in every module; each module's own walls name them beside its own rules.
public final class HouseRules {
    public static final ArchRule NAMES_SAY_WHAT_A_CLASS_IS =
            noClasses()
                    .should()
                    .haveNameMatching(".*(Util|Utils|Helper|Manager|Misc|Common|Impl|Base)");

    public static final ArchRule STATIC_FIELDS_ARE_FINAL =
            fields().that()
                    .areStatic()
                    .and()
                    .areDeclaredInClassesThat(writtenByHand())
                    .should()
                    .beFinal();

    public static final ArchRule NO_ABSTRACT_CLASSES =
            noClasses()
                    .that()
                    .areNotInterfaces()
                    .and()
                    .areNotEnums()
                    .should()
                    .haveModifier(JavaModifier.ABSTRACT);

    private HouseRules() {}

    /// Rooms, the packages right below `root`, may not know each other in a circle.
    public static ArchRule roomsAreFreeOfCycles(String root) {
        return slices().matching(root + ".(*)..").should().beFreeOfCycles();
    }

    /// The top-level classes of package `room` hold values and do nothing.
    public static ArchRule holdsDataOnly(String room) {
        return classes()
                .that()
                .resideInAPackage(room)
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

    /// Clocks and random generators come by constructor, so that a test can script them. The root
    /// package, where a process is put together, is free to make them.
    public static ArchRule timeAndChanceAreInjected(String root) {
        return noClasses()
                .that()
                .resideInAPackage(root + ".*..")
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
                .callMethod(ThreadLocalRandom.class, "current");
    }

    /// The compiler keeps a table per switch over an enum in a class of its own.
    private static DescribedPredicate<JavaClass> writtenByHand() {
        return DescribedPredicate.not(
                DescribedPredicate.describe(
                        "made by the compiler",
                        each -> each.getModifiers().contains(JavaModifier.SYNTHETIC)));
    }
}
