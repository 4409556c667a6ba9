package dev.rota.spring;

import java.util.Arrays;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerAdapter;
import org.springframework.web.servlet.mvc.method.annotation.ServletInvocableHandlerMethod;

/**
 * Calls controller methods that take {@link BackgroundTasks}, and commits these when the method has returned. No interceptor
 * or advice is called at that moment for all kinds of return values, before anything of the response is written.
 */
final class TaskCommittingAdapter extends RequestMappingHandlerAdapter {
    private final Supplier<RequestTasks> tasks;

    TaskCommittingAdapter(Supplier<RequestTasks> tasks) {
        this.tasks = tasks;
    }

    @Override
    protected ServletInvocableHandlerMethod createInvocableHandlerMethod(HandlerMethod method) {
        boolean takesTasks = Arrays.stream(method.getMethodParameters())
                .anyMatch(parameter -> parameter.getParameterType() == BackgroundTasks.class);
        return takesTasks ? new Committing(method) : super.createInvocableHandlerMethod(method);
    }

    private final class Committing extends ServletInvocableHandlerMethod {
        Committing(HandlerMethod method) {
            super(method);
        }

        @Override
        public @Nullable Object invokeForRequest(
                NativeWebRequest request, @Nullable ModelAndViewContainer container, @Nullable Object... given)
                throws Exception {
            RequestTasks ofRequest = tasks.get();
            request.setAttribute(RequestTasks.ATTRIBUTE, ofRequest, RequestAttributes.SCOPE_REQUEST);
            Object result;
            try {
                result = super.invokeForRequest(request, container, given);
            } catch (Throwable e) {
                ofRequest.discard();
                throw e;
            } finally {
                request.removeAttribute(RequestTasks.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
            }
            ofRequest.commit();
            return result;
        }
    }

    /** Gives a controller method the tasks of its request. */
    static final class Resolver implements HandlerMethodArgumentResolver {
        @Override
        public boolean supportsParameter(MethodParameter parameter) {
            return parameter.getParameterType() == BackgroundTasks.class;
        }

        @Override
        public Object resolveArgument(
                MethodParameter parameter,
                @Nullable ModelAndViewContainer container,
                NativeWebRequest request,
                @Nullable WebDataBinderFactory binderFactory) {
            Object tasks = request.getAttribute(RequestTasks.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
            if (tasks == null) {
                throw new IllegalStateException("BackgroundTasks are not available to " + parameter.getMethod()
                        + ": only to controller methods, and only if the application has no WebMvcRegistrations bean of its"
                        + " own; enqueue with Rota there");
            }
            return tasks;
        }
    }
}
