package dev.rota.cli;

import java.time.ZoneOffset;
import java.util.List;
import picocli.CommandLine.Command;

/** {@code rota config}. */
@Command(name = "config", description = "Shows what commands go by.")
final class ConfigCommand {
    private final RotaCommand rota;

    ConfigCommand(RotaCommand rota) {
        this.rota = rota;
    }

    private record Setting(String name, String value, String origin) {}

    @Command(
            name = "view",
            description = "Shows each setting, its value and where the value comes from. Opens nothing.")
    int view() {
        Surroundings surroundings = rota.surroundings();
        Place.Choice choice = rota.place();
        boolean server = choice.place() instanceof Server;
        boolean terminal = surroundings.streams().terminal();
        String noColor = surroundings.variable("NO_COLOR") == null ? "terminal" : "NO_COLOR";
        List<Setting> settings = List.of(
                new Setting(server ? "url" : "db", choice.place().shown(), choice.origin()),
                new Setting("db.user", shown("ROTA_DB_USER", false), origin("ROTA_DB_USER")),
                new Setting("db.password", shown("ROTA_DB_PASSWORD", true), origin("ROTA_DB_PASSWORD")),
                new Setting(
                        "token",
                        server && ((Server) choice.place()).token() != null ? "***" : "-",
                        tokenOrigin(choice)),
                new Setting("config", ContextFile.of(surroundings).path().toString(), "HOME"),
                new Setting("color", Boolean.toString(rota.usesColours()), noColor),
                new Setting("time", rota.timeStyle().toString(), terminal ? "terminal" : "no terminal"),
                new Setting(
                        "zone",
                        rota.zone().equals(ZoneOffset.UTC) ? "UTC" : rota.zone().getId(),
                        rota.choosesZone()
                                ? ZoneOption.NAME
                                : surroundings.variable(ZoneOption.VARIABLE) == null ? "default" : ZoneOption.VARIABLE),
                new Setting("user", surroundings.user(), "USER"));
        rota.printer()
                .list(
                        Listing.<Setting>of(
                                        "",
                                        Setting::name,
                                        setting -> new Shape()
                                                .put("name", setting.name())
                                                .put("value", setting.value())
                                                .put("origin", setting.origin())
                                                .body())
                                .column("NAME", setting -> Cell.of(setting.name()))
                                .column("VALUE", setting -> Cell.of(setting.value()))
                                .column("ORIGIN", setting -> Cell.of(setting.origin())),
                        settings);
        return ExitCode.DONE;
    }

    private String tokenOrigin(Place.Choice choice) {
        if (!(choice.place() instanceof Server server) || server.token() == null) {
            return "not set";
        }
        if (rota.asked().token() != null) {
            return "--token";
        }
        return rota.surroundings().variable(PlaceChoice.TOKEN) == null ? "config" : PlaceChoice.TOKEN;
    }

    private String shown(String variable, boolean secret) {
        String value = rota.surroundings().variable(variable);
        if (value == null) {
            return "-";
        }
        return secret ? "***" : value;
    }

    private String origin(String variable) {
        return rota.surroundings().variable(variable) == null ? "not set" : variable;
    }
}
