/**
 * Named jobs at intervals: {@link dev.rota.systems.boardgames.jobs.AlertJobs} adds, removes, enables, disables, runs and
 * watches them.
 *
 * <p>Each is a schedule of Rota's, all of one job type whose argument is the name. So the next run is stored and survives
 * a restart, a fire makes one run whatever the number of processes, and what is paused stays paused. The tables here add
 * what the scheduler does not know: which jobs there are, what their runs came to, and whether they are run at all. A run
 * is claimed by a row that only one running run of a job can have; a row that a killed process left behind names its
 * Rota job, and is taken over as soon as that one no longer runs.
 *
 * <p>The code of a job stands in the program and is given at each start; the job itself outlives the program. A job whose
 * code has gone stays, is shown as such, and does nothing.
 */
@NullMarked
package dev.rota.systems.boardgames.jobs;

import org.jspecify.annotations.NullMarked;
