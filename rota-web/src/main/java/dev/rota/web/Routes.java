package dev.rota.web;

import dev.rota.console.Scope;
import dev.rota.store.Store;
import io.javalin.config.RoutesConfig;
import io.javalin.http.Handler;
import io.javalin.http.HandlerType;

/** Adds routes below the base path. There is no way to add one without saying whom it lets in. */
final class Routes {
    static final String API = "/api/v1";

    private final RoutesConfig config;
    private final String basePath;
    private final Reasons reasons;
    private final Store store;

    Routes(RoutesConfig config, String basePath, Reasons reasons, Store store) {
        this.store = store;
        this.config = config;
        this.basePath = basePath;
        this.reasons = reasons;
    }

    Routes get(String path, Scope scope, Handler handler) {
        return get(path, Access.to(scope), handler);
    }

    Routes post(String path, Scope scope, Handler handler) {
        return add(HandlerType.POST, path, Access.to(scope), handler);
    }

    Routes put(String path, Scope scope, Handler handler) {
        return add(HandlerType.PUT, path, Access.to(scope), handler);
    }

    Routes patch(String path, Scope scope, Handler handler) {
        return add(HandlerType.PATCH, path, Access.to(scope), handler);
    }

    Routes delete(String path, Scope scope, Handler handler) {
        return add(HandlerType.DELETE, path, Access.to(scope), handler);
    }

    /** What answers GET answers HEAD, too, of which the server sends no body: RFC 9110, section 9.3.2. */
    Routes get(String path, Access access, Handler handler) {
        return add(HandlerType.GET, path, access, handler).add(HandlerType.HEAD, path, access, handler);
    }

    Routes post(String path, Access access, Handler handler) {
        return add(HandlerType.POST, path, access, handler);
    }

    Routes put(String path, Access access, Handler handler) {
        return add(HandlerType.PUT, path, access, handler);
    }

    Routes delete(String path, Access access, Handler handler) {
        return add(HandlerType.DELETE, path, access, handler);
    }

    private Routes add(HandlerType method, String path, Access access, Handler handler) {
        String whole = basePath + path;
        config.addHttpHandler(
                method,
                whole.isEmpty() ? "/" : whole,
                Requests.READING.contains(method) ? reading(access, handler) : reasoned(method, whole, handler),
                access);
        return this;
    }

    /** What is open to all tells whether the store serves the workers, or does not ask it. */
    private Handler reading(Access access, Handler handler) {
        return access.open() ? handler : ctx -> store.forReaders(() -> handler.handle(ctx));
    }

    private Handler reasoned(HandlerType method, String path, Handler handler) {
        return ctx -> {
            if (reasons.permits(ctx, method, path)) {
                handler.handle(ctx);
            }
        };
    }
}
