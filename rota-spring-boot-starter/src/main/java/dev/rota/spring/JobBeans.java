package dev.rota.spring;

import dev.rota.job.JobHandler;
import dev.rota.job.JobType;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.framework.autoproxy.AutoProxyUtils;
import org.springframework.aop.scope.ScopedProxyUtils;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.context.annotation.Bean;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.ResolvableType;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/** The jobs that beans handle: found by the types of the beans alone, so that no bean is made before its time. */
final class JobBeans {
    private final ConfigurableListableBeanFactory beans;
    private final List<String> problems = new ArrayList<>();
    private final JobTypes types;
    private final Map<String, FoundJob<?>> found = new LinkedHashMap<>();

    private JobBeans(ConfigurableListableBeanFactory beans) {
        this.beans = beans;
        Map<String, JobType<?>> declared = new LinkedHashMap<>();
        beans.getBeansOfType(JobType.class, true, false).forEach(declared::put);
        this.types = new JobTypes(declared, placeholders(beans), problems);
    }

    static UnaryOperator<String> placeholders(ConfigurableListableBeanFactory beans) {
        return text -> {
            String resolved = beans.resolveEmbeddedValue(text);
            return resolved == null ? "" : resolved.strip();
        };
    }

    /**
     * Looks at all beans.
     *
     * @throws RotaConfigurationException naming all that is wrong
     */
    static List<FoundJob<?>> find(ConfigurableListableBeanFactory beans) {
        JobBeans search = new JobBeans(beans);
        for (String name : beans.getBeanNamesForType(Object.class, true, false)) {
            if (!ScopedProxyUtils.isScopedTarget(name)) {
                search.look(name);
            }
        }
        if (!search.problems.isEmpty()) {
            throw RotaConfigurationException.of("Job handlers are not as expected", search.problems);
        }
        return List.copyOf(search.found.values());
    }

    private void look(String name) {
        Class<?> type = AutoProxyUtils.determineTargetClass(beans, name);
        if (type == null || type.getName().startsWith("org.springframework.")) {
            return;
        }
        boolean methods = AnnotationUtils.isCandidateClass(type, List.of(RotaJob.class, RotaSchedule.class))
                && lookAtMethods(name, type);
        RotaJob annotation = beans.findAnnotationOnBean(name, RotaJob.class, false);
        if (JobHandler.class.isAssignableFrom(type)) {
            if (annotation != null || !methods) {
                whole(name, type, annotation);
            }
        } else if (annotation != null) {
            problems.add("The bean " + name + " of " + type.getName() + " has @RotaJob, but is no JobHandler:"
                    + " implement JobHandler, or put the annotation on the method that runs the job.");
        }
    }

    private boolean lookAtMethods(String name, Class<?> type) {
        Map<Method, RotaJob> annotated =
                MethodIntrospector.selectMethods(type, (MethodIntrospector.MetadataLookup<@Nullable RotaJob>) method ->
                        makesBean(method) ? null : AnnotatedElementUtils.findMergedAnnotation(method, RotaJob.class));
        annotated.forEach((method, annotation) -> {
            String where = type.getSimpleName() + "." + method.getName();
            Class<?> argsClass = BeanHandler.OfMethod.argsClass(method, where, problems);
            JobType<?> jobType = types.of(annotation, argsClass, where);
            if (jobType != null) {
                add(new FoundJob<>(jobType, new BeanHandler.OfMethod<>(beans, name, method), where, schedules(method)));
            }
        });
        Set<Method> scheduled = MethodIntrospector.selectMethods(
                type,
                (Method method) ->
                        !makesBean(method) && !schedules(method).isEmpty() && !annotated.containsKey(method));
        scheduled.forEach(method -> problems.add(type.getSimpleName() + "." + method.getName()
                + " has @RotaSchedule, but no @RotaJob that names the job type it runs: add it."));
        return !annotated.isEmpty();
    }

    /** The annotations of such a method are about the bean that it makes. */
    private static boolean makesBean(Method method) {
        return AnnotatedElementUtils.hasAnnotation(method, Bean.class);
    }

    private static List<RotaSchedule> schedules(Method method) {
        return List.copyOf(AnnotatedElementUtils.findMergedRepeatableAnnotations(method, RotaSchedule.class));
    }

    private void whole(String name, Class<?> type, @Nullable RotaJob annotation) {
        String where = "The bean " + name + " of " + type.getSimpleName();
        Class<?> argsClass = argsClass(name, type);
        JobType<?> jobType =
                annotation == null ? types.ofArgs(argsClass, where) : types.of(annotation, argsClass, where);
        if (jobType != null) {
            List<RotaSchedule> schedules = List.copyOf(beans.findAllAnnotationsOnBean(name, RotaSchedule.class, false));
            add(new FoundJob<>(jobType, new BeanHandler.Whole<>(beans, name), where, schedules));
        }
    }

    /** Null if generics do not tell. */
    private @Nullable Class<?> argsClass(String name, Class<?> type) {
        if (beans.containsBeanDefinition(name)) {
            BeanDefinition definition = beans.getMergedBeanDefinition(name);
            Class<?> told = argument(definition.getResolvableType());
            if (told != null) {
                return told;
            }
        }
        return argument(ResolvableType.forClass(type));
    }

    private static @Nullable Class<?> argument(ResolvableType type) {
        Class<?> argument = type.as(JobHandler.class).getGeneric(0).resolve();
        return argument == Object.class ? null : argument;
    }

    private void add(FoundJob<?> job) {
        FoundJob<?> earlier = found.putIfAbsent(job.type().name(), job);
        if (earlier != null) {
            problems.add("Job type " + job.type().name() + " has two handlers, " + earlier.where() + " and "
                    + job.where() + ": keep one, or give one of them a type of its own.");
        }
    }
}
