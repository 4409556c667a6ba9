package dev.rota.testing.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.Rota;
import dev.rota.schedule.Fire;
import dev.rota.schedule.Schedule;
import dev.rota.schedule.StoredSchedule;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What falls due while a schedule is paused is skipped, whenever a worker looks. */
public abstract class PauseContract extends StoreContract {
    private static final Instant FIRST = START.plusSeconds(60);

    @SuppressWarnings("NullAway.Init")
    private Rota rota;

    protected PauseContract(ContractStore fixture) {
        super(fixture);
    }

    @BeforeEach
    void define() {
        rota = Rota.builder(store, new TextCodec()).clock(clock).build();
        rota.schedules().put(Schedule.every("a", Duration.ofMinutes(1)).runs(TYPE));
    }

    @AfterEach
    void stop() {
        rota.close();
    }

    private void pause(@Nullable Instant until) {
        assertThat(rota.schedules().pause("a", "ann", "exam", until)).isTrue();
    }

    private StoredSchedule schedule() {
        return rota.schedules().find("a").orElseThrow();
    }

    private List<Fire> firesAt(Instant now) {
        clock.advance(Duration.between(clock.instant(), now));
        rota.runDue();
        return rota.schedules().fires("a", 10);
    }

    private static Fire skipped(Instant due, Instant firedAt) {
        return new Fire("a", due, firedAt, Fire.Outcome.SKIPPED, null, "paused");
    }

    @Test
    void what_fell_due_in_a_pause_is_skipped_though_no_worker_looked_before_it_ended() {
        pause(START.plusSeconds(90));
        assertThat(firesAt(START.plusSeconds(100))).containsExactly(skipped(FIRST, START.plusSeconds(100)));
        assertThat(schedule().nextFireAt()).isEqualTo(START.plusSeconds(120));
        assertThat(schedule().lastFireAt()).as("it has not fired").isNull();
        assertThat(firesAt(START.plusSeconds(120)).get(0).outcome()).isEqualTo(Fire.Outcome.RUNNING);
    }

    @Test
    void what_is_due_at_the_end_of_a_pause_fires() {
        pause(FIRST);
        assertThat(firesAt(FIRST)).extracting(Fire::outcome).containsExactly(Fire.Outcome.RUNNING);
    }

    @Test
    void what_was_due_before_a_pause_fires_after_it() {
        clock.advance(Duration.ofSeconds(70));
        pause(START.plusSeconds(80));
        assertThat(firesAt(START.plusSeconds(90))).extracting(Fire::outcome).containsExactly(Fire.Outcome.RUNNING);
    }

    @Test
    void what_fell_due_before_a_pause_was_ended_by_hand_is_skipped() {
        pause(null);
        clock.advance(Duration.ofSeconds(70));
        assertThat(rota.schedules().resume("a")).isTrue();
        assertThat(schedule().isPaused(clock.instant())).isFalse();
        assertThat(rota.schedules().resume("a")).as("it is paused no more").isFalse();

        List<Fire> fires = firesAt(START.plusSeconds(120));

        assertThat(fires).hasSize(2);
        assertThat(fires.get(0).outcome()).isEqualTo(Fire.Outcome.RUNNING);
        assertThat(fires.get(1)).isEqualTo(skipped(FIRST, START.plusSeconds(120)));
    }

    @Test
    void a_pause_that_is_prolonged_has_lasted_since_it_began() {
        pause(START.plusSeconds(90));
        clock.advance(Duration.ofSeconds(70));
        pause(START.plusSeconds(100));
        assertThat(schedule().pause())
                .isEqualTo(new StoredSchedule.Pause("ann", START, "exam", START.plusSeconds(100)));
        assertThat(firesAt(START.plusSeconds(110))).containsExactly(skipped(FIRST, START.plusSeconds(110)));
    }

    @Test
    void a_pause_after_one_that_has_ended_begins_anew() {
        pause(START.plusSeconds(10));
        clock.advance(Duration.ofSeconds(10));
        pause(null);
        assertThat(schedule().pause()).isEqualTo(new StoredSchedule.Pause("ann", START.plusSeconds(10), "exam", null));
    }

    @Test
    void what_fell_due_in_each_of_several_pauses_is_skipped_and_what_fell_due_between_them_is_not() {
        pause(START.plusSeconds(70));
        clock.advance(Duration.ofSeconds(110));
        pause(null);
        clock.advance(Duration.ofSeconds(20));
        assertThat(rota.schedules().resume("a")).isTrue();
        clock.advance(Duration.ofSeconds(100));
        pause(START.plusSeconds(250));

        Instant now = START.plusSeconds(255);
        List<Fire> fires = firesAt(now);

        assertThat(fires).hasSize(4);
        assertThat(fires.get(0)).isEqualTo(skipped(START.plusSeconds(240), now));
        assertThat(fires.get(1).dueAt()).isEqualTo(START.plusSeconds(180));
        assertThat(fires.get(1).outcome()).isEqualTo(Fire.Outcome.RUNNING);
        assertThat(fires.get(2)).isEqualTo(skipped(START.plusSeconds(120), now));
        assertThat(fires.get(3)).isEqualTo(skipped(FIRST, now));
    }

    @Test
    void pauses_are_forgotten_when_nothing_is_due_that_may_have_fallen_due_in_them() {
        pause(START.plusSeconds(70));
        clock.advance(Duration.ofSeconds(80));
        pause(START.plusSeconds(90));
        assertThat(schedule().pause())
                .isEqualTo(new StoredSchedule.Pause(
                        "ann",
                        START.plusSeconds(80),
                        "exam",
                        START.plusSeconds(90),
                        List.of(new StoredSchedule.Pause.Span(START, START.plusSeconds(70)))));
        Instant now = START.plusSeconds(100);
        firesAt(now);
        pause(null);
        assertThat(schedule().pause()).isEqualTo(new StoredSchedule.Pause("ann", now, "exam", null));
    }
}
