package dev.rota.jackson;

import com.fasterxml.jackson.annotation.JsonTypeInfo;
import dev.rota.job.Secret;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.TreeNode;
import tools.jackson.databind.AnnotationIntrospector;
import tools.jackson.databind.BeanDescription;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationConfig;
import tools.jackson.databind.introspect.Annotated;
import tools.jackson.databind.introspect.AnnotatedClass;
import tools.jackson.databind.introspect.AnnotatedConstructor;
import tools.jackson.databind.introspect.AnnotatedMember;
import tools.jackson.databind.introspect.BeanPropertyDefinition;
import tools.jackson.databind.introspect.ClassIntrospector;
import tools.jackson.databind.introspect.PotentialCreator;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsontype.NamedType;
import tools.jackson.databind.util.ClassUtil;
import tools.jackson.databind.util.NameTransformer;

/**
 * Reads off a mapper where secrets stand in the JSON of a type: by the properties that Jackson finds in it, under each name
 * by which it writes or reads them. What is marked, and has no name of its own in JSON, hides the whole type.
 */
final class ShapeReader {
    private static final Logger LOG = LoggerFactory.getLogger(ShapeReader.class);

    private final JsonMapper mapper;
    private final SerializationConfig config;
    private final AnnotationIntrospector introspector;
    private final Set<JavaType> seen = new HashSet<>();
    private final Set<JavaType> unwrapping = new HashSet<>();
    private final Set<String> secrets = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, Set<JavaType>> members = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Set<JavaType> others = new HashSet<>();
    private final Set<JavaType> elements = new HashSet<>();
    private final Set<JavaType> beans = new HashSet<>();
    private boolean hidden;

    private ShapeReader(JsonMapper mapper) {
        this.mapper = mapper;
        config = mapper.serializationConfig();
        introspector = config.getAnnotationIntrospector();
    }

    /** The shape of what is of one of these types, nobody knows which. */
    static Shape read(JsonMapper mapper, Set<JavaType> types) {
        ShapeReader reader = new ShapeReader(mapper);
        types.forEach(reader::add);
        return new Shape(reader.hidden, reader.secrets, reader.members, reader.others, reader.elements, reader.beans);
    }

    private void add(JavaType type) {
        if (!seen.add(type)) {
            return;
        }
        if (type.isReferenceType()) {
            add(type.getReferencedType());
        } else if (type.isContainerType()) {
            elements.add(type.getContentType());
            if (type.isMapLikeType()) {
                others.add(type.getContentType());
            }
        } else if (!isPlain(type)) {
            beans.add(type);
            elements.add(type);
            addKinds(type, NameTransformer.NOP);
        }
    }

    private static boolean isPlain(JavaType type) {
        Class<?> raw = type.getRawClass();
        return type.isPrimitive()
                || type.isEnumType()
                || ClassUtil.isJDKClass(raw)
                || TreeNode.class.isAssignableFrom(raw);
    }

    /** Which kind it is would be Jackson's to say: what is secret in any of them is secret. */
    private void addKinds(JavaType type, NameTransformer naming) {
        try {
            for (Class<?> kind : kinds(type)) {
                boolean special = type.getRawClass().isAssignableFrom(kind);
                addBean(
                        special
                                ? mapper.getTypeFactory().constructSpecializedType(type, kind)
                                : mapper.constructType(kind),
                        naming);
            }
        } catch (RuntimeException e) {
            // Whatever it is that Jackson cannot make out, nothing of it is shown.
            hide(type, "Jackson finds no properties in it: " + e.getMessage());
        }
    }

    private Set<Class<?>> kinds(JavaType type) {
        Set<Class<?>> kinds = new LinkedHashSet<>();
        AnnotatedClass declared = classOf(type);
        collect(type.getRawClass(), kinds);
        for (NamedType named : config.getSubtypeResolver().collectAndResolveSubtypesByClass(config, declared)) {
            collect(named.getType(), kinds);
        }
        refined(type, declared).forEach(refined -> collect(refined.getRawClass(), kinds));
        return kinds;
    }

