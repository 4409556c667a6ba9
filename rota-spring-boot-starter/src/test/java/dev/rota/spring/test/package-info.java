@NullMarked
package dev.rota.spring.test;

import org.jspecify.annotations.NullMarked;
