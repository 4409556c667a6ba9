/**
 * The dashboard in a browser: journeys of people through it, every page held against the rules of accessibility, and
 * pictures of every page ({@code acceptance/screenshots}).
 *
 * <p>It needs a Chromium on the PATH ({@code apt-get install chromium}); without one the tests fail and say so. Journeys run
 * on a {@link dev.rota.acceptance.browser.LiveRota}, whose handlers do what the test tells them to and when, so that no test
 * waits for a time. Pages are looked at on a {@link dev.rota.acceptance.browser.Showcase}, whose time stands still, so that
 * a picture differs from the last one only if the page does.
 */
@NullMarked
package dev.rota.acceptance.browser;

import org.jspecify.annotations.NullMarked;
