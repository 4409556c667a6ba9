package dev.rota.systems.audiobooks.catalogue;

import java.math.BigDecimal;
import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Compares titles and positions in a series. Pure. */
public final class Titles {
    private static final Pattern RECORDING =
            Pattern.compile("(?i)\\s*[(\\[]\\s*(?:version\\s*\\d+|v\\d+|dramatic reading|solo)[^)\\]]*[)\\]]\\s*$");
    private static final Pattern MARKS = Pattern.compile("\\p{M}+");
    private static final Pattern NO_LETTER = Pattern.compile("[^\\p{L}\\p{N}]+");
    private static final Pattern ARTICLE = Pattern.compile("^(?:the|an?) (?=.)");
    private static final Pattern POSITION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,4})?)\\s*([a-z]?).*", Pattern.DOTALL);
    private static final BigDecimal LAST = new BigDecimal("999999999");
    private static final BigDecimal LETTER = new BigDecimal("0.00001");

    private Titles() {}

    /**
     * A title without what tells recordings of one work apart: "(version 2)", "(dramatic reading)", case, accents,
     * punctuation, a leading article. Never blank: what would be left blank stays as it is, in lower case.
     */
    public static String normalised(String title) {
        String text = title.strip();
        for (Matcher m = RECORDING.matcher(text); m.find() && m.start() > 0; m = RECORDING.matcher(text)) {
            text = text.substring(0, m.start());
        }
        text = MARKS.matcher(Normalizer.normalize(text, Normalizer.Form.NFKD)).replaceAll("");
        text = text.toLowerCase(Locale.ROOT).replace("'", "").replace("\u2019", "");
        text = NO_LETTER.matcher(text).replaceAll(" ").strip();
        text = ARTICLE.matcher(text).replaceFirst("");
        return text.isEmpty() ? title.strip().toLowerCase(Locale.ROOT) : text;
    }

    /** Where a position sorts: 1 before 1a before 1.5 before 2; what is no position comes last. */
    public static BigDecimal sortKey(@Nullable String position) {
        Matcher matcher =
                POSITION.matcher(position == null ? "" : position.strip().toLowerCase(Locale.ROOT));
        if (!matcher.matches()) {
            return LAST;
        }
        BigDecimal number = new BigDecimal(matcher.group(1));
        String letter = matcher.group(2);
        return letter.isEmpty() ? number : number.add(LETTER.multiply(BigDecimal.valueOf(letter.charAt(0) - 'a' + 1L)));
    }

    /** The last word of a name written first name first; null for null. */
    public static @Nullable String lastName(@Nullable String name) {
        return name == null ? null : name.strip().substring(name.strip().lastIndexOf(' ') + 1);
    }
}
