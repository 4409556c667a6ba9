package dev.rota.cli.foreign;

import dev.rota.schedule.Trigger;
import dev.rota.schedule.ZoneNames;
import java.io.IOException;
import java.io.StringReader;
import java.time.Duration;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilder;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.helpers.DefaultHandler;

/** Reads what Quartz reads: {@code job_scheduling_data} in XML, or texts in which its cron expressions stand. */
public final class QuartzReader {
    private static final Pattern LINE =
            Pattern.compile("\\s*(?:([\\w.${}-]+)\\s*[=:]\\s*)?[\"']?((?:[^\\s\"']+\\s+){5,6}[^\\s\"']+)[\"']?\\s*");
    private static final Pattern CRON_FIELD = Pattern.compile("[\\dA-Za-z*?/,#-]+");

    private final ZoneId zone;
    private final List<ForeignSchedule> found = new ArrayList<>();

    private QuartzReader(ZoneId zone) {
        this.zone = zone;
    }

    /**
     * Reads schedules.
     *
     * @param zone of the program, where a trigger names none
     * @throws IllegalArgumentException if the text begins as XML and is none, or has a document type
     */
    public static List<ForeignSchedule> read(String text, ZoneId zone) {
        QuartzReader reader = new QuartzReader(zone);
        if (text.stripLeading().startsWith("<")) {
            reader.xml(text);
        } else {
            reader.lines(text);
        }
        return ForeignSchedule.distinct(reader.found);
    }

    private void lines(String text) {
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            Matcher matcher = LINE.matcher(line.length() > 500 ? "" : line);
            if (line.strip().startsWith("#") || !matcher.matches() || !isCron(matcher.group(2))) {
                continue;
            }
            String key = matcher.group(1) == null ? "line-" + number : matcher.group(1);
            String name = ForeignSchedule.name(key.replaceFirst("(?i)[._-]?(cron([._-]?expression)?|schedule)$", ""));
            add(number, line, name, () -> Trigger.cron(cron(matcher.group(2)), zone), "quartz." + name);
        }
    }

    private static boolean isCron(String text) {
        for (String field : text.strip().split("\\s+")) {
            if (!CRON_FIELD.matcher(field).matches()) {
                return false;
            }
        }
        return Character.isDigit(text.strip().charAt(0)) || text.strip().startsWith("*");
    }

    /** Makes a trigger, or says why it cannot. */
    private interface Making {
        Trigger make();
    }

    private void add(int line, String old, String name, Making making, String type) {
        try {
            found.add(new ForeignSchedule(
                    line, old, name, making.make(), null, type, List.of("Its job class needs a handler.")));
        } catch (IllegalArgumentException e) {
            found.add(new ForeignSchedule(line, old, name, null, null, type, List.of(CrontabReader.sentence(e))));
        }
    }

    /**
     * A cron expression of Quartz, with names for weekdays, and without seconds where they are 0.
     *
     * @throws IllegalArgumentException if it has no counterpart
     */
    static String cron(String text) {
        String[] fields = text.strip().split("\\s+");
        if (fields.length < 6 || fields.length > 7) {
            throw new IllegalArgumentException("A cron expression of Quartz has 6 or 7 fields, found " + fields.length);
        }
        if (fields.length == 7 && !fields[6].equals("*")) {
            throw new IllegalArgumentException("It is for certain years (" + fields[6] + "), which has no counterpart");
        }
        String day = fields[3].equals("?") ? "*" : fields[3];
        // L alone is the last day of the week, Saturday.
        String weekday = fields[5].equalsIgnoreCase("L") ? "SAT" : Weekdays.QUARTZ.named(fields[5]);
        String rest = String.join(" ", fields[1], fields[2], day, fields[4], weekday);
        return fields[0].equals("0") ? rest : fields[0] + " " + rest;
    }

    private void xml(String text) {
        try {
            DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
            factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
            // No document type means no entity, and nothing to be fetched.
            factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
            factory.setXIncludeAware(false);
            factory.setExpandEntityReferences(false);
            DocumentBuilder builder = factory.newDocumentBuilder();
            // Throws what is wrong, where the usual one prints it.
            builder.setErrorHandler(new DefaultHandler());
            Element root =
                    builder.parse(new InputSource(new StringReader(text))).getDocumentElement();
            Map<String, String> classes = classes(root);
            NodeList triggers = root.getElementsByTagName("trigger");
            for (int i = 0; i < triggers.getLength(); i++) {
                for (Element kind : children((Element) triggers.item(i))) {
                    trigger(kind, classes);
                }
            }
        } catch (SAXException e) {
            throw new IllegalArgumentException("The file is not XML as expected: " + e.getMessage(), e);
        } catch (ParserConfigurationException | IOException e) {
            throw new IllegalStateException("XML cannot be read by this Java", e);
        }
    }

    private static Map<String, String> classes(Element root) {
        Map<String, String> classes = new HashMap<>();
        NodeList jobs = root.getElementsByTagName("job");
        for (int i = 0; i < jobs.getLength(); i++) {
            Element job = (Element) jobs.item(i);
            String name = text(job, "name");
            String type = text(job, "job-class");
            if (name != null && type != null) {
                classes.put(name, type);
            }
        }
        return classes;
    }

    private void trigger(Element kind, Map<String, String> classes) {
        String job = text(kind, "job-name");
        String type = classes.getOrDefault(job == null ? "" : job, job == null ? "job" : job);
        String name = ForeignSchedule.name(String.valueOf(text(kind, "name")));
        String simple = type.substring(type.lastIndexOf('.') + 1);
        String proposed = "quartz." + ForeignSchedule.name(simple.replaceAll("([a-z0-9])([A-Z])", "$1-$2"));
        String cron = text(kind, "cron-expression");
        String what = cron != null ? cron : tag(kind) + " " + text(kind, "repeat-interval");
        add(0, what + " → " + type, name, () -> made(kind, cron), proposed);
    }

    private Trigger made(Element kind, @Nullable String cron) {
        if (cron != null) {
            String named = text(kind, "time-zone");
            return Trigger.cron(cron(cron), named == null ? zone : ZoneNames.parse(named));
        }
        String interval = text(kind, "repeat-interval");
        String count = text(kind, "repeat-count");
        if (!tag(kind).equals("simple") || interval == null || !interval.matches("\\d{1,15}") || "0".equals(interval)) {
            throw new IllegalArgumentException("A trigger of the kind " + tag(kind) + " has no counterpart");
        }
        if (!"-1".equals(count)) {
            throw new IllegalArgumentException("It runs a certain number of times, which has no counterpart");
        }
        return Trigger.every(Duration.ofMillis(Long.parseLong(interval)));
    }

    private static String tag(Element element) {
        String name = element.getTagName();
        return name.substring(name.indexOf(':') + 1);
    }

    private static List<Element> children(Element parent) {
        List<Element> children = new ArrayList<>();
        for (Node node = parent.getFirstChild(); node != null; node = node.getNextSibling()) {
            if (node instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    private static @Nullable String text(Element parent, String name) {
        return children(parent).stream()
                .filter(child -> tag(child).equals(name))
                .findFirst()
                .map(child -> child.getTextContent().strip())
                .filter(text -> !text.isEmpty())
                .orElse(null);
    }
}
