package dev.tulle.proxy.filter;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import dev.tulle.proxy.exchange.RequestFilter;
import dev.tulle.proxy.exchange.ResponseFilter;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class FilterOrderTest {

    @Test
    void namesEveryFilterOfTheRoom() {
        Set<JavaClass> filters =
                new ClassFileImporter()
                                .withImportOption(new ImportOption.DoNotIncludeTests())
                                .importPackages("dev.tulle.proxy.filter")
                                .stream()
                                .filter(type ->
                                        type.isAssignableTo(RequestFilter.class)
                                                || type.isAssignableTo(ResponseFilter.class))
                                .collect(Collectors.toSet());

        assertThat(filters).hasSizeGreaterThanOrEqualTo(7);
        assertThat(filters)
                .as("filters that nobody puts anywhere")
                .filteredOn(filter ->
                        filter.getConstructorCallsToSelf().stream()
                                .noneMatch(call ->
                                        call.getOriginOwner().isEquivalentTo(FilterOrder.class)))
                .isEmpty();
    }

    @Test
    void findsTheSessionBeforeARuleTakesTheCookieAway() {
        List<FilterOrder.Outbound> order = List.of(FilterOrder.Outbound.values());

        assertThat(order.indexOf(FilterOrder.Outbound.AFFINITY))
                .isGreaterThan(order.indexOf(FilterOrder.Outbound.MATCH))
                .isLessThan(order.indexOf(FilterOrder.Outbound.RULE));
    }
}
