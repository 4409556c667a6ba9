package dev.rota.postgres;

import dev.rota.jdbc.Session;
import dev.rota.jdbc.Statement;
import dev.rota.postgres.ClaimFloors.Floor;
import dev.rota.postgres.ClaimFloors.Known;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Takes the walk over lanes that {@link ClaimFloors} wants timed, and tells statements what it has learned. Thread-safe. */
final class LaneWalk {
    private static final int TIMES = 3;
    /** A walk that takes so long is not taken again to see how long it is. */
    private static final Duration ENDLESS = Duration.ofMillis(200);

    private final PostgresDatabase database;
    private final ClaimFloors floors;

    LaneWalk(PostgresDatabase database, ClaimFloors floors) {
        this.database = database;
        this.floors = floors;
    }

    /** The shortest of some counts, so that a moment in which the machine is busy is no long walk. */
    void takeIfDue() {
        if (!floors.isDue()) {
            return;
        }
        List<Known> known = floors.all();
        long shortest = Long.MAX_VALUE;
        List<Known> firsts = List.of();
        for (int i = 0; i < TIMES && (i == 0 || shortest < ENDLESS.toNanos()); i++) {
            long from = System.nanoTime();
            firsts = database.once(session -> firsts(session, known));
            shortest = Math.min(shortest, System.nanoTime() - from);
        }
        floors.walked(Duration.ofNanos(shortest), firsts);
    }

    private static List<Known> firsts(Session session, List<Known> known) throws SQLException {
        Statement statement = session.statement(PostgresStatements.WALK);
        bindLanes(statement, known);
        return statement.list(row -> new Known(
                row.text("queue"), row.integer("priority"), new Floor(row.instant("due_at"), row.number("id"))));
    }

    /** Tells a statement that claims above floors of the lanes that are known, and of the gaps between their priorities. */
    static void bind(Statement statement, Set<String> queues, List<Known> known) throws SQLException {
        List<Gap> gaps = new ArrayList<>();
        for (String queue : queues) {
            long low = Integer.MIN_VALUE;
            for (Known lane : known) {
                if (lane.queue().equals(queue)) {
                    addGap(gaps, queue, low, lane.priority() - 1L);
                    low = lane.priority() + 1L;
                }
            }
            addGap(gaps, queue, low, Integer.MAX_VALUE);
        }
        Columns<Gap> columns = new Columns<>(statement, gaps);
        columns.set("gap_queues", "text", Gap::queue);
        columns.set("gap_lows", "integer", Gap::low);
        columns.set("gap_highs", "integer", Gap::high);
        Columns<Known> floors = bindLanes(statement, known);
        floors.set(
                "floor_dues",
                "bigint",
                lane -> PostgresDatabase.micros(lane.floor().dueAt()));
        floors.set("floor_ids", "bigint", lane -> lane.floor().id());
    }

    private static Columns<Known> bindLanes(Statement statement, List<Known> known) throws SQLException {
        Columns<Known> lanes = new Columns<>(statement, known);
        lanes.set("floor_queues", "text", Known::queue);
        lanes.set("floor_priorities", "integer", Known::priority);
        return lanes;
    }

    /** Priorities of a queue of which nothing is known. */
    private record Gap(String queue, int low, int high) {}

    private static void addGap(List<Gap> gaps, String queue, long low, long high) {
        if (low <= high) {
            gaps.add(new Gap(queue, (int) low, (int) high));
        }
    }
}
