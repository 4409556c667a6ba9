/**
 * The contract every store keeps, as tests.
 *
 * <p>A store's own tests have one nested class for each contract, and give it a {@link
 * dev.rota.testing.contract.ContractStore} that opens the store on an empty database:
 *
 * <pre>{@code
 * class SqliteContractTest {
 *     @Nested
 *     class Enqueue extends EnqueueContract {
 *         Enqueue() {
 *             super(new SqliteContractStore());
 *         }
 *     }
 *     …
 * }
 * }</pre>
 *
 * <p>The contracts speak through the seam alone ({@link dev.rota.store}), so that they hold for any store. Time stands
 * still unless a test moves it. After each test {@link dev.rota.testing.contract.StoreInvariants} looks at everything
 * that the test has left behind.
 */
@NullMarked
package dev.rota.testing.contract;

import org.jspecify.annotations.NullMarked;
