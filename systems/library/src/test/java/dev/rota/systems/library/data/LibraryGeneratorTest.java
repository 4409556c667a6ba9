package dev.rota.systems.library.data;

import static dev.rota.systems.library.LibraryFixture.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.rota.systems.common.DutyProgress;
import dev.rota.systems.common.testing.TestDatabase;
import dev.rota.systems.library.LibraryFixture;
import dev.rota.systems.library.duty.LoanArchive;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

@ParameterizedClass
@EnumSource(TestDatabase.class)
class LibraryGeneratorTest {
    private static final int LOANS = 3_300;

    private final TestDatabase database;
    private LibraryFixture library;

    LibraryGeneratorTest(TestDatabase database) {
        this.database = database;
    }

    @BeforeEach
    void open() {
        library = LibraryFixture.empty(database);
    }

    @AfterEach
    void close() {
        library.close();
    }

    @Test
    void invents_as_many_loans_as_asked_for_in_batches() {
        List<Long> written = new ArrayList<>();

        LibraryGenerator.Size size = generator().loans(LOANS, NOON, 1, written::add);

        assertThat(written).containsExactly(1000L, 2000L, 3000L, 3300L);
        assertThat(library.database.count("library_loan")).isEqualTo(LOANS);
        assertThat(library.database.count("library_loan where status = 'active'"))
                .isEqualTo(size.openLoans());
        assertThat(library.database.count("library_user")).isEqualTo(size.users());
        assertThat(library.database.count("library_book_copy where status = 'on_loan'"))
                .isEqualTo(size.openLoans());
    }

    @Test
    void an_invented_library_is_consistent_and_gives_the_duties_work() {
        generator().loans(LOANS, NOON, 1, n -> {});

        assertThat(library.consistencyCheck()
                        .check(NOON, false, DutyProgress.NONE)
                        .newFindings())
                .isZero();
        assertThat(library.database.count("library_check_finding")).isZero();
        assertThat(library.overdueMarking().mark(NOON, DutyProgress.NONE).loans())
                .hasSize(11);
        LoanArchive archive = library.loanArchive();
        int archived = archive.archive(archive.cutoff(NOON), NOON, "run-1", false, DutyProgress.NONE)
                .loanIds()
                .size();
        assertThat(archived).isGreaterThan(1000);
        assertThat(library.database.count("library_loan") + archived).isEqualTo(LOANS);
    }

    @Test
    void one_loan_is_enough_and_none_is_not() {
        generator().loans(1, NOON, 1, n -> {});

        assertThat(library.database.count("library_loan")).isEqualTo(1);
        assertThatIllegalArgumentException().isThrownBy(() -> generator().loans(0, NOON, 1, n -> {}));
    }

    private LibraryGenerator generator() {
        return new LibraryGenerator(
                library.template, library.transactions, library.settings.site().zone());
    }
}
