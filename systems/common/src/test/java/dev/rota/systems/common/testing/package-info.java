/**
 * Databases for tests, for this module and for the systems (as test-jar): each test gets an empty one of its own, on
 * SQLite and on a PostgreSQL that the test run starts once.
 *
 * <pre>{@code
 * @ParameterizedClass
 * @EnumSource(TestDatabase.class)
 * class SomethingTest {
 *     private final TestDatabase database;
 *     private FreshDatabase fresh;
 *
 *     SomethingTest(TestDatabase database) { this.database = database; }
 *
 *     @BeforeEach void open() { fresh = database.open(SystemSchema.COMMON, SystemSchema.of("library")); }
 *     @AfterEach void close() { fresh.close(); }
 * }
 * }</pre>
 */
@NullMarked
package dev.rota.systems.common.testing;

import org.jspecify.annotations.NullMarked;
