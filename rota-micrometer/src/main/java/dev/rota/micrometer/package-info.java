/**
 * What Rota measures, for Micrometer.
 *
 * <p>There are two kinds. {@link RotaMetrics} counts what happens in this process, and is summed over all of them.
 * {@link StoreGauges} asks the store, which tells all processes the same. Both know nothing of Spring, so that an
 * application and the standalone server measure alike, and one set of panels and alerts serves both.
 */
@NullMarked
package dev.rota.micrometer;

import org.jspecify.annotations.NullMarked;
