package dev.rota.systems.chat.admin;

import dev.rota.systems.common.BearerTokens;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.AnonymousAuthenticationFilter;
import org.springframework.security.web.authentication.session.NullAuthenticatedSessionStrategy;
import org.springframework.security.web.csrf.CookieCsrfTokenRepository;

/** Who may call what: one chain for the endpoints, one for the page; both only below {@code chat.path}. */
@Configuration(proxyBeanMethods = false)
class ChatSecurity {
    private static final String POLICY =
            "default-src 'none'; style-src 'self'; form-action 'self';" + " frame-ancestors 'none'; base-uri 'none'";

    @Bean
    @Order(110)
    SecurityFilterChain chatEndpointChain(
            HttpSecurity http, @Value("${chat.path:}") String path, BearerTokens chatTokens, ChatUsers users) {
        http.securityMatcher(path + "/api/**")
                .csrf(csrf -> csrf.disable()) // No cookie carries the authority, so there is nothing to forge.
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(path + "/api/admin/**")
                        .hasRole("SUPERUSER")
                        .anyRequest()
                        .authenticated())
                .oauth2ResourceServer(server -> server.jwt(
                        jwt -> jwt.decoder(chatTokens.decoder()).jwtAuthenticationConverter(users::authenticate)));
        return http.build();
    }

    /**
     * The page's chain does not use Spring's bearer tokens: those switch the CSRF protection off for whoever shows one,
     * and a browser shows a cookie unasked.
     */
    @Bean
    @Order(111)
    SecurityFilterChain chatPageChain(
            HttpSecurity http, @Value("${chat.path:}") String path, BearerTokens chatTokens, ChatUsers users) {
        String page = path + SchedulerPage.PATH;
        CookieCsrfTokenRepository csrfTokens = new CookieCsrfTokenRepository();
        csrfTokens.setCookieName("chat_csrf");
        csrfTokens.setCookiePath(page);
        csrfTokens.setCookieCustomizer(cookie -> cookie.sameSite("Strict"));
        http.securityMatcher(page, page + "/**")
                .csrf(csrf -> csrf.csrfTokenRepository(csrfTokens)
                        // Each request shows the sign-in cookie anew. Taken for a login, the one for the style sheet
                        // would
                        // take the token away that the page has just put into its forms.
                        .sessionAuthenticationStrategy(new NullAuthenticatedSessionStrategy()))
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(page + "/sign-in", page + "/style.css")
                        .permitAll()
                        .anyRequest()
                        .hasRole("SUPERUSER"))
                .headers(headers -> headers.contentSecurityPolicy(policy -> policy.policyDirectives(POLICY))
                        .referrerPolicy(referrer -> {}))
                .exceptionHandling(exceptions -> exceptions
                        .authenticationEntryPoint(
                                (request, response, e) -> response.sendRedirect(signIn(request, page)))
                        .accessDeniedHandler((request, response, e) -> response.sendError(403)))
                .addFilterBefore(new SignInCookie(chatTokens.decoder(), users), AnonymousAuthenticationFilter.class);
        return http.build();
    }

    private static String signIn(HttpServletRequest request, String page) {
        return request.getContextPath() + page + "/sign-in";
    }
}
