package dev.rota.acceptance.matrix;

import dev.rota.acceptance.matrix.CuttingProxy.Mode;
import dev.rota.acceptance.matrix.Stage.StagedWorker;
import dev.rota.acceptance.matrix.TestDatabase.Kind;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;

/** What goes wrong. One of them strikes in each cell, and is healed after a while. */
enum Fault {
    WORKER_KILLED("kill -9 of a worker", 0, Trait.CRASHES) {
        @Override
        void strike(Cell cell) throws IOException, InterruptedException {
            cell.stage().kill(cell.stage().anyWorker());
        }

        @Override
        void heal(Cell cell) throws IOException {
            cell.stage().start(1, false);
        }
    },

    WORKER_FROZEN("SIGSTOP beyond the lease, then SIGCONT", 7_000, Trait.CRASHES) {
        @Override
        void strike(Cell cell) throws IOException, InterruptedException {
            StagedWorker worker = cell.stage().workers().get(0);
            worker.process().signal("STOP");
            cell.stage().ledger().frozen(worker.name());
        }

        @Override
        void heal(Cell cell) throws IOException, InterruptedException {
            cell.stage().workers().get(0).process().signal("CONT");
        }
    },

    SERVER_KILLED("kill -9 of PostgreSQL, restart", 2_000, Trait.POSTGRES_ONLY) {
        @Override
        void strike(Cell cell) throws IOException {
            cell.database().server().crash();
        }

        @Override
        void heal(Cell cell) throws IOException {
            cell.database().server().restart();
        }
    },

    STATEMENTS_CUT("connections cut in statements", 4_000, Trait.POSTGRES_ONLY) {
        @Override
        void strike(Cell cell) throws IOException {
            all(cell, Mode.CUT_STATEMENTS);
        }

        @Override
        void heal(Cell cell) throws IOException {
            all(cell, Mode.PASS);
        }
    },

    COMMITS_CUT("connections cut in commits", 4_000, Trait.POSTGRES_ONLY) {
        @Override
        void strike(Cell cell) throws IOException {
            all(cell, Mode.CUT_ANSWERS);
        }

        @Override
        void heal(Cell cell) throws IOException {
            all(cell, Mode.PASS);
        }
    },

    CONNECTIONS_REFUSED("new connections refused", 6_000, Trait.POSTGRES_ONLY, Trait.A_MINUTE_IN_FULL) {
        @Override
        void strike(Cell cell) throws IOException {
            all(cell, Mode.REFUSE);
        }

        @Override
        void heal(Cell cell) throws IOException {
            all(cell, Mode.PASS);
        }
    },

    NETWORK_STALLED("nothing passes for 6 s", 6_000, Trait.POSTGRES_ONLY) {
        @Override
        void strike(Cell cell) throws IOException {
            all(cell, Mode.STALL);
        }

        @Override
        void heal(Cell cell) throws IOException {
            all(cell, Mode.PASS);
        }
    },

    DISK_FULL("disk full, then freed", 4_000, Trait.OWN_DISK) {
        @Override
        void strike(Cell cell) throws IOException {
            cell.disk().fill();
        }

        @Override
        void heal(Cell cell) throws IOException {
            cell.disk().free();
            if (cell.database().kind() == Kind.POSTGRES
                    && !cell.database().server().answers()) {
                // It gives up when it cannot write its log; whoever runs it starts it again.
                cell.database().server().crash();
                cell.database().server().restart();
            }
        }
    },

    CLOCKS_WRONG("clocks 1 h off, and set while running", 5_000, Trait.WRONG_CLOCKS) {
        @Override
        void strike(Cell cell) throws IOException {
            if (cell.database().kind() == Kind.SQLITE) {
                // All processes of a machine have one clock.
                cell.stage().clock(Duration.ofHours(1));
            } else {
                cell.stage().workers().get(0).clock(Duration.ofHours(1));
                cell.stage().workers().get(1).clock(Duration.ofHours(-1));
            }
        }

        @Override
        void heal(Cell cell) throws IOException {
            if (cell.database().kind() == Kind.SQLITE) {
                // Not all the way: what was put off by then is due by the clock as it was.
                cell.stage().clock(Duration.ofHours(1).minusSeconds(4));
            } else {
                cell.stage().workers().get(0).clock(Duration.ofHours(-1));
            }
        }
    },

    FOREIGN_LOCK("a foreign lock for 6 s", 6_000) {
        @Override
        void strike(Cell cell) throws SQLException {
            if (cell.database().kind() == Kind.SQLITE) {
                cell.hold("begin immediate");
            } else {
                cell.hold(
                        "begin",
                        "select id from rota_worker for update",
                        "select id from rota_job order by id limit 20 for update skip locked");
            }
        }

        @Override
        void heal(Cell cell) throws SQLException {
            cell.letGo();
        }
    },

