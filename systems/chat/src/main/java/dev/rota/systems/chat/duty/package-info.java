/**
 * The chat's housekeeping: deleting old conversations, orphaned messages and unverified users, and taking statistics.
 *
 * <p>Three rules hold for all duties. <b>Time is a parameter</b>: a run has one instant, from which all its limits
 * follow, and a run that is resumed goes by the one it began with. <b>Deleting is the claim</b>: only rows that a
 * statement has deleted are counted, in the same transaction, so that two runs together do what one would have done and
 * a run that was killed keeps the count of what it did. <b>What is counted is what people know</b>: conversations and
 * users, not the messages that go with them.
 *
 * <p>Duties work in batches, one short transaction each, so that the chat stays usable meanwhile, and call {@link
 * dev.rota.systems.common.DutyProgress#checkpoint()} between them.
 */
@NullMarked
package dev.rota.systems.chat.duty;

import org.jspecify.annotations.NullMarked;
