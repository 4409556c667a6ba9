package dev.rota.server;

import dev.rota.cli.Host;
import dev.rota.web.WebSettings.Given;
import java.net.URI;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.IDefaultValueProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What the options of a command are, and where each was given, for the page of settings. Secrets are not told. */
final class GivenOptions {
    private static final String HIDDEN = "•••";
    private static final String DEFAULT = "default";

    private final CommandSpec command;
    private final Host host;

    GivenOptions(CommandSpec command, Host host) {
        this.command = command;
        this.host = host;
    }

    /** Those that were given before those that were not, by name. */
    List<Given> list() {
        return command.options().stream()
                .filter(option -> !option.inherited() && !option.usageHelp() && !option.hidden())
                .map(option -> new Given(
                        option.longestName(), value(option), source(option), String.join(" ", option.description())))
                .sorted(Comparator.comparing((Given option) -> option.source().equals(DEFAULT))
                        .thenComparing(Given::name))
                .toList();
    }

    /** Where a setting comes from that an option sets; null if no option was given for it. */
    @Nullable
    String origin(String property) {
        String name = EngineOptions.BY_PROPERTY.get(property);
        OptionSpec option = name == null ? null : command.findOption(name);
        String source = option == null ? DEFAULT : source(option);
        return source.equals(DEFAULT) ? null : source;
    }

    private String source(OptionSpec option) {
        if (command.commandLine().getParseResult().hasMatchedOption(option)) {
            return "option";
        }
        String variable = "ROTA_"
                + option.longestName().substring(2).toUpperCase(Locale.ROOT).replace('-', '_');
        if (host.variable(variable) != null) {
            return "env " + variable;
        }
        return isInFile(option) ? "file" : DEFAULT;
    }

    private boolean isInFile(OptionSpec option) {
        IDefaultValueProvider others = command.defaultValueProvider();
        try {
            return others != null && others.defaultValue(option) != null;
        } catch (Exception e) {
            throw new IllegalStateException("The value of " + option.longestName() + " was read before", e);
        }
    }

    private static String value(OptionSpec option) {
        String text = text(option.getValue());
        if (text.isEmpty()) {
            return "none";
        }
        String name = option.longestName();
        if (name.contains("password") || name.contains("secret")) {
            return HIDDEN;
        }
        return text.contains("://") ? withoutSecrets(text) : text;
    }

    /** Webhooks and the like carry what is secret in their paths: where they lead is enough to know them by. */
    private static String withoutSecrets(String address) {
        try {
            URI uri = URI.create(address);
            String path = uri.getRawPath() == null || uri.getRawPath().length() < 2 ? "" : "/" + HIDDEN;
            return uri.getScheme() + "://" + uri.getHost() + (uri.getPort() < 0 ? "" : ":" + uri.getPort()) + path;
        } catch (IllegalArgumentException e) {
            return HIDDEN;
        }
    }

    private static String text(@Nullable Object value) {
        if (value == null) {
            return "";
        }
        if (value instanceof Boolean yes) {
            return yes ? "yes" : "no";
        }
        if (value instanceof Collection<?> many) {
            return many.stream().map(String::valueOf).collect(Collectors.joining(", "));
        }
        return String.valueOf(value);
    }
}
