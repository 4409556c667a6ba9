package dev.rota.jackson;

import java.lang.reflect.RecordComponent;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.DeserializationConfig;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.json.JsonMapper;

/** Reads off a mapper under which names it reads the components of a record. */
final class ComponentNames {
    private ComponentNames() {}

    /** By component, in declared order; empty if the mapper reads the record in another way. */
    static Map<String, String> of(JsonMapper mapper, Class<? extends Record> record) {
        DeserializationConfig config = mapper.deserializationConfig();
        JavaType type = mapper.constructType(record);
        ClassIntrospector reading = config.classIntrospectorInstance();
        BeanDescription bean = reading.introspectForDeserialization(type, reading.introspectClassAnnotations(type));
        List<BeanPropertyDefinition> read = bean.findProperties().stream()
                .filter(BeanPropertyDefinition::couldDeserialize)
                .toList();
        boolean inParts = read.stream()
                .noneMatch(property -> config.getAnnotationIntrospector()
                                .findUnwrappingNameTransformer(config, property.getPrimaryMember())
                        != null);
        if (!inParts || isReadWhole(mapper, type, bean)) {
            return Map.of();
        }
        Map<String, String> byComponent = read.stream()
                .collect(Collectors.toMap(
                        BeanPropertyDefinition::getInternalName, BeanPropertyDefinition::getName, (one, same) -> one));
        byComponent.keySet().removeAll(bean.getIgnoredPropertyNames());
        Map<String, String> names = new LinkedHashMap<>();
        for (RecordComponent component : record.getRecordComponents()) {
            String name = byComponent.get(component.getName());
            if (name != null) {
                names.put(component.getName(), name);
            } else if (!bean.getIgnoredPropertyNames().contains(component.getName())) {
                return Map.of();
            }
        }
        return names.size() == byComponent.size() ? names : Map.of();
    }

    /** By one value for all of it, or by a deserializer of somebody's own. */
    private static boolean isReadWhole(JsonMapper mapper, JavaType type, BeanDescription bean) {
        return bean.findJsonValueAccessor() != null
                || !bean.getPotentialCreators().getExplicitDelegating().isEmpty()
                || mapper.deserializationConfig()
                                .getAnnotationIntrospector()
                                .findDeserializer(mapper.deserializationConfig(), bean.getClassInfo())
                        != null;
    }
}
