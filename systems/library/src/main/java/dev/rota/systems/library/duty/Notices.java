package dev.rota.systems.library.duty;

import dev.rota.systems.common.Columns;
import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.Outbox;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.dao.DataAccessException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Claims notices: for each person, one transaction writes a ledger row for each loan and one message that lists them
 * all. The ledger's key makes a notice happen once, whoever asks again; whom the library may not write to gets rows
 * that say so, lest they be flooded when that changes. Sending is a step of its own ({@link MailDelivery}).
 */
final class Notices {

    private static final Logger LOG = LoggerFactory.getLogger(Notices.class);

    private final JdbcClient jdbc;
    private final TransactionTemplate transactions;
    private final Messages messages;

    Notices(JdbcClient jdbc, TransactionTemplate transactions, Messages messages) {
        this.jdbc = jdbc;
        this.transactions = transactions;
        this.messages = messages;
    }

    /** One transaction for each person, in the order of their ids; one that fails does not stop the others. */
    NoticesClaimed claim(
            Messages.Kind kind, List<Candidate> candidates, LocalDate today, Instant now, DutyProgress progress) {
        TreeMap<Long, List<Candidate>> byPerson = new TreeMap<>();
        for (Candidate candidate : candidates) {
            byPerson.computeIfAbsent(candidate.userId(), id -> new ArrayList<>())
                    .add(candidate);
        }
        progress.total(byPerson.size());
        Collected all = new Collected();
        for (Map.Entry<Long, List<Candidate>> person : byPerson.entrySet()) {
            progress.checkpoint();
            long user = person.getKey();
            try {
                all.add(transactions.execute(status -> claimPerson(kind, user, person.getValue(), today, now)));
                progress.ok();
            } catch (DataAccessException e) {
                LOG.error("The {} notice for user {} could not be claimed", kind.key(), user, e);
                progress.failed("user " + user, String.valueOf(e.getMessage()));
                all.failed.add(user);
            }
        }
        return all.result(today);
    }

    private Collected claimPerson(
            Messages.Kind kind, long user, List<Candidate> candidates, LocalDate today, Instant now) {
        Collected claimed = new Collected();
        List<NoticesClaimed.Item> added = candidates.stream()
                .map(Candidate::item)
                .filter(item -> addToLedger(item, now))
                .toList();
        if (added.isEmpty()) {
            return claimed;
        }
        Outbox.Claim message = messages.claimDigest(kind, user, today.toString());
        boolean reachable = message.needsDelivery();
        for (NoticesClaimed.Item item : added) {
            link(item, message.id(), reachable ? "claimed" : "suppressed");
        }
        if (reachable) {
            claimed.digests.add(new NoticesClaimed.Digest(message.id(), user, added));
        } else {
            claimed.suppressed.addAll(added);
            claimed.unreachable.add(user);
        }
        return claimed;
    }

    private boolean addToLedger(NoticesClaimed.Item item, Instant now) {
        return jdbc.sql(Statements.ADD)
                        .param("loan", item.loanId())
                        .param("stage", item.stage())
                        .param("due", Columns.of(item.dueDate()))
                        .param("now", Columns.of(now))
                        .update()
                == 1;
    }

    private void link(NoticesClaimed.Item item, long message, String status) {
        jdbc.sql(Statements.LINK)
                .param("message", message)
                .param("status", status)
                .param("loan", item.loanId())
                .param("stage", item.stage())
                .param("due", Columns.of(item.dueDate()))
                .update();
    }

    /** A notice that is due. */
    record Candidate(long userId, NoticesClaimed.Item item) {}

    private static final class Collected {
        private final List<NoticesClaimed.Digest> digests = new ArrayList<>();
        private final List<NoticesClaimed.Item> suppressed = new ArrayList<>();
        private final List<Long> unreachable = new ArrayList<>();
        private final List<Long> failed = new ArrayList<>();

        void add(Collected other) {
            digests.addAll(other.digests);
            suppressed.addAll(other.suppressed);
            unreachable.addAll(other.unreachable);
        }

        NoticesClaimed result(LocalDate today) {
            return new NoticesClaimed(
                    today,
                    List.copyOf(digests),
                    List.copyOf(suppressed),
                    List.copyOf(unreachable),
                    List.copyOf(failed));
        }
    }

    private static final class Statements {
        static final String ADD = """
                insert into library_notice_ledger (loan_id, stage, due_date, status, created_at)
                values (:loan, :stage, :due, 'claimed', :now)
                    on conflict (loan_id, stage, due_date) do nothing
                """;
        static final String LINK = """
                update library_notice_ledger set message_id = :message, status = :status
                 where loan_id = :loan and stage = :stage and due_date = :due
                """;

        private Statements() {}
    }
}
