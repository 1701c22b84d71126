package dev.tulle.walls;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import io.fabric8.kubernetes.client.CustomResource;
import java.util.List;

@AnalyzeClasses(packages = "dev.tulle.api", importOptions = ImportOption.DoNotIncludeTests.class)
class CrdWallsTest {
    @ArchTest
    static final ArchRule apiHoldsValuesOnly =
            classes()
                    .that()
                    .areTopLevelClasses()
                    .and()
                    .doNotHaveSimpleName("package-info")
                    .should(beAValue());

    @ArchTest
    static final ArchRule componentsAreBoxed =
            classes().that().areRecords().should(haveNoPrimitiveField());

    @ArchTest
    static final ArchRule recordsReadWhatANewerReleaseWrote =
            classes()
                    .that()
                    .areRecords()
                    .should()
                    .beAnnotatedWith(JsonIgnoreProperties.class)
                    .because("one unknown field would fail the whole list after a roll back");

    @ArchTest
    static final ArchRule conditionsKnowNoClient =
            noClasses()
                    .that()
                    .resideInAPackage("..condition..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage("io.fabric8.kubernetes.client..");

    @ArchTest
    static final ArchRule contractsKeepNettyOut =
            noClasses().should().dependOnClassesThat().resideInAnyPackage("io.netty..");

    private static ArchCondition<JavaClass> beAValue() {
        return new ArchCondition<>(
                "be a record, an enum, a sealed interface or a custom resource") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                var value =
                        type.isRecord()
                                || type.isEnum()
                                || type.isAssignableTo(CustomResource.class);
                events.add(
                        new SimpleConditionEvent(type, value, type.getName() + " holds behaviour"));
            }
        };
    }

    private static ArchCondition<JavaClass> haveNoPrimitiveField() {
        return new ArchCondition<>("have no primitive component") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                List<String> primitives =
                        type.getFields().stream()
                                .filter(field -> field.getRawType().isPrimitive())
                                .map(field -> field.getFullName())
                                .toList();
                events.add(
                        new SimpleConditionEvent(
                                type,
                                primitives.isEmpty(),
                                "absent values become 0: " + primitives));
            }
        };
    }
}
