package dev.rota.spring.test;

import org.springframework.test.context.TestContext;
import org.springframework.test.context.TestExecutionListener;

/** Lets each test method begin with nothing enqueued. */
final class RotaTestListener implements TestExecutionListener {
    @Override
    public void beforeTestMethod(TestContext test) {
        if (test.hasApplicationContext()) {
            test.getApplicationContext().getBeanProvider(EnqueuedJobs.class).ifAvailable(EnqueuedJobs::clear);
        }
    }
}
