package dev.rota.spring;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName.Form;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.SystemEnvironmentPropertySource;

/**
 * Looks for {@code rota.*} properties that nobody reads, usually misspelt ones. Variables of the process's environment are
 * passed over: they may be meant for others.
 */
final class PropertyCheck implements BeanFactoryPostProcessor {
    private static final ConfigurationPropertyName ROTA = ConfigurationPropertyName.of("rota");
    private static final Pattern NAME = Pattern.compile("\"name\"\\s*:\\s*\"(rota\\.[a-z0-9.-]+)\"");
    private static final int MOST_EDITS = 5;

    private final ConfigurableEnvironment environment;

    PropertyCheck(ConfigurableEnvironment environment) {
        this.environment = environment;
    }

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        Set<String> known = new TreeSet<>();
        Map<String, Set<String>> open = new TreeMap<>();
        collect("rota", RotaProperties.class, known, open);
        List<ConfigurationPropertyName> unknown = unknown(known, open);
        if (!unknown.isEmpty()) {
            // Other parts of Rota have properties too; their metadata says which.
            known.addAll(namesInMetadata(beans.getBeanClassLoader()));
            unknown = unknown(known, open);
        }
        if (!unknown.isEmpty()) {
            throw RotaConfigurationException.of(
                    "There are rota.* properties that mean nothing",
                    unknown.stream().map(name -> say(name, known)).toList());
        }
    }

    /**
     * Maps are open: any name may stand below theirs, and below that the components of the record that is mapped to.
     *
     * @param open gets maps, each with the names below its own; with none if it maps to simple values
     */
    private static void collect(String prefix, Class<?> record, Set<String> known, Map<String, Set<String>> open) {
        for (RecordComponent component : record.getRecordComponents()) {
            String name = prefix + "." + dashed(component.getName());
            if (Map.class.isAssignableFrom(component.getType())) {
                open.put(name, members(component));
            } else if (component.getType().isRecord()) {
                collect(name, component.getType(), known, open);
            } else {
                known.add(name);
            }
        }
    }

    private static Set<String> members(RecordComponent map) {
        if (map.getGenericType() instanceof ParameterizedType type
                && type.getActualTypeArguments()[1] instanceof Class<?> value
                && value.isRecord()) {
            return Arrays.stream(value.getRecordComponents())
                    .map(component -> component.getName().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
        }
        return Set.of();
    }

    /** Whether a name stands below that of a map, where there is one such. */
    private static boolean isBelow(String map, Set<String> members, ConfigurationPropertyName name) {
        ConfigurationPropertyName above = ConfigurationPropertyName.of(map);
        int member = above.getNumberOfElements() + 1;
        return above.isAncestorOf(name)
                && (members.isEmpty()
                        || name.getNumberOfElements() > member
                                && members.contains(name.getElement(member, Form.UNIFORM)));
    }

    private static String dashed(String camel) {
        return camel.replaceAll("([A-Z])", "-$1").toLowerCase(Locale.ROOT);
    }

    private List<ConfigurationPropertyName> unknown(Set<String> known, Map<String, Set<String>> open) {
        List<ConfigurationPropertyName> unknown = new ArrayList<>();
        for (ConfigurationPropertySource source : ConfigurationPropertySources.get(environment)) {
            if (source instanceof IterableConfigurationPropertySource iterable
                    && !(source.getUnderlyingSource() instanceof SystemEnvironmentPropertySource)) {
                iterable.stream()
                        .filter(ROTA::isAncestorOf)
                        .filter(name -> known.stream()
                                        .noneMatch(each -> ConfigurationPropertyName.of(each)
                                                .equals(name))
                                && open.entrySet().stream()
                                        .noneMatch(each -> isBelow(each.getKey(), each.getValue(), name)))
                        .filter(name -> !unknown.contains(name))
                        .forEach(unknown::add);
            }
        }
        return unknown;
    }

    private static Set<String> namesInMetadata(@Nullable ClassLoader contextLoader) {
        ClassLoader loader = contextLoader != null ? contextLoader : PropertyCheck.class.getClassLoader();
        Set<String> names = new TreeSet<>();
        try {
            for (String file : List.of(
                    "META-INF/spring-configuration-metadata.json",
                    "META-INF/additional-spring-configuration-metadata.json")) {
                for (URL url : Collections.list(loader.getResources(file))) {
                    try (InputStream in = url.openStream()) {
                        Matcher matcher = NAME.matcher(new String(in.readAllBytes(), StandardCharsets.UTF_8));
                        while (matcher.find()) {
                            names.add(matcher.group(1));
                        }
                    }
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException("The metadata of configuration properties cannot be read", e);
        }
        return names;
    }

    private static String say(ConfigurationPropertyName name, Set<String> known) {
        String best = "";
        int fewest = MOST_EDITS + 1;
        for (String candidate : known) {
            int edits = edits(name.toString(), candidate);
            if (edits < fewest) {
                fewest = edits;
                best = candidate;
            }
        }
        return name + " is not known. "
                + (best.isEmpty()
                        ? "Remove it, or see RotaProperties for those there are."
                        : "Did you mean " + best + "?");
    }

    private static int edits(String a, String b) {
        int[] row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, Math.min(row[j], row[j - 1]) + 1);
            }
        }
        return row[b.length()];
    }
}
