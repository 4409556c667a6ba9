/**
 * Tests of Spring Boot applications that use Rota.
 *
 * <p>{@link dev.rota.spring.test.AutoConfigureTestRota} beside {@code @SpringBootTest} stops the engine from working by
 * itself: jobs run when the test says so, after each commit, or at once, always before control is back with the test.
 * {@link dev.rota.spring.test.EnqueuedJobs} tells what was enqueued in which transaction, and whether it was committed.
 */
@NullMarked
package dev.rota.spring.test;

import org.jspecify.annotations.NullMarked;
