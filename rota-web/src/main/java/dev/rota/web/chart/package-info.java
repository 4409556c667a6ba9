/**
 * Numbers over time, drawn. What is drawn here are the places of shapes, in units of the drawing: a template writes them as
 * SVG, with classes of the style sheet and no style of its own, and the same numbers in a sentence and a table for who
 * cannot see them. Knows nothing of jobs, and reads nothing.
 */
@NullMarked
package dev.rota.web.chart;

import org.jspecify.annotations.NullMarked;
