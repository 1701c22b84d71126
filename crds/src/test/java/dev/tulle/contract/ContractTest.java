package dev.tulle.contract;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumDescriptor;
import com.google.protobuf.Descriptors.FileDescriptor;
import dev.tulle.contract.v1.BackendProto;
import dev.tulle.contract.v1.DestinationProto;
import dev.tulle.contract.v1.EndpointsProto;
import dev.tulle.contract.v1.InboundProto;
import dev.tulle.contract.v1.ReportsProto;
import dev.tulle.contract.v1.RoutesProto;
import dev.tulle.contract.v1.SourceProto;
import dev.tulle.contract.v1.TrafficProto;
import dev.tulle.contract.v1.TrustBundleProto;
import dev.tulle.contract.v1.TunnelProto;
import dev.tulle.contract.v1.WorkloadProto;
import dev.tulle.contract.xds.BaseProto;
import dev.tulle.contract.xds.DiscoveryProto;
import dev.tulle.contract.xds.StatusProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class ContractTest {
    private static final Path COMMITTED = Path.of("src/test/resources/contract.txt");

    private static final List<FileDescriptor> FILES =
            List.of(
                    StatusProto.getDescriptor(),
                    BaseProto.getDescriptor(),
                    DiscoveryProto.getDescriptor(),
                    SourceProto.getDescriptor(),
                    WorkloadProto.getDescriptor(),
                    InboundProto.getDescriptor(),
                    DestinationProto.getDescriptor(),
                    RoutesProto.getDescriptor(),
                    BackendProto.getDescriptor(),
                    EndpointsProto.getDescriptor(),
                    TrustBundleProto.getDescriptor(),
                    ReportsProto.getDescriptor(),
                    TunnelProto.getDescriptor(),
                    TrafficProto.getDescriptor());

    @Test
    void noFieldWasRenumberedRetypedOrRemoved() throws IOException {
        var now = lines();

        var committed = Files.readAllLines(COMMITTED);

        assertThat(now)
                .as("fields of %s that are gone or changed: a number is never reused", COMMITTED)
                .containsAll(committed);
    }

    @Test
    void everyFieldIsInTheList() throws IOException {
        var now = lines();
        if (Boolean.getBoolean("golden.update")) {
            Files.write(COMMITTED, now);
        }

        assertThat(Files.readAllLines(COMMITTED))
                .as("%s lacks new fields; refresh it with `make golden`", COMMITTED)
                .containsAll(now);
    }

    private static List<String> lines() {
        var lines = new ArrayList<String>();
        for (FileDescriptor file : FILES) {
            file.getMessageTypes().forEach(message -> message(message, lines));
            file.getEnumTypes().forEach(type -> constants(type, lines));
            file.getServices()
                    .forEach(service ->
                            service.getMethods()
                                    .forEach(method -> lines.add("rpc " + method.getFullName())));
        }
        return lines;
    }

    private static void message(Descriptor message, List<String> lines) {
        for (var field : message.getFields()) {
            var type =
                    switch (field.getJavaType()) {
                        case MESSAGE -> field.getMessageType().getFullName();
                        case ENUM -> field.getEnumType().getFullName();
                        case INT, LONG, FLOAT, DOUBLE, BOOLEAN, STRING, BYTE_STRING ->
                                field.getType().name().toLowerCase(java.util.Locale.ROOT);
                    };
            var repeated = field.isRepeated() ? " repeated" : "";
            lines.add(field.getFullName() + " " + field.getNumber() + repeated + " " + type);
        }
    }

    private static void constants(EnumDescriptor type, List<String> lines) {
        type.getValues().forEach(value -> lines.add(value.getFullName() + " " + value.getNumber()));
    }
}
