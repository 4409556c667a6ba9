package dev.rota.systems.audiobooks.catalogue;

import dev.rota.systems.audiobooks.source.Audiobook.Person;
import dev.rota.systems.common.Columns;
import java.util.Locale;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who wrote or translated books. */
final class Authors {
    /** Names that stand for many or for nobody: there is no life's work to complete. */
    private static final Set<String> COLLECTIVE = Set.of("various", "anonymous", "unknown", "traditional");

    private final JdbcClient jdbc;

    Authors(JdbcClient jdbc) {
        this.jdbc = jdbc;
    }

    /** The id of a person, who is written if new or changed. */
    long write(String source, Person person) {
        jdbc.sql("""
                        insert into audio_author (source, source_id, first_name, last_name, dob, dod, is_collective)
                        values (:source, :id, :first, :last, :dob, :dod, :collective)
                            on conflict (source, source_id) do update
                           set first_name = excluded.first_name, last_name = excluded.last_name,
                               dob = excluded.dob, dod = excluded.dod, is_collective = excluded.is_collective
                         where audio_author.last_name <> excluded.last_name
                            or coalesce(audio_author.first_name, '') <> coalesce(excluded.first_name, '')
                            or coalesce(audio_author.dob, '') <> coalesce(excluded.dob, '')
                            or coalesce(audio_author.dod, '') <> coalesce(excluded.dod, '')
                        """)
                .param("source", source)
                .param("id", person.id())
                .param("first", person.firstName())
                .param("last", person.lastName())
                .param("dob", person.dob())
                .param("dod", person.dod())
                .param("collective", Columns.of(isCollective(person)))
                .update();
        return jdbc.sql("select id from audio_author where source = :source and source_id = :id")
                .param("source", source)
                .param("id", person.id())
                .query(Long.class)
                .single();
    }

    static boolean isCollective(Person person) {
        String name = person.firstName() == null ? person.lastName() : person.firstName() + " " + person.lastName();
        return COLLECTIVE.contains(name.strip().toLowerCase(Locale.ROOT));
    }
}
