package dev.tulle.operator;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import dev.tulle.api.condition.ConditionType;
import dev.tulle.api.condition.Reason;
import dev.tulle.walls.MainSources;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The two closed lists of what status can say hold no word that is never said.
@AnalyzeClasses(packages = "dev.tulle.operator", importOptions = MainSources.class)
class WordWallsTest {

    @ArchTest
    static void everyReasonIsSaid(JavaClasses classes) {
        assertThat(said(classes, Reason.class)).containsAll(names(Reason.values()));
    }

    @ArchTest
    static void everyConditionIsSaid(JavaClasses classes) {
        assertThat(said(classes, ConditionType.class)).containsAll(names(ConditionType.values()));
    }

    /// Constants that code names; a switch over all of them names none.
    private static Set<String> said(JavaClasses classes, Class<? extends Enum<?>> words) {
        return classes.stream()
                .filter(each -> !each.getModifiers().contains(JavaModifier.SYNTHETIC))
                .map(JavaClass::getFieldAccessesFromSelf)
                .flatMap(Set::stream)
                .filter(access -> access.getTargetOwner().isEquivalentTo(words))
                .map(access -> access.getTarget().getName())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> names(Enum<?>[] constants) {
        return Stream.of(constants).map(Enum::name).collect(Collectors.toSet());
    }
}
