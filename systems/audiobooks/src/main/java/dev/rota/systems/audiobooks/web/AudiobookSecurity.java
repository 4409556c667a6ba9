package dev.rota.systems.audiobooks.web;

import java.time.InstantSource;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;
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
 * Who may call the audiobooks' endpoints: administrators. A bearer token (JWT, HS256, signed with
 * {@code audiobooks.jwt.secret}) names the user; the role is read from the user's row, so a deleted user has none.
 */
@Configuration(proxyBeanMethods = false)
class AudiobookSecurity {

    @Bean
    AudiobookTokens audiobookTokens(@Value("${audiobooks.jwt.secret:}") String secret, InstantSource clock) {
        return new AudiobookTokens(secret, clock);
    }

    /** No password is built in: the first administrator is configured, or put there by the program. */
    @Bean
    @DependsOn("audiobookSchema")
    AudiobookUsers audiobookUsers(
            JdbcClient jdbc,
            @Value("${audiobooks.admin.username:admin}") String username,
            @Value("${audiobooks.admin.password:}") String password) {
        AudiobookUsers users = new AudiobookUsers(jdbc);
        if (!password.isEmpty()) {
            users.put(username, password, "admin");
        }
        return users;
    }

    /** Only what lies below {@code audiobooks.path}: each system of a program has a chain of its own. */
    @Bean
    @Order(140)
    SecurityFilterChain audiobookChain(
            HttpSecurity http,
            @Value("${audiobooks.path:}") String path,
            AudiobookTokens tokens,
            AudiobookUsers users) {
        http.securityMatcher(path + "/scheduler/**", path + "/tasks/**", path + "/auth/login")
                .csrf(csrf -> csrf.disable()) // No cookie carries the authority, so there is nothing to forge.
                .sessionManagement(session -> session.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
                .authorizeHttpRequests(requests -> requests.requestMatchers(HttpMethod.POST, path + "/auth/login")
                        .permitAll()
                        .requestMatchers(path + "/scheduler/**", path + "/tasks/**")
                        .hasRole("ADMIN")
                        .anyRequest()
                        .denyAll())
                .oauth2ResourceServer(server ->
                        server.jwt(jwt -> jwt.decoder(tokens.decoder()).jwtAuthenticationConverter(usersRole(users))));
        return http.build();
    }

    private static Converter<Jwt, AbstractAuthenticationToken> usersRole(AudiobookUsers users) {
        return jwt -> {
            String user = Objects.requireNonNull(jwt.getSubject()); // The decoder takes no token without.
            String role = users.role(user)
                    .orElseThrow(() -> new InvalidBearerTokenException("The token names no user of the audiobooks"));
            return new JwtAuthenticationToken(
                    jwt, List.of(new SimpleGrantedAuthority("ROLE_" + role.toUpperCase(Locale.ROOT))), user);
        };
    }
}
