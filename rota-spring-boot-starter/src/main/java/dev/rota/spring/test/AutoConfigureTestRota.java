package dev.rota.spring.test;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Inherited;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.test.context.PropertyMapping;
import org.springframework.test.context.TestPropertySource;

/**
 * Beside {@code @SpringBootTest}: the engine works nothing by itself, no schedule fires, and an {@link EnqueuedJobs} bean
 * keeps what was enqueued.
 *
 * <pre>{@code
 * @SpringBootTest
 * @AutoConfigureTestRota(TestMode.DRAINED)
 * class RegistrationTest {
 *     @Autowired EnqueuedJobs jobs;
 *
 *     @Test
 *     void a_new_user_is_welcomed() {
 *         users.register("anna");
 *         assertThat(jobs.committed(SEND_WELCOME)).containsExactly(new SendWelcome(1));
 *     }
 * }
 * }</pre>
 */
@Documented
@Inherited
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.TYPE)
@ImportAutoConfiguration(RotaTestAutoConfiguration.class)
@PropertyMapping("rota.test")
@TestPropertySource(properties = "rota.worker.enabled=false")
public @interface AutoConfigureTestRota {
    /** When jobs run. */
    @PropertyMapping("mode")
    TestMode value() default TestMode.MANUAL;
}
