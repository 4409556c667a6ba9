package dev.rota.systems.common;

import java.time.InstantSource;
import java.util.Locale;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * What is known of addresses from the mails sent to them. One hard bounce or one complaint suppresses an address; soft
 * bounces are counted. Addresses are compared without regard to case. Runs in the caller's transaction; safe for use by
 * several threads.
 */
public final class EmailAddresses {
    private final JdbcClient jdbc;
    private final InstantSource clock;

    public EmailAddresses(JdbcClient jdbc, InstantSource clock) {
        this.jdbc = jdbc;
        this.clock = clock;
    }

    /** Whether an address gets no mail. */
    public boolean suppressed(String address) {
        return jdbc.sql("""
                select count(*) from core_email_address where address = :address and status in ('hard', 'complaint')""").param("address", key(address)).query(Long.class).single() > 0;
    }

    /** How many soft bounces there were; 0 for an unknown address. */
    public int softBounces(String address) {
        return jdbc.sql("select soft_count from core_email_address where address = :address")
                .param("address", key(address))
                .query(Integer.class)
                .optional()
                .orElse(0);
    }

    /**
     * Notes a bounce. A complaint stays a complaint, a hard bounce is only overtaken by a complaint.
     *
     * @return true when this suppressed the address: the time to tell staff, once
     */
    public boolean bounced(String address, Bounce bounce) {
        jdbc.sql("""
                insert into core_email_address (address, status, soft_count, changed_at)
                values (:address, 'ok', 0, :now) on conflict (address) do nothing""")
                .param("address", key(address))
                .param("now", Columns.of(clock.instant()))
                .update();
        if (bounce == Bounce.SOFT) {
            update("soft_count = soft_count + 1, status = case status when 'ok' then 'soft' else status end", address);
            return false;
        }
        boolean first = update("status = '" + bounce.status() + "'", address, " and status in ('ok', 'soft')") == 1;
        if (!first && bounce == Bounce.COMPLAINT) {
            update("status = 'complaint'", address, " and status = 'hard'");
        }
        return first;
    }

    /** Forgets what is known of an address, so that it gets mail again. For people who know better. */
    public void reinstate(String address) {
        jdbc.sql("delete from core_email_address where address = :address")
                .param("address", key(address))
                .update();
    }

    private void update(String assignments, String address) {
        int changed = update(assignments, address, "");
        if (changed != 1) {
            throw new IllegalStateException("Address row: expected 1, found " + changed);
        }
    }

    private int update(String assignments, String address, String condition) {
        return jdbc.sql("update core_email_address set " + assignments + ", changed_at = :now where address = :address"
                        + condition)
                .param("now", Columns.of(clock.instant()))
                .param("address", key(address))
                .update();
    }

    private static String key(String address) {
        return address.strip().toLowerCase(Locale.ROOT);
    }
}
