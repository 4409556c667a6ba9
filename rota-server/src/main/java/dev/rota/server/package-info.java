/**
 * The standalone program: the dashboard and REST of {@code rota-web} on Jetty, a worker that knows the job types {@code http}
 * and {@code mail}, and all commands of {@code rota-cli} beside {@code server} and {@code worker}.
 *
 * <p>There is no Spring here, so that it starts in about a second and fits into a small container. What an operator sets
 * comes as options, as variables {@code ROTA_…}, or from a file, in this order; what is wrong is said in one sentence before
 * anything is opened. A stop has two phases: readiness goes and nothing more is claimed, then what runs has its grace.
 */
@NullMarked
package dev.rota.server;

import org.jspecify.annotations.NullMarked;
