/** What is PostgreSQL's own, and the contract every store keeps. */
@NullMarked
package dev.rota.postgres;

import org.jspecify.annotations.NullMarked;
