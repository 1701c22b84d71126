package dev.tulle.operator.compile;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.google.protobuf.ByteString;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Message;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// Messages as text that a reviewer can read; fields with their default value are left out.
final class MessageJson {

    private static final ObjectMapper JSON =
            new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

    private MessageJson() {}

    static String of(List<Compiled> resources) {
        List<Map<String, Object>> list =
                resources.stream()
                        .map(resource -> {
                            Map<String, Object> entry = new LinkedHashMap<>();
                            entry.put("type", resource.message().getDescriptorForType().getName());
                            entry.put("name", resource.key().name());
                            entry.put("version", resource.version());
                            entry.put("message", fields(resource.message()));
                            return entry;
                        })
                        .toList();
        try {
            return JSON.writeValueAsString(list) + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Map<String, Object> fields(Message message) {
        Map<String, Object> fields = new LinkedHashMap<>();
        message.getAllFields()
                .forEach((field, value) -> fields.put(field.getJsonName(), plain(value)));
        return fields;
    }

    private static Object plain(Object value) {
        return switch (value) {
            case List<?> list -> list.stream().map(MessageJson::plain).toList();
            case Message message -> fields(message);
            case EnumValueDescriptor word -> word.getName();
            case ByteString bytes -> Base64.getEncoder().encodeToString(bytes.toByteArray());
            default -> value;
        };
    }
}
