// SPDX-License-Identifier: GPL-3.0-or-later
package io.aisbf.distribution.conformance;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.aisbf.distribution.Product;
import io.aisbf.distribution.conformance.client.Client;
import io.aisbf.distribution.doubles.Doubles;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Every client's protocol through the unzipped product to every provider's, capability by capability. */
@Timeout(360)
class ConformanceIT {
    private static final Path PAGE = Path.of("src/docs/conformance.md");

    private static Doubles doubles;
    private static Product product;
    private static Matrix matrix;
    private static List<Table> tables = List.of();
    private static Map<String, List<String>> failures = Map.of();
    private static Map<String, List<String>> strict = Map.of();

    @BeforeAll
    static void askEverything() throws Exception {
        doubles = Doubles.start();
        product = Product.start(doubles.configuration().replace("}\n", ", timeouts: {first_byte: 12s, idle: 6s}}\n"));
        Exchange exchange = new Exchange(product.address());
        matrix = Matrix.run(doubles, exchange);
        failures = Matrix.pairs((client, provider) -> new Failures(client, provider, exchange).run());
        tables =
                List.of(Embedding.table(doubles, exchange), Counting.table(doubles, exchange), Listing.table(exchange));
        Expected expected = new Expected();
        Map<String, String> wish = Map.of("x-aisbf-strict", "true");
        strict = Matrix.pairs(
                (client, provider) -> new Strictness(client, provider, doubles, exchange, wish).run(expected));
    }

    @AfterAll
    static void stop() {
        product.close();
        doubles.close();
    }

    @TestFactory
    Stream<DynamicTest> everyWishIsCarriedOrItsLossDeclared() {
        List<DynamicTest> tests = new ArrayList<>();
        for (Client client : Client.all()) {
            for (Provider provider : Provider.values()) {
                tests.add(DynamicTest.dynamicTest(
                        Matrix.pair(client, provider),
                        () -> assertEquals("", String.join("\n", matrix.problems(client, provider)))));
            }
        }
        return tests.stream();
    }

    @TestFactory
    Stream<DynamicTest> everyFailureIsToldInTheClientsOwnWords() {
        return each(failures);
    }

    @TestFactory
    Stream<DynamicTest> strictCallsAreRefusedEveryHintByItsNameAndBeforeItCostsAnything() {
        return each(strict);
    }

    @TestFactory
    Stream<DynamicTest> whatElseIsAskedIsAnsweredByWhomeverCan() {
        return tables.stream()
                .map(table -> DynamicTest.dynamicTest(
                        table.title(), () -> assertEquals("", String.join("\n", table.problems()))));
    }

    private static Stream<DynamicTest> each(Map<String, List<String>> problems) {
        return problems.entrySet().stream()
                .map(pair -> DynamicTest.dynamicTest(
                        pair.getKey(), () -> assertEquals("", String.join("\n", pair.getValue()))));
    }

    @Test
    void thePageSaysWhatIs() throws Exception {
        String page = matrix.page() + tables.stream().map(Table::page).collect(Collectors.joining());
        Files.writeString(Files.createDirectories(Path.of("target")).resolve("conformance.md"), page);
        if (Boolean.getBoolean("conformance.write")) {
            Files.writeString(PAGE, page);
        }
        assertEquals(
                page,
                Files.exists(PAGE) ? Files.readString(PAGE) : "",
                PAGE + " is out of date; renew it with: mvn verify -Dconformance.write=true");
    }
}
