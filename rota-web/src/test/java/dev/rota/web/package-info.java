@NullMarked
package dev.rota.web;

import org.jspecify.annotations.NullMarked;
