/**
 * Rota for people: the REST interface under {@code /api/v1} and the dashboard, as one servlet.
 *
 * <p>The pages are plain HTML made on the server: each is one GET, filters are GET forms, and what changes something is a
 * POST form that answers with a redirect. The script that comes with them only makes that quicker. Nothing is fetched from
 * anywhere but this servlet, and nothing stands inline, so the content security policy allows neither.
 *
 * <p>Each route names its {@code Access}: open to all, to whoever is known, or to those who have a scope. Who asks is found
 * out before a route is entered ({@code Gate}), whatever it is; what a page leaves out because of a scope is left out for
 * comfort, never for safety.
 *
 * <p>What the names say: {@code …Api} adds routes of REST, {@code …Pages} those of pages; a {@code …Page} or {@code …Row}
 * is what a template gets, a {@code …View} is JSON that goes out, a {@code …Body} JSON that comes in. What REST and pages do
 * alike stands under a plural noun: {@code Clones}, {@code Purges}.
 *
 * <p>Pages read through the same seam as everybody else, and only what it answers from an index: lists are bounded, counts
 * are capped, and there are no page numbers.
 */
@NullMarked
package dev.rota.web;

import org.jspecify.annotations.NullMarked;
