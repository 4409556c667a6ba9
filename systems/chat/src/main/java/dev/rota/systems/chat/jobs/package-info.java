/**
 * Housekeeping as jobs: the job type, its handler, the schedules that make such jobs, and the desk where a person asks
 * for one.
 *
 * <p>That there is one housekeeping at a time is the exclusion key's doing, whoever asks for it and in whatever process;
 * it needs no lock that a killed process could leave behind. A person is told so at once instead of waiting.
 */
@NullMarked
package dev.rota.systems.chat.jobs;

import org.jspecify.annotations.NullMarked;
