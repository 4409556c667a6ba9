package dev.rota.spring;

import dev.rota.job.JobType;
import dev.rota.retry.RetryPolicy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.convert.DurationStyle;

/** The job types of an application: beans, and what annotations make of methods. */
final class JobTypes {
    private final Map<String, JobType<?>> beans = new LinkedHashMap<>();
    private final UnaryOperator<String> placeholders;
    private final List<String> problems;

    /** @param problems what is wrong is added to it */
    JobTypes(Map<String, JobType<?>> typeBeans, UnaryOperator<String> placeholders, List<String> problems) {
        this.placeholders = placeholders;
        this.problems = problems;
        typeBeans.forEach((bean, type) -> {
            if (beans.putIfAbsent(type.name(), type) != null) {
                problems.add("Two JobType beans have the name " + type.name() + ", one of them is the bean " + bean
                        + ": keep one.");
            }
        });
    }

    /** The type that an annotation means; null if it cannot be made. */
    @Nullable
    JobType<?> of(RotaJob annotation, @Nullable Class<?> argsClass, String where) {
        String name = placeholders.apply(annotation.value());
        JobType<?> bean = beans.get(name);
        if (bean != null) {
            return checked(bean, annotation, argsClass, where);
        }
        if (argsClass == null) {
            problems.add(where + " does not say which class its arguments are of. Declare it as a class that implements"
                    + " JobHandler<YourArgs>, not as a lambda or raw type, or add a JobType bean named " + name + ".");
            return null;
        }
        try {
            return made(JobType.of(name, argsClass), annotation);
        } catch (IllegalArgumentException e) {
            problems.add(where + ": " + e.getMessage());
            return null;
        }
    }

    private JobType<?> checked(JobType<?> bean, RotaJob annotation, @Nullable Class<?> argsClass, String where) {
        if (argsClass != null && argsClass != bean.argsClass()) {
            problems.add(where + " takes " + argsClass.getName() + ", but the JobType bean " + bean.name() + " is for "
                    + bean.argsClass().getName() + ": let both name the same class.");
        }
        if (saysMoreThanName(annotation)) {
            problems.add(where + " sets attributes of @RotaJob that the JobType bean " + bean.name()
                    + " sets too: leave only the name in the annotation.");
        }
        return bean;
    }

    private static boolean saysMoreThanName(RotaJob annotation) {
        return !annotation.queue().isEmpty()
                || annotation.priority() != 0
                || annotation.retries() != -1
                || !annotation.timeout().isEmpty()
                || !annotation.backoff().isEmpty()
                || !annotation.backoffCap().isEmpty()
                || annotation.noRetryFor().length > 0;
    }

    private <A> JobType<A> made(JobType<A> plain, RotaJob annotation) {
        JobType<A> type = plain.priority(annotation.priority()).retry(retry(annotation));
        String queue = placeholders.apply(annotation.queue());
        if (!queue.isEmpty()) {
            type = type.queue(queue);
        }
        if (annotation.retries() != -1) {
            type = type.retries(annotation.retries());
        }
        Duration timeout = duration(annotation.timeout());
        return timeout == null ? type : type.timeout(timeout);
    }

    private RetryPolicy retry(RotaJob annotation) {
        RetryPolicy standard = RetryPolicy.DEFAULTS;
        Duration first = duration(annotation.backoff());
        Duration cap = duration(annotation.backoffCap());
        Duration from = first == null ? standard.first() : first;
        Duration to = cap != null ? cap : from.compareTo(standard.cap()) > 0 ? from : standard.cap();
        RetryPolicy policy = RetryPolicy.exponential(from, standard.factor(), to);
        for (Class<? extends Throwable> error : annotation.noRetryFor()) {
            policy = policy.never(error);
        }
        return policy;
    }

    /** Null for empty text. */
    @Nullable
    Duration duration(String text) {
        String resolved = placeholders.apply(text);
        if (resolved.isEmpty()) {
            return null;
        }
        try {
            return DurationStyle.detectAndParse(resolved);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "\"" + resolved + "\" is no duration, expected one such as 90s, 5m or PT5M", e);
        }
    }

    /** The only type bean whose arguments are of that class; null if there is none or more than one. */
    @Nullable
    JobType<?> ofArgs(@Nullable Class<?> argsClass, String where) {
        List<JobType<?>> fitting = new ArrayList<>(beans.values());
        fitting.removeIf(type -> type.argsClass() != argsClass);
        if (argsClass == null || fitting.size() != 1) {
            problems.add(where + " is a JobHandler"
                    + (argsClass == null ? "" : " of " + argsClass.getName()) + ", and "
                    + (fitting.isEmpty() ? "no JobType bean says" : "the JobType beans " + names(fitting) + " all say")
                    + " which jobs it is to run: put @RotaJob(\"name.of-type\") on the class or its @Bean method.");
            return null;
        }
        return fitting.get(0);
    }

    private static String names(List<JobType<?>> types) {
        return Arrays.toString(types.stream().map(JobType::name).toArray());
    }
}