    SNAPSHOT_PINNED("an idle transaction pins the snapshot", 5_000) {
        @Override
        void strike(Cell cell) throws SQLException {
            if (cell.database().kind() == Kind.SQLITE) {
                // It keeps the write-ahead log from being written back.
                cell.hold("begin", "select count(*) from rota_job");
            } else {
                cell.hold(
                        "begin isolation level repeatable read",
                        "select pg_current_xact_id()",
                        "select 1 from rota_job");
            }
        }

        @Override
        void heal(Cell cell) throws SQLException {
            cell.letGo();
        }
    },

    NOT_SERIALIZABLE("serialization failures (40001)", 4_000, Trait.POSTGRES_ONLY) {
        @Override
        void strike(Cell cell) throws SQLException {
            cell.database().execute("""
                    create function matrix_40001() returns trigger language plpgsql as $$
                    begin
                        if random() < 0.1 then
                            raise exception 'could not serialize access, says the matrix' using errcode = '40001';
                        end if;
                        return null;
                    end $$
                    """, """
                    create trigger matrix_40001 before insert or update or delete on rota_job
                    for each statement execute function matrix_40001()
                    """);
        }

        @Override
        void heal(Cell cell) throws SQLException {
            cell.database().execute("drop trigger matrix_40001 on rota_job", "drop function matrix_40001()");
        }
    },

    WAKE_UPS_DROPPED("every notification dropped", 3_000, Trait.DEAF) {
        @Override
        void strike(Cell cell) {
            cell.stage().workers().forEach(worker -> worker.proxy().ifPresent(proxy -> proxy.deaf(true)));
        }

        @Override
        void heal(Cell cell) {
            cell.stage().workers().forEach(worker -> worker.proxy().ifPresent(proxy -> proxy.deaf(false)));
        }
    },

    DEPLOYED("rolling deploy of two versions of a type", 0) {
        @Override
        void strike(Cell cell) throws IOException, InterruptedException {
            cell.driver().newShape();
            for (StagedWorker old : cell.stage().workers()) {
                cell.stage().awaitUp(cell.stage().start(2, false));
                cell.stage().stop(old);
            }
        }

        @Override
        void heal(Cell cell) {}
    },

    POISONED("a handler that kills its JVM", 0, Trait.CRASHES, Trait.REPLACES_DEAD) {
        @Override
        void strike(Cell cell) {
            cell.driver().order(Work.POISON);
        }

        @Override
        void heal(Cell cell) {}
    },

    STUCK("a handler that never returns", 0) {
        @Override
        void strike(Cell cell) {
            for (int i = 0; i < 12; i++) {
                cell.driver().order(Work.STUCK);
            }
        }

        @Override
        void heal(Cell cell) {}
    };

    /** What a cell has to know of its fault beforehand. */
    enum Trait {
        /** There is nothing like it on SQLite. */
        POSTGRES_ONLY,
        /** A worker may be given up, rightly. */
        CRASHES,
        /** The database stands on a small disk of its own. */
        OWN_DISK,
        /** Workers have clocks that can be set. */
        WRONG_CLOCKS,
        /** On SQLite, workers are started so that they hear of nothing. */
        DEAF,
        /** A worker that dies by itself is replaced. */
        REPLACES_DEAD,
        /** It lasts a minute where time is not short. */
        A_MINUTE_IN_FULL
    }

    private final String title;
    private final int millis;
    private final Set<Trait> traits = EnumSet.noneOf(Trait.class);

    Fault(String title, int millis, Trait... traits) {
        this.title = title;
        this.millis = millis;
        this.traits.addAll(Set.of(traits));
    }

    abstract void strike(Cell cell) throws IOException, InterruptedException, SQLException;

    abstract void heal(Cell cell) throws IOException, InterruptedException, SQLException;

    String title() {
        return title;
    }

    boolean is(Trait trait) {
        return traits.contains(trait);
    }

    /** How long it lasts, in milliseconds. */
    int lasts(boolean inFull) {
        return inFull && is(Trait.A_MINUTE_IN_FULL) ? 60_000 : millis;
    }

    boolean appliesTo(Kind kind) {
        return kind == Kind.POSTGRES || !is(Trait.POSTGRES_ONLY);
    }

    /** Why it cannot be had on this machine; empty if it can. */
    Optional<String> missing() {
        if (is(Trait.OWN_DISK) && !SmallDisk.isPossible()) {
            return Optional.of("a small disk can be mounted by root alone");
        }
        if (is(Trait.WRONG_CLOCKS) && Stage.FAKETIME.isEmpty()) {
            return Optional.of("there is no libfaketime: install the package faketime");
        }
        return Optional.empty();
    }

    private static void all(Cell cell, Mode mode) throws IOException {
        for (StagedWorker worker : cell.stage().workers()) {
            worker.mode(mode);
        }
    }
}
