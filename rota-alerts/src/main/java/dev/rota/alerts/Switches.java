package dev.rota.alerts;

import dev.rota.console.SettingStore;
import dev.rota.console.SettingStore.Setting;
import dev.rota.job.ArgsCodec;
import dev.rota.job.ArgsException;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which channels and kinds people have turned off. The same for all processes. Thread-safe. */
final class Switches {
    private static final Logger LOG = LoggerFactory.getLogger(Switches.class);
    private static final String KEY = "alerts.off";
    private static final int MOST_TRIES = 10;

    private final SettingStore settings;
    private final ArgsCodec codec;

    /**
     * What is off.
     *
     * @param channels by name
     * @param kinds as {@link AlertKind#text()}
     */
    record Off(Set<String> channels, Set<String> kinds) {
        static final Off NONE = new Off(Set.of(), Set.of());

        Off {
            channels = Set.copyOf(channels);
            kinds = Set.copyOf(kinds);
        }

        Off channel(String name, boolean on) {
            return new Off(changed(channels, name, on), kinds);
        }

        Off kind(AlertKind kind, boolean on) {
            return new Off(channels, changed(kinds, kind.text(), on));
        }

        private static Set<String> changed(Set<String> off, String name, boolean on) {
            Set<String> names = new TreeSet<>(off);
            if (on) {
                names.remove(name);
            } else {
                names.add(name);
            }
            return names;
        }
    }

    /** Changes what is off. */
    interface Change {
        Off of(Off off);
    }

    Switches(SettingStore settings, ArgsCodec codec) {
        this.settings = settings;
        this.codec = codec;
    }

    Off off() {
        return read(settings.find(KEY).orElse(null));
    }

    private Off read(@Nullable Setting setting) {
        try {
            return setting == null ? Off.NONE : codec.decode(setting.value(), Off.class);
        } catch (ArgsException e) {
            LOG.warn("Which alerts are off cannot be read, so all are on: {}", e.getMessage());
            return Off.NONE;
        }
    }

    void change(Change change, String by) {
        for (int tries = 0; tries < MOST_TRIES; tries++) {
            Setting was = settings.find(KEY).orElse(null);
            String value = codec.encode(change.of(read(was)));
            Optional<Setting> put = settings.put(KEY, value, was == null ? SettingStore.ABSENT : was.version(), by);
            if (put.isPresent()) {
                return;
            }
        }
        throw new IllegalStateException("Others change what alerts are off all the time: try again");
    }
}
