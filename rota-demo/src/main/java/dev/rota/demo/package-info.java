/**
 * The systems in one program, for someone who wants to see Rota work: one command fills their tables, runs their duties,
 * and says in plain words what happens.
 */
@NullMarked
package dev.rota.demo;

import org.jspecify.annotations.NullMarked;
