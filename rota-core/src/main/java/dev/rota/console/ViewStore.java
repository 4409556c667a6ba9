package dev.rota.console;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Searches that people have given a name, each for one page of the dashboard. */
public interface ViewStore {
    /** How many views an owner may have, and how many may be shared. */
    int MOST_PER_OWNER = 100;

    /**
     * Puts a view in the place of the one with the same owner, page and name, if there is one.
     *
     * @return false if the owner has {@link #MOST_PER_OWNER} others: nothing was changed
     */
    boolean put(View view);

    /** The views that a user sees: the user's own and then the shared ones, each by page and name. */
    List<View> list(String owner);

    /**
     * Deletes a view.
     *
     * @param owner null for a shared one
     * @return false if there is none
     */
    boolean delete(@Nullable String owner, String page, String name);

    /**
     * A view.
     *
     * @param owner whose it is, 1 to 100 characters; null if it is shared
     * @param page of the dashboard, {@code jobs}, 1 to 100 characters
     * @param name 1 to 100 characters
     * @param query the page's query string, 2,048 characters at the most
     */
    record View(@Nullable String owner, String page, String name, String query) {
        private static final int LONGEST_QUERY = 2048;

        public View {
            if (owner != null) {
                Texts.name("Owner of the view", owner, Texts.NAME);
            }
            Texts.name("Page of the view", page, Texts.NAME);
            Texts.name("Name of the view", name, Texts.NAME);
            Texts.bounded("Query of the view", query, LONGEST_QUERY);
        }
    }
}
