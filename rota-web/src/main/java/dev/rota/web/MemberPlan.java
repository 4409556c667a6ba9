package dev.rota.web;

import dev.rota.store.JobArchive.Query;
import dev.rota.store.JsonMatch;
import dev.rota.web.query.Key;
import dev.rota.web.query.Term;
import java.util.List;
import java.util.regex.Pattern;

/**
 * Has the store look at arguments and results, which it does for many more jobs than can be read here. The store knows
 * nothing of secrets: it is asked only for what stands where nothing is hidden, so that neither what is found nor how far
 * back a search came tells of a secret. What it finds is tested all the same, on what people may see.
 */
final class MemberPlan {
    /** Numbers that can be written in several ways. */
    private static final Pattern FRACTION = Pattern.compile("-?[0-9]+(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

    private static final Pattern WHOLE = Pattern.compile("-?[0-9]+");

    private final Redactor redactor;

    MemberPlan(Redactor redactor) {
        this.redactor = redactor;
    }

    /** The query, held to the members that the store may look for; its type must be in it. */
    Query narrowed(Query query, List<Term> terms) {
        Query narrowed = query;
        for (Term term : terms) {
            if (term instanceof Term.Member member && isPlain(member)) {
                narrowed = narrowed(narrowed, member);
            }
        }
        return narrowed;
    }

    private Query narrowed(Query query, Term.Member member) {
        JsonMatch match = new JsonMatch(
                String.join(".", member.path()), member.values().get(0).value());
        if (member.key() == Key.ARGS) {
            return query.args() != null || redactor.hidesArgs(query.type(), member.path()) ? query : query.args(match);
        }
        return query.result() != null || Redactor.hidesResult(member.path()) ? query : query.result(match);
    }

    /** True if a store tells this as it is told here. */
    private static boolean isPlain(Term.Member member) {
        if (member.negated()
                || member.values().size() > 1
                || member.values().get(0).prefix()) {
            return false;
        }
        String value = member.values().get(0).value();
        boolean fraction =
                FRACTION.matcher(value).matches() && !WHOLE.matcher(value).matches();
        long indexes = member.path().stream().filter(JsonPath::isIndex).count();
        return indexes < 2
                && member.path().stream().noneMatch(name -> name.contains("."))
                && JsonMatch.isPath(String.join(".", member.path()))
                && !fraction
                && !value.isEmpty()
                && !value.equals("null")
                && !value.startsWith("{")
                && !value.startsWith("[");
    }
}
