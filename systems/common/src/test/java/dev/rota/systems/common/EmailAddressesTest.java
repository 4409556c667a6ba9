package dev.rota.systems.common;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rota.systems.common.testing.FreshDatabase;
import dev.rota.systems.common.testing.TestDatabase;
import java.time.Instant;
import java.time.InstantSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class EmailAddressesTest {
    private static final String ADA = "ada@uni.example";

    private final TestDatabase database;

    private FreshDatabase fresh;
    private EmailAddresses addresses;

    EmailAddressesTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        fresh = database.open(SystemSchema.COMMON);
        addresses = new EmailAddresses(fresh.jdbc(), InstantSource.fixed(Instant.parse("2026-03-20T13:00:00Z")));
    }

    @AfterEach
    void close() {
        fresh.close();
    }

    @Test
    void one_hard_bounce_suppresses_an_address_in_any_spelling_and_says_so_once() {
        assertThat(addresses.bounced(ADA, Bounce.HARD)).isTrue();
        assertThat(addresses.bounced("Ada@Uni.Example", Bounce.HARD)).isFalse();

        assertThat(addresses.suppressed("ADA@uni.example")).isTrue();
        assertThat(addresses.suppressed("ben@uni.example")).isFalse();
    }

    @Test
    void soft_bounces_are_counted_and_change_nothing() {
        for (int i = 0; i < 5; i++) {
            assertThat(addresses.bounced(ADA, Bounce.SOFT)).isFalse();
        }

        assertThat(addresses.softBounces(ADA)).isEqualTo(5);
        assertThat(addresses.suppressed(ADA)).isFalse();
        assertThat(addresses.softBounces("ben@uni.example")).isZero();
    }

    @Test
    void a_complaint_suppresses_and_is_not_overtaken_by_a_bounce() {
        assertThat(addresses.bounced(ADA, Bounce.COMPLAINT)).isTrue();
        assertThat(addresses.bounced(ADA, Bounce.HARD)).isFalse();
        assertThat(addresses.bounced(ADA, Bounce.SOFT)).isFalse();

        assertThat(fresh.count("core_email_address where status = 'complaint'")).isEqualTo(1);
    }

    @Test
    void a_complaint_overtakes_a_hard_bounce_without_a_second_notice() {
        addresses.bounced(ADA, Bounce.HARD);

        assertThat(addresses.bounced(ADA, Bounce.COMPLAINT)).isFalse();
        assertThat(fresh.count("core_email_address where status = 'complaint'")).isEqualTo(1);
    }

    @Test
    void a_reinstated_address_gets_mail_again() {
        addresses.bounced(ADA, Bounce.HARD);
        addresses.reinstate(ADA);

        assertThat(addresses.suppressed(ADA)).isFalse();
    }
}
