package dev.rota;

import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** Matches methods with more than so many parameters. */
final class ParameterCount extends ArchCondition<JavaMethod> {
    private final int most;

    ParameterCount(int most) {
        super("take more than " + most + " parameters");
        this.most = most;
    }

    @Override
    public void check(JavaMethod method, ConditionEvents events) {
        int count = method.getRawParameterTypes().size();
        String message = method.getFullName() + " takes " + count + " parameters";
        events.add(new SimpleConditionEvent(method, count > most, message));
    }
}