    private static void collect(Class<?> type, Set<Class<?>> kinds) {
        if (kinds.add(type) && type.isSealed()) {
            for (Class<?> permitted : type.getPermittedSubclasses()) {
                collect(permitted, kinds);
            }
        }
    }

    private AnnotatedClass classOf(JavaType type) {
        return config.classIntrospectorInstance().introspectClassAnnotations(type);
    }

    private void addBean(JavaType type, NameTransformer naming) {
        ClassIntrospector writing = config.classIntrospectorInstance();
        ClassIntrospector reading = mapper.deserializationConfig().classIntrospectorInstance();
        List<BeanDescription> both = List.of(
                writing.introspectForSerialization(type, writing.introspectClassAnnotations(type)),
                reading.introspectForDeserialization(type, reading.introspectClassAnnotations(type)));
        List<BeanPropertyDefinition> properties =
                both.stream().flatMap(bean -> bean.findProperties().stream()).toList();
        Set<AnnotatedMember> marks = marks(type);
        Set<String> secret = secrets(properties, marks);
        for (BeanPropertyDefinition property : properties) {
            addProperty(property, secret.contains(property.getInternalName()), naming);
        }
        both.forEach(bean -> addNameless(bean, !marks.isEmpty()));
        marks.removeIf(mark -> secret.contains(mark.getName()));
        properties.stream()
                .filter(property -> secret.contains(property.getInternalName()))
                .flatMap(ShapeReader::accessors)
                .forEach(marks::remove);
        if (!marks.isEmpty()) {
            String marked = marks.stream().map(String::valueOf).sorted().collect(Collectors.joining(", "));
            hide(type, marked + " is marked, and is no property that Jackson writes or reads");
        } else if (!secret.isEmpty() && !isWrittenByProperties(type)) {
            hide(type, "it has a serializer of its own");
        }
    }

    private void hide(JavaType type, String why) {
        if (!hidden) {
            LOG.warn(
                    "All of {} is hidden from people: what is secret in it cannot be told, as {}."
                            + " Mark properties that Jackson writes, and nothing else, or the member that holds this one",
                    type.getRawClass().getName(),
                    why);
        }
        hidden = true;
    }

    /** What is marked in a class. The parameters of a record's constructor are its components. */
    private Set<AnnotatedMember> marks(JavaType type) {
        AnnotatedClass declared = classOf(type);
        List<AnnotatedMember> all = new ArrayList<>();
        declared.fields().forEach(all::add);
        declared.memberMethods().forEach(all::add);
        if (!type.isRecordType()) {
            for (AnnotatedConstructor constructor : declared.getConstructors()) {
                for (int i = 0; i < constructor.getParameterCount(); i++) {
                    all.add(constructor.getParameter(i));
                }
            }
        }
        return all.stream().filter(ShapeReader::isMarked).collect(Collectors.toCollection(HashSet::new));
    }

    private static boolean isMarked(AnnotatedMember member) {
        return member.hasAnnotation(Secret.class)
                || (member.getAnnotated() != null && member.getAnnotated().isAnnotationPresent(Secret.class))
                || (member.getAnnotated() instanceof Method setter
                        && Arrays.stream(setter.getParameters())
                                .anyMatch(parameter -> parameter.isAnnotationPresent(Secret.class)));
    }

    /** The names within the class of the properties that are marked in any way. */
    private static Set<String> secrets(List<BeanPropertyDefinition> properties, Set<AnnotatedMember> marks) {
        Set<String> names = marks.stream().map(AnnotatedMember::getName).collect(Collectors.toSet());
        return properties.stream()
                .filter(property -> names.contains(property.getInternalName())
                        || accessors(property).anyMatch(ShapeReader::isMarked))
                .map(BeanPropertyDefinition::getInternalName)
                .collect(Collectors.toSet());
    }

