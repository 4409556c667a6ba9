package dev.rota.spring;

import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;

/** Lets Spring Boot show a {@link RotaConfigurationException} without a stack trace. */
final class RotaFailureAnalyzer extends AbstractFailureAnalyzer<RotaConfigurationException> {
    @Override
    protected FailureAnalysis analyze(Throwable rootFailure, RotaConfigurationException cause) {
        return new FailureAnalysis(cause.description(), cause.action(), cause);
    }
}
