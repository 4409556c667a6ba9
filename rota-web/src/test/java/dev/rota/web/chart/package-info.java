@NullMarked
package dev.rota.web.chart;

import org.jspecify.annotations.NullMarked;
