package dev.rota.systems.boardgames.jobs;

/** What the jobs and their handler share. */
record AlertJobParts(JobTable jobs, ExecutionTable executions, AlertJobCodes codes) {}
