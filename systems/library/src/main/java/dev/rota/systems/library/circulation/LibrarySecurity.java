package dev.rota.systems.library.circulation;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.core.convert.converter.Converter;
import org.springframework.http.HttpMethod;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.security.authentication.AbstractAuthenticationToken;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.authority.SimpleGrantedAuthority;
import org.springframework.security.oauth2.jwt.Jwt;
import org.springframework.security.oauth2.server.resource.InvalidBearerTokenException;
import org.springframework.security.oauth2.server.resource.authentication.JwtAuthenticationToken;
import org.springframework.security.web.SecurityFilterChain;

/**
 * Who may call the library's endpoints. A bearer token (JWT, HS256, signed with {@code library.jwt.secret}) names the
 * user; the role is read from the user's row, so a token says nothing about rights and a deleted user has none.
 */
@Configuration(proxyBeanMethods = false)
class LibrarySecurity {
    /** What is done to a loan at the desk. */
    private static final List<String> DESK = List.of("approve", "reject", "check-out", "return", "lost");

    private static String[] below(String path, List<String> actions) {
        return actions.stream().map(action -> path + "/" + action).toArray(String[]::new);
    }

    @Bean
    LibraryTokens libraryTokens(@Value("${library.jwt.secret:}") String secret, JdbcClient jdbc, InstantSource clock) {
        return new LibraryTokens(secret, jdbc, clock);
    }

    /** Only what lies below {@code library.path}: each system of a program has a chain of its own. */
    @Bean
    @Order(100)
    SecurityFilterChain libraryChain(
            HttpSecurity http, @Value("${library.path:}") String path, LibraryTokens tokens, JdbcClient jdbc) {
        http.securityMatcher(path + "/loans/**", path + "/books/**", path + "/closures", path + "/me")
                .csrf(csrf -> csrf.disable()) // No cookie carries the authority, so there is nothing to forge.
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(
                                HttpMethod.POST, path + "/loans/mark-overdue", path + "/closures")
                        .hasRole("ADMIN")
                        .requestMatchers(HttpMethod.POST, below(path + "/loans/*", DESK))
                        .hasAnyRole("LIBRARIAN", "ADMIN")
                        .requestMatchers(HttpMethod.POST, below(path + "/loans/*", List.of("renew", "cancel")))
                        .authenticated()
                        .requestMatchers(HttpMethod.POST, path + "/loans", path + "/books/*/reservations")
                        .authenticated()
                        .requestMatchers(HttpMethod.GET, path + "/books/*/availability")
                        .authenticated()
                        .requestMatchers(HttpMethod.DELETE, path + "/me")
                        .authenticated()
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server ->
                        server.jwt(jwt -> jwt.decoder(tokens.decoder()).jwtAuthenticationConverter(usersRole(jdbc))));
        return http.build();
    }

    private static Converter<Jwt, AbstractAuthenticationToken> usersRole(JdbcClient jdbc) {
        return jwt -> {
            String user = Objects.requireNonNull(jwt.getSubject()); // The decoder takes no token without.
            String role = jdbc.sql("select role from library_user where username = :username and deleted_at is null")
                    .param("username", user)
                    .query(String.class)
                    .optional()
                    .orElseThrow(() -> new InvalidBearerTokenException("The token names no user of the library"));
            return new JwtAuthenticationToken(
                    jwt, List.of(new SimpleGrantedAuthority("ROLE_" + role.toUpperCase(Locale.ROOT))), user);
        };
    }
}
