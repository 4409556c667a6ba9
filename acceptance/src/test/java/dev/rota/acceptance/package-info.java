/**
 * Black-box tests: workers and the mailbox are processes of their own, which a test kills. What is right is read from the
 * database and from the files of the mailbox, never from the inside of a worker.
 */
@NullMarked
package dev.rota.acceptance;

import org.jspecify.annotations.NullMarked;
