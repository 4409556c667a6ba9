package dev.rota.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The value of an option that was not given: {@code --http-allow} is looked for in the variable {@code ROTA_HTTP_ALLOW},
 * then under {@code http-allow} in the file that {@code --config} or {@code ROTA_CONFIG} names.
 */
final class VariableDefaults implements IDefaultValueProvider {
    private static final String FILE_OPTION = "--config";

    private final Surroundings surroundings;
    private @Nullable Properties file;
    private @Nullable String fileName;

    VariableDefaults(Surroundings surroundings) {
        this.surroundings = surroundings;
    }

    @Override
    public @Nullable String defaultValue(ArgSpec argument) {
        if (!(argument instanceof OptionSpec option) || option.inherited() || option.usageHelp()) {
            return null;
        }
        String name = option.longestName();
        String value = surroundings.variable(variable(name));
        return value != null || name.equals(FILE_OPTION)
                ? value
                : file(option.command()).getProperty(key(name));
    }

    private static String variable(String option) {
        return "ROTA_" + key(option).toUpperCase(Locale.ROOT).replace('-', '_');
    }

    private static String key(String option) {
        return option.substring(2);
    }

    /** A flag asks for its value while {@code --config} behind it was not read yet: what is known then is not kept. */
    private Properties file(@Nullable CommandSpec command) {
        OptionSpec option = command == null ? null : command.findOption(FILE_OPTION);
        if (option == null || command == null) {
            return new Properties();
        }
        Object given = option.getValue();
        String name = given != null ? given.toString() : surroundings.variable(variable(FILE_OPTION));
        if (name == null) {
            return new Properties();
        }
        Properties known = name.equals(fileName) ? file : null;
        if (known == null) {
            known = read(command, name);
            file = known;
            fileName = name;
        }
        return known;
    }

    private Properties read(CommandSpec command, String name) {
        Properties properties = new Properties();
        Path path = surroundings.directory().resolve(name);
        try (Reader reader = Files.newBufferedReader(path, StandardCharsets.UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException e) {
            throw new CommandFailure(
                    ExitCode.USAGE, "The file " + path + " of " + FILE_OPTION + " cannot be read as properties.", e);
        }
        requireKnown(command, path, properties);
        return properties;
    }

    private static void requireKnown(CommandSpec command, Path path, Properties properties) {
        List<String> known = command.options().stream()
                .map(OptionSpec::longestName)
                .filter(name -> name.startsWith("--"))
                .map(VariableDefaults::key)
                .toList();
        for (String name : new TreeSet<>(properties.stringPropertyNames())) {
            if (!known.contains(name)) {
                throw CommandFailure.usage(
                        NotFound.sentence(path + " sets \"" + name + "\", which is no option", name, known));
            }
        }
    }
}
