/** The snippets of {@code docs/guides}: what stands between marks here stands there letter by letter, and runs. */
@NullMarked
package dev.rota.spring.guide;

import org.jspecify.annotations.NullMarked;