    private static Stream<AnnotatedMember> accessors(BeanPropertyDefinition property) {
        List<AnnotatedMember> all = new ArrayList<>();
        all.add(property.getGetter());
        all.add(property.getSetter());
        all.add(property.getField());
        property.getConstructorParameters().forEachRemaining(all::add);
        return all.stream().filter(Objects::nonNull);
    }

    private void addProperty(BeanPropertyDefinition property, boolean secret, NameTransformer naming) {
        AnnotatedMember member = property.getPrimaryMember();
        if (member == null) {
            return;
        }
        NameTransformer unwrapped = introspector.findUnwrappingNameTransformer(config, member);
        if (unwrapped != null) {
            hidden |= secret;
            addUnwrapped(property.getPrimaryType(), NameTransformer.chainedTransformer(naming, unwrapped));
            return;
        }
        Set<JavaType> types = types(property.getPrimaryType(), member);
        Stream.concat(Stream.of(property.getFullName()), property.findAliases().stream())
                .map(PropertyName::getSimpleName)
                .map(naming::transform)
                .forEach(name -> {
                    if (secret) {
                        secrets.add(name);
                    } else {
                        members.computeIfAbsent(name, n -> new HashSet<>()).addAll(types);
                        elements.addAll(types);
                    }
                });
    }

    private void addUnwrapped(JavaType type, NameTransformer naming) {
        if (unwrapping.add(type)) {
            addKinds(type, naming);
            unwrapping.remove(type);
        } else {
            hide(type, "it is unwrapped within itself");
        }
    }

    /** As declared, and what the member itself says it may be. */
    private Set<JavaType> types(JavaType declared, AnnotatedMember member) {
        Set<JavaType> types = refined(declared, member);
        types.add(declared);
        List<NamedType> named = introspector.findSubtypes(config, member);
        for (NamedType each : named == null ? List.<NamedType>of() : named) {
            types.add(replaced(declared, each.getType()));
        }
        return types;
    }

    /** What is written and read in its place. */
    private Set<JavaType> refined(JavaType declared, Annotated annotated) {
        Set<JavaType> types = new HashSet<>();
        types.add(introspector.refineSerializationType(config, annotated, declared));
        types.add(introspector.refineDeserializationType(config, annotated, declared));
        types.add(mapper.deserializationConfig().mapAbstractType(declared));
        JsonTypeInfo.Value info = introspector.findPolymorphicTypeInfo(config, annotated);
        if (info != null && info.getDefaultImpl() != null) {
            types.add(replaced(declared, info.getDefaultImpl()));
        }
        return types;
    }

    /** Of what holds others, the others. */
    private JavaType replaced(JavaType declared, Class<?> kind) {
        JavaType type = mapper.constructType(kind);
        return declared.hasContentType() ? declared.withContentType(type) : type;
    }

    /** What stands for the whole, and what has any name. */
    private void addNameless(BeanDescription bean, boolean marked) {
        if (bean.findJsonValueAccessor() != null) {
            hidden |= marked;
            add(bean.findJsonValueAccessor().getType());
        }
        for (PotentialCreator creator : bean.getPotentialCreators().getExplicitDelegating()) {
            add(creator.param(0).getType());
        }
        Stream.of(bean.findAnyGetter(), bean.findAnySetterAccessor())
                .filter(Objects::nonNull)
                .forEach(any -> {
                    hidden |= isMarked(any);
                    if (any.getType().hasContentType()) {
                        others.add(any.getType().getContentType());
                    }
                });
    }

    /** False if a serializer of somebody's own writes it, as it likes. */
    private boolean isWrittenByProperties(JavaType type) {
        boolean[] byProperties = new boolean[1];
        mapper.acceptJsonFormatVisitor(type, new JsonFormatVisitorWrapper.Base() {
            @Override
            public JsonObjectFormatVisitor expectObjectFormat(JavaType of) {
                byProperties[0] = true;
                return super.expectObjectFormat(of);
            }
        });
        return byProperties[0];
    }
}
