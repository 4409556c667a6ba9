/** The local mailbox: what it files, and what survives a restart. */
@NullMarked
package dev.rota.mail.local;

import org.jspecify.annotations.NullMarked;
