package dev.rota.cli;

import dev.rota.schedule.Flag;
import dev.rota.schedule.StoredSchedule;
import dev.rota.store.Store;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Flags of a database. */
record StoreFlags(Store store, String user, StoreActs acts) implements Target.Flags {
    @Override
    public Body list() {
        List<StoredSchedule> schedules = store.schedules().list();
        return Body.ofItems(store.schedules().flags().stream()
                .map(flag -> body(flag, schedules))
                .toList());
    }

    @Override
    public Body set(String name, @Nullable Boolean on, @Nullable String reason) {
        if (store.schedules().setFlag(name, on, user)) {
            acts.record(on == null ? "flag.revert" : "flag.set", "flag:" + name, reason);
        }
        return list().items().stream()
                .filter(flag -> name.equals(flag.text("name")))
                .findFirst()
                .orElseThrow(() -> CommandFailure.notFound("There is no flag \"" + name + "\"."));
    }

    private static Body body(Flag flag, List<StoredSchedule> schedules) {
        return new Shape()
                .put("name", flag.name())
                .put("on", flag.isOn())
                .put("defaultOn", flag.defaultOn())
                .put("override", flag.override())
                .put(
                        "schedules",
                        schedules.stream()
                                .filter(schedule -> flag.name()
                                        .equals(schedule.effective().policies().flag()))
                                .map(StoredSchedule::name)
                                .toList())
                .put("changedBy", flag.changedBy())
                .put("changedAt", flag.changedAt())
                .body();
    }
}
