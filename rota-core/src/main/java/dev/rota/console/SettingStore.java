package dev.rota.console;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Values that all processes share: alert channels, retention that an operator has set, the keys that cursors and access
 * tokens are signed with. Some are secret; what may be shown is the caller's to decide.
 */
public interface SettingStore {
    /** The version of a setting that is not there yet. */
    long ABSENT = 0;

    Optional<Setting> find(String key);

    /** Those whose key begins with {@code prefix}, by key; all if it is empty. */
    List<Setting> list(String prefix);

    /**
     * Sets a value, if nobody else has since it was read.
     *
     * @param key 1 to 100 characters
     * @param value JSON, 256 Ki characters at the most
     * @param version as it was read; {@link #ABSENT} if there was none
     * @param by who sets it, 1 to 100 characters
     * @return as it stands now; empty if the version is another: nothing was changed
     */
    Optional<Setting> put(String key, String value, long version, String by);

    /**
     * Sets a value if there is none. Of several who do so at once, one sets it and all get the same.
     *
     * @return as it stands now
     */
    Setting putIfAbsent(String key, String value, String by);

    /** Deletes a setting. False if there is none of that version. */
    boolean remove(String key, long version);

    /**
     * A setting.
     *
     * @param value JSON
     * @param version 1, 2, 3 … with each change
     */
    record Setting(String key, String value, long version, String changedBy, Instant changedAt) {
        private static final int LONGEST_VALUE = 256 * 1024;

        public Setting {
            Texts.name("Key of the setting", key, Texts.NAME);
            Texts.bounded("Value of setting " + key, value, LONGEST_VALUE);
            Texts.name("Who sets " + key, changedBy, Texts.NAME);
        }

        /** Without the value, which may be secret. */
        @Override
        public String toString() {
            return "Setting[" + key + ", version " + version + "]";
        }
    }
}
