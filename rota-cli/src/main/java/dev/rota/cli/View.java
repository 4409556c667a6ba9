package dev.rota.cli;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** What a command shows, as it is at one moment. */
interface View {
    /** Members that change while nothing happens. */
    Set<String> RESTLESS = Set.of("now", "heartbeatAt");

    /** Shows all of it. */
    void print(Printer printer);

    /** Shows only these of its {@link #parts}. */
    void print(Printer printer, Set<String> names);

    /** What it is made of, by name, in values that are equal as long as nothing has happened. */
    Map<String, Object> parts();

    /**
     * What is not there any more.
     *
     * @param before the names of the {@link #parts} of an earlier look
     */
    default List<String> gone(Set<String> before) {
        return List.of();
    }

    /** True if nothing more will happen. */
    boolean isOver();

    /** Things of one kind. */
    static <T> View rows(Listing<T> listing, Body page, List<T> things) {
        return new Rows<>(listing, page, things, false, null);
    }

    /** The same for things that are shown as they are. */
    static View rows(Listing<Body> listing, Body page) {
        return rows(listing, page, page.items());
    }

    /**
     * One thing.
     *
     * @param people shows it to people
     */
    static View one(String name, Body shape, Consumer<Printer> people) {
        return new One(name, shape, people, false);
    }

    /**
     * Things of one kind.
     *
     * @param cut true if older ones do not fit: new ones then push the last out of sight, which is no leaving
     * @param note what is said to people beside them; null if nothing is
     */
    record Rows<T>(
            Listing<T> listing,
            Body page,
            List<T> things,
            boolean cut,
            @Nullable String note) implements View {
        @Override
        public void print(Printer printer) {
            printer.list(listing, page, things);
            if (note != null && printer.format().isForPeople()) {
                printer.note(note);
            }
        }

        @Override
        public void print(Printer printer, Set<String> names) {
            printer.list(
                    listing,
                    things.stream()
                            .filter(thing -> names.contains(listing.name(thing)))
                            .toList());
        }

        @Override
        public Map<String, Object> parts() {
            Map<String, Object> parts = new LinkedHashMap<>();
            things.forEach(thing -> parts.put(listing.name(thing), settled(thing)));
            return parts;
        }

        @Override
        public List<String> gone(Set<String> before) {
            Set<String> now = parts().keySet();
            return before.stream()
                    .filter(name -> !now.contains(name) && (!cut || isBeforeTheLast(name)))
                    .toList();
        }

        /** Lists that are cut are of things with ids, the newest first. */
        private boolean isBeforeTheLast(String name) {
            return things.isEmpty()
                    || Long.parseLong(name) > Long.parseLong(listing.name(things.get(things.size() - 1)));
        }

        @Override
        public boolean isOver() {
            return false;
        }
    }

    /**
     * One thing.
     *
     * @param people shows it to people
     * @param isOver true if nothing more will happen to it
     */
    record One(String name, Body shape, Consumer<Printer> people, boolean isOver) implements View {
        @Override
        public void print(Printer printer) {
            printer.one(name, shape, () -> people.accept(printer));
        }

        @Override
        public void print(Printer printer, Set<String> names) {
            print(printer);
        }

        @Override
        public Map<String, Object> parts() {
            return Map.of(name, settled(shape));
        }
    }

    /** The same without what changes while nothing happens. */
    private static Object settled(Object value) {
        if (value instanceof Body body) {
            return settled(body.members());
        }
        if (value instanceof ScheduleViews.Line line) {
            return List.of(settled(line.schedule()), line.fires());
        }
        if (value instanceof Map<?, ?> map) {
            Map<Object, @Nullable Object> settled = new LinkedHashMap<>();
            map.forEach((name, member) -> {
                if (!RESTLESS.contains(String.valueOf(name))) {
                    settled.put(name, member == null ? null : settled(member));
                }
            });
            return Collections.unmodifiableMap(settled);
        }
        if (value instanceof List<?> list) {
            List<Object> settled = new ArrayList<>();
            list.forEach(element -> settled.add(element == null ? "" : settled(element)));
            return settled;
        }
        return value;
    }
}
