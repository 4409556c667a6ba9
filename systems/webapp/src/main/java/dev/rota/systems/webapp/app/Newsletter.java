package dev.rota.systems.webapp.app;

/**
 * A newsletter and how far it has come. What is neither sent, skipped nor failed still waits. One that is done is sent
 * again while a batch of it is run again, to those that failed and may be reached now.
 *
 * @param status queued, sending, paused, done or cancelled
 * @param recipients how many subscribers there were when it was queued
 * @param skipped who was not subscribed any more, or whose address gets no mail
 * @param failed whose address was refused, who was put off too often, or whose batch failed
 */
public record Newsletter(
        long id, String subject, String body, String status, int recipients, int sent, int skipped, int failed) {}
