package dev.rota.systems.chat.admin;

import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import org.springframework.http.ResponseCookie;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.context.SecurityContext;
import org.springframework.security.core.context.SecurityContextHolder;
import org.springframework.security.oauth2.jwt.JwtDecoder;
import org.springframework.security.oauth2.jwt.JwtException;
import org.springframework.web.filter.OncePerRequestFilter;
import org.springframework.web.util.WebUtils;

/** Takes the page's user from a cookie that holds a bearer token. A cookie that is no good counts as none. */
final class SignInCookie extends OncePerRequestFilter {
    private static final String NAME = "chat_admin";

    private final JwtDecoder decoder;
    private final ChatUsers users;

    SignInCookie(JwtDecoder decoder, ChatUsers users) {
        this.decoder = decoder;
        this.users = users;
    }

    /**
     * A cookie for a token.
     *
     * @param token empty to take the cookie away
     * @param path the only one that gets it
     */
    static String of(String token, String path, boolean secure) {
        return ResponseCookie.from(NAME, token)
                .path(path)
                .httpOnly(true)
                .secure(secure)
                .sameSite("Strict")
                .maxAge(token.isEmpty() ? Duration.ZERO : Duration.ofHours(12))
                .build()
                .toString();
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var cookie = WebUtils.getCookie(request, NAME);
        if (cookie != null) {
            try {
                SecurityContext context = SecurityContextHolder.createEmptyContext();
                context.setAuthentication(users.authenticate(decoder.decode(cookie.getValue())));
                SecurityContextHolder.setContext(context);
            } catch (JwtException | AuthenticationException e) {
                logger.debug("A sign-in cookie that is not valid (any more): " + e.getMessage());
            }
        }
        chain.doFilter(request, response);
    }
}
