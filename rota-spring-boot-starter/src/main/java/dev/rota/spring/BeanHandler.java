package dev.rota.spring;

import dev.rota.job.JobContext;
import dev.rota.job.JobHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.springframework.aop.support.AopUtils;
import org.springframework.beans.factory.BeanFactory;
import org.springframework.util.ReflectionUtils;

/** A handler that is a bean or a method of one. The bean is made when it is first needed. */
sealed interface BeanHandler<A> extends JobHandler<A> {
    /**
     * Makes the bean.
     *
     * @throws RotaConfigurationException if it cannot be called
     */
    void prepare();

    /** A bean that is a handler. */
    record Whole<A>(BeanFactory beans, String name) implements BeanHandler<A> {
        @Override
        public void prepare() {
            handler();
        }

        @SuppressWarnings("unchecked")
        private JobHandler<A> handler() {
            return (JobHandler<A>) beans.getBean(name, JobHandler.class);
        }

        @Override
        public void run(A args, JobContext job) throws Exception {
            handler().run(args, job);
        }
    }

    /** A method of a bean. */
    final class OfMethod<A> implements BeanHandler<A> {
        private final BeanFactory beans;
        private final String name;
        private final Method declared;
        private volatile @Nullable Method invocable;

        OfMethod(BeanFactory beans, String name, Method declared) {
            this.beans = beans;
            this.name = name;
            this.declared = declared;
        }

        @Override
        public void prepare() {
            invocable(beans.getBean(name));
        }

        private Method invocable(Object bean) {
            Method known = invocable;
            if (known != null) {
                return known;
            }
            try {
                Method found = AopUtils.selectInvocableMethod(declared, bean.getClass());
                ReflectionUtils.makeAccessible(found);
                invocable = found;
                return found;
            } catch (IllegalStateException e) {
                throw new RotaConfigurationException(
                        "The bean " + name + " is behind a proxy through which its @RotaJob method "
                                + declared.getName() + " cannot be called.",
                        "Make the method public, or declare it in the interface that the proxy implements.",
                        e);
            }
        }

        @Override
        public void run(A args, JobContext job) throws Exception {
            Object bean = beans.getBean(name);
            Object[] values = Stream.of(declared.getParameterTypes())
                    .map(type -> type == JobContext.class ? job : args)
                    .toArray();
            try {
                Object result = invocable(bean).invoke(bean, values);
                if (result != null) {
                    job.result(result);
                }
            } catch (InvocationTargetException e) {
                throw unwrapped(e);
            }
        }

        private static Exception unwrapped(InvocationTargetException e) {
            if (e.getTargetException() instanceof Error error) {
                throw error;
            }
            return e.getTargetException() instanceof Exception exception ? exception : e;
        }

        /** The class of the arguments; {@code Void} if there are none. Adds to {@code problems} what is wrong. */
        static Class<?> argsClass(Method method, String where, List<String> problems) {
            List<Class<?>> others = Stream.of(method.getParameterTypes())
                    .filter(type -> type != JobContext.class)
                    .toList();
            if (others.size() > 1 || method.getParameterCount() - others.size() > 1) {
                problems.add(where + " takes " + method.getParameterCount() + " parameters. Expected the arguments of"
                        + " the job (one record), a JobContext, both, or neither: put all arguments into one record.");
            }
            Class<?> result = method.getReturnType();
            if (java.util.concurrent.Future.class.isAssignableFrom(result)
                    || java.util.concurrent.CompletionStage.class.isAssignableFrom(result)) {
                problems.add(where + " returns a " + result.getSimpleName() + ", and the job would have succeeded"
                        + " before it is done: wait for it and return its value, or nothing.");
            }
            return others.isEmpty() ? Void.class : others.get(0);
        }
    }
}
